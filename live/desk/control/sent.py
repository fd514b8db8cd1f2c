"""What has gone out to the control room's machines from this process, kept to be looked at."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

LINE = "line"
"""In place of a moment: nothing was said, a line that stands has come or is gone."""


@dataclass(frozen=True, slots=True)
class Said:
    """`what`: the moment, or while what a lamp is lit. `why`: a sentence where it was not taken, with `detail`.
    `tries`: how often it was tried."""

    at: datetime
    signal: int
    name: str
    what: str
    why: str = ""
    detail: str = ""
    tries: int = 1


@dataclass(slots=True)
class Sent:
    """Of one process, since it began. `works`: whether it is this one that sends, of several."""

    works: bool = False
    last: deque[Said] = field(default_factory=lambda: deque(maxlen=20))
    failing: dict[int, Said] = field(default_factory=dict)
    """By signal, what it has not taken last; nothing once it has taken something again."""

    def note(self, said: Said) -> None:
        self.last.append(said)
        if said.why:
            self.failing[said.signal] = said
        else:
            self.failing.pop(said.signal, None)

    def note_line(self, said: Said, signals: Iterable[int]) -> None:
        """A line that these signals go by has come or is gone. What one of them has not taken itself stays."""
        self.last.append(said)
        for signal in signals:
            known = self.failing.get(signal)
            if known is not None and known.what != LINE:
                continue
            if said.why:
                self.failing[signal] = said
            else:
                self.failing.pop(signal, None)
