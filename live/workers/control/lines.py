"""Whether the screens of the air have a line: lost, once the last of a kind has been gone for some seconds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from live.domain.control.signals import Moment

WATCHED = frozenset({"prompter", "overlay"})

GRACE = 4.0
"""Seconds: a screen that is opened anew, or goes over to another server, is gone for a moment."""


@dataclass(slots=True)
class Lines:
    """Of one show."""

    _gone: dict[str, float] = field(default_factory=dict)
    """By kind of screen that has been there, since when it has been gone; it is there while that is nothing."""
    _there: set[str] = field(default_factory=set)
    _lost: set[str] = field(default_factory=set)

    @property
    def lost(self) -> bool:
        return bool(self._lost)

    def look(self, screens: Iterable[str], now: float) -> list[Moment]:
        """What has become of them, by which are there now; `now` in seconds."""
        counts = Counter(screens)
        told = []
        for kind in sorted(WATCHED):
            if counts[kind]:
                self._there.add(kind)
                self._gone.pop(kind, None)
                if kind in self._lost:
                    self._lost.discard(kind)
                    told.append(Moment.FOUND)
            elif kind in self._there - self._lost and now - self._gone.setdefault(kind, now) >= GRACE:
                self._lost.add(kind)
                told.append(Moment.LOST)
        return told
