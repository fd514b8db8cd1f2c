"""Segments of the order: a title between the questions. It goes to no air, and nobody but the producer is shown it."""

from __future__ import annotations

from dataclasses import dataclass

from live.domain.broadcast import COLLECTING, ON_AIR, PLANNED, Broadcast, Kind
from live.domain.refused import Refused

MOST = 60
"""Segments of one show."""

LONGEST_TITLE = 120
"""Characters of a title: what other programs take of a slug is 128."""

_ORDERED = frozenset({PLANNED, COLLECTING, ON_AIR})


@dataclass(frozen=True, slots=True)
class Segment:
    number: int
    title: str
    version: int

    def stale(self) -> Refused:
        return Refused("conflict", "The block “{title}” has changed meanwhile: look, and repeat.", title=self.title)


def check_ordered(broadcast: Broadcast) -> None:
    """`illegal` where this broadcast has no order, or it stands by now."""
    if broadcast.kind is Kind.STANDING:
        raise Refused("illegal", "A standing broadcast has no rundown, so nothing of it is ordered.")
    if broadcast.state not in _ORDERED:
        raise Refused(
            "illegal", "The broadcast is “{state}”; its order can no longer be changed.", state=broadcast.state.value
        )


def check_room(standing: int, more: int = 1) -> None:
    """`illegal` where with so many more there would be more segments than a show may have."""
    if standing + more > MOST:
        raise Refused("illegal", "An order has at most {most} blocks. Remove one of them first.", most=MOST)
