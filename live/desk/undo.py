"""What goes wrong in an evening is taken back while nobody has built on it: air, wrap, wishes, promises, tickets.

Each leaves the books balanced and its trace in the history. A declined question is restored in `moderate`.
"""

from __future__ import annotations

from typing import Any

from live.desk.close import start_unwrap
from live.desk.questions import load_for_update, store
from live.desk.run import move_broadcast
from live.desk.tickets import close_withdrawn
from live.domain import broadcast as broadcast_rules
from live.domain import question as rules
from live.domain import ticket as ticket_rules
from live.domain.deadline import Dues
from live.domain.events import Event
from live.domain.people import By
from live.domain.refused import Refused
from live.domain.ticket import Kind
from live.protocol.commands import Body, OnQuestion
from live.protocol.commands.broadcasts import Unwrap
from live.protocol.commands.questions import AmendPromise, OnPromise
from live.store import log
from live.store.centre import departments, lists
from live.store.commands import BUS
from live.store.followup import clocks, parts, tickets
from live.store.ids import TICKETS_LOG, question_id
from live.store.rows import Row
from live.store.show import broadcasts, promises, questions
from live.store.transaction import Transaction

NAMED = 5
"""So many of the tickets that stand in the way a refusal names."""


@BUS.handles("broadcast.unair")
def unair(tx: Transaction, broadcast: Row[Any], body: Body, by: By) -> dict[str, Any]:
    """Collecting again, as if the air had not begun: nothing was taken there yet."""
    broadcast_rules.transition(broadcasts.to_domain(broadcast), "unair")
    last = log.last_of(tx.connection, broadcast.id, "question.taken", "broadcast.aired")
    if last is not None and last.type == "question.taken":
        raise Refused(
            "illegal",
            "Question {number} was taken to air: the show has begun, and it can only be finished.",
            number=last.question,
        )
    move_broadcast(tx, broadcast, "unair", by)
    return {"state": broadcast_rules.COLLECTING.value}


@BUS.handles("broadcast.unwrap")
def unwrap(tx: Transaction, broadcast: Row[Any], body: Unwrap, by: By) -> dict[str, Any]:
    """As before the wrap, but for its calls and its intake; nobody has worked on a ticket that it made."""
    broadcast_rules.transition(broadcasts.to_domain(broadcast), "unwrap")
    worked_on = tickets.worked_on_since_wrap(tx.connection, broadcast.id)
    if worked_on:
        named = [*worked_on[:NAMED], *(["…"] if len(worked_on) > NAMED else [])]
        raise Refused(
            "illegal",
            "The show stays finished: tickets of it are at work already, {count} in number: {tickets}.",
            count=len(worked_on),
            tickets=named,
        )
    start_unwrap(tx, broadcast, body.reason, by)
    return {"state": broadcasts.by_id(tx.connection, broadcast.id).state}


@BUS.handles("question.unwant")
def unwant(tx: Transaction, broadcast: Row[Any], body: OnQuestion, by: By) -> None:
    """The head says: I do not take this one after all."""
    question = load_for_update(tx, broadcast, body, "unwant")
    change = rules.transition(question, "unwant")
    if not questions.get(tx.connection, broadcast.id, question.number).wanted:
        raise Refused("illegal", "The head has not taken question {number}.", number=question.number)
    store(tx, broadcast, question, change, by, wanted=False)


@BUS.handles("question.recall")
def recall(tx: Transaction, broadcast: Row[Any], body: OnQuestion, by: By) -> dict[str, Any]:
    """A ticket is a question again, and new: nobody has answered it."""
    question = load_for_update(tx, broadcast, body, "recall")
    rules.TRANSITIONS.next_state(question.state, "recall")
    row = tickets.of_question(tx.connection, question_id(broadcast.id, question.number), Kind.UNANSWERED)
    assert row is not None, "a question that is ticketed has a ticket"
    if tickets.is_answered(tx.connection, row.id):
        raise Refused(
            "illegal",
            "Ticket {number} stays: its answer is written, it was published or somebody was written to about it.",
            number=row.number,
        )
    tickets.remove_rows(tx, [row])
    store(tx, broadcast, question, rules.transition(question, "recall", from_ticket=row.number), by)
    return {"ticket": row.number}


@BUS.handles("question.amend_promise")
def amend_promise(tx: Transaction, broadcast: Row[Any], body: AmendPromise, by: By) -> None:
    """Other words, another department or day; its ticket, where it has one, follows."""
    question = load_for_update(tx, broadcast, body, "amend_promise")
    made = promises.get(tx.connection, broadcast.id, question.number, body.promise)
    said = body.model_dump(include={"text", "department", "due"}, exclude_unset=True, mode="json")
    if said.get("department"):
        said["department"] = departments.meant(tx.connection, said["department"])
    other = {name: value for name, value in said.items() if value != getattr(made, name)}
    if other.get("text", made.text) is None or not other:
        raise Refused("invalid", "This is what the promise says already.")
    ticket = _ticket_of(tx, broadcast, made)
    promises.amend(tx, made, body.reason, by.name, **other)
    store(tx, broadcast, question, rules.transition(question, "amend_promise", promise=made.id), by)
    if ticket is not None:
        _follow(tx, ticket, other, by)


@BUS.handles("question.withdraw_promise")
def withdraw_promise(tx: Transaction, broadcast: Row[Any], body: OnPromise, by: By) -> None:
    """It is promised no longer; its ticket, where it has one, is closed, with promise and reason among its notes."""
    question = load_for_update(tx, broadcast, body, "withdraw_promise")
    made = promises.get(tx.connection, broadcast.id, question.number, body.promise)
    ticket = _ticket_of(tx, broadcast, made)
    promises.withdraw(tx, made, body.reason, by.name)
    store(tx, broadcast, question, rules.transition(question, "withdraw_promise", promise=made.id), by)
    if ticket is None:
        return
    close_withdrawn(tx, ticket, f"{made.text} — {body.reason}", by)


def _ticket_of(tx: Transaction, broadcast: Row[Any], made: Row[Any]) -> Row[Any] | None:
    """A promise's ticket, its log locked; none before the wrap. `illegal` where the promise is kept by now."""
    if broadcast.state != broadcast_rules.WRAPPED.value:
        return None
    tx.lock(TICKETS_LOG)
    row = tickets.of_promise(tx.connection, made.id)
    if row is not None and ticket_rules.State(row.state) not in ticket_rules.UNFINISHED:
        raise Refused(
            "illegal",
            "The promise stays as it is: its ticket {number} is “{state}”.",
            number=row.number,
            state=row.state,
        )
    return row


def _follow(tx: Transaction, ticket: Row[Any], other: dict[str, Any], by: By) -> None:
    """What of a promise is another is so of its ticket: the department, the due times, the words."""
    if "department" in other:
        topic = questions.by_id(tx.connection, ticket.question_id).topic
        theirs = other["department"] or lists.departments(tx.connection).get(topic or "")
        if theirs is not None and theirs != ticket.department:
            before = tickets.to_domain(ticket)
            change = ticket_rules.transition(before, "assign", department=theirs, **{"from": ticket.department})
            tickets.save(tx, before, change.after, department=theirs, owner=None, owner_id=None)
            taken_over = parts.taken_over(tx, ticket, change.after.state.value, theirs, by.name)
            tx.append(TICKETS_LOG, [*change.events, *taken_over], by)
            return _follow_in_time(tx, ticket, by)
    if "text" in other:
        facts = {"department": ticket.department}
        retold = Event("ticket.retold", was=ticket.state, state=ticket.state, ticket=ticket.number, data=facts)
        tx.append(TICKETS_LOG, [retold], by)
    _follow_in_time(tx, ticket, by)


def _follow_in_time(tx: Transaction, ticket: Row[Any], by: By) -> None:
    due = clocks.recalculate(tx, ticket.id)
    if (due["reaction_due"], due["resolution_due"]) != (ticket.reaction_due, ticket.resolution_due):
        clocks.store(tx, Dues(due["reaction_due"], due["resolution_due"]), [ticket.id])
        tx.append(TICKETS_LOG, [Event("tickets.rescheduled", data={"tickets": [ticket.number]})], by)
