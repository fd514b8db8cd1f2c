"""What is on air, what comes next, and the show's clock: for graphics that other programs draw."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, bindparam

from live.domain.question import ON_AIR, SHORTLISTED
from live.protocol.answers.show import ClockView, NextView, OnAir
from live.store.ids import question_id
from live.store.show import files
from live.store.tables import question
from live.views.polls.view import shown_poll
from live.views.questions.files import KeptFile, shown_file
from live.views.questions.masking import hidden, said_name
from live.views.questions.view import FULL
from live.views.timestamps import stamp

_NOW = FULL.where(question.c.broadcast_id == bindparam("log"), question.c.state == ON_AIR.value)
_NEXT = (
    FULL.where(question.c.broadcast_id == bindparam("log"), question.c.state == SHORTLISTED.value)
    .order_by(question.c.rank, question.c.number)
    .limit(1)
)

_BY_ID = FULL.where(question.c.id == bindparam("id"))


def on_air(connection: Connection, broadcast: Row[Any]) -> OnAir:
    """{now, next, poll, clock}; what there is not is null. No contacts, and nothing that changes by itself."""
    now = connection.execute(_NOW, {"log": broadcast.id}).one_or_none()
    after = connection.execute(_NEXT, {"log": broadcast.id}).one_or_none()
    names = bool(broadcast.names_on_air)
    return {
        "now": None
        if now is None
        else {
            **_shown(now, names),
            "graphic": bool(now.graphic),
            "since": stamp(now.moved_at),
            "picture": _picture(connection, broadcast, now),
        },
        "next": _shown(after, names) if after is not None else None,
        "poll": shown_poll(connection, broadcast.id),
        "clock": _clock(broadcast),
    }


def _picture(connection: Connection, broadcast: Row[Any], now: Row[Any]) -> str | None:
    found = files.shown_of(connection, now.id)
    return None if found is None else f"/b/{broadcast.slug}/on-air/pictures/{found.id}"


def shown_of(connection: Connection, broadcast: Row[Any], number: int) -> tuple[NextView, str | None] | None:
    """What the air shows of a question, whatever has become of it by now, and its topic."""
    row = connection.execute(_BY_ID, {"id": question_id(broadcast.id, number)}).one_or_none()
    return None if row is None else (_shown(row, bool(broadcast.names_on_air)), row.topic)


def picture_on_air(connection: Connection, broadcast: Row[Any], file_id: int) -> KeptFile:
    """A picture of the question that is on air, which a moderator has allowed; `not_found` for every other."""
    now = connection.execute(_NOW, {"log": broadcast.id}).one_or_none()
    return shown_file(connection, now.id if now is not None else 0, file_id)


def _shown(row: Row[Any], names: bool) -> NextView:
    return {
        "number": row.number,
        "text": hidden(row.air_text or row.text, row.let_through),
        "author": said_name(hidden(row.author_name), row.name_on_air and names),
        "locality": hidden(row.locality, row.let_through),
        "source": row.source,
    }


def planned_end(broadcast: Row[Any]) -> datetime | None:
    """When a show is to be over, as long as was planned from when it began."""
    begins = broadcast.aired_at or broadcast.starts_at
    return begins + timedelta(minutes=broadcast.minutes) if begins and broadcast.minutes else None


def _clock(broadcast: Row[Any]) -> ClockView:
    """Fixed moments alone: a running time would make every answer a new one."""
    return {
        "state": broadcast.state,
        "starts_at": stamp(broadcast.starts_at),
        "aired_at": stamp(broadcast.aired_at),
        "minutes": broadcast.minutes,
        "ends_at": stamp(planned_end(broadcast)),
        "zone": broadcast.zone,
    }
