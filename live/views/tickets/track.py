"""What a resident who has a question's code may know: what became of it, and of persons nothing but its own words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Row, select

from live.domain import broadcast as broadcast_rules
from live.domain import question as questions_rules
from live.domain import templates
from live.domain.ticket import CLOSED, ON_HOLD, RESOLVED, Kind
from live.store.followup import answers, matters, outbox
from live.store.show import broadcasts, files, questions, recordings
from live.store.show.continuing import further_of, is_further
from live.store.tables import promise, ticket
from live.store.transaction import Store
from live.views.questions.files import KeptFile, answer_file, answer_files_of
from live.views.tickets.proof import proof

FINISHED = (RESOLVED.value, CLOSED.value)

_TICKETS = (
    select(ticket, promise.c.text.label("promise_text"), promise.c.due.label("promise_due"))
    .outerjoin(promise, promise.c.id == ticket.c.promise_id)
    .order_by(ticket.c.id)
)


def track(store: Store, code: str) -> dict[str, Any]:
    """A question by its code, with its root's state and tickets; times in its broadcast's zone. `not_found` without."""
    with store.read() as connection:
        given = answers.by_code(connection, code)
        asked = answers.followed(connection, given)
        if is_further(asked):
            asked = answers.followed(connection, questions.by_id(connection, asked.continues))
        root = answers.root(connection, asked)
        broadcast = broadcasts.by_id(connection, root.broadcast_id)
        zone = ZoneInfo(broadcast.zone)
        rows = connection.execute(_TICKETS.where(ticket.c.question_id == root.id)).all()
        said = answers.of_tickets(connection, [row.id for row in rows])
        with_files = list(zip(said, answer_files_of(connection, said), strict=True))
        return {
            "code": given.code,
            "number": asked.number,
            "text": asked.text,
            "further": [one.author_text or one.text for one in further_of(connection, asked) if not one.author_deleted],
            "received_at": asked.received_at.astimezone(zone),
            "broadcast": broadcast.title,
            "state": root.state,
            "withdrawn": asked.withdrawn_at is not None,
            "stands": _stands(asked, root, broadcast, rows),
            "joined": root.id != asked.id,
            "how": root.how or questions_rules.How.AIR.value,
            "aired_at": _aired(root, zone),
            "recorded": recordings.moment_of(connection, root).link if _on_air(root) else None,
            "summary": root.answer_summary if root.state == questions_rules.ANSWERED.value else None,
            "reason": root.decline_reason,
            "replies": _replies(connection, given, asked, zone),
            "words": _words(connection, asked, root, zone),
            "proof": proof(connection, [given, asked]),
            "tickets": [
                {
                    **_ticket(row, zone),
                    "answers": [
                        {
                            "text": _filled(one, row, asked, root, zone),
                            "final": bool(one.final),
                            "at": one.at.astimezone(zone),
                            "files": carried,
                        }
                        for one, carried in with_files
                        if one.ticket_id == row.id
                    ],
                }
                for row in rows
            ],
        }


def _stands(asked: Row[Any], root: Row[Any], broadcast: Row[Any], tickets: Sequence[Row[Any]]) -> bool:
    """Whether whoever asked may still add to it or withdraw it."""
    open_here = broadcast.state not in (broadcast_rules.WRAPPING.value, broadcast_rules.ARCHIVED.value)
    unaired = {asked.state, root.state} <= {state.value for state in questions_rules.UNAIRED}
    answered = root.state == questions_rules.TICKETED.value and all(one.state in FINISHED for one in tickets)
    return open_here and unaired and not answered and asked.withdrawn_at is None


def track_file(store: Store, code: str, file_id: int, preview: bool) -> KeptFile:
    """What an answer to a question carries, for whoever holds its code; `not_found` for every other file."""
    with store.read() as connection:
        given = answers.by_code(connection, code)
        asked = answers.followed(connection, given)
        root = answers.root(connection, asked)
        ids = connection.execute(select(ticket.c.id).where(ticket.c.question_id == root.id)).scalars().all()
        said = [*answers.of_tickets(connection, ids), *_written_to(connection, given, asked)]
        told = {one for row in said for one in row.files or ()}
        return answer_file(files.find(connection, file_id) if file_id in told else None, preview)


def _replies(connection: Connection, given: Row[Any], asked: Row[Any], zone: ZoneInfo) -> list[dict[str, Any]]:
    """What this resident was written before there was a ticket, or without one, the first first."""
    rows = _written_to(connection, given, asked)
    return [
        {"text": row.text, "final": bool(row.final), "at": row.at.astimezone(zone), "files": carried}
        for row, carried in zip(rows, answer_files_of(connection, rows), strict=True)
    ]


def _written_to(connection: Connection, given: Row[Any], asked: Row[Any]) -> list[Row[Any]]:
    """The replies to the question of a code, here and where it has gone; none that was taken back or forgotten."""
    ids = sorted({given.id, asked.id})
    return [row for row in outbox.written_to(connection, ids) if row.text]


def _words(connection: Connection, asked: Row[Any], root: Row[Any], zone: ZoneInfo) -> list[dict[str, Any]]:
    """What all who ask about the same trouble were told, the first first."""
    standing = matters.of_questions(connection, [asked.id, root.id])
    number = standing.get(root.id) or standing.get(asked.id)
    if number is None:
        return []
    locality = matters.get(connection, number).locality or root.locality
    known = {templates.LOCALITY: locality, **templates.of_asker(None, asked.text)}
    return [
        {"text": templates.fill(one.text, known), "final": bool(one.final), "at": one.at.astimezone(zone)}
        for one in matters.words_of(connection, number)
    ]


def _on_air(root: Row[Any]) -> bool:
    """Whether it was answered on air, not in writing."""
    answered = root.state == questions_rules.ANSWERED.value
    return answered and (root.how or questions_rules.How.AIR.value) == questions_rules.How.AIR.value


def _aired(root: Row[Any], zone: ZoneInfo) -> Any:
    """When it was answered."""
    return root.moved_at.astimezone(zone) if root.state == questions_rules.ANSWERED.value and root.moved_at else None


def _ticket(row: Row[Any], zone: ZoneInfo) -> dict[str, Any]:
    runs = row.state not in (*FINISHED, ON_HOLD.value)
    return {
        "number": row.number,
        "version": row.version,
        "state": row.state,
        "department": row.department,
        "promise": row.promise_text,
        "promised_for": row.promise_due,
        "waits": bool(row.waits),
        "due": row.resolution_due.astimezone(zone) if runs else None,
        "rating": row.rating,
        "finished": row.state in FINISHED,
        # What was promised on air is promised no longer: there is no answer to give a mark.
        "withdrawn": row.state == CLOSED.value and row.kind == Kind.PROMISE.value and row.promise_id is None,
        "reopened": row.reopened,
    }


def _filled(answer: Row[Any], row: Row[Any], asked: Row[Any], root: Row[Any], zone: ZoneInfo) -> str:
    """As the resident was written to, but for their name: whoever holds the code need not learn it."""
    known = templates.of_ticket(row.number, root.locality, row.resolution_due.astimezone(zone), row.department)
    own = {**templates.of_asker(None, asked.text), templates.OWN: templates.HERE}
    return templates.fill(answer.text, {**known, **own})
