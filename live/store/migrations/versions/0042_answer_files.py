"""Files that answers carry, what the networks call them, and which file of a question everybody may see"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0042_answer_files"
down_revision = "0041_conversation"
branch_labels = None
depends_on = None
oldest = "0017"  # Columns and a table of which an older program knows nothing: it sends the words without the files.

MOMENT = sa.DateTime(timezone=True).with_variant(sa.String(length=32), "sqlite")
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
DOCUMENT = sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")
OF_ANSWERS = sa.text("ticket_id IS NOT NULL")


def upgrade() -> None:
    op.add_column("file", sa.Column("ticket_id", ID, nullable=True))
    op.add_column("file", sa.Column("name", sa.Text(), nullable=True))
    op.add_column("file", sa.Column("by_name", sa.Text(), nullable=True))
    op.add_column("file", sa.Column("shown", sa.Boolean(), server_default=sa.text("(false)"), nullable=False))
    op.create_index("ix_file_ticket", "file", ["ticket_id"], sqlite_where=OF_ANSWERS, postgresql_where=OF_ANSWERS)
    op.create_table(
        "file_token",
        sa.Column("channel_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("file_id", ID, autoincrement=False, nullable=False),
        sa.Column("place", sa.String(length=16), nullable=False),
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("channel_id", "file_id", "place", name=op.f("pk_file_token")),
    )
    op.add_column("outbox", sa.Column("files", DOCUMENT, nullable=True))
    op.add_column("outbox", sa.Column("part", sa.Integer(), server_default="0", nullable=False))
    op.add_column("ticket_answer", sa.Column("files", DOCUMENT, nullable=True))
    op.add_column("answer_version", sa.Column("files", DOCUMENT, nullable=True))
