"""Vectors of questions, and which are near to each other in meaning"""

import sqlalchemy as sa
from alembic import op

revision = "0058_vectors"
down_revision = "0057_not_asking"
branch_labels = None
depends_on = None
oldest = "0017"  # Only adds: what an older program reads waits for its vector.

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
WAITS = sa.text("waits_for_vector")


def upgrade() -> None:
    op.add_column(
        "question_about",
        sa.Column("waits_for_vector", sa.Boolean(), server_default=sa.text("(true)"), nullable=False),
    )
    # What was read before this release has no row there: its table is still small.
    name = "ix_question_about_waits_for_vector"
    op.create_index(name, "question_about", ["question_id"], sqlite_where=WAITS, postgresql_where=WAITS)
    op.create_table(
        "question_vector",
        sa.Column("question_id", ID, autoincrement=False, nullable=False),
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("vector", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["question_id"], ["question.id"], name=op.f("fk_question_vector_question_id")),
        sa.PrimaryKeyConstraint("question_id", name=op.f("pk_question_vector")),
    )
    op.create_index("ix_question_vector_model", "question_vector", ["model", "question_id"])
    op.create_table(
        "question_near",
        sa.Column("question_id", ID, autoincrement=False, nullable=False),
        sa.Column("other_id", ID, autoincrement=False, nullable=False),
        sa.Column("likeness", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(["question_id"], ["question.id"], name=op.f("fk_question_near_question_id")),
        sa.ForeignKeyConstraint(["other_id"], ["question.id"], name=op.f("fk_question_near_other_id")),
        sa.PrimaryKeyConstraint("question_id", "other_id", name=op.f("pk_question_near")),
    )
    op.create_index("ix_question_near_other_id", "question_near", ["other_id", "likeness"])
