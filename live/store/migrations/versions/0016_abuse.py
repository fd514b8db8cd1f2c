"""Who is banned; which words of a question are rude; whether a number was banned when it rang"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0016_abuse"
down_revision = "0015_second_factor"
branch_labels = None
depends_on = None

DOCUMENT = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True).with_variant(sa.String(length=32), "sqlite")


def upgrade() -> None:
    op.add_column("question", sa.Column("rude", DOCUMENT, nullable=True))
    op.add_column("call", sa.Column("banned", sa.Boolean(), server_default=sa.text("(false)"), nullable=False))
    op.create_table(
        "ban",
        sa.Column("id", ID, nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("subject", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by_name", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("until", MOMENT, nullable=True),
        sa.Column("lifted_at", MOMENT, nullable=True),
        sa.Column("lifted_by", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ban")),
    )
    standing = sa.text("lifted_at IS NULL")
    op.create_index("ix_ban_hash", "ban", ["hash"], unique=False, sqlite_where=standing, postgresql_where=standing)
