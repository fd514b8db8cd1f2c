"""The centre's figures in rows: what is to be counted, what stands in the counters of it, and the counters.

Triggers of the schema queue every question of which something that is counted has changed; one worker counts them, so
that nobody who writes a question waits for a counter, and the calendar can be asked.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Insert, Table, delete, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from live.domain import deadline
from live.domain.broadcast import Kind
from live.domain.deadline import Pause
from live.domain.followup.counters import Added, add, month_of, nothing, of_months
from live.domain.followup.figures import (
    ALL,
    HOURLY,
    MEASURES,
    Asked,
    Handed,
    Work,
    Worked,
    works_of,
)
from live.runtime.measured.share import WHOLE, Share
from live.runtime.worker import Written
from live.store.centre.calendar import Reckoning, reckoning
from live.store.followup import clocks
from live.store.show import rehearsal
from live.store.tables import (
    broadcast,
    figure_day,
    figure_due,
    figure_hour,
    figure_step,
    figure_work,
    meta,
    question,
    ticket,
)
from live.store.transaction import Store, Transaction

PROGRESS = "figures"
"""The row of `meta` that says up to which question those are counted that were there before the counters were."""

ALL_COUNTED = "all"

_ASKED = (
    *(question.c.id, question.c.broadcast_id, question.c.state, question.c.received_at, question.c.asked_at),
    *(question.c.source, question.c.topic, question.c.locality, question.c.how, question.c.react_due),
    *(question.c.resolve_due, question.c.reacted_at, question.c.moved_at),
)
_HANDED = (
    *(ticket.c.id, ticket.c.question_id, ticket.c.kind, ticket.c.state, ticket.c.track, ticket.c.department),
    *(ticket.c.owner, ticket.c.created_at, ticket.c.clock_from, ticket.c.reaction_due, ticket.c.resolution_due),
    *(ticket.c.reacted_at, ticket.c.resolved_at, ticket.c.rating, ticket.c.reopened),
)


@dataclass(frozen=True, slots=True)
class Slice:
    """Questions that are to be counted: those of these rows of the queue, or the next ones that were there before."""

    ids: Sequence[int]
    queued: Sequence[int] = ()
    progress: str | None = None


def next_slice(connection: Connection, most: int, but: Collection[int] = ()) -> Slice | None:
    """What has changed first; then, once after the migration, what was there before it. None where all is counted.

    `but`: questions that are left alone for now.
    """
    changed = select(figure_due).where(figure_due.c.question_id.not_in(list(but))) if but else select(figure_due)
    rows = connection.execute(changed.order_by(figure_due.c.id).limit(most)).all()
    if rows:
        return Slice(sorted({row.question_id for row in rows}), [row.id for row in rows])
    done = _progress(connection)
    if done == ALL_COUNTED:
        return None
    later = select(question.c.id).where(question.c.id > int(done)).order_by(question.c.id).limit(most)
    ids = list(connection.execute(later).scalars())
    return Slice(ids, progress=str(ids[-1]) if ids else ALL_COUNTED)


def queue(tx: Transaction, ids: Iterable[int]) -> None:
    """These are to be counted anew."""
    rows = [{"question_id": id_} for id_ in ids]
    if rows:
        tx.connection.execute(insert(figure_due), rows)


def behind(connection: Connection) -> int | None:
    """How many changes are not counted yet; None while those from before the counters are still being counted."""
    if _progress(connection) != ALL_COUNTED:
        return None
    return int(connection.execute(select(func.count()).select_from(figure_due)).scalar_one())


def _progress(connection: Connection) -> str:
    return connection.execute(select(meta.c.value).where(meta.c.name == PROGRESS)).scalar_one_or_none() or "0"


def works(connection: Connection, ids: Sequence[int]) -> dict[int, list[Work]]:
    """What these questions and their tickets come to by now; those that are gone, or invented, come to nothing."""
    homes = _homes(connection)
    asked = connection.execute(select(*_ASKED).where(question.c.id.in_(ids))).all()
    tickets = connection.execute(select(*_HANDED).where(ticket.c.question_id.in_(ids)).order_by(ticket.c.id)).all()
    stood = clocks.pauses(connection, [row.id for row in tickets])
    handed: dict[int, list[Handed]] = defaultdict(list)
    for row in tickets:
        handed[row.question_id].append(_handed(row, stood.get(row.id, [])))
    by_now, invented = reckoning(connection), rehearsal.invented_among(connection, ids)
    found = {}
    for row in asked:
        zone = homes.get(row.broadcast_id)
        if zone is not None and row.id not in invented:
            found[row.id] = works_of(_asked(row), handed[row.id], ZoneInfo(zone), _worked_by(by_now, zone))
    return found


def _homes(connection: Connection) -> Mapping[int, str]:
    """The zone of each broadcast that counts."""
    real = select(broadcast.c.id, broadcast.c.zone).where(broadcast.c.kind != Kind.PRACTICE.value)
    return {row.id: row.zone for row in connection.execute(real)}


def _asked(row: Any) -> Asked:
    return Asked(
        *(row.state, row.received_at, row.asked_at, row.source, row.topic, row.locality, row.how),
        *(row.react_due, row.resolve_due, row.reacted_at, row.moved_at),
    )


def _handed(row: Any, stood: Sequence[Pause]) -> Handed:
    return Handed(
        *(row.kind, row.state, row.track, row.department, row.owner, row.created_at, row.clock_from or row.created_at),
        *(row.reaction_due, row.resolution_due, row.reacted_at, row.resolved_at, row.rating, row.reopened),
        tuple(stood),
    )


@lru_cache(maxsize=16)
def _worked_by(by_now: Reckoning, zone: str) -> Worked:
    def worked(since: Any, until: Any, pauses: Sequence[Pause]) -> int:
        if until <= since:
            return 0
        calendar = by_now.calendar(zone, since, until)
        whole = deadline.worked(since, until, calendar)
        for began, ended in pauses:
            whole -= deadline.worked(max(began, since), min(ended, until), calendar)
        return max(0, int(whole.total_seconds()))

    return worked


def count(store: Store, some: Slice, share: Share = WHOLE) -> None:
    """Bring the counters to what these questions come to now, in pieces of that share of the loop.

    One worker at a time: what stands in the counters of a question is nobody else's to change. What changes a question
    after this has read it stands in the queue behind these.
    """
    with share.piece(), store.read() as connection:
        now = works(connection, some.ids)
        kept = _kept(connection, some.ids)
    added = nothing()
    changed: dict[int, list[Any]] = {}
    for id_ in share.over(some.ids):
        before, after = kept.get(id_), [one.to_document() for one in now.get(id_, [])]
        if (before or []) != _plain(after):
            add(added, map(Work.of_document, before or []), -1)
            add(added, now.get(id_, []))
            changed[id_] = after
    with share.piece(), store.write(Written.NOTHING) as tx:
        _keep(tx, changed, kept)
        _add(tx.connection, added)
        if some.queued:
            tx.connection.execute(delete(figure_due).where(figure_due.c.id.in_(some.queued)))
        if some.progress is not None:
            _note(tx, some.progress)


def _plain(works: list[Any]) -> list[Any]:
    """As it is read back: a document knows no tuples."""
    return [[list(value) if isinstance(value, tuple) else value for value in work] for work in works]


def _kept(connection: Connection, ids: Sequence[int]) -> dict[int, list[Any]]:
    these = select(figure_work).where(figure_work.c.question_id.in_(ids))
    return {row.question_id: row.works for row in connection.execute(these)}


def _keep(tx: Transaction, changed: Mapping[int, list[Any]], kept: Mapping[int, Any]) -> None:
    gone = [id_ for id_, works in changed.items() if not works]
    if gone:
        tx.connection.execute(delete(figure_work).where(figure_work.c.question_id.in_(gone)))
    new = [{"question_id": id_, "works": works} for id_, works in changed.items() if works and id_ not in kept]
    if new:
        tx.connection.execute(insert(figure_work), new)
    for id_, works in changed.items():
        if works and id_ in kept:
            tx.connection.execute(update(figure_work).where(figure_work.c.question_id == id_).values(works=works))


def _add(connection: Connection, added: Added) -> None:
    days = {**added.days, **of_months(added.days)}
    for table, counted in ((figure_day, days), (figure_hour, added.hours)):
        rows: dict[Any, dict[str, Any]] = {}
        for (cell, measure), many in counted.items():
            if many:
                rows.setdefault(cell, cell._asdict()).update({measure: many})
        _upsert(connection, table, rows.values())
    _upsert(connection, figure_step, [{**cell._asdict(), "many": many} for cell, many in added.steps.items() if many])


def _upsert(connection: Connection, table: Table, rows: Iterable[Mapping[str, Any]]) -> None:
    """Add these to what is there."""
    none = dict.fromkeys(_measures_of(table), 0)
    whole = [{**none, **row} for row in rows]
    if whole:
        connection.execute(_adding(table, connection.dialect.name), whole)


@cache
def _adding(table: Table, dialect: str) -> Insert:
    """Made once: it takes as long to write as to run."""
    of: Any = postgresql if dialect == "postgresql" else sqlite
    adding = of.insert(table)
    sums = {name: table.c[name] + adding.excluded[name] for name in _measures_of(table)}
    found: Insert = adding.on_conflict_do_update(index_elements=list(table.primary_key), set_=sums)
    return found


@cache
def _measures_of(table: Table) -> tuple[str, ...]:
    return tuple(column.name for column in table.columns if not column.primary_key)


def _note(tx: Transaction, progress: str) -> None:
    value = {"value": progress}
    if not tx.connection.execute(update(meta).where(meta.c.name == PROGRESS).values(value)).rowcount:
        tx.connection.execute(insert(meta).values(name=PROGRESS, **value))


# Told


def by_name(connection: Connection, scope: str, kind: str, first: str, last: str) -> dict[str, dict[str, int]]:
    """Every measure over these days, or months, by name: of topics, places and whatever else is a `kind`."""
    sums = [func.sum(figure_day.c[name]).label(name) for name in MEASURES]
    mine = (figure_day.c.scope == scope, figure_day.c.kind == kind, figure_day.c.day.between(first, last))
    rows = connection.execute(select(figure_day.c.name, *sums).where(*mine).group_by(figure_day.c.name))
    return {row.name: {name: int(getattr(row, name)) for name in MEASURES} for row in rows}


def by_day(connection: Connection, scope: str, first: str, last: str) -> dict[str, dict[str, int]]:
    """Received, reacted and resolved of each day that has any."""
    counted = [figure_day.c[name] for name in HOURLY]
    mine = (figure_day.c.scope == scope, figure_day.c.kind == ALL, figure_day.c.day.between(first, last))
    rows = connection.execute(select(figure_day.c.day, *counted).where(*mine).order_by(figure_day.c.day))
    return {row.day: {name: int(getattr(row, name)) for name in HOURLY} for row in rows}


def by_hour(connection: Connection, scope: str, first: str, last: str) -> dict[int, dict[str, int]]:
    """The same by the hour of the day, all days together."""
    sums = [func.sum(figure_hour.c[name]).label(name) for name in HOURLY]
    mine = (figure_hour.c.scope == scope, figure_hour.c.kind == ALL, figure_hour.c.day.between(first, last))
    rows = connection.execute(select(figure_hour.c.hour, *sums).where(*mine).group_by(figure_hour.c.hour))
    return {row.hour: {name: int(getattr(row, name)) for name in HOURLY} for row in rows}


def steps(connection: Connection, scope: str, spread: str, first: str, last: str) -> dict[int, int]:
    """How many times, or marks, of these days lie in each step."""
    mine = (figure_step.c.scope == scope, figure_step.c.spread == spread, figure_step.c.day.between(first, last))
    summed = select(figure_step.c.step, func.sum(figure_step.c.many).label("many")).where(*mine)
    return {row.step: int(row.many) for row in connection.execute(summed.group_by(figure_step.c.step)) if row.many}


def scopes(connection: Connection) -> list[str]:
    """Every department that has counters, found by leaping through the index."""
    first = select(func.min(figure_day.c.scope).label("name")).where(figure_day.c.scope > "").cte("s", recursive=True)
    later = select(func.min(figure_day.c.scope)).where(figure_day.c.scope > first.c.name).scalar_subquery()
    every = first.union_all(select(later).where(first.c.name.is_not(None)))
    return list(connection.execute(select(every.c.name).where(every.c.name.is_not(None))).scalars())


def open_by_day(connection: Connection, scope: str) -> dict[str, int]:
    """By the day on which it was received, how much is still open, of all days."""
    days = figure_day.c.day < month_of("")
    mine = (figure_day.c.scope == scope, figure_day.c.kind == ALL, days, figure_day.c.open > 0)
    return {row.day: row.open for row in connection.execute(select(figure_day.c.day, figure_day.c.open).where(*mine))}
