"""A question that no show answers has a clock, may be answered in writing, and may be handed to another broadcast"""

import sqlalchemy as sa
from alembic import op

revision = "0024_question_clock"
down_revision = "0023_owner_by_name"
branch_labels = None
depends_on = None
oldest = "0017"  # Columns that may be null, and an index.

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True).with_variant(sa.String(length=32), "sqlite")


def upgrade() -> None:
    for name in ("react_due", "resolve_due", "reacted_at"):
        op.add_column("question", sa.Column(name, MOMENT, nullable=True))
    op.add_column("question", sa.Column("how", sa.String(16), nullable=True))
    op.add_column("question", sa.Column("alarms", sa.Text(), nullable=True))
    for name in ("went_to", "came_from"):
        op.add_column("question", sa.Column(name, ID, nullable=True))
    runs = sa.text("react_due IS NOT NULL AND state = 'new'")
    # No row has a time yet: the index is made at once.
    op.create_index("ix_question_due", "question", ["react_due", "id"], sqlite_where=runs, postgresql_where=runs)
