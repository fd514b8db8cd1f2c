"""Topics learned from the centre's own decisions"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0053_learned_topics"
down_revision = "0052_discussion_papers"
branch_labels = None
depends_on = None
oldest = "0017"  # Two tables of which an older program knows nothing: it guesses topics by key words.

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True).with_variant(sa.String(length=32), "sqlite")
DOCUMENT = sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


def upgrade() -> None:
    op.create_table(
        "language_model",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("by_name", sa.Text(), nullable=True),
        sa.Column("learned_from", sa.Integer(), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("figures", DOCUMENT, nullable=False),
        sa.Column("against", DOCUMENT, nullable=False),
        sa.Column("written", sa.Text(), nullable=True),
        sa.Column("hash", sa.String(length=64), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_language_model")),
    )
    op.create_index("ix_language_model_kind", "language_model", ["kind", "state", "id"])
    op.create_table(
        "topic_guess",
        sa.Column("question_id", ID, autoincrement=False, nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=True),
        sa.Column("words", DOCUMENT, nullable=False),
        sa.Column("model_id", sa.Integer(), nullable=True),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["question_id"], ["question.id"], name=op.f("fk_topic_guess_question_id")),
        sa.ForeignKeyConstraint(["model_id"], ["language_model.id"], name=op.f("fk_topic_guess_model_id")),
        sa.PrimaryKeyConstraint("question_id", name=op.f("pk_topic_guess")),
    )
    op.create_index(op.f("ix_topic_guess_at"), "topic_guess", ["at"])
