"""What another centre's table says of a ticket: handed to a department, answered and closed, or a word besides."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from live.domain.people import Actor, Role
from live.domain.ticket import State
from live.followup import BUS
from live.followup.tickets import check_stays, ticket_event
from live.store.centre import departments
from live.store.followup import tickets
from live.store.ids import TICKETS_LOG
from live.store.rows import Row
from live.store.transaction import Store

OVER = frozenset({State.RESOLVED, State.CLOSED})
STARTED = frozenset({State.ASSIGNED, State.IN_PROGRESS})
WORDS = {
    **dict.fromkeys(("решено", "решен", "выполнено", "исполнено", "resolved", "done"), State.RESOLVED),
    **dict.fromkeys(("закрыто", "закрыт", "закрыта", "closed"), State.CLOSED),
}
"""What a table calls the states that end a ticket; any other word changes no state."""


@dataclass(frozen=True, slots=True)
class ExternalState:
    """What a row says beside the question itself. Empty: nothing is said."""

    department: str = ""
    state: str = ""
    answer: str = ""


def known(store: Store, number: str) -> bool:
    """Whether this is the number of one of our tickets."""
    with store.read() as connection:
        return tickets.is_number(connection, number)


def apply(store: Store, number: str, given: ExternalState, by: str) -> bool:
    """Bring a ticket to what a table says of it; whether that changed anything. The same again changes nothing.

    A ticket that is over stays as it is. One that is closed without an answer is refused (`invalid`) as the verbs
    refuse it.
    """
    actor = Actor(by, frozenset({Role.COORDINATOR}))
    ends = WORDS.get(given.state.casefold().replace("ё", "е"))
    row = _now(store, number)
    if State(row.state) in OVER:
        if ends is State.CLOSED and row.state == State.RESOLVED:
            _do(store, actor, "ticket.close", number)
            return True
        return False
    changed = False
    wants = _meant(store, given.department) or row.department or ""
    if wants and (wants != row.department or (ends and State(row.state) not in STARTED | {State.ON_HOLD})):
        if row.state == State.ON_HOLD:
            _do(store, actor, "ticket.resume", number)
        _do(store, actor, "ticket.assign", number, department=wants)
        changed = True
    if ends is None:
        return _note(store, number, given.answer, by) or changed
    if _now(store, number).state == State.ON_HOLD:
        _do(store, actor, "ticket.resume", number)
    _do(store, actor, "ticket.resolve", number, answer=given.answer)
    if ends is State.CLOSED:
        _do(store, actor, "ticket.close", number)
    return True


def _meant(store: Store, department: str) -> str:
    with store.read() as connection:
        return departments.meant(connection, department) if department else ""


def _now(store: Store, number: str) -> Row[Any]:
    with store.read() as connection:
        return tickets.get(connection, number)


def _do(store: Store, actor: Actor, type_: str, number: str, **fields: str) -> None:
    version = _now(store, number).version
    raw = {"id": str(uuid.uuid4()), "type": type_, "ticket": number, "version": version, **fields}
    BUS.perform(store, "tickets", raw, actor)


def _note(store: Store, number: str, text: str, by: str) -> bool:
    """Keep what a table says of a ticket that goes on as a note, once."""
    if not text:
        return False
    with store.write() as tx:
        tx.lock(TICKETS_LOG)
        row = tickets.get(tx.connection, number)
        check_stays(tx, row)
        if tickets.has_note(tx.connection, row.id, text):
            return False
        tickets.add_note(tx, row.id, text, by)
        tx.append(TICKETS_LOG, [ticket_event("ticket.noted", row)], None)
    return True
