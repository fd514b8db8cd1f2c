"""What must have come of the fortnight, counted apart from what the product says of itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from live.views.books import Books
from tests.simulation.fortnight.district import due, worked

TERMS = {"reaction": 120, "resolution": 480}
"""Minutes of work."""

NEAR = {"reaction": 30, "resolution": 120}
"""A quarter of each."""

LONG_OVER = 60


@dataclass
class Life:
    """A clock of a question or a ticket: since when it runs, from when somebody can be told, when it was stopped.

    `dues` are those by the minute unless they are given.
    """

    start: datetime
    began: datetime
    reacted: datetime | None = None
    ended: datetime | None = None
    given: tuple[datetime, datetime] | None = None

    @property
    def dues(self) -> dict[str, datetime]:
        if self.given:
            return dict(zip(TERMS, self.given, strict=True))
        return {clock: due(self.start, minutes) for clock, minutes in TERMS.items()}

    def steps(self, looks: Sequence[datetime]) -> Iterator[tuple[str, str, datetime]]:
        """What is to be told of it, and at which look at the clocks; each once."""
        known, dues = set(), self.dues
        for now in looks:
            if now < self.began or (self.ended is not None and self.ended <= now):
                continue
            for clock, deadline in dues.items():
                if clock == "reaction" and self.reacted is not None and self.reacted <= now:
                    continue
                for step in _due(clock, deadline, now):
                    if (clock, step) not in known:
                        known.add((clock, step))
                        yield clock, step, now


def _due(clock: str, deadline: datetime, now: datetime) -> list[str]:
    if now < deadline:
        return ["near"] if worked(now, deadline) <= NEAR[clock] else []
    return ["over", "chief"] if worked(deadline, now) >= LONG_OVER else ["over"]


@dataclass
class Told:
    """`questions` by their numbers on the line, `tickets` by theirs; `ends` by what the message's text bears.

    `assigned`: since when a ticket has a department.

    `heard`: (what was said, the asker's number); a word about the matter counts by the person. `looks`: when the
    background looked at the clocks, and `on_duty` whom the screens showed as told then. `days`: at the end of each,
    the books and how many questions were open.
    """

    questions: dict[int, Life] = field(default_factory=dict)
    tickets: dict[str, Life] = field(default_factory=dict)
    assigned: dict[str, datetime] = field(default_factory=dict)
    heard: Counter[tuple[str, int]] = field(default_factory=Counter)
    ends: dict[int, str] = field(default_factory=dict)
    looks: list[datetime] = field(default_factory=list)
    on_duty: list[list[str | None]] = field(default_factory=list)
    days: list[tuple[list[Books], int]] = field(default_factory=list)
