"""All that a lamp or a button of the control room shows of a show."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row

from live.protocol.answers.show import Lights
from live.store.show import messages
from live.views.questions.on_air import on_air


def lights(connection: Connection, broadcast: Row[Any]) -> Lights:
    """What is on air, whether the intake is open, and how many messages the presenter has not seen."""
    return {
        **on_air(connection, broadcast),
        "intake_open": bool(broadcast.intake_open),
        "messages_waiting": messages.waiting(connection, broadcast.id),
    }
