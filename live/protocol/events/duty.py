"""What happens to duty. It is the whole centre's: the tickets' log has it, and that of every line between shows."""

from __future__ import annotations

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
