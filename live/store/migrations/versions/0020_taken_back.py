"""What a wrap that is taken back needs to know, and what promises said before they were amended or withdrawn"""

import sqlalchemy as sa
from alembic import op

revision = "0020_taken_back"
down_revision = "0019_broadcast_settings"
branch_labels = None
depends_on = None
oldest = "0018"  # An older program writes none of these, and a wrap of its own is taken back without them.

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True).with_variant(sa.String(length=32), "sqlite")
RANK = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.add_column("question", sa.Column("wrapped_from", sa.String(length=16), nullable=True))
    op.add_column("question", sa.Column("wrapped_rank", RANK, nullable=True))
    op.add_column("broadcast", sa.Column("unwrapping", sa.Boolean(), server_default=sa.text("(false)"), nullable=False))
    op.add_column("broadcast", sa.Column("unwrap_reason", sa.Text(), nullable=True))
    op.add_column("broadcast", sa.Column("unwrap_by", sa.Text(), nullable=True))
    op.add_column("broadcast", sa.Column("unwrap_at", MOMENT, nullable=True))
    op.create_table(
        "promise_change",
        sa.Column("id", ID, nullable=False),
        sa.Column("question_id", ID, nullable=False),
        sa.Column("promise_id", ID, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("department", sa.Text(), nullable=True),
        sa.Column("due", sa.String(length=10), nullable=True),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by_name", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["question_id"], ["question.id"], name=op.f("fk_promise_change_question_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_promise_change")),
    )
    op.create_index(op.f("ix_promise_change_question_id"), "promise_change", ["question_id"], unique=False)
