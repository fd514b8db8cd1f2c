"""What goes wrong in a simulated show: at any statement, at any commit, at any letter, as the dice fall."""

from __future__ import annotations

import random
import sqlite3
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import event

from live.channels.capabilities import Failed, Http, OutgoingMessage, Sent
from live.store.transaction import Store
from tests.support.rooms import Clock

DEATH, AWAY, UNTOLD = "death", "the database is away", "death before the answer"


class Killed(BaseException):
    """The process has died here: nothing that it held in memory is left."""


class Nemesis:
    """Arms one fault at a time; what it did is counted by name."""

    def __init__(self, dice: random.Random, store: Store) -> None:
        self.dice = dice
        self.done: Counter[str] = Counter()
        self._fault: str | None = None
        self._fuse = 0
        self._engine = store.database.engine()
        self._hooks = store.after_commit
        event.listen(self._engine, "before_cursor_execute", self._before_statement)
        self._hooks.append(self._after_commit)

    def close(self) -> None:
        event.remove(self._engine, "before_cursor_execute", self._before_statement)
        self._hooks.remove(self._after_commit)

    def rest(self) -> None:
        """Nothing goes wrong until it is armed again."""
        self._fault = None

    def perhaps_arm(self) -> None:
        """One time in four, some fault a few statements from now."""
        self._fault = None
        if self.dice.random() < 0.25:
            self._fault = self.dice.choice((DEATH, DEATH, AWAY, UNTOLD))
            self._fuse = self.dice.randrange(1, 25)

    def _before_statement(self, *_: Any) -> None:
        self._fuse -= 1
        if self._fuse > 0:
            return
        if self._fault == DEATH:
            self._happens()
            raise Killed
        if self._fault == AWAY:
            self._happens()
            raise sqlite3.OperationalError("disk I/O error")

    def _after_commit(self, _: Sequence[int]) -> None:
        if self._fault == UNTOLD:
            self._happens()
            raise Killed

    def _happens(self) -> None:
        assert self._fault is not None
        self.done[self._fault] += 1
        self._fault = None

    def turn(self, clock: Clock) -> None:
        """Time passes: seconds, now and then days; and once in a while the machine's clock is set back."""
        kind = self.dice.randrange(20)
        if kind == 0:
            self.done["the clock goes back"] += 1
            clock.pass_(minutes=-self.dice.randrange(1, 60))
        else:
            clock.pass_(**({"hours": self.dice.randrange(1, 80)} if kind < 3 else {"seconds": self.dice.randrange(40)}))


class LyingNetwork:
    """A network that takes letters and says something else; for as long as its guard holds it knows what it has had.

    `arrived` counts what people got by the letter's guard.
    """

    SETTINGS = ()

    def __init__(self, dice: random.Random, guard: timedelta, clock: Clock) -> None:
        self.GUARD = guard
        self.honest = False
        self.arrived: Counter[int] = Counter()
        self.done: Counter[str] = Counter()
        self._dice, self._clock = dice, clock
        self._had: dict[int, datetime] = {}

    def rate(self, outgoing: OutgoingMessage) -> float:
        return 1e9

    def reply(self, outgoing: OutgoingMessage, settings: Any, http: Http) -> Sent:
        fate = "taken" if self.honest else self._dice.choice(FATES)
        self.done[fate] += 1
        if fate in TAKEN and not self._knows(outgoing.guard):
            self.arrived[outgoing.guard] += 1
            self._had[outgoing.guard] = self._clock()
        if fate == "busy":
            raise Failed("later", "The network is busy.")
        if fate == "refused":
            raise Failed("never", "The network refuses it.")
        if fate in ("silent after it", "silent before it"):
            raise Failed("unsure", "The network did not answer.")
        if fate in ("we die after it", "we die before it"):
            raise Killed
        return Sent(id=str(outgoing.guard))

    def _knows(self, guard: int) -> bool:
        return guard in self._had and self._clock() - self._had[guard] < self.GUARD


TAKEN = {"taken", "silent after it", "we die after it"}
FATES = (
    *["taken"] * 4,
    "busy",
    "refused",
    "silent after it",
    "silent before it",
    "we die after it",
    "we die before it",
)
