"""The producer's verbs: the rundown, the air, the graphic and the broadcast itself."""

from __future__ import annotations

from typing import Any

from live.desk import caller, links
from live.desk.close import OPEN, start_wrap
from live.desk.moderate import rank_at
from live.desk.polls.steering import hide_shown
from live.desk.questions import load_for_update, store
from live.desk.tickets import open_tickets
from live.domain import broadcast as broadcast_rules
from live.domain import question as rules
from live.domain.followup.notice import Kind
from live.domain.order.place import LAST, Place
from live.domain.people import By
from live.domain.refused import Refused
from live.domain.ticket import Kind as TicketKind
from live.domain.transitions import check_version
from live.protocol.commands import Body, OnQuestion
from live.protocol.commands.questions import Answer, Position, Promise, Summarise, Take
from live.store.centre import audit, departments
from live.store.commands import BUS
from live.store.followup import notices, tickets
from live.store.ids import question_id
from live.store.rows import Row
from live.store.show import broadcasts, promises, questions, tallies
from live.store.transaction import Store, Transaction


@BUS.handles("question.return")
def return_(tx: Transaction, broadcast: Row[Any], body: Position, by: By) -> None:
    """From the shortlist to the desk, or from the air to its old place in the shortlist (or the one that is said)."""
    question = load_for_update(tx, broadcast, body, "return")
    put_back(tx, broadcast, question, by, body.place)


def put_back(
    tx: Transaction, broadcast: Row[Any], question: rules.Question, by: By | None, place: Place = LAST
) -> None:
    change = rules.transition(question, "return")
    if question.state is rules.ON_AIR:
        if place != LAST:
            change = rules.ranked(change, rank_at(tx, broadcast, place, question.number))
        caller.follow(tx, broadcast, question.number, "back", by)
    store(tx, broadcast, question, change, by)


@BUS.handles("question.move")
def move(tx: Transaction, broadcast: Row[Any], body: Position, by: By) -> None:
    question = load_for_update(tx, broadcast, body, "move")
    change = rules.ranked(rules.transition(question, "move"), rank_at(tx, broadcast, body.place, question.number))
    store(tx, broadcast, question, change, by)


@BUS.handles("question.take")
def take(tx: Transaction, broadcast: Row[Any], body: Take, by: By) -> None:
    """To air. What is on air now ends as the producer says, in the same transaction."""
    question = load_for_update(tx, broadcast, body, "take")
    present = questions.on_air(tx.connection, broadcast.id)
    if body.previous is not None:
        leaving = questions.to_domain(questions.get(tx.connection, broadcast.id, body.previous.question))
        check_version(leaving, body.previous.version)
        if present is None or present.number != leaving.number:
            raise Refused("conflict", "Question {number} is not on air any more.", number=leaving.number)
    change = rules.take(question, present.number if present is not None and body.previous is None else None)
    if body.previous is not None:
        if body.previous.as_ == "answered":
            answered(tx, broadcast, leaving, by, body.previous.summary or None, True)
        else:
            put_back(tx, broadcast, leaving, by)
    store(tx, broadcast, question, change, by)
    caller.follow(tx, broadcast, question.number, "air", by)


@BUS.handles("question.answer")
def answer(tx: Transaction, broadcast: Row[Any], body: Answer, by: By) -> None:
    question = load_for_update(tx, broadcast, body, "answer")
    answered(tx, broadcast, question, by, body.summary or None, body.fully)


def answered(
    tx: Transaction, broadcast: Row[Any], question: rules.Question, by: By, summary: str | None, fully: bool
) -> None:
    """Answered on air; where not fully, a ticket for the rest, once for each question."""
    change = rules.transition(question, "answer", fully=fully)
    store(tx, broadcast, question, change, by, answer_summary=summary, answer_fully=fully, how=rules.How.AIR.value)
    caller.follow(tx, broadcast, question.number, "hang_up", by)
    identity = question_id(broadcast.id, question.number)
    if not fully and tickets.of_question(tx.connection, identity, TicketKind.REST) is None:
        open_tickets(tx, broadcast, [question.number], TicketKind.REST, by)


@BUS.handles("question.reopen")
def reopen(tx: Transaction, broadcast: Row[Any], body: Position, by: By) -> None:
    question = load_for_update(tx, broadcast, body, "reopen")
    change = rules.ranked(rules.transition(question, "reopen"), rank_at(tx, broadcast, body.place, question.number))
    store(tx, broadcast, question, change, by, answer_summary=None, answer_fully=None, how=None)


@BUS.handles("question.summarise")
def summarise(tx: Transaction, broadcast: Row[Any], body: Summarise, by: By) -> dict[str, Any]:
    """What was answered on air, in a sentence: written, corrected, or taken out, before the wrap and after it."""
    question = load_for_update(tx, broadcast, body, "summarise")
    change = rules.transition(question, "summarise")
    _check_aired(tx, broadcast, question)
    store(tx, broadcast, question, change, by, answer_summary=body.summary or None)
    return {"version": change.after.version}


@BUS.handles("question.send_answer")
def send_answer(tx: Transaction, broadcast: Row[Any], body: OnQuestion, by: By) -> dict[str, Any]:
    """The sentence is told to who asked and has not had it: what is told goes by the log, as every moment does."""
    question = load_for_update(tx, broadcast, body, "send_answer")
    change = rules.transition(question, "send_answer")
    if not _check_aired(tx, broadcast, question).answer_summary:
        raise Refused("illegal", "Write down in a sentence what was answered; then it can be sent.")
    if not notices.rules(tx.connection).tells(Kind.SUMMARY, broadcast.id):
        raise Refused(
            "illegal", "Residents of this broadcast are told no answer afterwards: an administrator has to allow it."
        )
    store(tx, broadcast, question, change, by)
    return {"version": change.after.version}


def _check_aired(tx: Transaction, broadcast: Row[Any], question: rules.Question) -> Row[Any]:
    row = questions.get(tx.connection, broadcast.id, question.number)
    rules.check_aired(question, row.how)
    return row


@BUS.handles("question.want")
def want(tx: Transaction, broadcast: Row[Any], body: OnQuestion, by: By) -> None:
    """The head says: I take this one."""
    question = load_for_update(tx, broadcast, body, "want")
    store(tx, broadcast, question, rules.transition(question, "want"), by, wanted=True)


@BUS.handles("question.promise")
def promise(tx: Transaction, broadcast: Row[Any], body: Promise, by: By) -> dict[str, Any]:
    question = load_for_update(tx, broadcast, body, "promise")
    due = body.due.isoformat() if body.due else None
    change = rules.transition(question, "promise", due=due)
    department = departments.meant(tx.connection, body.department) if body.department else None
    made = promises.add(tx, broadcast.id, question.number, body.promise, department, due, by.name)
    store(tx, broadcast, question, change, by)
    return {"promise": made}


def _graphic(tx: Transaction, broadcast: Row[Any], by: By, shown: bool) -> None:
    """A poll stands in the question's place: it makes way for the question, and leaves a cleared picture too."""
    row = questions.on_air(tx.connection, broadcast.id)
    hidden = hide_shown(tx, broadcast)
    if row is None and (shown or not hidden):
        raise Refused("illegal", "Nothing is on air, so there is no graphic.")
    events = hidden
    if row is not None:
        change = rules.show_graphic(questions.to_domain(row), shown)
        questions.set_facts(tx, broadcast.id, row.number, graphic=shown)
        # The poll last: without it what is cleared would be in the picture for a moment.
        events = [*change.events, *hidden]
    tx.append(broadcast.id, events, by)


@BUS.handles("graphic.show")
def show_graphic(tx: Transaction, broadcast: Row[Any], body: Body, by: By) -> None:
    _graphic(tx, broadcast, by, True)


@BUS.handles("graphic.clear")
def clear_graphic(tx: Transaction, broadcast: Row[Any], body: Body, by: By) -> None:
    _graphic(tx, broadcast, by, False)


def move_broadcast(tx: Transaction, broadcast: Row[Any], verb: str, by: By | None) -> None:
    """One of a broadcast's own moves; the wrap ends the calls and the air too, the archive the links."""
    if verb == "archive" and broadcast.kind == broadcast_rules.Kind.STANDING.value:
        left = tallies.by_state(tx.connection, broadcast.id)
        waiting = sum(left.get(state, 0) for state in OPEN)
        broadcast_rules.check_retirable(*broadcasts.led_here(tx.connection, broadcast.id), waiting)
    change = broadcast_rules.transition(broadcasts.to_domain(broadcast), verb)
    if verb == "wrap":
        start_wrap(tx, broadcast, by)
    broadcasts.save(tx, broadcast.id, change.after)
    tx.append(broadcast.id, change.events, by)
    if verb == "air":
        links.outlast(tx, broadcast)
    if verb == "archive":
        links.end_all(tx, broadcast, by)


def steer(store: Store, slug: str, verb: str, by: By) -> None:
    """One of a broadcast's own moves, by somebody who gives no command: an administrator, at a page or a terminal."""
    with store.write() as tx:
        [row] = tx.lock(broadcasts.get(tx.connection, slug).id)
        move_broadcast(tx, row, verb, by)
        audit.record(tx, f"broadcast.{verb}", slug, by)


@BUS.handles(
    "broadcast.open",
    "broadcast.open_intake",
    "broadcast.close_intake",
    "broadcast.air",
    "broadcast.wrap",
    "broadcast.archive",
)
def change_broadcast(tx: Transaction, broadcast: Row[Any], body: Body, by: By) -> dict[str, Any]:
    move_broadcast(tx, broadcast, body.verb, by)
    return {"state": broadcasts.by_id(tx.connection, broadcast.id).state}
