"""What a resident agreed to, by submission; whether a name may be said on air; which marks of a text may be seen"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0013_consent"
down_revision = "0012_audit"
branch_labels = None
depends_on = None

DOCUMENT = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True).with_variant(sa.String(length=32), "sqlite")


def upgrade() -> None:
    op.add_column("question", sa.Column("let_through", DOCUMENT, nullable=True))
    op.add_column("question", sa.Column("name_on_air", sa.Boolean(), server_default=sa.text("(false)"), nullable=False))
    op.create_table(
        "consent",
        sa.Column("question_id", ID, autoincrement=False, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("version", sa.String(length=60), nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("name_on_air", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["question_id"], ["question.id"], name=op.f("fk_consent_question_id")),
        sa.PrimaryKeyConstraint("question_id", name=op.f("pk_consent")),
    )
