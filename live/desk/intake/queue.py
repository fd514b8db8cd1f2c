"""The intake: questions from outside, committed in groups, each acknowledged only after its commit.

Submissions that wait at the same moment share one transaction, so a slow disk costs a group and not a question
its wait. Each broadcast has a queue of its own: one whose log somebody else holds keeps no other waiting.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from time import monotonic
from typing import TYPE_CHECKING

import structlog

from live.desk.intake.reading import Read, unread
from live.desk.receive import Arrival, Receipt, Result, Unstorable, receive_free, receive_group
from live.domain.refused import Refused
from live.runtime import traces
from live.runtime.measured.numbers import Count, Durations
from live.runtime.tasks import Promise, Signal, Unfinished, sleep, spawn
from live.runtime.worker import Worker
from live.store.database import Unsure
from live.store.transaction import Store

if TYPE_CHECKING:
    from opentelemetry.trace import SpanContext

log = structlog.get_logger()

GROUP = 500
"""Questions at most in one transaction."""

PATIENCE = 15.0
"""Seconds that a sender waits for its acknowledgement before it is told `unavailable`."""

MOST_WAITING = 5_000
"""Senders that may wait at once at one broadcast: beyond that each is told at once to send again."""

IN_LINE = 4
"""Broadcasts at most whose log is waited for, each with a connection, of the twenty that a process has."""

INTERVAL = 60.0
"""Seconds between two looks while nobody hands anything in: only to show that somebody would look."""

BOUNDS = (0.005, 0.02, 0.05, 0.1, 0.25, 1, 5, 15)
"""Seconds up to which acknowledgements are counted; the last is PATIENCE."""

LOOK_AGAIN = 0.02
"""Seconds between two looks at logs that are held while as many as may be are waited for."""


@dataclass(slots=True, eq=False)
class _Sent:
    """What one sender hands in, and waits to hear of.

    `under_way`: a transaction has it. `given_up`: its sender was told that it is not stored, and so it must not be.
    `within`: what its sender's trace has under way.
    """

    arrivals: Sequence[Arrival]
    promise: Promise = field(default_factory=Promise)
    within: SpanContext | None = field(default_factory=traces.here)
    under_way: bool = False
    given_up: bool = False

    @property
    def broadcast_id(self) -> int:
        return self.arrivals[0].broadcast_id


Receive = Callable[[Store, Sequence[Arrival]], Sequence[Result | None]]
"""What becomes of each; None where it was left for later."""


class Intake:
    """The one way in for what comes from outside. Its `worker` is started once in a process."""

    def __init__(self, store: Store, read: Read = unread) -> None:
        """`read` does the language work of a group, as far as there is time for it."""
        self._store = store
        self._read = read
        self._queues: dict[int, deque[_Sent]] = {}
        """By broadcast. None is ever taken away: somebody may be about to join it."""
        self._last = 0
        """The broadcast that was served last: the next in the round begins."""
        self._in_line: set[int] = set()
        """Broadcasts whose log is waited for, each by a task of its own."""
        self._signal = Signal()
        self.came_at = float("-inf")
        """When somebody handed something in last, by the process's own clock."""
        self.worker = Worker("intake", self._tick, INTERVAL, self._signal)
        self.acknowledged = Durations("live_intake_seconds", "Until a sender was answered", bounds=BOUNDS)
        self.results = Count("live_intake_questions_total", "Questions handed in, by what became of each", ["outcome"])

    def start(self) -> None:
        """For a process that has no other tasks."""
        self.worker.start()

    def waiting(self) -> int:
        """How many senders wait that no transaction has taken up yet."""
        return sum(map(len, self._queues.values()))

    def receive(self, arrivals: Sequence[Arrival]) -> list[Result]:
        """Store these, which are all of one broadcast, and say for each what became of it, in order; waits for the
        commit.

        `unavailable` when the database does not answer: nothing is lost by sending the same again, and nothing comes
        twice. `unknown` where that cannot be promised.
        """
        began = self.came_at = monotonic()
        try:
            with traces.part("intake", {"live.questions": len(arrivals)}):
                results = self._receive(arrivals)
        except Refused as refused:
            self.results.add(refused.code, by=len(arrivals))
            raise
        finally:
            self.acknowledged.took(monotonic() - began)
        for result in results:
            self.results.add(_outcome(result))
        return results

    def _receive(self, arrivals: Sequence[Arrival]) -> list[Result]:
        queue = self._queues.setdefault(arrivals[0].broadcast_id, deque())
        if len(queue) >= MOST_WAITING:
            raise _not_stored()
        sent = _Sent(arrivals)
        queue.append(sent)
        self._signal.ring()
        try:
            results: list[Result] = sent.promise.wait(PATIENCE)
            return results
        except Unfinished:
            if sent.under_way:
                raise _not_known(arrivals) from None
            sent.given_up = True
            raise _not_stored() from None

    def receive_one(self, arrival: Arrival) -> Receipt:
        [result] = self.receive([arrival])
        if isinstance(result, Refused):
            raise result
        return result

    def _tick(self) -> float | None:
        """Store one group; no pause where more may wait."""
        sleep(0)  # Whoever is about to hand something in joins this group.
        group = self._next_group(self._waited_at())
        if not group:
            return None
        left = self._commit(group, receive_free)
        self._put_back(left)
        return LOOK_AGAIN if len(left) == len(group) else 0

    def _waited_at(self) -> list[int]:
        """The broadcasts at which somebody waits, in turn; without those whose log is waited for."""
        found = [id_ for id_, queue in list(self._queues.items()) if queue and id_ not in self._in_line]
        return sorted(found, key=lambda id_: (id_ <= self._last, id_))

    def _next_group(self, broadcast_ids: Iterable[int]) -> list[_Sent]:
        """Whoever waits at these broadcasts, as many as one transaction takes; without those who have been told
        otherwise."""
        group: list[_Sent] = []
        size = 0
        for broadcast_id in broadcast_ids:
            queue = self._queues[broadcast_id]
            while queue and (not group or size + len(queue[0].arrivals) <= GROUP):
                sent = queue.popleft()
                if not sent.given_up:
                    sent.under_way = True
                    group.append(sent)
                    size += len(sent.arrivals)
            self._last = broadcast_id
            if queue:
                break
        return group

    def _put_back(self, left: Sequence[_Sent]) -> None:
        """These come first again; for as many broadcasts as may be somebody waits in line."""
        for sent in reversed(left):
            sent.under_way = False
            self._queues[sent.broadcast_id].appendleft(sent)
        for broadcast_id in sorted({sent.broadcast_id for sent in left}):
            if len(self._in_line) < IN_LINE:
                self._in_line.add(broadcast_id)
                spawn(self._wait_in_line, broadcast_id)

    def _wait_in_line(self, broadcast_id: int) -> None:
        try:
            if group := self._next_group([broadcast_id]):
                self._commit(group, receive_group)
        finally:
            self._in_line.discard(broadcast_id)
            self._signal.ring()

    def _commit(self, group: Sequence[_Sent], receive: Receive) -> list[_Sent]:
        """Store what these have handed in, and tell them; those of them that were left for later."""
        arrivals = [arrival for sent in group for arrival in sent.arrivals]
        facts = {"live.questions": len(arrivals), "live.senders": len(group)}
        with traces.together("intake group", [sent.within for sent in group], facts):
            return self._stored(group, self._read(arrivals), receive)

    def _stored(self, group: Sequence[_Sent], arrivals: Sequence[Arrival], receive: Receive) -> list[_Sent]:
        """The same, once they were read."""
        try:
            results = receive(self._store, arrivals)
        except Unsure:
            for sent in group:
                sent.promise.set_exception(_not_known(sent.arrivals))
        except Refused as refused:
            for sent in group:
                sent.promise.set_exception(refused)
        except Exception:
            # One of them broke the statement for all: let each stand or fall alone.
            log.exception("a group of submissions failed; each is tried alone", size=len(arrivals))
            spawn(_each_alone, self._store, group)
        else:
            return _told(group, results)
        return []


def _told(group: Sequence[_Sent], results: Sequence[Result | None]) -> list[_Sent]:
    """Tell each what became of what it handed in; those of whom nothing did yet."""
    left: list[_Sent] = []
    index = 0
    for sent in group:
        its = results[index : index + len(sent.arrivals)]
        index += len(its)
        if None in its:
            left.append(sent)
        else:
            sent.promise.set_result(list(its))
    return left


def _outcome(result: Result) -> str:
    if isinstance(result, Refused):
        return result.code
    return "repeated" if result.repeated else "stored"


def _not_stored() -> Refused:
    return Refused("unavailable", "The database does not answer; nothing was stored. Send the same again.")


def _not_known(arrivals: Sequence[Arrival]) -> Refused:
    """Sending the same again is safe where a message is known by its external id, and only there."""
    if all(arrival.submission.external_id is not None for arrival in arrivals):
        return Unsure()
    return Refused(
        "unknown",
        "It is not known whether the question was stored. Look before you send it again; with an external_id you could "
        "send it again at once.",
    )


def _each_alone(store: Store, group: Sequence[_Sent]) -> None:
    for sent in group:
        sent.promise.set_result([_alone(store, arrival) for arrival in sent.arrivals])


def _alone(store: Store, arrival: Arrival) -> Result:
    try:
        [result] = receive_group(store, [arrival])
    except Unsure:
        return _not_known([arrival])
    except Refused as refused:
        return refused
    except Exception:
        log.exception("a submission failed", origin=arrival.origin)
        return Unstorable()
    return result
