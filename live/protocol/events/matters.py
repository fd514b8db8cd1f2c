"""What happens to matters. They are the whole centre's: the tickets' log has it, and every broadcast's that is open."""

from __future__ import annotations

from live.protocol.events.base import DeclaredEvent, Log
from live.protocol.events.sent import MatterSent


class OfMatter(DeclaredEvent):
    """An event of one matter; the desk and the board of a coordinator are given its view."""

    sent = MatterSent
    data_is_sent = False

    matter: int


class OnDesk(OfMatter):
    """As a broadcast's log has it."""

    log = Log.BROADCAST


class OnBoard(OfMatter):
    """As the tickets' log has it."""

    log = Log.TICKETS


class OpenedOnDesk(OnDesk, name="matter.opened"):
    """Somebody has opened a matter."""


class OpenedOnBoard(OnBoard, name="matter.opened"):
    """Somebody has opened a matter."""


class EditedOnDesk(OnDesk, name="matter.edited"):
    """It has another title, owner, topic, place or time of the next word."""


class EditedOnBoard(OnBoard, name="matter.edited"):
    """It has another title, owner, topic, place or time of the next word."""


class JoinedOnDesk(OnDesk, name="matter.joined"):
    """Questions were joined to it; by nobody: others ask the same by now, whose questions were merged into its own."""


class JoinedOnBoard(OnBoard, name="matter.joined"):
    """Questions were joined to it; by nobody: others ask the same by now, whose questions were merged into its own."""


class PartedOnDesk(OnDesk, name="matter.parted"):
    """Questions are not about it after all; its version stays."""


class PartedOnBoard(OnBoard, name="matter.parted"):
    """Questions are not about it after all; its version stays."""


class ToldOnDesk(OnDesk, name="matter.told"):
    """All who asked are told what the view's `word` says."""


class ToldOnBoard(OnBoard, name="matter.told"):
    """All who asked are told what the view's `word` says."""


class ClosedOnDesk(OnDesk, name="matter.closed"):
    """It is over, or was joined to another one."""


class ClosedOnBoard(OnBoard, name="matter.closed"):
    """It is over, or was joined to another one."""
