"""Who decides that an answer goes: whoever writes it, or a coordinator, where a department or a topic has approval.

A final answer of an executor then waits, and its ticket is `submitted` beside its state (decision 32).
"""

from __future__ import annotations

from typing import Any

from live.domain import ticket as rules
from live.domain.followup.approval import Fate
from live.domain.people import By, Role
from live.followup.answers import Answer, give, words_for
from live.followup.tickets import load_for_update, store
from live.protocol.commands import OnTicket
from live.protocol.commands.tickets import Correct, Reply, Resolve, ReturnAnswer
from live.store.centre import departments
from live.store.centre.calendar import reckoning
from live.store.commands import BUS
from live.store.followup import answers, tickets, versions
from live.store.rows import Row
from live.store.show import answer_files, broadcasts, questions
from live.store.transaction import Transaction


@BUS.handles("ticket.reply")
def reply(tx: Transaction, log: Row[Any], body: Reply, by: By) -> dict[str, Any]:
    """An answer to everybody who asked; with the first one somebody has reacted."""
    if body.final:
        return _final(tx, log, body, Answer(body.text, body.files), by)
    row, _ = load_for_update(tx, body, by)
    return give(tx, log, row, "reply", Answer(body.text, body.files), by)


@BUS.handles("ticket.resolve")
def resolve(tx: Transaction, log: Row[Any], body: Resolve, by: By) -> dict[str, Any]:
    """The same as a final answer."""
    return _final(tx, log, body, Answer(body.answer, body.files), by)


@BUS.handles("ticket.approve")
def approve(tx: Transaction, log: Row[Any], body: OnTicket, by: By) -> dict[str, Any]:
    """What waits goes to everybody who asked, as it was written."""
    row, ticket = load_for_update(tx, body, by)
    waiting = versions.waiting(tx.connection, row.id) if ticket.submitted else None
    if waiting is None:
        raise rules.nothing_waits(ticket)
    versions.settle(tx, row.id, Fate.APPROVED, by.name)
    return give(tx, log, row, "approve", Answer(waiting.text, waiting.files or (), waiting.by_name), by)


@BUS.handles("ticket.correct")
def correct(tx: Transaction, log: Row[Any], body: Correct, by: By) -> dict[str, Any]:
    """The coordinator's own words go in place of what waits; with its files, where no others are named."""
    row, ticket = load_for_update(tx, body, by)
    files = body.files
    if files is None:
        files = versions.waiting(tx.connection, row.id).files if ticket.submitted else None
    return _instead(tx, log, row, Answer(body.text, files or ()), by)


@BUS.handles("ticket.return_answer")
def return_answer(tx: Transaction, log: Row[Any], body: ReturnAnswer, by: By) -> None:
    """It is to be written anew; why is told to those who work on the ticket."""
    row, ticket = load_for_update(tx, body, by)
    change = rules.transition(ticket, "return_answer", department=row.department)
    versions.settle(tx, row.id, Fate.RETURNED, by.name, body.note)
    store(tx, log, ticket, change, by)


@BUS.handles("ticket.withdraw_answer")
def withdraw_answer(tx: Transaction, log: Row[Any], body: OnTicket, by: By) -> None:
    """Whoever wrote it, or a colleague, takes it back before anybody has decided."""
    row, ticket = load_for_update(tx, body, by)
    change = rules.transition(ticket, "withdraw_answer", department=row.department)
    versions.settle(tx, row.id, Fate.WITHDRAWN, by.name)
    store(tx, log, ticket, change, by)


def _final(tx: Transaction, log: Row[Any], body: OnTicket, answer: Answer, by: By) -> dict[str, Any]:
    row, ticket = load_for_update(tx, body, by)
    if _waits_for_approval(tx, row, by):
        return _submit(tx, log, row, answer, by)
    # A coordinator answers while another answer waits: these words go in its place.
    return _instead(tx, log, row, answer, by) if ticket.submitted else give(tx, log, row, "resolve", answer, by)


def _waits_for_approval(tx: Transaction, row: Row[Any], by: By) -> bool:
    """Whether a final answer of this person is approved first. A coordinator's own goes as it is."""
    if by.role != Role.EXECUTOR:
        return False
    topic = questions.by_id(tx.connection, row.question_id).topic
    return departments.has_approval(tx.connection, row.department, topic)


def _submit(tx: Transaction, log: Row[Any], row: Row[Any], answer: Answer, by: By) -> dict[str, Any]:
    """The answer waits, in place of the one that has waited until now; nobody who asked is told anything."""
    ticket = tickets.to_domain(row)
    # What could not be sent is refused now.
    words_for(tx, row, answers.askers(tx.connection, row.question_id), answer.text)
    change = rules.transition(ticket, "submit", department=row.department)
    asked = questions.by_id(tx.connection, row.question_id)
    zone = broadcasts.by_id(tx.connection, asked.broadcast_id).zone
    due = reckoning(tx.connection).approval(zone, tx.now, asked.topic, row.priority)
    versions.settle(tx, row.id, Fate.REPLACED, by.name)
    answer_files.keep(tx, answer_files.to_ticket(row.id), answer.files)
    versions.add(tx, row.id, answer.text, by.name, answer.files)
    store(tx, log, ticket, change, by, approval_due=due, reacted_at=row.reacted_at or tx.now)
    return {"sent": 0, "by_hand": 0, "unreachable": 0, "waits": True}


def _instead(tx: Transaction, log: Row[Any], row: Row[Any], answer: Answer, by: By) -> dict[str, Any]:
    versions.settle(tx, row.id, Fate.CORRECTED, by.name)
    versions.add_approved(tx, row.id, answer.text, by.name, answer.files)
    return give(tx, log, row, "correct", answer, by)
