"""A long work that is done apart, in a process of its own: begun by one of ours at a time, and looked after."""

from __future__ import annotations

import json
import os
from abc import ABC, abstractmethod
from typing import Any, ClassVar

import structlog

from live.domain.broadcast import ON_AIR
from live.domain.refused import Refused
from live.runtime.child import Child, Exceeded
from live.store import leases as store_leases
from live.store.centre import upkeep
from live.store.centre.upkeep import Work
from live.store.leases import Leases
from live.store.rows import Connection
from live.store.show import broadcasts
from live.store.transaction import Store, Transaction

log = structlog.get_logger()

MODULE = "live.workers.upkeep.child_work"

INTERVAL = 10.0
"""Seconds between two looks at whether it is time."""

PACE = 3.0
"""Seconds at least between two looks after somebody has written something, which may be a wish for it."""

TURN = 0.25
"""Seconds between two looks at one that is under way."""

BROKEN_OFF = {
    "message": Refused("unavailable", "It was broken off: the program ended meanwhile.").message,
    "params": {},
}


class Apart(ABC):
    """`work` names its row and its lease. Who inherits says when it is time, and what comes of it."""

    work: ClassVar[Work]

    def __init__(self, store: Store, leases: Leases) -> None:
        self._store, self._leases = store, leases
        self._child: Child | None = None
        self._answer: dict[str, Any] | None = None

    @abstractmethod
    def wanted(self, connection: Connection) -> bool:
        """Whether it is to be begun now."""

    def given(self, wished: upkeep.Run) -> dict[str, Any]:
        """What the process is told beside the database and the work's name; `wished`: how it was asked for."""
        return {}

    @abstractmethod
    def done(self, tx: Transaction, answer: dict[str, Any]) -> dict[str, Any]:
        """It has succeeded: what is kept of the answer."""

    def failed(self, tx: Transaction) -> None:  # noqa: B027 - Most have nothing to do then.
        """It has failed: what else is to be written down."""

    def is_ours(self) -> bool:
        """Whether nobody else can have begun the same meanwhile."""
        return self._leases.holds(self.work)

    def tick(self) -> float | None:
        if self._child is not None:
            return self._look_after(self._child)
        with self._store.read() as connection:
            if self.work in store_leases.held(connection, self._store.clock()):
                return None
            left = upkeep.run(connection, self.work).begun is not None
            if not (left or self.wanted(connection)):
                return None
        if not self._leases.take(self.work):
            return None
        if left:
            self._tell({"wrong": BROKEN_OFF})
            return 0.0
        return self._begin()

    def _begin(self) -> float | None:
        with self._store.write() as tx:
            # Looked at again: another process may have done it since.
            wished = upkeep.begin(tx, self.work) if self.wanted(tx.connection) else None
        if wished is None:
            self._leases.free(self.work)
            return None
        told = {"work": self.work, "url": self._store.database.place, **self.given(wished)}
        environment = {name: value for name, value in os.environ.items() if not name.startswith("LIVE_")}
        self._child = Child(MODULE, json.dumps(told).encode(), environment)
        log.info("a work of upkeep has begun", work=self.work)
        return TURN

    def _look_after(self, child: Child) -> float | None:
        if not self.is_ours():
            child.kill()
            self._child = None
            log.warning("a work of upkeep was broken off: this process no longer has its lease", work=self.work)
            return None
        if self._answer is None:
            self._answer = _answer_of(child)
        if self._answer is None:
            return TURN
        self._tell(self._answer)
        self._child = self._answer = None
        return None

    def _tell(self, answer: dict[str, Any]) -> None:
        """Write down how it ended. Where that fails the next tick tries again: the answer is still there."""
        wrong = answer.get("wrong")
        with self._store.write() as tx:
            if wrong:
                upkeep.end(tx, self.work, wrong=wrong)
                self.failed(tx)
            else:
                upkeep.end(tx, self.work, good=self.done(tx, answer))
        self._leases.free(self.work)
        if wrong:
            log.error("a work of upkeep failed", work=self.work, why=wrong["message"].format(**wrong["params"]))
        else:
            log.info("a work of upkeep is done", work=self.work)


def _answer_of(child: Child) -> dict[str, Any] | None:
    try:
        written = child.answer()
    except Exceeded:
        return {"wrong": BROKEN_OFF}
    return json.loads(written) if written is not None else None


def a_show_is_on_air(connection: Connection) -> bool:
    return bool(broadcasts.in_state(connection, ON_AIR))
