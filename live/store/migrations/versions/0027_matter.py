"""Matters: one trouble that many questions and tickets are about, and what all who asked are told of it"""

import sqlalchemy as sa
from alembic import op

from live.store.schema import create_index_beside

revision = "0027_matter"
down_revision = "0026_mentions"
branch_labels = None
depends_on = None
oldest = "0017"  # Only adds.

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True).with_variant(sa.String(length=32), "sqlite")


def upgrade() -> None:
    # First, since on PostgreSQL it commits by itself; a second try makes it anew.
    troubled = sa.text("state IN ('answered', 'ticketed') AND topic IS NOT NULL AND locality IS NOT NULL")
    create_index_beside("ix_question_trouble", "question", ["topic", "locality", "id"], troubled)
    op.create_table(
        "matter",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=16), server_default="open", nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=True),
        sa.Column("locality", sa.Text(), nullable=True),
        sa.Column("next_word_at", MOMENT, nullable=True),
        sa.Column("word_id", ID, nullable=True),
        sa.Column("questions", sa.Integer(), server_default="0", nullable=False),
        sa.Column("askers", sa.Integer(), server_default="0", nullable=False),
        sa.Column("opened_by", sa.Text(), nullable=False),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.Column("closed_by", sa.Text(), nullable=True),
        sa.Column("closed_at", MOMENT, nullable=True),
        sa.Column("joined_to", ID, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_matter")),
    )
    op.create_index("ix_matter_state", "matter", ["state", "id"], unique=False)
    op.create_index("ix_matter_trouble", "matter", ["topic", "locality", "opened_at"], unique=False)
    op.create_table(
        "matter_question",
        sa.Column("question_id", ID, autoincrement=False, nullable=False),
        sa.Column("matter_id", ID, nullable=False),
        sa.Column("by_name", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["question_id"], ["question.id"], name=op.f("fk_matter_question_question_id")),
        sa.ForeignKeyConstraint(["matter_id"], ["matter.id"], name=op.f("fk_matter_question_matter_id")),
        sa.PrimaryKeyConstraint("question_id", name=op.f("pk_matter_question")),
    )
    op.create_index(op.f("ix_matter_question_matter_id"), "matter_question", ["matter_id"], unique=False)
    op.create_table(
        "matter_word",
        sa.Column("id", ID, nullable=False),
        sa.Column("matter_id", ID, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("final", sa.Boolean(), nullable=False),
        sa.Column("by_name", sa.Text(), nullable=False),
        sa.Column("by_role", sa.String(length=16), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["matter_id"], ["matter.id"], name=op.f("fk_matter_word_matter_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_matter_word")),
    )
    op.create_index(op.f("ix_matter_word_matter_id"), "matter_word", ["matter_id"], unique=False)
    op.add_column("outbox", sa.Column("word_id", ID, nullable=True))
    told = sa.text("word_id IS NOT NULL")
    op.create_index(
        "uq_outbox_word",
        "outbox",
        ["word_id", "question_id"],
        unique=True,
        sqlite_where=told,
        postgresql_where=told,
    )
