"""What proves that every question of a show was counted, and whether everybody may read how fair it was"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0038_fairness"
down_revision = "0037_air_answers"
branch_labels = None
depends_on = None
oldest = "0017"  # Two tables and a column of which an older program knows nothing.

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True).with_variant(sa.String(length=32), "sqlite")
DOCUMENT = sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


def upgrade() -> None:
    op.add_column(
        "broadcast", sa.Column("fairness_open", sa.Boolean(), server_default=sa.text("(false)"), nullable=False)
    )
    op.create_table(
        "fairness_root",
        sa.Column("id", ID, nullable=False),
        sa.Column("broadcast_id", sa.Integer(), nullable=False),
        sa.Column("root", sa.String(length=64), nullable=True),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("leaves", sa.Integer(), nullable=False),
        sa.Column("seed", sa.String(length=64), nullable=False),
        sa.Column("branches", DOCUMENT, nullable=False),
        sa.Column("seen", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["broadcast_id"], ["broadcast.id"], name=op.f("fk_fairness_root_broadcast_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fairness_root")),
    )
    op.create_index("ix_fairness_root_broadcast_id", "fairness_root", ["broadcast_id", "id"], unique=False)
    op.create_table(
        "fairness_leaf",
        sa.Column("root_id", ID, autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("question_id", ID, nullable=False),
        sa.Column("end", sa.String(length=160), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["root_id"], ["fairness_root.id"], name=op.f("fk_fairness_leaf_root_id")),
        sa.PrimaryKeyConstraint("root_id", "position", name=op.f("pk_fairness_leaf")),
    )
    op.create_index("ix_fairness_leaf_question_id", "fairness_leaf", ["question_id", "root_id"], unique=False)
