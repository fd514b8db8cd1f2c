"""Stacks of like questions on the desk"""

import sqlalchemy as sa
from alembic import op

from live.store.schema import create_index_beside

revision = "0054_stacks"
down_revision = "0053_learned_topics"
branch_labels = None
depends_on = None
oldest = "0017"  # Only adds: what an older program reads stands on no stack.

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True).with_variant(sa.String(length=32), "sqlite")


def upgrade() -> None:
    _add_column()
    # On PostgreSQL this commits what stands before it; a second try makes both anew.
    create_index_beside(
        "ix_question_stack", "question", ["broadcast_id", "stack", "state", "number"], sa.text("stack IS NOT NULL")
    )
    op.create_table(
        "question_about",
        sa.Column("question_id", ID, autoincrement=False, nullable=False),
        sa.Column("broadcast_id", sa.Integer(), nullable=False),
        sa.Column("house", sa.Text(), nullable=True),
        sa.Column("waits", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["question_id"], ["question.id"], name=op.f("fk_question_about_question_id")),
        sa.ForeignKeyConstraint(["broadcast_id"], ["broadcast.id"], name=op.f("fk_question_about_broadcast_id")),
        sa.PrimaryKeyConstraint("question_id", name=op.f("pk_question_about")),
    )
    for name, columns, where in (
        ("ix_question_about_house", ["broadcast_id", "house", "question_id"], sa.text("house IS NOT NULL")),
        ("ix_question_about_waits", ["question_id"], sa.text("waits")),
    ):
        op.create_index(name, "question_about", columns, sqlite_where=where, postgresql_where=where)
    op.create_table(
        "stack_place",
        sa.Column("question_id", ID, autoincrement=False, nullable=False),
        sa.Column("stack", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("likeness", sa.Float(), nullable=True),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("parted_by", sa.Text(), nullable=True),
        sa.Column("parted_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["question_id"], ["question.id"], name=op.f("fk_stack_place_question_id")),
        sa.PrimaryKeyConstraint("question_id", "stack", name=op.f("pk_stack_place")),
    )


def _add_column() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE question ADD COLUMN IF NOT EXISTS stack BIGINT")
    else:
        op.add_column("question", sa.Column("stack", sa.BigInteger(), nullable=True))
