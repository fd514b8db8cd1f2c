"""Has a vector made of each question that was read, and keeps it with those that are near to it.

The model is in a process of its own (live/workers/language/meaning_child.py), which is begun when there is work for it,
stays while there is, and is begun again after a pause where it dies: nobody waits for it, and without it doubles are
looked for by words alone. One process of ours at a time has one, by a lease.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from typing import Any

import structlog

from live.domain.language.suggestions import Kind
from live.domain.refused import Refused
from live.language.meaning.embedding import Chosen, chosen
from live.runtime.child import Exceeded, Helper
from live.runtime.measured.share import WHOLE, Share
from live.runtime.worker import UNTOLD, Worker, Written
from live.store import leases as all_leases
from live.store.centre import upkeep
from live.store.centre.upkeep import Work
from live.store.language import switches, vectors
from live.store.language.vectors import Made
from live.store.leases import Leases
from live.store.transaction import Store
from live.workers.means import Means
from live.workers.set_aside import SetAside, database_is_away

log = structlog.get_logger()

MODULE = "live.workers.language.meaning_child"

AT_ONCE = 20
"""Questions that the model is asked about in one go: what one costs besides is the same for few and for many."""

GATHER = 0.4
"""Seconds at least between two times that it is asked: whatever comes meanwhile is asked about together, which costs
the show beside it half as many transactions."""

TOGETHER = 4
"""Questions whose vectors are kept in one transaction: a question that comes meanwhile waits for no more."""

TURN = 0.05
"""Seconds between two looks at whether it has answered."""

PACE = 0.2
"""Seconds at least between two looks for what has been read."""

PATIENCE = 300.0
"""Seconds after which a model that does not answer is ended: it lets everybody else go first, so it may take long."""

IDLE = 600.0
"""Seconds without work after which its memory is given back."""

PAUSES = (5.0, 30.0, 120.0, 600.0)
"""Seconds before it is begun again, after each further failure; the last is kept to."""

BROKEN_OFF = Refused("invalid", "The process of the model has ended. It is begun again by itself.")


Told = tuple[str, Mapping[str, Any] | None]
"""What the page of health is told: which model there is, and why it is not at work."""


class Vectors:
    """`models`: which model there is, as `chosen` takes it. A question that ends it is set aside."""

    def __init__(self, store: Store, leases: Leases, models: str, share: Share = WHOLE) -> None:
        self._store, self._leases, self._models, self._share = store, leases, models, share
        self._model: Chosen | None = None
        self._helper: Helper | None = None
        self._asked: list[int] = []
        self._waits = False
        self._asked_at = self._again_at = 0.0
        self._failures = 0
        self._doubtful: list[int] = []
        """What it was asked about when it ended: each is asked about alone."""
        self._told: Told | None = None
        self.aside: SetAside[int] = SetAside("question to be made a vector of")

    def tick(self) -> float | None:
        try:
            return self._look_after(self._helper) if self._helper else self._look_for_work()
        except (Refused, Exceeded) as error:
            if database_is_away(error):
                raise
            self._failed(error)
            return None

    def end(self) -> None:
        """The model's process, and our turn."""
        if self._helper is not None:
            self._helper.kill()
            self._helper, self._waits, self._asked, self._told = None, False, [], None
        if self._leases.holds(Work.VECTORS):
            self._leases.free(Work.VECTORS)

    def _look_for_work(self) -> float | None:
        if time.monotonic() < self._again_at:
            return None
        self._model = self._model or chosen(self._models)
        if self._model is None:
            self._again_at = float("inf")  # A package is never there all of a sudden.
            self._tell("", None)
        elif self._due(self._model, ()) and self._is_ours():
            self._helper = Helper(MODULE, _environment())
            models = str(self._model.folder or "")
            self._ask(self._helper, url=self._store.database.place, models=models, model=self._model.name)
            return TURN
        return None

    def _look_after(self, helper: Helper) -> float | None:
        if not self._leases.holds(Work.VECTORS):
            self.end()
            return None
        model = self._model
        assert model is not None
        if not self._waits:
            self._go_on(helper, model, [])
        elif (made := self._answer(helper)) is None:
            return TURN
        else:
            self._go_on(helper, model, made)
            self._tell(model.name, None)
        if self._waits:
            return TURN
        rested = time.monotonic() - self._asked_at
        if rested < GATHER:
            return GATHER - rested
        if rested >= IDLE:
            self.end()
        return None

    def _go_on(self, helper: Helper, model: Chosen, made: Sequence[Made]) -> None:
        """Asks about the next, and keeps what it `made` of the last while it is at work on them."""
        rested = time.monotonic() - self._asked_at >= GATHER
        ids = self._due(model, [one.id for one in made]) if rested else []
        try:
            if ids:
                self._ask(helper, ids=ids)
                self._asked = ids  # Where it had ended before, it was none of these that ended it.
        finally:
            self._keep(model, made)

    def _due(self, model: Chosen, but: Collection[int]) -> list[int]:
        """Whom it is asked about next, other than those that it has just answered about."""
        with self._store.read() as connection:
            if not switches.on(connection, Kind.MEANING):
                return []
            return self._doubtful[:1] or vectors.due(connection, model.name, AT_ONCE, {*but, *self.aside.resting()})

    def _is_ours(self) -> bool:
        with self._store.read() as connection:
            if Work.VECTORS in all_leases.held(connection, self._store.clock()):
                return False
        return self._leases.take(Work.VECTORS)

    def _ask(self, helper: Helper, **given: Any) -> None:
        self._waits, self._asked_at = True, time.monotonic()
        helper.ask(json.dumps(given).encode())

    def _answer(self, helper: Helper) -> list[Made] | None:
        """What it made, to be kept; None while it has not answered."""
        line = helper.answer()
        if line is None:
            if time.monotonic() >= self._asked_at + PATIENCE:
                raise Exceeded
            return None
        answer, self._waits = json.loads(line), False
        if wrong := answer.get("wrong"):
            message = wrong["message"]
            raise Refused("invalid", message, **wrong["params"])
        self._doubtful = [id_ for id_ in self._doubtful if id_ not in self._asked]
        self._asked = []
        self._failures = 0
        return [Made(**one) for one in answer["made"]]

    def _keep(self, model: Chosen, made: Sequence[Made]) -> None:
        """A few together, or each alone where one of them breaks it for all."""
        beside = [one.id for one in made]
        for start in range(0, len(made), TOGETHER):
            few = made[start : start + TOGETHER]
            try:
                self._keep_few(model, few, beside)
            except Exception as error:
                if database_is_away(error):
                    raise
                for one in few:
                    with self.aside.attempt(one.id), self._share.piece(), self._store.write(Written.NOTHING) as tx:
                        vectors.keep(tx, model.name, [one], beside)

    def _keep_few(self, model: Chosen, few: Sequence[Made], beside: Collection[int]) -> None:
        """Beside whoever posts, or after them where they come at the same moment."""
        for way in (vectors.keep_beside, vectors.keep):
            with suppress(vectors.Meanwhile):
                with self._share.piece(), self._store.write(Written.NOTHING, lasting=False) as tx:
                    way(tx, model.name, few, beside)
                return

    def _failed(self, error: Refused | Exceeded) -> None:
        """It is begun again later. What it was asked about alone when it ended is set aside; of several each is
        doubtful."""
        if isinstance(error, Exceeded) and len(self._asked) == 1:
            self.aside.add(self._asked[0], error)
            self._doubtful = [id_ for id_ in self._doubtful if id_ not in self._asked]
        elif isinstance(error, Exceeded) and self._asked:
            self._doubtful = self._asked
        pause = PAUSES[min(self._failures, len(PAUSES) - 1)]
        self._again_at = time.monotonic() + pause
        self._failures += 1
        why = error if isinstance(error, Refused) else BROKEN_OFF
        log.warning("the model of meaning is not at work", why=str(why), again_in=pause)
        name = self._model.name if self._model else ""
        self._model = None
        self.end()
        self._tell(name, {"message": why.message, "params": why.params})

    def _tell(self, name: str, wrong: Mapping[str, Any] | None) -> None:
        """Written where it changes; another process may have told something else since we last had our turn."""
        if self._told is None:
            with self._store.read() as connection:
                last = upkeep.run(connection, Work.VECTORS)
            self._told = (last.good.get("model", ""), last.wrong)
        if self._told != (name, wrong):
            with self._store.write(Written.NOTHING) as tx:
                upkeep.end(tx, Work.VECTORS, good={"model": name}, wrong=wrong)
            self._told = (name, wrong)


def _environment() -> dict[str, str]:
    """No setting of ours, and so no secret; one processor."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith("LIVE_")}
    return ours | {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}


def worker(means: Means) -> Worker:
    task = Vectors(means.store, means.leases, means.models, means.share)
    return Worker("vectors", task.tick, UNTOLD, pace=PACE, away=database_is_away, set_aside=task.aside.count)
