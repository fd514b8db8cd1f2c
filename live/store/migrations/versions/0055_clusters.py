"""Clusters of a broadcast's questions"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0055_clusters"
down_revision = "0054_stacks"
branch_labels = None
depends_on = None
oldest = "0017"  # Three tables of which an older program knows nothing.

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
DOCUMENT = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")


def upgrade() -> None:
    op.create_table(
        "cluster",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("broadcast_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["broadcast_id"], ["broadcast.id"], name=op.f("fk_cluster_broadcast_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cluster")),
    )
    op.create_index(op.f("ix_cluster_broadcast_id"), "cluster", ["broadcast_id"])
    op.create_table(
        "cluster_question",
        sa.Column("question_id", ID, autoincrement=False, nullable=False),
        sa.Column("broadcast_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("cluster_id", ID, nullable=True),
        sa.ForeignKeyConstraint(["question_id"], ["question.id"], name=op.f("fk_cluster_question_question_id")),
        sa.ForeignKeyConstraint(["broadcast_id"], ["broadcast.id"], name=op.f("fk_cluster_question_broadcast_id")),
        sa.PrimaryKeyConstraint("question_id", name=op.f("pk_cluster_question")),
    )
    op.create_index("uq_cluster_question_position", "cluster_question", ["broadcast_id", "position"], unique=True)
    op.create_index("ix_cluster_question_cluster", "cluster_question", ["cluster_id", "question_id"])
    op.create_table(
        "cluster_reader",
        sa.Column("broadcast_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("read_to", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("placed", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("turn", sa.Integer(), server_default="0", nullable=False),
        sa.Column("version", sa.Integer(), server_default="0", nullable=False),
        sa.Column("shown", DOCUMENT, nullable=False),
        sa.ForeignKeyConstraint(["broadcast_id"], ["broadcast.id"], name=op.f("fk_cluster_reader_broadcast_id")),
        sa.PrimaryKeyConstraint("broadcast_id", name=op.f("pk_cluster_reader")),
    )
