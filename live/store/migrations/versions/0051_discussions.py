"""Discussions"""

import sqlalchemy as sa
from alembic import op

revision = "0051_discussions"
down_revision = "0050_page_posts"
branch_labels = None
depends_on = None
oldest = "0017"  # Two tables of which an older program knows nothing.

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True).with_variant(sa.String(length=32), "sqlite")


def upgrade() -> None:
    op.create_table(
        "discussion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("link", sa.Text(), server_default="", nullable=False),
        sa.Column("until", MOMENT, nullable=True),
        sa.Column("broadcast_id", sa.Integer(), nullable=False),
        sa.Column("taken", sa.Text(), server_default="", nullable=False),
        sa.Column("rest", sa.Text(), server_default="", nullable=False),
        sa.Column("by_name", sa.Text(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("closed_at", MOMENT, nullable=True),
        sa.Column("concluded_by", sa.Text(), nullable=True),
        sa.Column("concluded_at", MOMENT, nullable=True),
        sa.Column("told_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["broadcast_id"], ["broadcast.id"], name=op.f("fk_discussion_broadcast_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_discussion")),
    )
    op.create_index("ix_discussion_state", "discussion", ["state", "until"])
    op.create_table(
        "discussion_voice",
        sa.Column("question_id", ID, autoincrement=False, nullable=False),
        sa.Column("discussion_id", sa.Integer(), nullable=False),
        sa.Column("stance", sa.String(length=8), nullable=True),
        sa.Column("taken", sa.Boolean(), nullable=True),
        sa.Column("by_name", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("told_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["question_id"], ["question.id"], name=op.f("fk_discussion_voice_question_id")),
        sa.ForeignKeyConstraint(["discussion_id"], ["discussion.id"], name=op.f("fk_discussion_voice_discussion_id")),
        sa.PrimaryKeyConstraint("question_id", name=op.f("pk_discussion_voice")),
    )
    op.create_index(op.f("ix_discussion_voice_discussion_id"), "discussion_voice", ["discussion_id"])
