"""Making tickets of questions and promises, inside the transaction that ends, answers or wraps them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from live.desk.merging import root_of
from live.domain.broadcast import check_counts
from live.domain.deadline import began
from live.domain.events import Event
from live.domain.people import By
from live.domain.ticket import OPEN, PRIORITIES, Kind, transition
from live.store.centre import departments, lists
from live.store.centre.calendar import reckoning
from live.store.followup import clocks, tickets
from live.store.followup.tickets import NewTicket
from live.store.ids import TICKETS_LOG, question_id
from live.store.rows import Row
from live.store.show import questions
from live.store.transaction import Transaction


def open_tickets(
    tx: Transaction,
    broadcast: Row[Any],
    numbers: Sequence[int],
    kind: Kind,
    by: By | None,
    *,
    department: str | None = None,
    priority: str = PRIORITIES[0],
) -> list[str]:
    """A ticket for each question, with its due times, and one event for all on the centre's log; their numbers.

    One that has a clock of its own hands it over: the ticket is due as if it had been made when the resident wrote.
    Where no `department` is said, it is the one that answers for the question's topic.
    """
    check_counts(broadcast.kind)
    ids = [question_id(broadcast.id, number) for number in numbers]
    asked, by_now = questions.what_tickets_need(tx.connection, ids), reckoning(tx.connection)
    department = departments.meant(tx.connection, department) if department else None
    answering = {} if department else lists.departments(tx.connection)
    new = []
    for id_ in ids:
        topic, since = asked[id_].topic, _runs_from(asked[id_], kind)
        due = by_now.dues(broadcast.zone, since or tx.now, topic, priority)
        theirs = department or answering.get(topic or "")
        new.append(NewTicket(id_, kind, theirs, priority, due.reaction, due.resolution, clock_from=since))
    return _make(tx, new, by)


def _runs_from(asked: Any, kind: Kind) -> datetime | None:
    """A ticket takes its question's clock over: it runs since the resident wrote. None: from now on."""
    if kind is not Kind.UNANSWERED or asked.react_due is None:
        return None
    return began(asked.asked_at, asked.received_at)


def open_promises(tx: Transaction, broadcast: Row[Any], promises: Sequence[Any], by: By | None) -> list[str]:
    """A ticket for each promise, due by the day that was promised; of the root, where its question was merged since."""
    check_counts(broadcast.kind)
    answering, by_now = lists.departments(tx.connection), reckoning(tx.connection)
    new = []
    for made in promises:
        asked = root_of(tx, broadcast, made.number)
        due = by_now.dues(broadcast.zone, tx.now, asked.topic, PRIORITIES[0], promised=made.due)
        said = departments.meant(tx.connection, made.department) if made.department else None
        department = said or answering.get(asked.topic or "")
        clocks = (due.reaction, due.resolution)
        new.append(NewTicket(asked.id, Kind.PROMISE, department, PRIORITIES[0], *clocks, promise_id=made.id))
    return _make(tx, new, by)


def _make(tx: Transaction, new: Sequence[NewTicket], by: By | None) -> list[str]:
    """Store the tickets and tell the centre's log: one ticket by name, many as a run of numbers.

    With how many are each department's: its own screens count by it, whatever the rows say by then.
    """
    made = tickets.insert_new(tx, new)
    if len(made) == 1:
        facts = {"department": new[0].department}
        tx.append(TICKETS_LOG, [Event("ticket.opened", state=OPEN.value, ticket=made[0], data=facts)], by)
    elif made:
        counted = dict(Counter(item.department for item in new if item.department))
        run = {"tickets": made, "departments": counted}
        tx.append(TICKETS_LOG, [Event("tickets.opened", state=OPEN.value, data=run)], by)
    return made


def close_withdrawn(tx: Transaction, row: Row[Any], why: str, by: By) -> None:
    """Close an unfinished ticket, since nobody waits for its answer any more; `why` stands among its notes."""
    before = tickets.to_domain(row)
    change = transition(before, "withdraw", department=row.department)
    if row.held_at is not None:
        clocks.run_on(tx, row)
    tickets.save(tx, before, change.after, closed_at=tx.now, held_at=None, hold_reason=None, waits=False)
    tickets.add_note(tx, row.id, why, by.name)
    tx.append(TICKETS_LOG, change.events, by)


def refresh(tx: Transaction, broadcast: Row[Any], numbers: Sequence[int], by: By | None) -> None:
    """What these questions' tickets tell of them (the text, the place, how many ask) has changed: say so in their log.

    Their broadcast must be locked: nobody else gives any of them its first ticket then.
    """
    ids = [question_id(broadcast.id, number) for number in numbers]
    if not tickets.of_questions(tx.connection, ids):
        return
    tx.lock(TICKETS_LOG)
    events = [
        Event("ticket.retold", was=row.state, state=row.state, ticket=row.number, data={"department": row.department})
        for row in tickets.of_questions(tx.connection, ids)  # As they are by now.
    ]
    tx.append(TICKETS_LOG, events, by)
