"""All that a lamp or a button of the control room shows of a show."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row

from live.domain.control.signals import (
    AUTHOR,
    LOCALITY,
    MOMENT,
    NUMBER,
    QUESTION,
    SHOW,
    SOURCE,
    TOPIC,
    Lit,
    Moment,
)
from live.protocol.answers.show import Lights
from live.store.show import messages
from live.views.questions.on_air import on_air, shown_of


def lights(connection: Connection, broadcast: Row[Any]) -> Lights:
    """What is on air, whether the intake is open, and how many messages the presenter has not seen."""
    return {
        **on_air(connection, broadcast),
        "intake_open": bool(broadcast.intake_open),
        "messages_waiting": messages.waiting(connection, broadcast.id),
    }


def values_of(connection: Connection, broadcast: Row[Any], number: int | None, moment: Moment) -> dict[str, str]:
    """What a signal may say of a moment and of a question: as the air shows it, and its topic."""
    told = {SHOW: broadcast.slug, MOMENT: moment.value}
    found = shown_of(connection, broadcast, number) if number is not None else None
    if found is None:
        return told
    question, topic = found
    return told | {
        NUMBER: str(question["number"]),
        QUESTION: question["text"],
        AUTHOR: question["author"] or "",
        LOCALITY: question["locality"] or "",
        SOURCE: question["source"],
        TOPIC: topic or "",
    }


def lit(connection: Connection, broadcast: Row[Any]) -> dict[Lit, bool]:
    """What of a show tally lamps tell that its log knows."""
    now = lights(connection, broadcast)
    return {
        Lit.AIR: now["now"] is not None,
        Lit.GRAPHIC: bool(now["now"] and now["now"]["graphic"]),
        Lit.POLL: now["poll"] is not None,
        Lit.MESSAGE: now["messages_waiting"] > 0,
        Lit.INTAKE: now["intake_open"],
    }
