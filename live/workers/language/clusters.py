"""Puts questions into clusters once they are read, and tells screens about what is asked now.

One process at a time does so for all broadcasts, by a lease. What it has learned of a broadcast's words it holds in
memory; all of it follows from the rows, so whoever comes next learns the same from them.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

from live.language.clusters import Clusters
from live.language.naming.names import ENOUGH
from live.runtime.measured.share import WHOLE, Share
from live.runtime.worker import UNTOLD, Worker, Written
from live.store import leases as all_leases
from live.store.ids import question_id
from live.store.language import clusters
from live.store.leases import Leases
from live.store.rows import Row
from live.store.transaction import Store
from live.views.questions.clusters import STEP, Counting, goes_by_time
from live.workers.means import Means
from live.workers.set_aside import SetAside, database_is_away

LEASE = "clusters"

PACE = 3.0
"""Seconds at least between two words on the clusters of one broadcast."""

SLICE = 200
"""Questions that are placed in one go, in pieces of a share of the loop; their transaction takes a few milliseconds."""

PAUSE = 0.05
"""Seconds between two slices: whoever works has a turn."""

READ = 500
"""Rows that are read in one go."""

BLOCK = 5000
"""Questions of the same broadcast that are learned from and counted: the newest block whole, and the one before it."""

HELD = 8
"""Broadcasts at most of which what was learned stays in memory."""

IDLE = 30.0
"""Seconds without work after which another process may have it."""


LEFT = -1
"""In place of a number of the log: something is left to do, though nothing more happens."""


@dataclass(slots=True)
class Memory:
    """What was learned of a broadcast's questions behind the position `since`, up to `placed`, in a `turn`."""

    learned: Clusters
    since: int
    placed: int
    turn: int


@dataclass(slots=True)
class Told:
    """When screens were told of a broadcast last, as of which number of its log, and when they are to be again."""

    head: int
    at: float
    again_at: float


class Gathering:
    """A broadcast of which this breaks is set aside; the others go on."""

    def __init__(self, store: Store, leases: Leases, share: Share = WHOLE) -> None:
        self._store, self._leases, self._share = store, leases, share
        self._memories: dict[int, Memory] = {}
        self._told: dict[int, Told] = {}
        self._worked_at = 0.0
        self.aside: SetAside[int] = SetAside("clusters of a broadcast")

    def tick(self) -> float | None:
        with self._store.read() as connection:
            heads = clusters.heads(connection)
        due = [id_ for id_, head in heads.items() if self._is_due(id_, head) and not self.aside.rests(id_)]
        if not due or not self._is_ours():
            self._rest()
            return None
        pauses = []
        for broadcast_id in due:
            with self.aside.attempt(broadcast_id) as attempt:
                pauses.append(self._work(broadcast_id, heads[broadcast_id]))
            if attempt.failed:
                self._memories.pop(broadcast_id, None)
        self._worked_at = time.monotonic()
        return min((pause for pause in pauses if pause is not None), default=None)

    def _is_due(self, broadcast_id: int, head: int) -> bool:
        told = self._told.get(broadcast_id)
        return told is None or told.head != head or time.monotonic() >= told.again_at

    def _is_ours(self) -> bool:
        if self._leases.holds(LEASE):
            return True
        with self._store.read() as connection:
            if LEASE in all_leases.held(connection, self._store.clock()):
                return False
        return self._leases.take(LEASE)

    def _rest(self) -> None:
        if self._leases.holds(LEASE) and time.monotonic() >= self._worked_at + IDLE:
            self._leases.free(LEASE)

    def _work(self, broadcast_id: int, head: int) -> float | None:
        """Place a slice, and tell of it; a pause where something is left to do. `head`: of its log, before that."""
        more = place_slice(self._store, broadcast_id, self._memories, self._share)
        told = self._told.get(broadcast_id)
        if told is not None and time.monotonic() < told.at + PACE:
            return PAUSE if more else told.at + PACE - time.monotonic()
        head, by_time = tell(self._store, broadcast_id, self._memories, head, self._share)
        now = time.monotonic()
        self._told[broadcast_id] = Told(LEFT if more else head, now, now + STEP if by_time else float("inf"))
        return PAUSE if more else None


def place_slice(store: Store, broadcast_id: int, memories: dict[int, Memory], share: Share = WHOLE) -> bool:
    """Put the next questions of a broadcast into clusters; whether more may be left."""
    with store.read() as connection:
        reader = clusters.reader(connection, broadcast_id)
    if reader is None:
        with store.write() as tx:
            clusters.begin(tx, broadcast_id)
        return True
    with store.read() as connection:
        rows = clusters.unplaced(connection, broadcast_id, reader.read_to, SLICE)
    if not rows:
        return False
    memory = recalled(store, reader, memories, share)
    del memories[broadcast_id]  # What it learns now is known to nobody until it is kept.
    placed = [(row.id, memory.learned.place(row.id, "" if row.further else row.text)) for row in share.over(rows)]
    with share.piece(), store.write(Written.NOTHING) as tx:
        kept = clusters.place(tx, reader, placed, max(row.number for row in rows))
    if kept:
        memory.placed += len(rows)
        memories[broadcast_id] = memory
    return len(rows) == SLICE or not kept


def recalled(store: Store, reader: Row[Any], memories: dict[int, Memory], share: Share) -> Memory:
    """What was learned of a broadcast's questions so far: from memory, or from its rows."""
    since = max(0, reader.placed // BLOCK - 1) * BLOCK
    memory = memories.pop(reader.broadcast_id, None)
    if memory is None or (memory.since, memory.placed, memory.turn) != (since, reader.placed, reader.turn):
        memory = Memory(Clusters(), since, since, reader.turn)
        while memory.placed < reader.placed:
            with store.read() as connection:
                rows = clusters.learned(connection, reader.broadcast_id, memory.placed, READ)
            rows = [row for row in rows if row.position <= reader.placed]
            for row in share.over(rows):
                memory.learned.put(row.text, row.cluster_id)
            memory.placed = rows[-1].position if len(rows) == READ else reader.placed
    memories[reader.broadcast_id] = memory  # At the end: the one that was not used for longest goes.
    if len(memories) > HELD:
        del memories[next(iter(memories))]
    return memory


def tell(
    store: Store, broadcast_id: int, memories: dict[int, Memory], head: int, share: Share = WHOLE
) -> tuple[int, bool]:
    """Count a broadcast's clusters, and tell its screens where something has changed.

    `head`: the number of its log as of which its questions were placed. That number, behind this very word where
    nothing else has come, and whether what is shown changes by time alone.
    """
    with store.read() as connection:
        reader = clusters.reader(connection, broadcast_id)
    if reader is None:
        return head, False
    shown = _counted(store, reader, share)
    named = _named(store, reader, shown, memories, share)
    if shown != reader.shown or named:
        with share.piece(), store.write() as tx:
            [row] = tx.lock(broadcast_id)
            if clusters.show(tx, reader, shown, named) and row.head == head:
                head += 1
    return head, goes_by_time(shown)


def _counted(store: Store, reader: Row[Any], share: Share) -> list[dict[str, Any]]:
    counting, at = Counting(store.clock()), max(0, reader.placed - BLOCK)
    while at < reader.placed:
        with share.piece(), store.read() as connection:
            rows = clusters.counted(connection, reader.broadcast_id, at, READ)
            counting.add(rows)
        at = rows[-1].position if len(rows) == READ else reader.placed
    return counting.largest()


def _named(
    store: Store, reader: Row[Any], shown: list[dict[str, Any]], memories: dict[int, Memory], share: Share
) -> dict[int, str]:
    """Names for those that have none yet, by their ids."""
    ids = [question_id(reader.broadcast_id, one["cluster"]) for one in shown]
    with store.read() as connection:
        known = clusters.names(connection, ids)
        nameless = {id_: clusters.texts(connection, id_, 3 * ENOUGH) for id_ in ids if id_ not in known}
    named: dict[int, str] = {}
    for id_, texts in share.over(nameless.items()):
        learned = recalled(store, reader, memories, share).learned
        name = learned.name(texts, {*known.values(), *named.values()})
        if name:
            named[id_] = name
    return named


def worker(means: Means) -> Worker:
    task = Gathering(means.store, means.leases, means.share)
    return Worker("clusters", task.tick, UNTOLD, pace=PACE, away=database_is_away, set_aside=task.aside.count)
