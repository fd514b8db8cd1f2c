"""The ballot box: votes of one moment are counted in one transaction, each acknowledged after its commit."""

from __future__ import annotations

import time
from collections import deque
from dataclasses import dataclass, field

import structlog

from live.desk.polls.casting import Outcome, Vote, cast_group
from live.domain.refused import Refused
from live.runtime.tasks import Promise, Signal, Unfinished, sleep
from live.runtime.worker import Worker
from live.store.database import Unsure
from live.store.transaction import Store

log = structlog.get_logger()

GROUP = 500
"""Votes at most in one transaction."""

TOGETHER = 0.05
"""Seconds at least between two transactions: in a rush of votes the database's time is left to the questions."""

PATIENCE = 15.0
"""Seconds that a voter waits before they are told `unavailable`."""

MOST_WAITING = 5_000
"""Voters that may wait at once: beyond that each is told at once to send again."""

INTERVAL = 60.0
"""Seconds between two looks while nobody votes: only to show that somebody would look."""


@dataclass(slots=True, eq=False)
class _Cast:
    """`poll`: its broadcast and its number. `under_way`: a transaction has it."""

    poll: tuple[int, int]
    vote: Vote
    promise: Promise = field(default_factory=Promise)
    under_way: bool = False
    given_up: bool = False


class BallotBox:
    """The way in for votes that somebody waits for. Its `worker` is started once in a process."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._queue: deque[_Cast] = deque()
        self._signal = Signal()
        self._next_at = 0.0
        self.worker = Worker("ballots", self._tick, INTERVAL, self._signal)

    @property
    def waiting(self) -> int:
        """How many votes wait to be counted."""
        return len(self._queue)

    def cast(self, broadcast_id: int, poll_id: int, vote: Vote) -> bool:
        """Whether one more has voted, or else somebody who had before; waits for the commit.

        `closed`, `invalid`, `not_found` or `illegal` where it is no vote; `unavailable` when the database does not
        answer. The same vote may be sent again at any time: nobody counts twice.
        """
        if self.waiting >= MOST_WAITING:
            raise _not_counted()
        one = _Cast((broadcast_id, poll_id), vote)
        self._queue.append(one)
        self._signal.ring()
        try:
            outcome: Outcome = one.promise.wait(PATIENCE)
        except Unfinished:
            if one.under_way:
                raise Unsure from None
            one.given_up = True
            raise _not_counted() from None
        if isinstance(outcome, Refused):
            raise outcome
        return outcome

    def _tick(self) -> float | None:
        sleep(max(0.0, self._next_at - time.monotonic()))  # Whoever votes meanwhile, or is about to, joins this group.
        group = self._next_group()
        if not group:
            return None
        self._count(group)
        self._next_at = time.monotonic() + (TOGETHER if len(group) < GROUP else 0)
        return 0

    def _next_group(self) -> list[_Cast]:
        """The first who waits, and whoever waits at the same poll."""
        group: list[_Cast] = []
        others: list[_Cast] = []
        while self._queue and len(group) < GROUP:
            one = self._queue.popleft()
            if one.given_up:
                continue
            if group and one.poll != group[0].poll:
                others.append(one)
                continue
            one.under_way = True
            group.append(one)
        self._queue.extendleft(reversed(others))
        return group

    def _count(self, group: list[_Cast]) -> None:
        try:
            outcomes = cast_group(self._store, *group[0].poll, [one.vote for one in group])
        except Refused as refused:
            for one in group:
                one.promise.set_exception(refused)
        except Exception as error:
            if len(group) == 1:
                log.exception("a vote could not be counted", poll=group[0].poll)
                group[0].promise.set_exception(error)
                return
            log.exception("a group of votes failed; each is tried alone", size=len(group))
            for one in group:
                self._count([one])
        else:
            for one, outcome in zip(group, outcomes, strict=True):
                one.promise.set_result(outcome)


def _not_counted() -> Refused:
    return Refused("unavailable", "The database does not answer; the vote was not counted. Send the same again.")
