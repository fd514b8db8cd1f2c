"""When whoever asked a question has withdrawn it"""

import sqlalchemy as sa
from alembic import op

revision = "0039_own_page"
down_revision = "0038_fairness"
branch_labels = None
depends_on = None
oldest = "0017"  # A column that an older program leaves empty.

MOMENT = sa.DateTime(timezone=True).with_variant(sa.String(length=32), "sqlite")


def upgrade() -> None:
    op.add_column("question", sa.Column("withdrawn_at", MOMENT, nullable=True))
