"""Tells owners and chiefs of deadlines: in the product by an event, and by a letter where there is an address.

Of an answer that nobody has approved in time, coordinators are told; of a part that was not given, those who are to.

Any number of processes may run one. Each looks by itself; what it has found it tells under a lease. A step is told
in one transaction, which locks the tickets' log, sees that no row says so yet, inserts it, appends the event and queues
the letter. So nothing is told twice, and a process that dies in between has told all of a step or nothing.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from functools import cache
from itertools import groupby
from typing import Any

from live.domain import escalation as rules
from live.domain.escalation import Step
from live.domain.events import Event
from live.domain.people import By
from live.followup.reminders import Notice, digest, letter, to_approve
from live.runtime.tasks import sleep
from live.runtime.worker import Worker
from live.store.centre import access, departments, shifts
from live.store.centre.calendar import Reckoning, reckoning
from live.store.centre.departments import NOBODY, Reached
from live.store.centre.watch import watch, ways
from live.store.followup import alarms, escalations, outbox, parts
from live.store.ids import NUMBERS, TICKETS_LOG
from live.store.leases import Leases
from live.store.rows import Connection, Row
from live.store.transaction import Store, Transaction
from live.workers.means import Means
from live.workers.set_aside import SetAside, database_is_away

LEASE = "escalate"

LEAST, LONGEST = 10.0, 60.0
"""Seconds between two ticks: SHARE times as long as the last one took, within these."""

SHARE = 20

PAGE = 200
"""Tickets that are looked at in one read."""

SLICE = 100
"""Steps that are told in one transaction."""

TOGETHER = 5
"""More steps than these for one person at a time come in one letter."""

BY = By("deadlines", "worker")

COORDINATORS: tuple[str | None, str | None] = (None, None)
"""Whom no one name and no one address stands for."""

CENTRE = 0
"""Roles that hold for the whole centre are kept under this in place of a broadcast."""


class Escalation:
    def __init__(self, store: Store, leases: Leases) -> None:
        self._store = store
        self._leases = leases
        self.aside: SetAside[int | str] = SetAside("deadline of a ticket")

    def tick(self) -> float:
        """Tell what is to be told; the pause grows with the time that it took."""
        began = time.monotonic()
        if next(find(self._store, self.aside), None) is not None and self._leases.take(LEASE):
            try:
                # Another process may have told of it meanwhile.
                tell(self._store, find(self._store, self.aside), self.aside)
            finally:
                self._leases.free(LEASE)
        return min(max(LEAST, SHARE * (time.monotonic() - began)), LONGEST)


def find(store: Store, aside: SetAside[int | str] | None = None) -> Iterator[Notice]:
    """Everything that is to be told now and was not yet; a ticket that cannot be reckoned is set aside."""
    scan = DeadlineScan(store, aside or SetAside("deadline of a ticket"))
    with store.read() as connection:
        horizon = scan.horizon(connection)
    if horizon is None:
        return
    found: set[tuple[Any, ...]] = set()
    for connection, rows in escalations.pages(store, horizon, PAGE):
        for notice in scan.due(connection, rows):
            if _what(notice) not in found:
                found.add(_what(notice))
                yield notice
    with store.read() as connection:
        late = scan.late_parts(connection)
    yield from late


class DeadlineScan:
    """One look at the tickets, at one moment, by each broadcast's own zone."""

    def __init__(self, store: Store, aside: SetAside[int | str]) -> None:
        self._now = store.clock()
        self._aside = aside
        self._at = cache(self._tick_in)
        self._zones: dict[int, str] | None = None
        self._reckoning: Reckoning | None = None
        self._departments: dict[str, Reached] = {}

    def _tick_in(self, zone: str) -> rules.Tick:
        assert self._reckoning is not None
        return rules.tick(self._now, self._reckoning.calendar(zone, self._now))

    def _know(self, connection: Connection) -> dict[int, str]:
        if self._zones is None:
            self._zones = escalations.zones(connection)
            self._reckoning = reckoning(connection)
            self._departments = departments.whom_to_tell(connection)
        return self._zones

    def horizon(self, connection: Connection) -> Any:
        """The latest deadline of which anything may be told now; None where there is no broadcast at all."""
        zones = set(self._know(connection).values())
        return max((horizon for zone in zones if (horizon := self._horizon(zone)) is not None), default=None)

    def _horizon(self, zone: str) -> datetime | None:
        """None where the zone cannot be reckoned in."""
        if self._aside.rests(zone):
            return None
        try:
            return self._at(zone).horizon
        except Exception as error:
            self._aside.add(zone, error)
            return None

    def due(self, connection: Connection, rows: Sequence[Row[Any]]) -> list[Notice]:
        """What is to be told of these tickets, and was not yet."""
        zones = self._know(connection)
        wanted = []
        for row in rows:
            zone = zones.get(row.question_id // NUMBERS)
            if zone is None or self._aside.rests(zone) or self._aside.rests(row.id):
                continue
            try:
                steps = rules.steps(escalations.to_watched(row), self._at(zone))
            except Exception as error:
                self._aside.add(row.id, error)
            else:
                wanted += [(row, zone, clock, step) for clock, step in steps]
        if not wanted:
            return []
        notified = escalations.notified(connection, [row.id for row, *_ in wanted])
        new = [one for one in wanted if (one[0].id, one[2].value, one[3].value, one[0].reopened) not in notified]
        whom = self._people(connection, [row for row, *_ in new]) if new else {}
        return [
            Notice(
                row.id,
                row.number,
                row.state,
                row.department,
                clock,
                step,
                row.reopened,
                escalations.to_watched(row).due(clock),
                zone,
                *(COORDINATORS if clock is rules.Clock.APPROVAL else whom[row.id, step is Step.CHIEF]),
            )
            for row, zone, clock, step in new
        ]

    def late_parts(self, connection: Connection, tickets: Iterable[int] | None = None) -> list[Notice]:
        """Parts of answers that should have been given by now, of these tickets or of any, and were not told of yet."""
        zones = self._know(connection)
        found: list[tuple[Row[Any], str, datetime]] = []
        for row in parts.late(connection, self._now, tickets):
            zone = zones.get(row.question_id // NUMBERS)
            if zone is None or self._aside.rests(row.ticket_id):
                continue
            due = min(row.due, row.resolution_due)
            found.append((row, zone, due if due <= self._now else row.due))
        people = access.accounts(connection, {row.person_id for row, *_ in found if row.person_id})
        away = shifts.absent(connection, self._now) if people else ()
        whom = {one.id: one for one in people if one.id not in away}
        return [
            Notice(
                row.ticket_id,
                row.number,
                row.ticket_state,
                row.lead,
                rules.Clock.PART,
                Step.OVER,
                row.id,
                due,
                zone,
                *self._of_part(row, whom.get(row.person_id)),
            )
            for row, zone, due in found
        ]

    def _of_part(self, row: Row[Any], person: Row[Any] | None) -> tuple[str | None, str | None]:
        shared = self._departments.get(row.department, NOBODY).shared
        return (person.name, person.email or shared) if person is not None else (row.department, shared)

    def _people(self, connection: Connection, rows: Sequence[Row[Any]]) -> dict[Any, tuple[str | None, str | None]]:
        """By a ticket's id and whether its chief is meant: who is told, and at what address."""
        owners = {row.id: row for row in access.accounts(connection, {row.owner_id for row in rows if row.owner_id})}
        instead = self._instead(connection, [row for row in rows if row.owner_id in owners])
        whom: dict[Any, tuple[str | None, str | None]] = {}
        for row in rows:
            owner, department = owners.get(row.owner_id), self._departments.get(row.department, NOBODY)
            shared = department.shared
            whom[row.id, True] = department.name, department.address
            if row.id in instead:
                owner = instead[row.id]
            whom[row.id, False] = (
                (owner.name, owner.email or shared) if owner else (row.owner or row.department, shared)
            )
        return whom

    def _instead(self, connection: Connection, rows: Sequence[Row[Any]]) -> dict[int, Row[Any]]:
        """By a ticket's id, who is on duty in place of an owner who is away."""
        away = shifts.absent(connection, self._now)
        left = [row.id for row in rows if row.owner_id in away]
        if not left:
            return {}
        present, about = watch(connection, self._now), escalations.about(connection, left)
        duty = {one: present.on_duty(about[one].topic, about[one].locality) for one in left}
        people = {
            row.id: row for row in access.accounts(connection, {account for on in duty.values() for account in on})
        }
        return {one: people[on[0]] for one, on in duty.items() if on}


def tell(store: Store, notices: Iterable[Notice], aside: SetAside[int | str] | None = None) -> int:
    """Tell of these, each person's together; how many were told. A ticket that breaks it is set aside."""
    aside = aside or SetAside("deadline of a ticket")
    ordered = sorted(notices, key=lambda one: (one.address or "", one.due, one.ticket_id, one.clock, one.step))
    count = 0
    for _, group in groupby(ordered, key=lambda one: one.address):
        mine, written = list(group), False
        for start in range(0, len(mine), SLICE):
            notified = _tell_slice(store, mine[start : start + SLICE], [] if written else mine[start:], aside)
            written, count = written or bool(notified), count + notified
            sleep(0.01)  # Between slices the desk has its turn.
    return count


def _tell_slice(store: Store, some: Sequence[Notice], to_write: Sequence[Notice], aside: SetAside[int | str]) -> int:
    """Tell of these in one transaction, or of each alone where one of them breaks it for all; how many were told."""
    try:
        return _tell(store, some, to_write, aside)
    except Exception as error:
        if database_is_away(error):
            raise
    count = 0
    for one in some:
        if aside.rests(one.ticket_id):
            continue  # Another step of it has just broken.
        with aside.attempt(one.ticket_id):
            notified = _tell(store, [one], to_write, aside)
            count += notified
            if notified and len(to_write) > TOGETHER:
                to_write = ()  # They were all in that letter.
    return count


def _tell(store: Store, some: Sequence[Notice], to_write: Sequence[Notice], aside: SetAside[int | str]) -> int:
    """Tell in the product of those of `some` that still are so, and by letter of `to_write`; how many were told."""
    with store.write() as tx:
        tx.lock(TICKETS_LOG)
        rows = escalations.by_ids(tx.connection, {one.ticket_id for one in some})
        scan = DeadlineScan(store, aside)
        there = [*scan.due(tx.connection, rows), *scan.late_parts(tx.connection, [row.id for row in rows])]
        still = {_what(one): one for one in there}
        notices = [still[_what(one)] for one in some if _what(one) in still]
        escalations.note(tx, notices)
        tx.append(TICKETS_LOG, [_event(one) for one in notices], None)
        late = [one for one in notices if one.clock is rules.Clock.APPROVAL]
        if late:
            _write_coordinators(tx, late)
        if notices and to_write:
            _write(tx, notices, to_write)
    return len(notices)


def _what(one: Notice) -> tuple[Any, ...]:
    """What two looks at the same ticket agree about, though it has moved between them."""
    return one.ticket_id, one.clock, one.step, one.turn, one.due, one.address


def _event(one: Notice) -> Event:
    facts = {"clock": one.clock.value, "step": one.step.value, "department": one.department, "to": one.to}
    return Event("ticket.escalated", was=one.state, state=one.state, ticket=one.number, data=facts)


def _write(tx: Transaction, notices: Sequence[Notice], left: Sequence[Notice]) -> None:
    """A letter for each that was told; or one, now, for all that are left to tell this person where they are many."""
    address, channel_id = notices[0].address, escalations.mail_channel(tx.connection)
    if address is None or channel_id is None:
        return
    if len(left) > TOGETHER:
        letters = [(notices[0].ticket_id, digest(left))]
    else:
        about = escalations.about(tx.connection, [one.ticket_id for one in notices])
        letters = [(one.ticket_id, letter(one, about[one.ticket_id])) for one in notices]
    for ticket_id, text in letters:
        outbox.queue_notice(tx, ticket_id, channel_id, address, text, BY)


def _write_coordinators(tx: Transaction, late: Sequence[Notice]) -> None:
    """To each, by each way that they are reached, one letter about the answers that nobody has approved in time."""
    ticket_id, text = (late[0].ticket_id if len(late) == 1 else None), to_approve(late)
    reached = ways(tx.connection, alarms.coordinators(tx.connection, CENTRE))
    for channel_id, address in dict.fromkeys(way for some in reached.values() for way in some):
        outbox.queue_notice(tx, ticket_id, channel_id, address, text, BY)


def worker(means: Means) -> Worker:
    task = Escalation(means.store, means.leases)
    return Worker("escalate", task.tick, LEAST, away=database_is_away, set_aside=task.aside.count)
