"""The order of a show: planned lengths of its questions, and titles between them"""

import sqlalchemy as sa
from alembic import op

revision = "0059_order"
down_revision = "0058_vectors"
branch_labels = None
depends_on = None
oldest = "0017"  # Columns and a table of which an older program knows nothing: it shows the list without them.

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
RANK = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.add_column("question", sa.Column("planned_seconds", sa.Integer(), nullable=True))
    op.add_column("broadcast", sa.Column("item_seconds", sa.Integer(), server_default="150", nullable=False))
    op.create_table(
        "segment",
        sa.Column("id", ID, nullable=False),
        sa.Column("broadcast_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("rank", RANK, nullable=False),
        sa.ForeignKeyConstraint(["broadcast_id"], ["broadcast.id"], name=op.f("fk_segment_broadcast_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_segment")),
    )
    op.create_index(op.f("ix_segment_broadcast_id"), "segment", ["broadcast_id"])
