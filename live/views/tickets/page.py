"""One ticket with all that its page tells: who asks, what has happened, what those who work on it have noted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, select

from live.domain.refused import Refused
from live.domain.submission import masked_contact
from live.protocol.answers.questions import PastView
from live.protocol.answers.tickets import FurtherWords, HoursView, NoteView, TicketAsker, TicketPage
from live.store.centre.departments import has_approval
from live.store.followup import answers as stored_answers
from live.store.followup import outbox
from live.store.show import answer_files
from live.store.show.continuing import is_further
from live.store.tables import broadcast, event, question, ticket, ticket_note, ticket_pause
from live.views.feed.sections.section import Reader
from live.views.questions.files import KeptFile, answer_file, attachments_of, kept_file
from live.views.questions.listing import history_of, past
from live.views.questions.masking import contact_in, hidden
from live.views.questions.replies import answerable
from live.views.tickets import answers
from live.views.tickets.listing import FINISHED, is_seen
from live.views.tickets.view import TICKETS, ticket_views
from live.views.timestamps import stamp

MOST_ASKERS = 500
"""Askers that are listed, the first who asked."""


def one_ticket(connection: Connection, reader: Reader, number: str) -> TicketPage:
    """The ticket's view, and beside it all that its page tells; `not_found` out of reach.

    How somebody is reached is told to those alone who see every department's tickets: they call back, and ask for it.
    """
    row = ticket_row(connection, reader.department, number)
    asked = connection.execute(select(question).where(question.c.id == row.question_id)).one()
    notes = _notes(connection, row.id)
    return {
        **ticket_views(connection, [row])[0],
        "broadcast_title": _title(connection, asked.broadcast_id),
        "askers_list": _askers(connection, row.question_id, reader),
        "attachments": attachments(connection, row),
        "late": _late(connection, row),
        "notes": notes,
        "timeline": _timeline(connection, row, asked, notes, reader.credentials),
        "hours": _hours(connection, row, asked),
        "answers": answers.replies(connection, row.id, reader),
        "said": answers.said(connection, row.id),
        "versions": answers.versions(connection, row.id),
        "part_versions": answers.part_versions(connection, row.id),
        "has_approval": has_approval(connection, row.department, row.topic),
    }


def ticket_row(connection: Connection, department: str | None, number: str) -> Row[Any]:
    """The row of a ticket that `TICKETS` selects; `not_found` where there is none, or not for this department."""
    row = connection.execute(TICKETS.where(ticket.c.number == number)).one_or_none()
    if row is None or not is_seen(connection, department, row):
        raise Refused("not_found", "There is no ticket {number}.", number=number)
    return row


def _askers(connection: Connection, question_id: int, reader: Reader) -> list[TicketAsker]:
    """Who asked the question, and whoever asked one that was merged into it, straight or by way of another; each with
    what they wrote besides."""
    whole = reader.contacts and reader.department is None
    messages = stored_answers.messages(connection, question_id, MOST_ASKERS)
    further: dict[int, list[FurtherWords]] = {}
    for row in messages:
        if is_further(row):
            further.setdefault(row.continues, []).append(further_words(row))
    return [
        {
            "question": row.number,
            "name": row.name if whole else hidden(row.name),
            "source": row.source,
            "contact": row.contact if whole else None,
            "contact_masked": _masked(row) if reader.department is None else None,
            "profile": row.profile if whole else None,
            "locality": row.locality,
            "text": row.text,
            "further": further.get(row.id, []),
            "asked_at": stamp(row.asked_at or row.received_at),
        }
        for row in messages
        if not is_further(row)
    ]


def further_words(row: Row[Any]) -> FurtherWords:
    """A further message as it stands in its network now."""
    return {"text": row.author_text or row.text, "at": stamp(row.asked_at or row.received_at)}


def attachments(connection: Connection, row: Row[Any]) -> list[dict[str, Any]]:
    """What came with a ticket's question and with those that were merged into it; no call's recording, which is asked
    for at the call."""
    ids = [one.id for one in stored_answers.messages(connection, row.question_id, MOST_ASKERS)]
    with_some = question.c.id.in_(ids) & question.c.attachments.is_not(None)
    came_with = select(question.c.id, question.c.attachments).where(with_some).order_by(question.c.id)
    rows: Sequence[Any] = connection.execute(came_with).all()
    found = attachments_of(connection, rows)
    return [one for attached in found.values() for one in attached]


def ticket_file(connection: Connection, department: str | None, number: str, file_id: int, preview: bool) -> KeptFile:
    """`not_found` where there is no such file, or the ticket is not for this department."""
    row = ticket_row(connection, department, number)
    return kept_file(connection, attachments(connection, row), file_id, preview)


def answer_file_of(
    connection: Connection, department: str | None, number: str, file_id: int, preview: bool
) -> KeptFile:
    """What an answer to a ticket carries, or is to; `not_found` as `ticket_file`."""
    row = ticket_row(connection, department, number)
    return answer_file(answer_files.find(connection, answer_files.to_ticket(row.id), file_id), preview)


def _masked(row: Row[Any]) -> str | None:
    return masked_contact(row.contact or row.profile or contact_in(row.name))


def _late(connection: Connection, row: Row[Any]) -> int:
    """How many the final answer can be passed on to: their questions were merged into this one since it was given."""
    if row.state not in FINISHED or row.answer is None:
        return 0
    have_it = outbox.with_final(connection, row.id)
    if len(have_it) >= row.askers:
        return 0
    asked = stored_answers.askers(connection, row.question_id)
    return sum(one.id not in have_it and bool(one.contact or answerable(one)) for one in asked)


def _notes(connection: Connection, ticket_id: int) -> list[NoteView]:
    written = select(ticket_note).where(ticket_note.c.ticket_id == ticket_id).order_by(ticket_note.c.id)
    return [{"text": row.text, "by": row.by_name, "at": stamp(row.at)} for row in connection.execute(written)]


def _timeline(
    connection: Connection, row: Row[Any], asked: Row[Any], notes: list[NoteView], credentials: bool
) -> list[PastView]:
    """From the question's arrival on, the first first: {at, type, by …}; a note with its `text`."""
    history = history_of(connection, asked, credentials)
    of_question = [one for one in history if not one["type"].startswith(_OF_REPLIES)]
    events = select(event).where(event.c.ticket == row.number, event.c.type.not_like(f"{_OF_REPLIES}%"))
    events = events.order_by(event.c.seq)
    of_ticket = [past(one, credentials) for one in connection.execute(events) if one.type not in _SAID_ELSEWHERE]
    if not any(one["type"] == "ticket.opened" for one in of_ticket):  # One of a wrap's slice.
        of_ticket.append({"at": stamp(row.created_at), "type": "ticket.opened", "by": None})
    noted: list[PastView] = [
        {"at": note["at"], "type": "ticket.noted", "by": {"name": note["by"], "role": None}, "text": note["text"]}
        for note in notes
    ]
    return sorted([*of_question, *of_ticket, *noted], key=lambda one: str(one["at"]))


_OF_REPLIES = "reply."
"""What became of each reply stands in `answers`: of hundreds who asked it would leave nothing else to be seen."""

_SAID_ELSEWHERE = ("ticket.noted", "ticket.retold")
"""A note stands with its words; and what changed of the question is told by the question's own log."""


def _title(connection: Connection, broadcast_id: int) -> str:
    """What the broadcast is called, for people: the ticket's own view names it by its slug."""
    title = connection.execute(select(broadcast.c.title).where(broadcast.c.id == broadcast_id)).scalar_one()
    return str(title)


def _hours(connection: Connection, row: Row[Any], asked: Row[Any]) -> HoursView:
    """Its limits in the zone that they are reckoned in, and when its clock stood."""
    zone = connection.execute(select(broadcast.c.zone).where(broadcast.c.id == asked.broadcast_id)).scalar_one()
    stood = select(ticket_pause).where(ticket_pause.c.ticket_id == row.id).order_by(ticket_pause.c.id)
    return {
        "zone": zone,
        "clock_from": stamp(row.clock_from or row.created_at),
        "reaction_due": stamp(row.reaction_due),
        "resolution_due": stamp(row.resolution_due),
        "pauses": [{"since": stamp(one.since), "until": stamp(one.until)} for one in connection.execute(stood)],
    }
