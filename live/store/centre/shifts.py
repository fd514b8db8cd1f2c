"""The roster's rows: shifts, what was left to who follows, and who is away."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, Select, delete, func, insert, or_, select, update

from live.domain.duty.shift import CHANGE, LONGEST, STANDING, Shift
from live.domain.people import By
from live.domain.refused import Refused
from live.store.tables import absence, account, account_role, handover, shift, staff_contact
from live.store.transaction import Transaction

_planned, _taker = account.alias("planned"), account.alias("taker")

_SHIFTS: Select[Any] = (
    select(shift, _planned.c.name.label("planned_name"), _taker.c.name.label("taker_name"))
    .outerjoin(_planned, _planned.c.id == shift.c.account_id)
    .outerjoin(_taker, _taker.c.id == shift.c.taken_by)
)

BACK = LONGEST + CHANGE
"""So long ago a shift may have begun that somebody still stands, or is followed by one that is running."""


def to_domain(row: Row[Any]) -> Shift:
    return Shift(
        row.id,
        row.account_id,
        row.begins,
        row.ends,
        frozenset(row.topics),
        frozenset(row.places),
        row.taken_by,
        handed=row.handed_at is not None,
        relieved=row.relieved_at is not None,
    )


def name_of(row: Row[Any]) -> str | None:
    """Who stands it, or is to."""
    name: str | None = row.planned_name if row.taken_by is None else row.taker_name
    return name


def get(connection: Connection, shift_id: int) -> Row[Any]:
    """`not_found` without."""
    row = connection.execute(_SHIFTS.where(shift.c.id == shift_id)).one_or_none()
    if row is None:
        raise Refused("not_found", "There is no such shift.")
    return row


def by_ids(connection: Connection, ids: Iterable[int]) -> dict[int, Row[Any]]:
    return {row.id: row for row in connection.execute(_SHIFTS.where(shift.c.id.in_(list(ids))))}


def between(connection: Connection, since: datetime, until: datetime) -> Sequence[Row[Any]]:
    """Every shift of which some lies in that span, in order."""
    mine = (shift.c.begins < until, shift.c.ends > since)
    return connection.execute(_SHIFTS.where(*mine).order_by(shift.c.begins, shift.c.id)).all()


def around(connection: Connection, now: datetime) -> Sequence[Row[Any]]:
    """Those that decide who is on duty now, in order: with the former ones of those that run."""
    return between(connection, now - BACK, now + CHANGE + timedelta(seconds=1))


def coming(connection: Connection, now: datetime) -> Sequence[Row[Any]]:
    """The next to begin, with whatever begins at the same time."""
    first = select(func.min(shift.c.begins)).where(shift.c.begins > now).scalar_subquery()
    return connection.execute(_SHIFTS.where(shift.c.begins == first).order_by(shift.c.id)).all()


def of_person(connection: Connection, account_id: int, now: datetime) -> Sequence[Row[Any]]:
    """Those around now that an account has taken."""
    mine = (shift.c.taken_by == account_id, shift.c.ends > now - BACK)
    return connection.execute(_SHIFTS.where(*mine)).all()


KEPT = timedelta(days=14)
"""A centre that has planned no shift since then has no roster."""


def keeps_roster(connection: Connection, now: datetime) -> bool:
    return connection.execute(select(shift.c.id).where(shift.c.ends > now - KEPT).limit(1)).first() is not None


def add(tx: Transaction, rows: Sequence[dict[str, Any]], by: By) -> list[int]:
    """New shifts, each with account_id, begins, ends, topics and places; their ids."""
    made = [{**row, "by_name": by.name, "at": tx.now} for row in rows]
    found = tx.connection.execute(insert(shift).returning(shift.c.id, sort_by_parameter_order=True), made)
    return list(found.scalars())


def set_columns(tx: Transaction, shift_id: int, **columns: Any) -> None:
    tx.connection.execute(update(shift).where(shift.c.id == shift_id).values(**columns))


def remove(tx: Transaction, shift_id: int) -> None:
    tx.connection.execute(delete(handover).where(handover.c.shift_id == shift_id))
    tx.connection.execute(delete(shift).where(shift.c.id == shift_id))


def overlapping(
    connection: Connection, account_id: int, begins: datetime, ends: datetime, besides: int | None = None
) -> Row[Any] | None:
    """Another shift of the same person in that span."""
    theirs = func.coalesce(shift.c.taken_by, shift.c.account_id) == account_id
    mine = (theirs, shift.c.begins < ends, shift.c.ends > begins)
    found = _SHIFTS.where(*mine, *([shift.c.id != besides] if besides is not None else []))
    return connection.execute(found.order_by(shift.c.begins).limit(1)).one_or_none()


# What is left to who follows


def leave_note(tx: Transaction, shift_id: int, note: str, by: By) -> None:
    """The note of a shift, in place of one that nobody has confirmed yet."""
    facts = {"note": tx.store.keyring.close("handover", note), "by_name": by.name, "at": tx.now}
    mine = update(handover).where(handover.c.shift_id == shift_id)
    if not tx.connection.execute(mine.values(**facts)).rowcount:
        tx.connection.execute(insert(handover).values(shift_id=shift_id, **facts))


def confirm_note(tx: Transaction, shift_id: int, account_id: int) -> None:
    mine = update(handover).where(handover.c.shift_id == shift_id)
    tx.connection.execute(mine.values(confirmed_by=account_id, confirmed_at=tx.now))


def reader_of(connection: Connection, shift_id: int) -> str | None:
    """Who has confirmed its note."""
    read = select(account.c.name).join(handover, handover.c.confirmed_by == account.c.id)
    return connection.execute(read.where(handover.c.shift_id == shift_id)).scalar_one_or_none()


def notes(connection: Connection, ids: Iterable[int]) -> Sequence[Row[Any]]:
    """What was left by these shifts."""
    return connection.execute(select(handover).where(handover.c.shift_id.in_(list(ids)))).all()


NOTES = 5
"""Notes that wait at once: older ones are read in the roster."""


def unread(connection: Connection, now: datetime) -> list[int]:
    """The shifts whose notes nobody has confirmed yet, the newest first."""
    waiting = (handover.c.confirmed_at.is_(None), handover.c.at > now - KEPT)
    mine = select(handover.c.shift_id).where(*waiting)
    return list(connection.execute(mine.order_by(handover.c.at.desc(), handover.c.id.desc()).limit(NOTES)).scalars())


# Who may stand one, and who is away


def names(connection: Connection, accounts: Iterable[int]) -> dict[int, str]:
    """By account, what a person is called."""
    mine = select(account.c.id, account.c.name).where(account.c.id.in_(list(accounts)))
    return {row.id: row.name for row in connection.execute(mine)}


def people(connection: Connection) -> Sequence[Row[Any]]:
    """The active accounts whose work a shift is, by name: `id`, `name`, `email`."""
    roles = [role.value for role in STANDING]
    theirs = select(account_role.c.account_id).where(account_role.c.role.in_(roles))
    columns: tuple[Any, ...] = (account.c.id, account.c.name, account.c.email)
    mine = select(*columns).where(account.c.active, account.c.id.in_(theirs))
    return connection.execute(mine.order_by(account.c.name, account.c.id)).all()


def bound(connection: Connection) -> set[int]:
    """The accounts that are told of alarms by a bot."""
    theirs = select(staff_contact.c.account_id).where(staff_contact.c.contact.is_not(None))
    return set(connection.execute(theirs).scalars())


_ABSENCES = select(absence, account.c.name.label("person")).join(account, account.c.id == absence.c.account_id)


def absences(connection: Connection, since: datetime, until: datetime) -> Sequence[Row[Any]]:
    """Those of which some lies in that span, in order."""
    mine = (absence.c.since < until, absence.c.until > since)
    return connection.execute(_ABSENCES.where(*mine).order_by(absence.c.since, absence.c.id)).all()


def absences_of(connection: Connection, account_id: int, now: datetime) -> Sequence[Row[Any]]:
    """A person's own that are not over."""
    mine = (absence.c.account_id == account_id, absence.c.until > now)
    return connection.execute(_ABSENCES.where(*mine).order_by(absence.c.since)).all()


def absent(connection: Connection, now: datetime) -> set[int]:
    """The accounts that are away now, and those that may not sign in any more."""
    away = select(absence.c.account_id).where(absence.c.since <= now, absence.c.until > now)
    closed = select(account.c.id).where(~account.c.active)
    planned = closed.where(
        or_(account.c.id.in_(select(shift.c.account_id)), account.c.id.in_(select(shift.c.taken_by)))
    )
    return {*connection.execute(away).scalars(), *connection.execute(planned).scalars()}


def get_absence(connection: Connection, absence_id: int) -> Row[Any]:
    row = connection.execute(_ABSENCES.where(absence.c.id == absence_id)).one_or_none()
    if row is None:
        raise Refused("not_found", "There is no such absence.")
    return row


def add_absence(tx: Transaction, account_id: int, since: datetime, until: datetime, by_name: str) -> int:
    facts = {"account_id": account_id, "since": since, "until": until, "by_name": by_name, "at": tx.now}
    return int(tx.connection.execute(insert(absence).values(**facts).returning(absence.c.id)).scalar_one())


def remove_absence(tx: Transaction, absence_id: int) -> None:
    tx.connection.execute(delete(absence).where(absence.c.id == absence_id))


def end_absence(tx: Transaction, absence_id: int) -> None:
    """It ends now: they are back."""
    tx.connection.execute(update(absence).where(absence.c.id == absence_id).values(until=tx.now))


def to_hand_on(connection: Connection, now: datetime, most: int) -> Sequence[Row[Any]]:
    """Absences that have begun whose work was not given to others yet."""
    mine = (absence.c.handed_at.is_(None), absence.c.since <= now, absence.c.until > now)
    return connection.execute(_ABSENCES.where(*mine).order_by(absence.c.id).limit(most)).all()


def handed_on(tx: Transaction, absence_id: int) -> None:
    tx.connection.execute(update(absence).where(absence.c.id == absence_id).values(handed_at=tx.now))
