"""When a question was on air, and where that stands in the recording of its show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row

from live.domain.followup.recording import Recording
from live.store import log
from live.store.show import broadcasts


@dataclass(frozen=True, slots=True)
class Moment:
    """When a question was last taken to air, and the recording's address at that moment; None where there is none."""

    at: datetime | None
    link: str | None


def of_broadcast(row: Row[Any]) -> Recording | None:
    """A broadcast's recording; None where nobody has said where it stands, or it has not been on air."""
    return Recording.of(row.recording_url, row.recording_at, row.aired_at)


def moment_of(connection: Connection, asked: Row[Any]) -> Moment:
    """Of a question's row."""
    taken = log.last_of_question(connection, asked.broadcast_id, asked.number, "question.taken")
    if taken is None:
        return Moment(None, None)
    recording = of_broadcast(broadcasts.by_id(connection, asked.broadcast_id))
    return Moment(taken.at, recording.link(taken.at) if recording else None)
