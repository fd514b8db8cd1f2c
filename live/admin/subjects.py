"""What the law lets a person ask for (152-FZ, articles 14, 20 and 21): what is held of them, and its end."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import structlog

from live.domain.refused import Refused
from live.files.contacts import author_of
from live.store.followup import retention
from live.store.show import subjects
from live.store.transaction import Store

log = structlog.get_logger()


def find(store: Store, written: str) -> list[int]:
    """The persons who are known by a contact, as somebody has typed it; `not_found` where there is nobody."""
    author = author_of(None, written.strip())
    contact = author.contact if author and author.contact else ""
    with store.read() as connection:
        ids = subjects.ids_of(connection, store, contact) if contact else []
    if not ids:
        raise Refused("not_found", "Nobody is known by this contact.")
    return ids


def export(store: Store, person_ids: Sequence[int], by_name: str) -> dict[str, Any]:
    """All that is held of them."""
    with store.read() as connection:
        held = subjects.held(connection, person_ids)
    log.info("what is held of a person was given out", persons=list(person_ids), by=by_name)
    return held


def erase(store: Store, person_ids: Sequence[int], by_name: str) -> None:
    """Take away by what they are told and found, at once and for good; the questions stay, by nobody.

    `illegal` while a reply to them is on its way: it would go to nobody.
    """
    with store.write() as tx:
        retention.lock_all(tx)
        if retention.awaits_reply(tx.connection, person_ids):
            raise Refused("illegal", "A reply to this person is on its way: take it back, or let it arrive.")
        subjects.clean(tx, person_ids)
        retention.anonymise(tx, person_ids)
    log.info("what is held of a person was erased", persons=list(person_ids), by=by_name)
