"""Topics and places that are asked about more than is usual for their hour"""

import sqlalchemy as sa
from alembic import op

revision = "0032_rises"
down_revision = "0031_notices"
branch_labels = None
depends_on = None
oldest = "0017"  # A table of which an older program knows nothing.

MOMENT = sa.DateTime(timezone=True).with_variant(sa.String(length=32), "sqlite")


def upgrade() -> None:
    on_postgresql = op.get_bind().dialect.name == "postgresql"
    op.create_table(
        "rise",
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("name", sa.Text(collation="C") if on_postgresql else sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("many", sa.Integer(), nullable=False),
        sa.Column("usual", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "name", "at", name=op.f("pk_rise")),
    )
