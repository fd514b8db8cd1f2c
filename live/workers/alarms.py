"""Tells of questions between shows that are near their time, or over it: the desk by an event, people by letters.

Those on duty are written to, and in the end the coordinators; at night only of what is to wake them (`domain/duty`).

Any number of processes may run one. What one has found it tells under a lease, a slice in one transaction, which locks
the broadcast's log, sees that its row does not say so yet, writes it, appends the event and queues the letter. So
nothing is told twice, and a process that dies in between has told all of a step or nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import groupby
from typing import Any

from live.domain import escalation as rules
from live.domain.deadline import Dues, began
from live.domain.duty.watch import COORDINATORS
from live.domain.escalation import Clock, Step
from live.domain.events import Event
from live.domain.people import By
from live.followup.reminders import late_questions
from live.runtime.tasks import sleep
from live.runtime.worker import Worker
from live.store.centre.calendar import reckoning
from live.store.centre.watch import Way, watch, ways
from live.store.followup import alarms, clocks, held, outbox
from live.store.followup.clocks import Progress
from live.store.leases import Leases
from live.store.rows import Connection, Row
from live.store.transaction import Store, Transaction
from live.workers.means import Means
from live.workers.set_aside import SetAside, database_is_away

LEASE = "alarms"

INTERVAL = 10.0
"""Seconds between two looks at the clock."""

PACE = 5.0
"""Seconds at least between two looks after somebody has written something."""

PAGE = 200
"""Questions that are looked at in one read."""

SLICE = 100
"""Questions of one broadcast that are told of in one transaction."""

BY = By("deadlines", "worker")

Told = tuple[Any, Clock, Step]
"""A question's row, and the step that is to be told of it."""


class Alarms:
    def __init__(self, store: Store, leases: Leases) -> None:
        self._store = store
        self._leases = leases
        self.aside: SetAside[int] = SetAside("clock of a question")

    def tick(self) -> None:
        """Tell what is to be told and was not yet, one broadcast after another; by what holds of the calendar now."""
        while is_behind(self._store) and self._leases.take(LEASE):
            if not recalculate_slice(self._store):
                self._leases.free(LEASE)
            sleep(0.01)
        due = self._due()
        if not due or not self._leases.take(LEASE):
            return
        try:
            for broadcast_id, late in due.items():
                ids, written = list(late), set[int]()
                for start in range(0, len(ids), SLICE):
                    # One letter tells a person of all that is found now, however many they are.
                    more = Counter(to for one in ids[start + SLICE :] for to in late[one])
                    written |= self._tell(broadcast_id, ids[start : start + SLICE], Letters(more, written))
                    sleep(0.01)  # Between slices the desk has its turn.
        finally:
            self._leases.free(LEASE)

    def _due(self) -> dict[int, dict[int, list[int]]]:
        """By broadcast, the ids of the questions of which something is to be told now, and to whom each step is."""
        found: dict[int, dict[int, list[int]]] = {}
        with self._store.read() as connection:
            look = Look(self._store, connection, self.aside)
        if not look.lines:
            return found
        for rows in alarms.pages(self._store, look.horizon, PAGE):
            for one in look.untold(rows):
                row = one[0]
                found.setdefault(row.broadcast_id, {}).setdefault(row.id, []).extend(look.recipients(*one) or ())
        return found

    def _tell(self, broadcast_id: int, ids: Sequence[int], letters: Letters) -> set[int]:
        """Tell of these together, or of each alone where one breaks it for all; who was written to."""
        try:
            return tell(self._store, broadcast_id, ids, self.aside, letters)
        except Exception as error:
            if database_is_away(error):
                raise
        written = set[int]()
        for one in ids:
            with self.aside.attempt(one):
                now = Letters(letters.more, {*letters.written, *written})
                written |= tell(self._store, broadcast_id, [one], self.aside, now)
        return written


@dataclass(frozen=True, slots=True)
class Letters:
    """Of how many others a letter to each tells besides, and who was written to: accounts, or COORDINATORS."""

    more: Mapping[int, int] = field(default_factory=dict)
    written: Collection[int] = ()


class Look:
    """One look at the clocks, at one moment, by each line's own zone."""

    def __init__(self, store: Store, connection: Connection, aside: SetAside[int]) -> None:
        self._now = store.clock()
        self._aside = aside
        self.lines = alarms.lines(connection)
        self._watch = watch(connection, self._now)
        self._reckoning = reckoning(connection)
        self._at = cache(self._tick_in)

    def _tick_in(self, zone: str) -> rules.Tick:
        return rules.tick(self._now, self._reckoning.calendar(zone, self._now))

    @property
    def horizon(self) -> Any:
        """The latest time of which anything may be told now."""
        return max(self._at(line.zone).horizon for line in self.lines.values())

    def untold(self, rows: Sequence[Row[Any]]) -> list[Told]:
        """The steps of these questions that are due and were not told; one that cannot be reckoned is set aside."""
        due: list[Told] = []
        for row in rows:
            line = self.lines.get(row.broadcast_id)
            if line is None or self._aside.rests(row.id):
                continue
            try:
                due += [(row, *step) for step in rules.steps(alarms.to_watched(row), self._at(line.zone))]
            except Exception as error:
                self._aside.add(row.id, error)
        return [one for one in due if not alarms.is_told(*one) and not _is_past(*one)]

    def recipients(self, row: Row[Any], clock: Clock, step: Step) -> tuple[int, ...] | None:
        """The accounts that are told of a step, or (COORDINATORS,); None where it waits for the morning."""
        return self._watch.told(row.topic, row.locality, clock, step)


def _is_past(row: Row[Any], clock: Clock, step: Step) -> bool:
    """Whether it was told already that the time is over, which a new calendar has moved away: it is not near again."""
    return step is Step.NEAR and alarms.is_told(row, clock, Step.OVER)


def tell(
    store: Store, broadcast_id: int, ids: Sequence[int], aside: SetAside[int], letters: Letters | None = None
) -> set[int]:
    """Tell of those of these questions of which it is still so, in one transaction; to whom a letter is due by it."""
    wanted = letters or Letters()
    with store.write() as tx:
        tx.lock(broadcast_id)
        look = Look(store, tx.connection, aside)
        steps = look.untold(alarms.by_ids(tx.connection, ids))
        told = [(one, look.recipients(*one)) for one in steps]
        alarms.note(tx, steps)
        held.add(tx, [one for one, to in told if to is None])
        tx.append(broadcast_id, [_event(*one, to or ()) for one, to in told], None)
        mine: dict[int, list[Told]] = {}
        for one, to in told:
            for account in to or ():
                mine.setdefault(account, []).append(one)
        to_write = {account: some for account, some in mine.items() if account not in wanted.written}
        if to_write:
            _write(tx, look.lines[broadcast_id], to_write, wanted.more)
        return set(mine)


def is_behind(store: Store) -> bool:
    """Whether questions may be due by a calendar, or by terms, that hold no more."""
    with store.read() as connection:
        return clocks.progress(connection, clocks.QUESTIONS).is_behind(clocks.marks(connection))


def recalculate_slice(store: Store) -> bool:
    """Reckon the next questions whose clocks run by the lists as they are now; whether more may be left."""
    with store.read() as connection:
        marks, come = clocks.marks(connection), clocks.progress(connection, clocks.QUESTIONS)
        rows = alarms.running(connection, come.done if come.towards == marks else 0, SLICE)
    for broadcast_id, some in groupby(rows, key=lambda row: row.broadcast_id):
        with store.write() as tx:
            tx.lock(broadcast_id)
            _recalculate(tx, broadcast_id, [row.id for row in some])
    with store.write() as tx:
        done = Progress(come.marks, marks, rows[-1].id) if rows else Progress(marks, marks)
        clocks.note(tx, done, clocks.QUESTIONS)
    return bool(rows)


def _recalculate(tx: Transaction, broadcast_id: int, ids: Sequence[int]) -> None:
    line = alarms.lines(tx.connection).get(broadcast_id)
    if line is None:
        return  # A show, which a question has brought its clock to.
    by_now, moved = reckoning(tx.connection), []
    for row in alarms.by_ids(tx.connection, ids):
        due = by_now.general(line.zone, began(row.asked_at, row.received_at))
        if due != Dues(row.react_due, row.resolve_due):
            alarms.reschedule(tx, row.id, due)
            moved.append(Event("question.retold", row.number, row.state, row.state))
    tx.append(broadcast_id, moved, None)


def _event(row: Row[Any], clock: Clock, step: Step, to: Sequence[int]) -> Event:
    facts = {"clock": clock.value, "step": step.value, "to": [one for one in to if one != COORDINATORS]}
    return Event("question.escalated", row.number, row.state, row.state, data=facts)


def _write(tx: Transaction, line: Row[Any], mine: Mapping[int, Sequence[Told]], more: Mapping[int, int]) -> None:
    """One letter to each, by each way that they are reached, about all of theirs and so many more."""
    reached = ways(tx.connection, mine)
    if COORDINATORS in mine:
        reached[COORDINATORS] = coordinators(tx.connection, line.id)
    for account, some in mine.items():
        told = [
            (row.number, row.topic, row.locality, clock, step, alarms.to_watched(row).due(clock))
            for row, clock, step in some
        ]
        text = late_questions(line.title, line.zone, told, more.get(account, 0))
        for channel_id, address in reached.get(account, ()):
            outbox.queue_notice(tx, None, channel_id, address, text, BY)


def coordinators(connection: Connection, broadcast_id: int) -> list[Way]:
    """How those are written to who coordinate a broadcast, each address once."""
    reached = ways(connection, alarms.coordinators(connection, broadcast_id))
    return list(dict.fromkeys(way for some in reached.values() for way in some))


def worker(means: Means) -> Worker:
    task = Alarms(means.store, means.leases)
    return Worker("alarms", task.tick, INTERVAL, pace=PACE, away=database_is_away, set_aside=task.aside.count)
