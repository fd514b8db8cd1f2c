"""What happens to the order of a show, beside its questions: no title stands in the log."""

from __future__ import annotations

from live.protocol.events.base import DeclaredEvent, Log
from live.protocol.events.sent import SegmentsSent


class OfSegment(DeclaredEvent):
    """An event of one title of the order."""

    log = Log.BROADCAST
    sent = SegmentsSent
    data_is_sent = False

    segment: int


class Added(OfSegment, name="segment.added"):
    """A title stands in the order."""


class Renamed(OfSegment, name="segment.renamed"):
    """It reads otherwise."""


class Moved(OfSegment, name="segment.moved"):
    """It stands somewhere else; its questions stay."""


class Removed(OfSegment, name="segment.removed"):
    """It is no more; its questions stay."""
