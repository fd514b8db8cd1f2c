"""The roster: a shift is added, one by one or by a pattern, changed, removed."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import structlog

from live.domain.audit import Act
from live.domain.characters import alike, one_line
from live.domain.duty.shift import Pattern, check_times
from live.domain.people import By
from live.domain.refused import Refused
from live.store.centre import audit, duty, lists, settings, shifts
from live.store.rows import Row
from live.store.transaction import Store, Transaction

log = structlog.get_logger()

MOST_NAMED = 50
"""Topics of a shift, and places."""

LONGEST = 200


@dataclass(frozen=True, slots=True)
class Planned:
    """What is planned besides the times. `person` None: nobody is found yet, which the roster shows as a gap."""

    person: int | None
    topics: Collection[str] = ()
    places: Collection[str] = ()


def add_shift(store: Store, begins: datetime, ends: datetime, planned: Planned, by: By) -> int:
    """A new shift; `invalid` for one that nobody could stand, `conflict` where its person has another one then."""
    with store.write() as tx:
        duty.lock(tx)
        [made] = _add(tx, [(begins, ends)], planned, by)
    log.info("a shift was planned", id=made, by=by.name)
    return made


def add_pattern(store: Store, pattern: Pattern, planned: Planned, by: By) -> int:
    """The shifts of a pattern by the centre's clock, all or none of them; how many there are."""
    with store.write() as tx:
        duty.lock(tx)
        times = pattern.times(ZoneInfo(settings.centre_zone(tx.connection)))
        if not times:
            raise Refused("invalid", "No such day of the week is left in these weeks: begin earlier.")
        made = _add(tx, times, planned, by)
    log.info("shifts were planned by a pattern", count=len(made), by=by.name)
    return len(made)


def change_shift(store: Store, shift_id: int, begins: datetime, ends: datetime, planned: Planned, by: By) -> None:
    """Its times, its person, its topics and places from now on. Who has taken it stands it."""
    with store.write() as tx:
        duty.lock(tx)
        row = shifts.get(tx.connection, shift_id)
        if row.relieved_at is not None:
            raise Refused("illegal", "This shift was handed over: it can no longer be changed.")
        check_times(begins, ends)
        _check_person(tx, planned.person, row)
        if row.taken_by is None and planned.person is not None:
            _check_free(tx, planned.person, begins, ends, shift_id)
        shifts.set_columns(tx, shift_id, begins=begins, ends=ends, **_columns(tx, planned))
        audit.record(tx, Act.SHIFT_CHANGED, f"shift/{shift_id}", by)
        duty.tell(tx, by)
    log.info("a shift was changed", id=shift_id, by=by.name)


def remove_shift(store: Store, shift_id: int, by: By) -> None:
    """`illegal` for one that somebody has taken: what they did stays in the roster."""
    with store.write() as tx:
        duty.lock(tx)
        row = shifts.get(tx.connection, shift_id)
        if row.taken_by is not None:
            raise Refused("illegal", "{name} has taken this shift: it stays in the roster.", name=row.taker_name)
        shifts.remove(tx, shift_id)
        audit.record(tx, Act.SHIFT_REMOVED, f"shift/{shift_id}", by)
        duty.tell(tx, by)
    log.info("a shift was removed", id=shift_id, by=by.name)


def _add(tx: Transaction, times: Sequence[tuple[datetime, datetime]], planned: Planned, by: By) -> list[int]:
    _check_person(tx, planned.person, None)
    for begins, ends in times:
        check_times(begins, ends)
        if ends <= tx.now:
            raise Refused("invalid", "The shift is over already: look at its day.")
        if planned.person is not None:
            _check_free(tx, planned.person, begins, ends)
    columns = _columns(tx, planned)
    rows = [{"begins": begins, "ends": ends, **columns} for begins, ends in times]
    made = shifts.add(tx, rows, by)
    audit.record(tx, Act.SHIFTS_PLANNED, f"shift/{made[0]}", by, count=len(made))
    duty.tell(tx, by)
    return made


def _check_person(tx: Transaction, person: int | None, present: Row[Any] | None) -> None:
    """Nobody, or one whose work a shift is; who has it already may keep it."""
    if person is None or (present is not None and present.account_id == person):
        return
    if person not in {row.id for row in shifts.people(tx.connection)}:
        raise Refused("invalid", "Choose who is on duty: a moderator or a coordinator who may sign in.")


def _check_free(tx: Transaction, person: int, begins: datetime, ends: datetime, besides: int | None = None) -> None:
    other = shifts.overlapping(tx.connection, person, begins, ends, besides)
    if other is not None:
        begun = other.begins.astimezone(ZoneInfo(settings.centre_zone(tx.connection)))
        raise Refused(
            "conflict",
            "{name} has another shift then, from {time}.",
            name=shifts.name_of(other) or "—",
            time=f"{begun:%d.%m.%Y %H:%M}",
        )


def _columns(tx: Transaction, planned: Planned) -> dict[str, Any]:
    places = _of_list(tx, _named(planned.places))
    return {"account_id": planned.person, "topics": _named(planned.topics), "places": places}


def _of_list(tx: Transaction, places: Sequence[str]) -> list[str]:
    """By the names that the centre's list has, where it has any: a question's place is one of them, by letter."""
    known = {alike(item["name"]): item["name"] for item in lists.read(tx.connection, "localities").items}
    for place in places:
        if known and alike(place) not in known:
            raise Refused("invalid", "There is no place “{place}” in the centre's list.", place=place[:60])
    return [known.get(alike(place), place) for place in places]


def _named(names: Collection[str]) -> list[str]:
    lines = [one for one in dict.fromkeys(one_line(name) for name in names) if one]
    if len(lines) > MOST_NAMED:
        raise Refused("invalid", "A shift names at most {most} topics, and as many places.", most=MOST_NAMED)
    for line in lines:
        if not line.isprintable() or len(line) > LONGEST:
            raise Refused("invalid", "The request holds control characters.")
    return lines
