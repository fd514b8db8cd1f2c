"""Where a show's recording stands and when it begins; whether a notice held the answer that was given on air"""

import sqlalchemy as sa
from alembic import op

revision = "0037_air_answers"
down_revision = "0036_told_of_work"
branch_labels = None
depends_on = None
oldest = "0017"  # Only adds: an older program writes notices of which it is not known what they said.

MOMENT = sa.DateTime(timezone=True).with_variant(sa.String(length=32), "sqlite")


def upgrade() -> None:
    op.add_column("broadcast", sa.Column("recording_url", sa.Text(), nullable=True))
    op.add_column("broadcast", sa.Column("recording_at", MOMENT, nullable=True))
    op.add_column("notice", sa.Column("said", sa.Boolean(), nullable=False, server_default=sa.text("false")))
    # Of what was told before nobody knows any more what it said: nobody hears of it a second time.
    op.execute("UPDATE notice SET said = true WHERE kind = 'answered' AND state = 'told'")
