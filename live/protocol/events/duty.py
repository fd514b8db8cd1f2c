"""What happens to duty. It is the whole centre's: the tickets' log has it, and that of every line between shows."""

from __future__ import annotations

from typing import Literal

from live.protocol.events.base import DeclaredEvent, Log
from live.protocol.events.sent import DutySent


class DutyOnDesk(DeclaredEvent, name="duty.changed"):
    """Another person is on duty, a shift was taken, handed over or confirmed, or the roster has changed."""

    log = Log.BROADCAST
    sent = DutySent


class DutyOnBoard(DeclaredEvent, name="duty.changed"):
    """Another person is on duty, a shift was taken, handed over or confirmed, or the roster has changed."""

    log = Log.TICKETS
    sent = DutySent


class Alarmed(DeclaredEvent, name="duty.alarmed"):
    """By nobody: a topic or a place is asked about more than is usual for its hour: how many ask, and usually do.

    `to`: the accounts of those on duty who are told of it too.
    """

    log = Log.BROADCAST
    sent = DutySent

    kind: Literal["topic", "place"]
    about: str
    many: int
    usual: float
    to: list[int] = []
