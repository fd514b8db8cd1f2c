"""Pictures, sounds and documents that came with questions"""

import sqlalchemy as sa
from alembic import op

revision = "0034_files"
down_revision = "0033_figure_lists"
branch_labels = None
depends_on = None
oldest = "0017"  # A table of which an older program knows nothing.

MOMENT = sa.DateTime(timezone=True).with_variant(sa.String(length=32), "sqlite")
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
AT_WORK = sa.text("state IN ('arrived', 'wanted', 'erased')")


def upgrade() -> None:
    op.create_table(
        "file",
        sa.Column("id", ID, nullable=False),
        sa.Column("question_id", ID, nullable=True),
        sa.Column("place", sa.Integer(), nullable=True),
        sa.Column("origin", sa.Text(), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("hash", sa.String(length=64), nullable=True),
        sa.Column("preview", sa.String(length=64), nullable=True),
        sa.Column("mime", sa.String(length=128), nullable=True),
        sa.Column("size", sa.BigInteger(), nullable=True),
        sa.Column("width", sa.Integer(), nullable=True),
        sa.Column("height", sa.Integer(), nullable=True),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("next_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["question_id"], ["question.id"], name=op.f("fk_file_question_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_file")),
    )
    op.create_index("ix_file_question", "file", ["question_id"])
    op.create_index("ix_file_work", "file", ["state", "next_at"], sqlite_where=AT_WORK, postgresql_where=AT_WORK)
