"""The language work on each new question, after its acknowledgement: its lemmas, a first guess at topic and place,
the words that the centre calls rude, and those that tell of danger to people.

It arrives as `question.classified`, by nobody, once for each question that was not read within its group
(live/desk/intake/reading.py); its version stays, so that nobody's move on a new question is refused because of a guess.
What the sender or a person has said is never guessed over.
"""

from __future__ import annotations

import time
from collections import defaultdict, deque
from collections.abc import Sequence
from datetime import timedelta
from itertools import chain
from typing import Any

from live.desk.tickets import refresh
from live.domain.events import Event
from live.language.lemmas import warm
from live.language.reading import Guesses, Reading
from live.runtime.measured.share import WHOLE, Share
from live.runtime.tasks import Signal
from live.runtime.worker import Worker
from live.store.ids import NUMBERS
from live.store.leases import Leases
from live.store.rows import Row
from live.store.show import unread
from live.store.transaction import Growth, Store, Transaction
from live.views.questions.suggestions import Guessing
from live.workers.means import Means
from live.workers.set_aside import SetAside, database_is_away

AT_ONCE = 50
"""Questions read in one go: each transaction then holds a log for a few milliseconds."""

TOGETHER = 8
"""Broadcasts at most whose questions are stored in one transaction, which holds the logs of all of them."""

PAUSE = 0.01
"""Seconds between two such goes."""

SWEEP = 2.0
"""Seconds after which what nobody has read is looked for: another process may have died before it did."""

OWN = 1000
"""Questions of one broadcast at most that this process means to read itself; what comes beyond is swept up."""

LEASE = "classify"

Found = tuple[Row[Any], Reading]
"""A question as it was read, and what was found in it."""


class Broken:
    """What the language work has set aside: texts that it cannot read, and questions that it cannot store it of."""

    def __init__(self) -> None:
        self.texts: SetAside[int] = SetAside("text")
        self.questions: SetAside[int] = SetAside("question to be classified")

    def count(self) -> int:
        return self.texts.count() + self.questions.count()


class Classifier:
    """The language work of one process: reads what this process stored at once, and what another one left by a lease.

    So no two do the same, and a long import keeps nobody's show waiting.
    """

    def __init__(self, store: Store, guessing: Guessing, leases: Leases, share: Share = WHOLE) -> None:
        self._store = store
        self._guessing = guessing
        self._leases = leases
        self._share = share
        self._own: dict[int, deque[int]] = {}
        """By broadcast, the ids of what this process has stored, in turn."""
        self._sweeps_at = 0.0
        self.broken = Broken()
        self.wake = Signal()
        store.after_arrival.append(self._arrived)

    def _arrived(self, question_ids: Sequence[int]) -> None:
        for question_id in question_ids:
            own = self._own.setdefault(question_id // NUMBERS, deque())
            if len(own) < OWN:
                own.append(question_id)
        self.wake.ring()

    def tick(self) -> float | None:
        """Read some of a few broadcasts; a short pause where more may be left."""
        warm()
        if self._own:
            with self._store.read() as connection:
                rows = list(unread.still(connection, self._next_own()).values())
            read(self._store, self._guessing.now(), rows, self.broken, self._share)
            return PAUSE
        if time.monotonic() < self._sweeps_at:
            return None
        if self._sweep():
            return PAUSE
        self._sweeps_at = time.monotonic() + SWEEP
        return None

    def _next_own(self) -> list[int]:
        """Some of what this process has stored, of as many broadcasts as share a transaction."""
        ids: list[int] = []
        in_turn = list(self._own)[:TOGETHER]
        for broadcast_id in in_turn:
            own = self._own.pop(broadcast_id)
            ids += [own.popleft() for _ in range(min(AT_ONCE // len(in_turn), len(own)))]
            if own:
                self._own[broadcast_id] = own  # At the end: the others have their turn.
        return ids

    def _sweep(self) -> bool:
        """Read what nobody has read for a while, where no other process does so; whether there was any."""
        before = self._store.clock() - timedelta(seconds=SWEEP)
        with self._store.read() as connection:
            rows = unread.next_to_read(connection, AT_ONCE, before, self.broken.questions.resting())
        if rows and (self._leases.holds(LEASE) or self._leases.take(LEASE)):
            read(self._store, self._guessing.now(), rows, self.broken, self._share)
            return True
        if not rows and self._leases.holds(LEASE):
            self._leases.free(LEASE)
        return False


def read_some(store: Store, guesses: Guesses, broken: Broken | None = None) -> int:
    """Read the next unread questions of any age; how many were dealt with."""
    broken = broken or Broken()
    with store.read() as connection:
        rows = unread.next_to_read(connection, AT_ONCE, without=broken.questions.resting())
    return read(store, guesses, rows, broken, WHOLE)


def read(store: Store, guesses: Guesses, rows: Sequence[Row[Any]], broken: Broken, share: Share) -> int:
    """Read these questions; how many were dealt with.

    A text that breaks the language work is marked as read with nothing found in it. What cannot be stored is set aside.
    """
    found: defaultdict[int, list[Found]] = defaultdict(list)
    for row in share.over(rows):
        try:
            reading = guesses.read(row.text, row.air_text, row.topic, row.locality, row.urgent)
        except Exception as error:
            broken.texts.add(row.id, error)
            reading = Reading("", row.topic, row.locality, urgent=row.urgent)  # No word of it is found by search.
        found[row.broadcast_id].append((row, reading))
    several = list(found.values())
    return sum(
        _write_or_set_aside(store, list(chain(*several[start : start + TOGETHER])), broken.questions, share)
        for start in range(0, len(several), TOGETHER)
    )


def _write_or_set_aside(store: Store, found: Sequence[Found], aside: SetAside[int], share: Share) -> int:
    """Store what was found together, or each alone where one of them breaks it for all; how many were dealt with."""
    try:
        with share.piece():
            return _write(store, found)
    except Exception as error:
        if database_is_away(error):
            raise
    for one in found:
        with aside.attempt(one[0].id), share.piece():
            _write(store, [one])
    return len(found)


def _write(store: Store, read: Sequence[Found]) -> int:
    """Store what was found of the questions that are still as they were read."""

    def once(tx: Transaction) -> int:
        broadcasts = tx.lock(*sorted({row.broadcast_id for row, _ in read}))
        now = unread.still(tx.connection, [row.id for row, _ in read])
        still = [(now[row.id], reading) for row, reading in read if row.id in now and _same(now[row.id], row)]
        if not still:
            return 0
        unread.save(tx, {row.id: reading for row, reading in still})
        grown: defaultdict[int, Growth] = defaultdict(lambda: Growth([]))
        for row, _ in still:
            grown[row.broadcast_id].events.append(Event("question.classified", row.number, row.state, row.state))
        tx.append_to_several(grown, None)
        for broadcast in broadcasts:
            if broadcast.id in grown:
                refresh(tx, broadcast, [one.question for one in grown[broadcast.id].events if one.question], None)
        return len(still)

    return store.run(once)


_READ = ("text", "air_text", "locality", "topic", "urgent")


def _same(now: Row[Any], then: Row[Any]) -> bool:
    """Whether nothing that was read has changed."""
    return all(getattr(now, fact) == getattr(then, fact) for fact in _READ)


def worker(means: Means) -> Worker:
    task = Classifier(means.store, means.guessing, means.leases, means.share)
    return Worker("classify", task.tick, SWEEP, task.wake, away=database_is_away, set_aside=task.broken.count)
