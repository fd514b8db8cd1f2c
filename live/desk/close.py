"""The wrap: first its beginning, at once; then slices until no promise and no question is left without its ticket.

It is taken back the same way: in slices, until no ticket that it made is left. Whatever it ended of calls stays ended.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any

from live.desk import caller as moves
from live.desk.polls.steering import end_all
from live.desk.tickets import open_promises, open_tickets
from live.domain import broadcast as rules
from live.domain import question as question_rules
from live.domain.events import Event
from live.domain.people import By
from live.domain.ticket import Kind
from live.runtime.tasks import sleep
from live.store.followup import tickets
from live.store.ids import TICKETS_LOG
from live.store.rows import Row
from live.store.show import broadcasts, calls, promises, questions, tallies
from live.store.transaction import Store, Transaction

OPEN = (question_rules.SHORTLISTED.value, question_rules.NEW.value, question_rules.BLOCKED.value)
"""States of the questions that a wrap finds; what is on air has been put back by then. Nobody's question is lost."""

SLICE = 500
SLICE_ON_AIR = 200
"""Questions a slice while another broadcast is on air: a slice holds the one writer of an embedded database."""

PAUSE = 0.01
"""Seconds between two slices at least."""


def start_wrap(tx: Transaction, broadcast: Row[Any], by: By | None) -> None:
    """End calls and polls, and put what is on air back; the broadcast's own move is the caller's."""
    end_all(tx, broadcast, by)
    for row in calls.live_ones(tx.connection, broadcast.id):
        moves.change(tx, broadcast, calls.to_domain(row), "hang_up", by)
    present = questions.on_air(tx.connection, broadcast.id)
    if present is not None:
        before = questions.to_domain(present)
        change = question_rules.transition(before, "return")
        questions.save(tx, broadcast.id, before, change.after, moved_by=by.name if by else None)
        tx.append(broadcast.id, change.events, by)
    left = tallies.by_state(tx.connection, broadcast.id)
    broadcasts.begin_wrap(tx, broadcast.id, sum(left.get(state, 0) for state in OPEN))


def start_unwrap(tx: Transaction, broadcast: Row[Any], reason: str, by: By) -> None:
    """Begin to take the wrap back; where everything fits one slice, it is done at once."""
    change = rules.transition(broadcasts.to_domain(broadcast), "unwrap")
    total = questions.count_ticketed_by_wrap(tx.connection, broadcast.id)
    broadcasts.begin_unwrap(tx, broadcast.id, total, reason, by.name)
    broadcasts.save(tx, broadcast.id, change.after)
    tx.append(broadcast.id, change.events, by)
    size = _size(tx, broadcast)
    if total + len(tickets.of_promises(tx.connection, broadcast.id, size)) > size:
        return
    while _go_back(tx, broadcasts.by_id(tx.connection, broadcast.id), size):
        pass


def wrap(store: Store, broadcast_id: int, after_slice: Callable[[], None] = lambda: None) -> None:
    """Every slice until the last, with a pause as long as it took after each: half of the time is everybody else's."""
    began = time.monotonic()
    while wrap_slice(store, broadcast_id):
        after_slice()
        sleep(max(PAUSE, time.monotonic() - began))
        began = time.monotonic()


def wrap_slice(store: Store, broadcast_id: int) -> bool:
    """Ticket one slice of a wrapping broadcast: its promises, then its open questions. Whether more is left.

    The slice that finds neither finishes the wrap. Each is one transaction, so any worker resumes what another left.
    A wrap that is being taken back goes a slice back.
    """
    with store.write() as tx:
        _, broadcast = tx.lock(TICKETS_LOG, broadcast_id)
        if broadcast.state != rules.WRAPPING.value:
            return False
        size = _size(tx, broadcast)
        if broadcast.unwrapping:
            return _go_back(tx, broadcast, size)
        if broadcast.kind == rules.Kind.PRACTICE.value:
            return _finish(tx, broadcast)
        promised = promises.without_ticket(tx.connection, broadcast_id, size)
        if promised:
            open_promises(tx, broadcast, promised, None)
            return True
        rows = questions.in_states(tx.connection, broadcast_id, OPEN, size)
        if rows:
            _ticket(tx, broadcast, rows)
            return True
        return _finish(tx, broadcast)


def _finish(tx: Transaction, broadcast: Row[Any]) -> bool:
    """Nothing is left to ticket; of a practice nothing ever is."""
    change = rules.transition(broadcasts.to_domain(broadcast), "finish")
    broadcasts.save(tx, broadcast.id, change.after)
    tx.append(broadcast.id, change.events, None)
    return False


def _size(tx: Transaction, broadcast: Row[Any]) -> int:
    aired = [row for row in broadcasts.in_state(tx.connection, rules.ON_AIR) if row.id != broadcast.id]
    return SLICE_ON_AIR if aired else SLICE


def _ticket(tx: Transaction, broadcast: Row[Any], rows: Sequence[Any]) -> None:
    """The slice's questions become tickets: set-based, with one event on each log."""
    questions.move_all_to_ticketed(tx, [row.id for row in rows])
    open_tickets(tx, broadcast, [row.number for row in rows], Kind.UNANSWERED, None)
    listed = [{"question": row.number, "version": row.version + 1, "was": row.state} for row in rows]
    broadcasts.wrap_on(tx, broadcast.id, len(rows))
    event = Event("questions.ticketed", state=question_rules.TICKETED.value, data={"questions": listed})
    tx.append(broadcast.id, [event], None)


def _go_back(tx: Transaction, broadcast: Row[Any], size: int) -> bool:
    """One slice of what the wrap made is undone: tickets of promises, then of questions, which stand where they stood.

    Whether more is left; the slice that finds none gives the broadcast the state of before.
    """
    of_promises = tickets.of_promises(tx.connection, broadcast.id, size)
    if of_promises:
        tickets.remove_rows(tx, of_promises)
        return True
    rows = questions.first_ticketed_by_wrap(tx.connection, broadcast.id, size)
    if rows:
        ids = [row.id for row in rows]
        tickets.remove_rows(tx, tickets.of_questions(tx.connection, ids, Kind.UNANSWERED))
        questions.move_all_back(tx, ids)
        broadcasts.wrap_on(tx, broadcast.id, len(rows))
        listed = [{"question": row.number, "version": row.version + 1, "state": row.stood} for row in rows]
        tx.append(broadcast.id, [Event("questions.unticketed", data={"questions": listed})], None)
        return True
    verb = "back_on_air" if broadcast.aired_at is not None else "back_to_collecting"
    change = rules.transition(broadcasts.to_domain(broadcast), verb)
    broadcasts.save(tx, broadcast.id, change.after)
    broadcasts.end_unwrap(tx, broadcast.id)
    tx.append(broadcast.id, change.events, None)
    return False


def wrapping(store: Store) -> list[int]:
    """The broadcasts whose wrap is under way, in either direction."""
    with store.read() as connection:
        return [row.id for row in broadcasts.in_state(connection, rules.WRAPPING)]
