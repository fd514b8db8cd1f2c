"""Make a collection, change it, pause it, delete it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from live.domain.audit import Act
from live.domain.characters import one_line
from live.domain.followup.collection import Rhythm, Schedule
from live.domain.people import By
from live.domain.refused import Refused
from live.store.centre import audit, departments, lists
from live.store.centre.settings import centre_zone
from live.store.followup import collections
from live.store.rows import Row
from live.store.transaction import Store, Transaction

LONGEST = 200
"""Characters of a title."""

MOST = 500
"""Collections of one centre."""

MOST_NAMES = 200
"""Topics, and places, that one is about."""


@dataclass(frozen=True, slots=True)
class Given:
    """A collection as it was typed. `department`: its key; `official`: a name of those who answer for it, or "".

    `weekday` is 0 for Monday, `hour` 0 to 23 by the centre's clock.
    """

    title: str
    department: str
    official: str = ""
    topics: Sequence[str] = ()
    localities: Sequence[str] = ()
    rhythm: str = Rhythm.DAILY.value
    weekday: int = 0
    hour: int = 9
    skips_empty: bool = False


def add(store: Store, given: Given, by: By) -> int:
    """A new collection; its number."""
    with store.write() as tx:
        if collections.count(tx.connection) >= MOST:
            raise Refused("invalid", "There are {most} collections already: delete one first.", most=MOST)
        facts = _checked(tx, given)
        number = collections.insert_new(tx, by_name=by.name, **facts)
        audit.record(tx, Act.COLLECTION_ADDED, f"collection/{number}", by)
    return number


def change(store: Store, number: int, version: int, given: Given, by: By) -> None:
    """Save what was typed. `conflict` where it was changed or sent since `version`."""
    with store.write() as tx:
        row = collections.get(tx.connection, number)
        _save(tx, row, version, **_checked(tx, given, row))
        audit.record(tx, Act.COLLECTION_CHANGED, f"collection/{number}", by, version=version + 1)


def pause(store: Store, number: int, version: int, by: By) -> None:
    """It is not sent by itself any more, until it is resumed."""
    with store.write() as tx:
        _save(tx, collections.get(tx.connection, number), version, paused=True, next_at=None)
        audit.record(tx, Act.COLLECTION_PAUSED, f"collection/{number}", by)


def resume(store: Store, number: int, version: int, by: By) -> None:
    """It goes by its schedule again, from now on; what came meanwhile stands in the next issue."""
    with store.write() as tx:
        row = collections.get(tx.connection, number)
        _save(tx, row, version, paused=False, next_at=next_of(tx, collections.schedule_of(row), tx.now))
        audit.record(tx, Act.COLLECTION_RESUMED, f"collection/{number}", by)


def remove(store: Store, number: int, version: int, by: By) -> None:
    """Nothing of it is sent any more, and its links open nothing. What was sent is kept."""
    with store.write() as tx:
        _save(tx, collections.get(tx.connection, number), version, deleted_at=tx.now, next_at=None)
        audit.record(tx, Act.COLLECTION_DELETED, f"collection/{number}", by)


def next_of(tx: Transaction, schedule: Schedule, after: datetime) -> datetime | None:
    return schedule.next_after(after, ZoneInfo(centre_zone(tx.connection)))


def stale(title: str) -> Refused:
    return Refused("conflict", "“{name}” was changed or sent meanwhile: look at it and try again.", name=title)


def _save(tx: Transaction, row: Row[Any], version: int, **facts: Any) -> None:
    if not collections.save(tx, row.id, version, **facts):
        raise stale(row.title)


def _checked(tx: Transaction, given: Given, present: Row[Any] | None = None) -> dict[str, Any]:
    """The row of what was typed; `invalid` says what is wrong with it."""
    title = one_line(given.title)
    if not title or not title.isprintable() or len(title) > LONGEST:
        raise Refused("invalid", "A collection's title is a line of at most {most} characters.", most=LONGEST)
    if not given.department:
        raise Refused("invalid", "Choose for whom the collection is.")
    home = departments.get(tx.connection, given.department)
    official = _official(tx, home, given.official, present)
    if given.rhythm not in set(Rhythm) or given.weekday not in range(7) or given.hour not in range(24):
        raise Refused("invalid", "Choose when the collection goes: a day of the week and an hour from 0 to 23.")
    topics = _known("topics", tx, given.topics, present.topics if present else ())
    localities = _known("localities", tx, given.localities, present.localities if present else ())
    schedule = Schedule(Rhythm(given.rhythm), given.weekday, given.hour)
    paused = present is not None and present.paused
    return {
        "title": title,
        "department_id": home.id,
        "official": official,
        "topics": topics,
        "localities": localities,
        "rhythm": given.rhythm,
        "weekday": given.weekday,
        "hour": given.hour,
        "skips_empty": given.skips_empty,
        "next_at": None if paused else next_of(tx, schedule, tx.now),
    }


def _official(tx: Transaction, home: Row[Any], name: str, present: Row[Any] | None) -> str:
    """The name as it is kept; one that was kept before may answer no longer."""
    if not name or (present is not None and (present.official, present.department_id) == (name, home.id)):
        return name
    if all(name != one.name for one in departments.officials(tx.connection, [home.id])):
        raise Refused("invalid", "“{name}” does not answer for “{department}”.", name=name, department=home.name)
    return name


def _known(which: str, tx: Transaction, names: Sequence[str], present: Sequence[str]) -> list[str]:
    """Names of a list, each once; those that were chosen before may be gone from it."""
    chosen = list(dict.fromkeys(names))
    if len(chosen) > MOST_NAMES:
        raise Refused(
            "invalid", "A list takes at most {most} entries; there are {count}.", most=MOST_NAMES, count=len(chosen)
        )
    known = {item["name"] for item in lists.read(tx.connection, which).items} | {*present}
    if strange := [name for name in chosen if name not in known]:
        raise Refused("invalid", "“{name}” is in no list of the centre.", name=strange[0])
    return chosen
