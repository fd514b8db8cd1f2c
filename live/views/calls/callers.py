"""Who is calling: what the centre knows of the person behind a call, while it still rings."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, select

from live.protocol.answers.show import AskedBefore, CalledBefore, Caller, CautionView
from live.protocol.views import MovedView
from live.store.show import calls, cautions, people
from live.store.tables import broadcast, call, question
from live.views.timestamps import stamp

MOST = 50
"""Calls and questions that are told, the newest."""


def caller(connection: Connection, home: Row[Any], call_id: int) -> Caller:
    """{calls, questions, cautions} of a call's person, newest first, without this call; empty without a number."""
    row = calls.get(connection, home.id, call_id)
    if row.person_id is None:
        return {"calls": [], "questions": [], "cautions": []}
    return {
        "calls": _calls(connection, row.person_id, call_id),
        "questions": _questions(connection, row.person_id),
        "cautions": [_caution(known) for known in cautions.of_persons(connection, [row.person_id])],
    }


def _calls(connection: Connection, person_id: int, present: int) -> list[CalledBefore]:
    theirs = (
        select(call, broadcast.c.slug)
        .join(broadcast, broadcast.c.id == call.c.broadcast_id)
        .where(call.c.person_id == person_id, call.c.id != present)
        .order_by(call.c.id.desc())
        .limit(MOST)
    )
    return [
        {
            "call": row.id,
            "broadcast": row.slug,
            "at": stamp(row.created_at),
            "state": row.state,
            "missed": bool(row.missed),
            "name": row.name,
            "locality": row.locality,
            "point": row.point,
            "question": row.question_number,
        }
        for row in connection.execute(theirs)
    ]


def _questions(connection: Connection, person_id: int) -> list[AskedBefore]:
    theirs = (
        select(question, broadcast.c.slug)
        .join(broadcast, broadcast.c.id == question.c.broadcast_id)
        .where(question.c.person_id.in_(people.under_one_contact(person_id)))
        .order_by(question.c.id.desc())
        .limit(MOST)
    )
    return [
        {
            "number": row.number,
            "broadcast": row.slug,
            "text": row.air_text or row.text,
            "state": row.state,
            "source": row.source,
            "received_at": stamp(row.received_at),
        }
        for row in connection.execute(theirs)
    ]


def _caution(row: Row[Any]) -> CautionView:
    lifted: MovedView | None = {"by": row.lifted_by, "at": stamp(row.lifted_at)} if row.lifted_at else None
    return {
        "id": row.id,
        "kind": row.kind,
        "text": row.text,
        "by": row.by_name,
        "at": stamp(row.at),
        "lifted": lifted,
    }
