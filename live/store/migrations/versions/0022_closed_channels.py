"""A channel that was taken away stays for what came by it"""

import sqlalchemy as sa
from alembic import op

revision = "0022_closed_channels"
down_revision = "0018_tally"
branch_labels = None
depends_on = None
oldest = "0017"  # To an older program it is a channel that nothing comes by.

MOMENT = sa.DateTime(timezone=True).with_variant(sa.String(length=32), "sqlite")


def upgrade() -> None:
    op.add_column("channel", sa.Column("closed_at", MOMENT, nullable=True))
