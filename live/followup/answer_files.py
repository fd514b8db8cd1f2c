"""Attaching a file to an answer to a ticket."""

from __future__ import annotations

from typing import Any

from live.domain.people import By
from live.domain.ticket import TRANSITIONS
from live.followup.tickets import get_visible
from live.store.rows import Row
from live.store.show.answer_files import to_ticket
from live.store.storage import Storage
from live.store.storage import attach as attaching
from live.store.transaction import Store

WRITERS = TRANSITIONS["reply"].roles
"""Who answers a ticket."""


def attach(store: Store, storage: Storage, number: str, name: str, content: bytes, by: By) -> Row[Any]:
    """The row of a file for an answer to this ticket. `not_found`, and what `live.store.storage.attach` refuses."""
    return attaching.attach(store, storage, lambda tx: to_ticket(get_visible(tx, number, by).id), name, content, by)
