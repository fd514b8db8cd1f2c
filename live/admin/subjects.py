"""What the law lets a person ask for (152-FZ, articles 14, 20 and 21): what is held of them, and its end.

Each look, each file and each erasing is an entry of the audit: by whom, how many records, why; never whose.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import structlog

from live.domain.audit import Act
from live.domain.follow_code import typed as codes_of
from live.domain.people import Actor, By
from live.domain.refused import Refused
from live.domain.retention import Ground, check_typed, counted
from live.files.contacts import contacts_of
from live.store.centre import audit
from live.store.followup import retention
from live.store.show import subjects
from live.store.show.subjects import Held
from live.store.transaction import Store, Transaction

log = structlog.get_logger()

_NOBODY = Refused("not_found", "Nobody is known by this contact.")


def find(store: Store, written: str) -> list[int]:
    """The persons who are known by a contact or a question's code, as typed; `not_found` where there is nobody."""
    with store.read() as connection:
        ways = (
            *(subjects.ids_of(connection, store, contact) for contact in contacts_of(written)),
            *(subjects.of_question(connection, code) for code in codes_of(written)),
        )
    if not any(ways):
        raise _NOBODY
    return next(filter(None, ways))


def sharing(store: Store, person_id: int) -> list[int]:
    """A person and all who share their contact; `not_found` where nothing is held of them any more."""
    with store.read() as connection:
        ids = subjects.sharing(connection, person_id)
    if not ids:
        raise _NOBODY
    return ids


def look(store: Store, person_ids: Sequence[int], by: Actor) -> Held:
    """All that is held of them, to be looked at."""
    return _told(store, person_ids, by, Act.SUBJECT_SEEN)


def export(store: Store, person_ids: Sequence[int], by: Actor) -> Held:
    """All that is held of them, to be given out."""
    return _told(store, person_ids, by, Act.SUBJECT_EXPORTED)


def _told(store: Store, person_ids: Sequence[int], by: Actor, act: Act) -> Held:
    with store.write() as tx:
        held = subjects.held(tx.connection, person_ids)
        facts: dict[str, Any] = counted(held)
        audit.record(tx, act, f"subject/{person_ids[0]}", by, **facts)
    return held


def erase(store: Store, person_ids: Sequence[int], ground: Ground, by: Actor, typed: str | None = None) -> int:
    """Take away by what they are told and found, at once and for good; the questions stay, by nobody. How many records.

    `typed`: the number of records that whoever erases has in mind; `conflict` where it is another one by now.
    `illegal` while a reply to them is on its way: it would go to nobody.
    """
    with store.write() as tx:
        retention.lock_all(tx)
        if typed is not None:
            check_typed(typed, sum(counted(subjects.held(tx.connection, person_ids)).values()))
        return take_away(tx, person_ids, ground, by)


def take_away(tx: Transaction, person_ids: Sequence[int], ground: Ground, by: Actor | By) -> int:
    """The same in a transaction that has locked all logs."""
    held: dict[str, Any] = counted(subjects.held(tx.connection, person_ids))
    records = sum(held.values())
    if retention.awaits_reply(tx.connection, person_ids):
        raise Refused("illegal", "A reply to this person is on its way: take it back, or let it arrive.")
    subjects.clean(tx, person_ids)
    retention.anonymise(tx, person_ids)
    audit.record(tx, Act.SUBJECT_ERASED, f"subject/{person_ids[0]}", by, ground=str(ground), **held)
    log.info("what is held of a person was erased", records=records, by=by.name)
    return records
