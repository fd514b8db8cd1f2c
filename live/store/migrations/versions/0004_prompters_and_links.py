"""How each prompter shows its text, and what a screen's link is derived from"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

MOMENT = sa.String(32).with_variant(sa.DateTime(timezone=True), "postgresql")
DOCUMENT = sa.JSON().with_variant(JSONB(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "prompter_view",
        sa.Column("broadcast_id", sa.Integer(), nullable=False),
        sa.Column("device", sa.String(length=16), nullable=False),
        sa.Column("view", DOCUMENT, nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["broadcast_id"], ["broadcast.id"], name=op.f("fk_prompter_view_broadcast_id")),
        sa.PrimaryKeyConstraint("broadcast_id", "device", name=op.f("pk_prompter_view")),
    )
    op.add_column("access_key", sa.Column("salt", sa.String(length=32), nullable=True))
    op.add_column("access_key", sa.Column("by_name", sa.Text(), nullable=True))
