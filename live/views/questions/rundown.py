"""What a show has done so far: the questions that were answered on air with their times, and what was promised."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select

from live.domain.question import ANSWERED, ON_AIR
from live.protocol.answers.show import AiredQuestion, GivenPromise, NamedAuthor, SoFar, Unwrapped
from live.protocol.views import QuestionView
from live.store.ids import question_id
from live.store.tables import event, promise, question, ticket
from live.views.questions.masking import hidden
from live.views.questions.view import question_views
from live.views.timestamps import stamp

_AIR = ("question.taken", "question.answered", "question.returned", "question.reopened")


def so_far(connection: Connection, broadcast: Row[Any]) -> SoFar:
    """Answered questions and promises, the latest first; `pace` is the mean time of an answer on air, in seconds."""
    answered = select(question.c.number).where(
        question.c.broadcast_id == broadcast.id, question.c.state == ANSWERED.value
    )
    numbers = list(connection.execute(answered).scalars())
    times = _times(connection, broadcast.id, numbers)
    views = question_views(connection, broadcast.id, numbers)
    ids = {question_id(broadcast.id, number): number for number in numbers}
    ticketed = set(connection.execute(select(ticket.c.question_id).where(ticket.c.question_id.in_(ids))).scalars())
    aired: list[AiredQuestion] = [
        {
            "number": number,
            "version": views[number]["version"],
            "text": views[number]["text"],
            "air_text": views[number]["air_text"],
            "locality": views[number]["locality"],
            "source": views[number]["source"],
            "author": _named(views[number]),
            "answer": views[number]["answer"],
            "from": stamp(times[number][0]) if times[number][0] else None,
            "seconds": round(times[number][1]),
            "ticketed": question_id(broadcast.id, number) in ticketed,
        }
        for number in sorted(numbers, key=lambda n: _moved_at(views[n]), reverse=True)
    ]
    took = [round(seconds) for begun, seconds in times.values() if begun]
    return {
        "aired": aired,
        "promises": promises(connection, broadcast),
        "pace": round(sum(took) / len(took)) if took else None,
        "unwrapped": _unwrapped(broadcast),
    }


def _unwrapped(broadcast: Row[Any]) -> Unwrapped | None:
    if broadcast.unwrap_at is None:
        return None
    return {"by": broadcast.unwrap_by, "at": stamp(broadcast.unwrap_at), "reason": broadcast.unwrap_reason}


def _named(view: QuestionView) -> NamedAuthor | None:
    return {"name": hidden(view["author"]["name"])} if view["author"] else None


def _moved_at(view: QuestionView) -> str:
    return str(view["moved"]["at"]) if view["moved"] else ""


def _times(connection: Connection, broadcast_id: int, numbers: list[int]) -> dict[int, tuple[datetime | None, float]]:
    """Since when each was last on air, and its seconds there, all turns together."""
    turns = (
        select(event.c.question, event.c.at, event.c.type, event.c.was)
        .where(event.c.broadcast_id == broadcast_id, event.c.question.in_(numbers), event.c.type.in_(_AIR))
        .order_by(event.c.seq)
    )
    begun: dict[int, datetime] = {}
    last: dict[int, datetime] = {}
    spent: dict[int, float] = defaultdict(float)
    for row in connection.execute(turns):
        if row.type == "question.taken":
            begun[row.question] = last[row.question] = row.at
        elif row.was == ON_AIR.value and row.question in begun:
            spent[row.question] += (row.at - begun.pop(row.question)).total_seconds()
    return {number: (last.get(number), spent[number]) for number in numbers}


def promises(connection: Connection, broadcast: Row[Any]) -> list[GivenPromise]:
    """Every promise of the show, the latest first."""
    low = question_id(broadcast.id, 0)
    made = (
        select(promise, question.c.number, question.c.version, question.c.state)
        .join(question, question.c.id == promise.c.question_id)
        .where(promise.c.question_id.between(low, question_id(broadcast.id + 1, 0) - 1))
        .order_by(promise.c.id.desc())
    )
    return [
        {
            "promise": row.id,
            "number": row.number,
            "version": row.version,
            "state": row.state,
            "text": hidden(row.text),
            "department": row.department,
            "due": row.due,
            "by": row.by_name,
            "at": stamp(row.at),
        }
        for row in connection.execute(made)
    ]
