"""What a ticket's screens tell of its answers: what was said, and what has become of each reply."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Row, select

from live.domain import templates
from live.domain.refused import Refused
from live.domain.reply import BY_HAND
from live.domain.submission import masked_contact
from live.protocol.answers.tickets import AddressedReply, ByHand, PartVersionView, SaidView, Templates, VersionView
from live.protocol.views import ReplyView
from live.store.centre import lists
from live.store.followup import answers, outbox, parts
from live.store.followup import versions as stored_versions
from live.store.ids import NUMBERS
from live.store.show import people
from live.store.tables import broadcast, person, question, ticket
from live.views.feed.sections.section import Reader
from live.views.questions.files import answer_files_of
from live.views.questions.masking import hidden
from live.views.questions.replies import reply_views
from live.views.timestamps import stamp

MOST = 500
"""Replies of one ticket that are told of one by one, those with trouble first."""


def replies(connection: Connection, ticket_id: int, reader: Reader) -> list[AddressedReply]:
    """The replies to a ticket's askers, those with trouble first, then the newest.

    How somebody is reached is told only of those who are to be told by hand.
    """
    return _addressed(connection, outbox.of_ticket(connection, ticket_id, MOST), reader)


def said(connection: Connection, ticket_id: int) -> list[SaidView]:
    """What was answered, the first first, as it was written."""
    rows = answers.of_tickets(connection, [ticket_id])
    files = answer_files_of(connection, rows)
    return [
        {"text": row.text, "final": bool(row.final), "by": row.by_name, "at": stamp(row.at), "files": carried}
        for row, carried in zip(rows, files, strict=True)
    ]


def versions(connection: Connection, ticket_id: int) -> list[VersionView]:
    """The final answers that were to be approved first, the first first."""
    rows = stored_versions.of_ticket(connection, ticket_id)
    return [
        {
            "text": row.text,
            "fate": row.fate,
            "by": row.by_name,
            "at": stamp(row.at),
            "note": row.note,
            "decided": {"by": row.decided_by, "at": stamp(row.decided_at)} if row.decided_by else None,
            "files": carried,
        }
        for row, carried in zip(rows, answer_files_of(connection, rows), strict=True)
    ]


def part_versions(connection: Connection, ticket_id: int) -> list[PartVersionView]:
    """What was given as parts of the answer, every version of each, the first first."""
    rows = parts.versions_of(connection, ticket_id)
    return [{"part": r.part_id, "text": r.text, "by": r.by_name, "at": stamp(r.at)} for r in rows]


def by_hand(connection: Connection, reader: Reader, after: int, limit: int) -> ByHand:
    """{answers, next, total}: whom somebody of the centre has to tell, the oldest first."""
    rows = outbox.by_hand(connection, after, limit + 1)
    told = _addressed(connection, rows[:limit], reader)
    return {
        "answers": [
            {"ticket": row.ticket_number, "matter": row.matter_number, **one}
            for row, one in zip(rows, told, strict=False)
        ],
        "next": rows[limit - 1].id if len(rows) > limit else None,
        "total": outbox.count_by_hand(connection),
    }


def contact_by_hand(connection: Connection, matter: int, reply: int) -> str | None:
    """How one is reached who is to be told of a matter by hand; `not_found` for any other reply."""
    row = outbox.get_of_matter(connection, matter, reply)
    if row.state != BY_HAND:
        raise Refused("not_found", "This situation has no reply {number}.", number=reply)
    return people.contact_of(connection, row.person_id) if row.person_id is not None else None


def _addressed(connection: Connection, rows: Sequence[Row[Any]], reader: Reader) -> list[AddressedReply]:
    views = zip(rows, reply_views(connection, rows), strict=True)
    return [_to_person(row, view, reader) for row, view in views]


def _to_person(row: Row[Any], view: ReplyView, reader: Reader) -> AddressedReply:
    told = row.state == BY_HAND and reader.department is None
    return {
        **view,
        "question": row.question_id % NUMBERS,
        "name": row.person_name if reader.contacts else hidden(row.person_name),
        "channel": row.channel_type,
        "contact": row.person_contact if told and reader.contacts else None,
        "contact_masked": masked_contact(row.person_contact) if told else None,
        "moved": {"by": row.moved_by, "at": stamp(row.moved_at)} if row.moved_by else None,
    }


_OF_TICKET = (
    select(
        ticket.c.number,
        ticket.c.department,
        ticket.c.resolution_due,
        question.c.text,
        question.c.topic,
        question.c.locality,
        question.c.askers,
        person.c.name,
        broadcast.c.zone,
    )
    .join(question, question.c.id == ticket.c.question_id)
    .join(broadcast, broadcast.c.id == question.c.broadcast_id)
    .outerjoin(person, person.c.id == question.c.person_id)
)


def offered(connection: Connection, department: str | None, number: str) -> Templates:
    """{templates: [{name, text}]}: the answers ready for a ticket, those of its topic first, filled in.

    Where several ask, what is each asker's own stays a placeholder: it is filled in when the answer is given.
    """
    row = connection.execute(_OF_TICKET.where(ticket.c.number == number)).one_or_none()
    if row is None or (department is not None and row.department != department):
        raise Refused("not_found", "There is no ticket {number}.", number=number)
    due = row.resolution_due.astimezone(ZoneInfo(row.zone))
    known = templates.of_ticket(row.number, row.locality, due, row.department)
    if row.askers == 1:
        known |= templates.of_asker(row.name, row.text)
    items = lists.read(connection, "templates").items
    fitting = [one for one in items if row.topic and one["topic"] == row.topic]
    fitting += [one for one in items if one["topic"] is None]
    return {"templates": [{"name": one["name"], "text": templates.fill(one["text"], known)} for one in fitting]}
