"""What another centre's table says of a ticket: handed to a department, answered and closed, or a word besides."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from typing import Any

from live.domain.broadcast import TICKETS
from live.domain.people import Actor, By, Role
from live.domain.refused import Refused
from live.domain.ticket import Kind, State
from live.followup import BUS
from live.followup.tickets import check_stays, ticket_event
from live.protocol.commands import Body, parse
from live.store.centre import departments, lists
from live.store.followup import tickets
from live.store.ids import TICKETS_LOG, question_id
from live.store.show import questions
from live.store.transaction import Store

OVER = frozenset({State.RESOLVED, State.CLOSED})
WORDS = {
    **dict.fromkeys(("решено", "решен", "выполнено", "исполнено", "resolved", "done"), State.RESOLVED),
    **dict.fromkeys(("закрыто", "закрыт", "закрыта", "closed"), State.CLOSED),
}
"""What a table calls the states that end a ticket; any other word changes no state."""


LONGEST_NAME = 200
"""Characters of a department's name."""


@dataclass(frozen=True, slots=True)
class ExternalState:
    """What a row says beside the question itself. Empty: nothing is said."""

    department: str = ""
    state: str = ""
    answer: str = ""


def known(store: Store, number: str, origin: str) -> str | None:
    """The number of our ticket that is meant: its own, or that of a question which came by this number of another's."""
    with store.read() as connection:
        if tickets.is_number(connection, number):
            return number
        for row in questions.by_external(connection, [(origin, number)]):
            made = tickets.of_question(connection, question_id(row.broadcast_id, row.number), Kind.UNANSWERED)
            return str(made.number) if made is not None else None
    return None


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a ticket stands before a table's word. `noted`: that very answer stands among its notes already."""

    state: State = State.OPEN
    department: str = ""
    noted: bool = False


Step = tuple[str, dict[str, str]]
"""A command on the ticket, with its fields."""

NOTE = "ticket.note"
"""Written once alone, however often a table says it."""


def steps(standing: Standing, given: ExternalState) -> list[Step]:
    """What brings a ticket there, from the first to the last; none where a table says nothing new.

    A ticket that is over stays as it is. `invalid` or `illegal` where it cannot be brought there whole.
    """
    ends = WORDS.get(given.state.casefold().replace("ё", "е"))
    if standing.state in OVER:
        return [("ticket.close", {})] if ends is State.CLOSED and standing.state is State.RESOLVED else []
    found: list[Step] = []
    wants = given.department or standing.department
    held = [("ticket.resume", dict[str, str]())] if standing.state is State.ON_HOLD else []
    if wants and (wants != standing.department or (ends and standing.state is State.OPEN)):
        found += [*held, ("ticket.assign", {"department": wants})]
        held = []
    if ends is None:
        return [*found, (NOTE, {"text": given.answer})] if given.answer and not standing.noted else found
    if not wants:
        raise Refused("illegal", "It is over there, and no department has answered: fill in the department.")
    if not given.answer:
        raise Refused("invalid", "It is over there, and there is no answer to send to who asked: fill in the outcome.")
    found += [*held, ("ticket.resolve", {"answer": given.answer})]
    return [*found, ("ticket.close", {})] if ends is State.CLOSED else found


def planned(store: Store, number: str | None, topic: str | None, given: ExternalState) -> list[Step]:
    """The steps for a ticket of ours, or (None) for one that a question of this topic would become.

    Nothing is done yet, and what could be refused half-way is refused here: `invalid` names a department that is not
    there to choose from, or a text that does not fit.
    """
    with store.read() as connection:
        standing = _standing(connection, number, topic, given)
        if len(given.department) > LONGEST_NAME:
            raise Refused("invalid", "The department's name has over {most} characters.", most=LONGEST_NAME)
        if given.department:
            department = departments.chosen(connection, given.department, standing.department)
            given = replace(given, department=department)
    found = steps(standing, given)
    for type_, fields in found:
        _command(type_, number or "", 1, fields)
    return found


def _standing(connection: Any, number: str | None, topic: str | None, given: ExternalState) -> Standing:
    if number is None:
        return Standing(department=lists.departments(connection).get(topic or "", ""))
    row = tickets.get(connection, number)
    noted = bool(given.answer) and tickets.has_note(connection, row.id, given.answer)
    return Standing(State(row.state), row.department or "", noted)


def apply(store: Store, number: str, given: ExternalState, by: By) -> bool:
    """Bring a ticket to what a table says of it; whether that changed anything. The same again changes nothing.

    Refused as `planned` refuses it, before anything is done.
    """
    actor = Actor(by.name, frozenset({Role.COORDINATOR}), by.credential or "", address=by.address, screen=by.screen)
    found = planned(store, number, None, given)
    for type_, fields in found:
        if type_ == NOTE:
            _note(store, number, fields["text"], by)
            continue
        with store.read() as connection:
            version = tickets.get(connection, number).version
        BUS.execute(store, TICKETS_LOG, TICKETS, _command(type_, number, version, fields), actor)
    return bool(found)


def _command(type_: str, number: str, version: int, fields: dict[str, str]) -> Body:
    """The command with its fields; `invalid` where one does not fit."""
    declared = BUS.declared[type_]
    seen = {"version": version} if "version" in declared.body.model_fields else {}
    return parse(declared.body, {"id": str(uuid.uuid4()), "type": type_, "ticket": number, **seen, **fields})


def _note(store: Store, number: str, text: str, by: By) -> None:
    """Keep what a table says of a ticket that goes on as a note, once."""
    with store.write() as tx:
        tx.lock(TICKETS_LOG)
        row = tickets.get(tx.connection, number)
        check_stays(tx, row)
        if not tickets.has_note(tx.connection, row.id, text):
            tickets.add_note(tx, row.id, text, by.name)
            tx.append(TICKETS_LOG, [ticket_event("ticket.noted", row)], by)
