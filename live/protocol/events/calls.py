"""What happens to a telephone call, as its broadcast's log has it."""

from __future__ import annotations

from live.protocol.events.base import DeclaredEvent, Log
from live.protocol.events.sent import CallSent


class OfCall(DeclaredEvent):
    """An event of one call, with its question where it has one."""

    log = Log.BROADCAST
    carries = ("call",)
    sent = CallSent


class MovedCall(OfCall):
    """The call's state before and now."""

    call_was: str
    call_state: str


class Opened(OfCall, name="call.opened"):
    """It rings, or was noted by hand."""

    call_state: str


class Taken(MovedCall, name="call.taken"):
    """Somebody talks to the caller."""


class Held(MovedCall, name="call.held"):
    """The caller waits."""


class Written(MovedCall, name="call.written"):
    """The screener has written something down; state and version stay."""


class Handed(MovedCall, name="call.handed"):
    """It was handed over as a question."""


class Aired(MovedCall, name="call.aired"):
    """Its question went to air, and the caller with it."""


class Returned(MovedCall, name="call.returned"):
    """Its question came back from the air."""


class Ended(MovedCall, name="call.ended"):
    """Somebody has hung up."""


class Closed(MovedCall, name="call.closed"):
    """It is off the call-back list."""


class Reopened(MovedCall, name="call.reopened"):
    """It is on the call-back list again."""


class Cautioned(MovedCall, name="call.cautioned"):
    """Something is known of its caller, or no longer."""


class Recorded(OfCall, name="call.recorded"):
    """The exchange has told where its recording is."""
