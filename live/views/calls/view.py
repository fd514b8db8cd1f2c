"""A call's view, made of its row, its caller's past and the cautions that stand against the caller."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection, func, select

from live.domain.submission import masked_contact
from live.protocol.views import CallView
from live.store.show import cautions, people
from live.store.tables import call, person, question
from live.views.questions.masking import marks_in
from live.views.timestamps import stamp

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


def masked_call(view: CallView) -> CallView:
    """A call as a person's screen shows it: who calls and what was recorded is told to whoever asks for it."""
    return {**view, "number": None, "recording_url": None}


def call_views(connection: Connection, condition: ColumnElement[bool]) -> dict[int, CallView]:
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
            "contact_masked": masked_contact(row.contact),
            "whose": str(row.person_id) if row.contact else None,
            "name": row.name,
            "locality": row.locality,
            "point": row.point,
            "text": row.text,
            "marks": marks_in(row.text, row.point, row.locality, row.name),
            "consent": row.consent,
            "taken_by": row.taken_by,
            "held_at": stamp(row.held_at),
            "call_back": bool(row.call_back),
            "closed": (
                {"by": row.closed_by, "at": stamp(row.closed_at), "note": row.close_note} if row.closed_at else None
            ),
            "earlier": {"calls": row.calls_before, "questions": row.questions_before},
            "warnings": standing.get(row.person_id, []).count("warning"),
            "banned": bool(row.banned) or "ban" in standing.get(row.person_id, []),
            "recorded": row.recording_url is not None,
            "recording_url": row.recording_url,
            "question": row.question_number,
            "created_at": stamp(row.created_at),
            "moved_at": stamp(row.moved_at),
        }
        for row in rows
    }
