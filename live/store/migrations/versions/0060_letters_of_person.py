"""What was sent to a person, without going through all that was ever sent"""

import sqlalchemy as sa

from live.store.schema import create_index_beside

revision = "0060_letters_of_person"
down_revision = "0059_order"
branch_labels = None
depends_on = None
oldest = "0017"  # Only an index.


def upgrade() -> None:
    create_index_beside("ix_outbox_person", "outbox", ["person_id"], sa.text("person_id IS NOT NULL"))
