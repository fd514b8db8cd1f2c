"""What a broadcast says on its form, and whether names of residents are shown on its air"""

import sqlalchemy as sa
from alembic import op

revision = "0019_broadcast_settings"
down_revision = "0018_tally"
branch_labels = None
depends_on = None
oldest = "0017"  # An older program does not know the new columns, and leaves them as they are.


def upgrade() -> None:
    for name in ("greeting", "thanks", "policy_url", "operator"):
        op.add_column("broadcast", sa.Column(name, sa.Text()))
    op.add_column(
        "broadcast", sa.Column("names_on_air", sa.Boolean(), server_default=sa.text("(true)"), nullable=False)
    )
