"""The lines to every OBS that some signal goes to: one each, however many signals there are."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence

from live.channels import Failed
from live.channels.control.obs.session import PATIENCE, Ask
from live.domain.control.signals import Signal
from live.runtime.tasks import spawn
from live.workers.control.obs_line import Line, Said

Changed = Callable[[Sequence[Signal], Failed | None], None]
"""Told of a line that has come (None) or gone: the signals that go by it, and why it is gone."""


class ObsLines:
    def __init__(self, password_of: Callable[[Signal], str], said: Said, changed: Changed) -> None:
        self._password_of, self._said, self._changed = password_of, said, changed
        self._lines: dict[str, Line] = {}
        self._signals: dict[str, list[Signal]] = {}
        """By place, those that go there."""
        self.begin: Callable[[Callable[[], None]], None] = spawn
        self.clock: Callable[[], float] = time.monotonic
        self.patience = PATIENCE

    def open(self, signals: Iterable[Signal]) -> None:
        """Have a line to wherever these go. One whose password was changed is made anew."""
        wanted: dict[str, list[Signal]] = {}
        for one in signals:
            wanted.setdefault(one.place, []).append(one)
        for place, going in wanted.items():
            before = self._signals.get(place)
            if before is not None and before[0].sealed != going[0].sealed:
                self._lines.pop(place).end(at_once=True)
            self._signals[place] = going
            if place not in self._lines:
                line = self._lines[place] = self._made(place, going[0])
                self.begin(line.run)

    def end_others(self, signals: Iterable[Signal]) -> None:
        """End the lines that none of these needs, after what waits there."""
        for place in self._lines.keys() - {one.place for one in signals}:
            self._lines.pop(place).end()
            del self._signals[place]

    def end_all(self, at_once: bool = False) -> None:
        for line in self._lines.values():
            line.end(at_once)
        self._lines.clear()
        self._signals.clear()

    def say(self, signal: Signal, what: str, ask: Ask) -> None:
        """Let it be said once. A line that is no more says nothing."""
        if line := self._lines.get(signal.place):
            line.say(signal, what, ask)

    def stand(self, signal: Signal, what: str, ask: Ask) -> None:
        """Let it be so from now on."""
        if line := self._lines.get(signal.place):
            line.stand(signal, what, ask)

    def forget(self, signal: Signal) -> None:
        if line := self._lines.get(signal.place):
            line.forget(signal.id)

    def _made(self, place: str, first: Signal) -> Line:
        def changed(failed: Failed | None) -> None:
            self._changed(self._signals.get(place, [first]), failed)

        return Line(place, lambda: self._password_of(first), self._said, changed, self.clock, self.patience)
