"""Tickets of an owner who has no account, such as a key's own, are found by the owner's name"""

import sqlalchemy as sa

from live.store.schema import create_index_beside

revision = "0023_owner_by_name"
down_revision = "0022_closed_channels"
branch_labels = None
depends_on = None
oldest = "0017"  # An index, which changes nothing for whoever does not know it.


def upgrade() -> None:
    where = sa.text("owner_id IS NULL AND owner IS NOT NULL")
    create_index_beside("ix_ticket_owner_name", "ticket", ["owner", "id", "state"], where)
