"""Rows → the JSON that crosses the wire (docs/protocol.md). Full views; a screen shows its part of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, bindparam, func, select

from live.channels import TYPES
from live.domain.call import State as CallState
from live.domain.people import Role
from live.domain.reply import State as Reply
from live.store.centre.channels import id_of_origin
from live.store.followup import outbox
from live.store.ids import NUMBERS, question_id
from live.store.show import cautions, people
from live.store.tables import call, message, person, promise, question
from live.views.screens import LINKS, Opened, Screen

_FULL = (
    select(
        question,
        person.c.name.label("author_name"),
        person.c.contact.label("author_contact"),
        person.c.profile.label("author_profile"),
        call.c.id.label("call_id"),
        call.c.state.label("call_state"),
        call.c.recording_url.label("call_recording"),
    )
    .select_from(question)
    .outerjoin(person, person.c.id == question.c.person_id)
    .outerjoin(call, (call.c.broadcast_id == question.c.broadcast_id) & (call.c.question_number == question.c.number))
)
_BY_IDS = _FULL.where(question.c.id.in_(bindparam("ids", expanding=True)))
_PROMISES = select(promise).where(promise.c.question_id.in_(bindparam("ids", expanding=True))).order_by(promise.c.id)

FULL = _FULL
"""The select behind a full view, for other conditions."""


def seen_by(broadcast: Row[Any], screen: Screen) -> ColumnElement[bool]:
    """The condition for a broadcast's questions that are on a screen."""
    lowest = question_id(broadcast.id, 0)
    if screen.calls:
        return question.c.id.in_(
            select(call.c.question_number + lowest).where(
                call.c.broadcast_id == broadcast.id, call.c.question_number.is_not(None)
            )
        )
    if screen.sees_all:
        return question.c.id.between(lowest, lowest + NUMBERS - 1)
    return and_(question.c.broadcast_id == broadcast.id, question.c.state.in_(sorted(screen.states)))


def stamp(moment: datetime | None) -> str | None:
    """A moment as RFC 3339 in UTC, to the millisecond."""
    if moment is None:
        return None
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def question_views(connection: Connection, broadcast_id: int, numbers: Iterable[int]) -> dict[int, dict[str, Any]]:
    """Full views of these questions by number; those that do not exist are left out."""
    ids = [question_id(broadcast_id, number) for number in numbers]
    if not ids:
        return {}
    return {view["number"]: view for view in views_of(connection, connection.execute(_BY_IDS, {"ids": ids}).all())}


def views_of(connection: Connection, rows: Sequence[Row[Any]]) -> list[dict[str, Any]]:
    """Full views of rows that `FULL` selected, in their order."""
    promised: dict[int, list[dict[str, Any]]] = {}
    # Promises are made of what has been shortlisted: a screenful of new questions has none to look for.
    ids = [row.id for row in rows if row.version > 1]
    if ids:
        for row in connection.execute(_PROMISES, {"ids": ids}):
            promised.setdefault(row.question_id, []).append(
                {"text": row.text, "department": row.department, "due": row.due, "by": row.by_name}
            )
    replies: dict[int, list[dict[str, Any]]] = {}
    if replied := [row.id for row in rows if row.replied]:
        for row in outbox.of_questions(connection, replied):
            replies.setdefault(row.question_id, []).append(reply_view(row))
    return [_question(row, promised.get(row.id, []), replies.get(row.id, [])) for row in rows]


def reply_view(row: Row[Any]) -> dict[str, Any]:
    """A reply as the log has told of it: the worker's tries in between, of which it tells nothing, do not show."""
    waiting = row.state in (Reply.WAITING, Reply.SENDING)
    return {
        "reply": row.id,
        "state": Reply.WAITING.value if waiting else row.state,
        "text": row.text,
        "final": bool(row.final),
        "by": row.by_name,
        "at": stamp(row.at),
        "reason": None if waiting else row.reason,
        "detail": None if waiting else row.detail,
        "link": row.link,
    }


def answerable(asked: Row[Any]) -> bool:
    """Whether the network that a question came by takes answers."""
    return id_of_origin(asked.origin) is not None and hasattr(TYPES.get(asked.source), "reply")


def _question(row: Row[Any], promises: list[dict[str, Any]], replies: list[dict[str, Any]]) -> dict[str, Any]:
    author = None
    if row.author_name or row.author_contact or row.author_profile:
        author = {"name": row.author_name, "contact": row.author_contact, "profile": row.author_profile}
    changed = None
    if row.author_changed_at is not None:
        changed = {"text": row.author_text, "deleted": bool(row.author_deleted), "at": stamp(row.author_changed_at)}
    return {
        "number": row.number,
        "state": row.state,
        "version": row.version,
        "rank": row.rank,
        "text": row.text,
        "air_text": row.air_text,
        "source": row.source,
        "author": author,
        "locality": row.locality,
        "topic": row.topic,
        "guessed": [name for name in ("topic", "locality") if getattr(row, f"{name}_guessed")],
        "asked_at": stamp(row.asked_at),
        "received_at": stamp(row.received_at),
        "askers": row.askers,
        "merged_into": row.merged_into,
        "decline": {"reason": row.decline_reason, "text": row.decline_text} if row.decline_reason else None,
        "notes": {"presenter": row.note_presenter, "head": row.note_head},
        "wanted": bool(row.wanted),
        "promises": promises,
        "replies": replies,
        "answerable": answerable(row),
        "attachments": [*(row.attachments or []), *_recording(row)],
        "author_change": changed,
        "caller": {"call": row.call_id, "gone": row.call_state == CallState.ENDED.value} if row.call_id else None,
        "graphic": bool(row.graphic),
        "answer": (
            {"summary": row.answer_summary, "fully": bool(row.answer_fully)} if row.answer_fully is not None else None
        ),
        "moved": {"by": row.moved_by, "at": stamp(row.moved_at)} if row.moved_at else None,
    }


def _recording(row: Row[Any]) -> list[dict[str, Any]]:
    """The call that a question was made from, as it was recorded."""
    return [{"type": "recording", "url": row.call_recording}] if row.call_recording else []


def broadcast_view(row: Row[Any]) -> dict[str, Any]:
    return {
        "slug": row.slug,
        "title": row.title,
        "head": row.head_name,
        "kind": row.kind,
        "state": row.state,
        "intake_open": bool(row.intake_open),
        "rehearsal": bool(row.rehearsal),
        "rehearsal_pace": row.rehearsal_pace,
        "starts_at": stamp(row.starts_at),
        "minutes": row.minutes,
        "zone": row.zone,
        "aired_at": stamp(row.aired_at),
        "wrap": {"done": row.wrap_done, "of": row.wrap_total} if row.wrap_total is not None else None,
        "version": row.version,
    }


def message_view(row: Row[Any]) -> dict[str, Any]:
    return {
        "id": row.id,
        "text": row.text,
        "kind": row.kind,
        "by": row.by_name,
        "at": stamp(row.at),
        "acknowledged_at": stamp(row.acknowledged_at),
    }


def message_views(connection: Connection, ids: Iterable[int]) -> dict[int, dict[str, Any]]:
    rows = connection.execute(select(message).where(message.c.id.in_(list(ids)))).all()
    return {row.id: message_view(row) for row in rows}


def prompter_view(row: Row[Any]) -> dict[str, Any]:
    return {"device": row.device, "view": dict(row.view), "version": row.version}


def link_view(row: Row[Any]) -> dict[str, Any]:
    """A screen's link, without its token."""
    opened = Opened(row.screen, Role(row.roles[0]))
    return {
        "link": row.id,
        "screen": next(name for name, one in LINKS.items() if one == opened),
        "name": row.name,
        "by": row.by_name,
        "at": stamp(row.created_at),
        "revoked_at": stamp(row.revoked_at),
    }


_EARLIER = call.alias("earlier")
_CALLS_BEFORE = (
    select(func.count())
    .where(_EARLIER.c.person_id == call.c.person_id, _EARLIER.c.id < call.c.id)
    .correlate(call)
    .scalar_subquery()
)
_QUESTIONS_BEFORE = (
    select(func.count())
    .where(
        question.c.person_id.in_(people.under_one_contact(call.c.person_id).correlate(call)),
        question.c.received_at < call.c.created_at,
    )
    .correlate(call)
    .scalar_subquery()
)


def call_views(connection: Connection, condition: Any) -> dict[int, dict[str, Any]]:
    """Views of the calls that meet a condition, by id."""
    rows = connection.execute(
        select(
            call,
            person.c.contact,
            _CALLS_BEFORE.label("calls_before"),
            _QUESTIONS_BEFORE.label("questions_before"),
        )
        .outerjoin(person, person.c.id == call.c.person_id)
        .where(condition)
    ).all()
    standing: dict[int, list[str]] = {}
    for known in cautions.of_persons(connection, {row.person_id for row in rows if row.person_id is not None}):
        if known.lifted_at is None:
            standing.setdefault(known.person_id, []).append(known.kind)
    return {
        row.id: {
            "call": row.id,
            "state": row.state,
            "version": row.version,
            "missed": bool(row.missed),
            "number": (row.contact or "").removeprefix("tel:") or None,
            "name": row.name,
            "locality": row.locality,
            "point": row.point,
            "text": row.text,
            "consent": row.consent,
            "taken_by": row.taken_by,
            "held_at": stamp(row.held_at),
            "call_back": bool(row.call_back),
            "closed": (
                {"by": row.closed_by, "at": stamp(row.closed_at), "note": row.close_note} if row.closed_at else None
            ),
            "earlier": {"calls": row.calls_before, "questions": row.questions_before},
            "warnings": standing.get(row.person_id, []).count("warning"),
            "banned": "ban" in standing.get(row.person_id, []),
            "recording_url": row.recording_url,
            "question": row.question_number,
            "created_at": stamp(row.created_at),
            "moved_at": stamp(row.moved_at),
        }
        for row in rows
    }
