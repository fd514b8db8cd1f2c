"""A line to one OBS, kept while a show is on air: made anew where it breaks, and then told how everything stands.

What has happened is said once, in order, and within seconds or not at all. How something stands (a text, whether a
source is shown) is said again whenever the line was made anew.
"""

from __future__ import annotations

import random
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

import structlog

from live.channels import Failed
from live.channels.control.obs.session import PATIENCE, Ask, Broken, Obs, ShownOut
from live.channels.control.outlet import line_to
from live.domain.control.signals import Signal
from live.domain.refused import Refused
from live.runtime import tasks

log = structlog.get_logger()

PAUSES = (0.5, 1.0, 2.0, 4.0, 8.0)
"""Seconds before each further try to reach it; the last is kept to."""

SPREAD = (0.8, 1.2)
"""Between which parts of it a pause is, by chance: several servers, and several lines, do not come at once."""

LATE = 5.0
"""Seconds after which what has happened is said no more: a scene that changes then is a mistake on air."""

WAITING = 20
"""What may wait for a line; what comes then pushes out the oldest."""

LOOK = 1.0
"""Seconds between two looks at a line on which nothing is said."""

BEAT = 5.0
"""Seconds after which OBS is asked whether it is there still: a cable that was pulled out says nothing."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """What is to be said for a signal; `what`: its moment, or while what it is so. `stands`: it holds until further."""

    signal: Signal
    what: str
    ask: Ask
    since: float
    stands: bool = False


Said = Callable[[Signal, str, Failed | None], None]
"""Told of each end: the signal, what was said, and why it was not taken."""


class Line:
    """`changed` is told whenever the line has come (None), or has gone or cannot be had for another reason than before.

    One task `run`s it, others say what is to be said, and never wait.
    """

    def __init__(
        self,
        place: str,
        password: Callable[[], str],
        said: Said,
        changed: Callable[[Failed | None], None],
        clock: Callable[[], float] = time.monotonic,
        patience: float = PATIENCE,
    ) -> None:
        self._place, self._password, self._said, self._changed, self._clock = place, password, said, changed, clock
        self._patience = patience
        self._obs: Obs | None = None
        self._queue: deque[Waiting] = deque()
        self._stands: dict[int, Waiting] = {}
        self._tries, self._next, self._beat = 0, 0.0, 0.0
        self._trouble = ""
        self._ends = self._ends_at_once = self._shown_out = False
        self._wake = tasks.Signal()

    def say(self, signal: Signal, what: str, ask: Ask) -> None:
        """Let it be said once, after what waits, soon or not at all."""
        if len(self._queue) >= WAITING:
            pushed = self._queue.popleft()
            if not pushed.stands:
                self._said(pushed.signal, pushed.what, Failed("never", "Too much waited for this machine."))
        self._queue.append(Waiting(signal, what, ask, self._clock()))
        self._wake.ring()

    def stand(self, signal: Signal, what: str, ask: Ask) -> None:
        """Let it be so from now on."""
        one = self._stands[signal.id] = Waiting(signal, what, ask, self._clock(), stands=True)
        if self._obs is not None:
            self._queue.append(one)
        self._wake.ring()

    def forget(self, signal_id: int) -> None:
        """It is no matter any more how that stands."""
        self._stands.pop(signal_id, None)

    def end(self, at_once: bool = False) -> None:
        """Go away, after what waits where that can be said now."""
        self._ends, self._ends_at_once = True, at_once
        self._wake.ring()

    def run(self) -> None:
        while (pause := self.turn()) is not None:
            self._wake.wait(pause)

    def turn(self) -> float | None:
        """Do what there is to do now; the seconds until the next turn, None after the last."""
        self._drop_late()
        if self._ends and (self._obs is None or self._ends_at_once):
            self._hang_up()
            return None
        try:
            if self._obs is not None or self._come():
                self._say_all()
        except Failed as failed:
            self._lose(failed)
        except Exception:
            log.exception("a line to OBS broke")
            self._lose(Failed("later", "The line to OBS broke."))
        if self._ends:
            self._hang_up()
            return None
        if self._obs is not None or self._shown_out:
            return LOOK
        return min(LOOK, max(0.0, self._next - self._clock()))

    def _come(self) -> bool:
        """Whether the line is there now; `Failed` where it was tried and could not be made."""
        if self._shown_out or self._clock() < self._next:
            return False
        try:
            password = self._password()
        except Refused:
            raise Failed(
                "never", "The password cannot be read: LIVE_SECRET_KEY is not the one that sealed it."
            ) from None
        obs = line_to(self._place, password, self._patience)
        self._queue = deque([*(one for one in list(self._queue) if not one.stands), *self._stands.values()])
        self._obs, self._beat, self._tries, self._trouble = obs, self._clock(), 0, ""
        self._changed(None)
        self._drop_late()
        return True

    def _say_all(self) -> None:
        assert self._obs is not None
        self._obs.look()  # What is said into a line that is no more might have been heard.
        while self._queue:
            one = self._queue.popleft()
            if one.stands and self._stands.get(one.signal.id) is not one:
                continue  # It stands otherwise by now.
            if not self._say(self._obs, one):
                return
        if self._clock() - self._beat >= BEAT:
            self._beat = self._clock()
            self._obs.beat()

    def _say(self, obs: Obs, one: Waiting) -> bool:
        """Whether the next may be said."""
        try:
            obs.do(one.ask)
        except Broken as broken:
            if not one.stands:
                self._said(one.signal, one.what, broken)
            raise
        except Failed as failed:
            if failed.kind == "later":
                self._queue.appendleft(one)
                return False
            self._said(one.signal, one.what, failed)
        else:
            self._said(one.signal, one.what, None)
        return True

    def _drop_late(self) -> None:
        """What has happened too long ago is said no more."""
        late = [one for one in list(self._queue) if not one.stands and self._clock() - one.since > LATE]
        for one in late:
            self._queue.remove(one)
            self._said(one.signal, one.what, Failed("never", self._trouble or "OBS was not ready in time."))

    def _lose(self, failed: Failed) -> None:
        self._hang_up()
        self._shown_out = isinstance(failed, ShownOut)
        pause = PAUSES[min(self._tries, len(PAUSES) - 1)]
        self._next = self._clock() + pause * random.uniform(*SPREAD)  # nosec B311 # It spreads tries in time.
        self._tries += 1
        if failed.reason != self._trouble:
            self._trouble = failed.reason
            log.info("no line to OBS", kind=failed.kind)
            self._changed(failed)

    def _hang_up(self) -> None:
        obs, self._obs = self._obs, None
        if obs is not None:
            obs.close()
