"""A shift of duty: take it, hand it over with a note, confirm that the note was read."""

from __future__ import annotations

from typing import Any

from live.domain.duty import shift as rules
from live.domain.people import By
from live.domain.refused import Refused
from live.protocol.commands.shifts import HandOver, OnShift
from live.store.centre import duty, shifts
from live.store.commands import BUS
from live.store.rows import Row
from live.store.transaction import Transaction


@BUS.handles("shift.take")
def take(tx: Transaction, log: Row[Any], body: OnShift, by: By) -> None:
    """Whoever takes it stands it, whoever it was planned for. Former shifts that left no note are over with it."""
    account = _person(by)
    duty.lock(tx)
    row = shifts.get(tx.connection, body.shift)
    shift = shifts.to_domain(row)
    rules.check_take(shift, tx.now, row.taker_name)
    shifts.set_columns(tx, shift.id, taken_by=account, taken_at=tx.now)
    for former in map(shifts.to_domain, shifts.around(tx.connection, tx.now)):
        own = former.taken_by == account
        if rules.is_over_with(former, shift, tx.now, own=own):
            shifts.set_columns(tx, former.id, relieved_at=tx.now)
            if former.handed:
                shifts.confirm_note(tx, former.id, account)
    duty.tell(tx, by)


@BUS.handles("shift.hand_over")
def hand_over(tx: Transaction, log: Row[Any], body: HandOver, by: By) -> None:
    """What is open is written down for who follows; written again, it takes the place of what stood there."""
    account = _person(by)
    duty.lock(tx)
    row = shifts.get(tx.connection, body.shift)
    rules.check_hand_over(shifts.to_domain(row), account, row.taker_name)
    shifts.leave_note(tx, row.id, body.note, by)
    shifts.set_columns(tx, row.id, handed_at=tx.now)
    duty.tell(tx, by)


@BUS.handles("shift.confirm")
def confirm(tx: Transaction, log: Row[Any], body: OnShift, by: By) -> None:
    """Whoever follows has read the note: the former is told of nothing more."""
    account = _person(by)
    duty.lock(tx)
    former = shifts.to_domain(shifts.get(tx.connection, body.shift))
    mine = [shifts.to_domain(row) for row in shifts.of_person(tx.connection, account, tx.now)]
    current = [shift for shift in mine if shift.is_current(tx.now)]
    rules.check_confirm(former, current, account, shifts.reader_of(tx.connection, former.id))
    shifts.confirm_note(tx, former.id, account)
    shifts.set_columns(tx, former.id, relieved_at=tx.now)
    duty.tell(tx, by)


def _person(by: By) -> int:
    """The account that acts; `illegal` for a program's key: nobody could be told there."""
    if by.account is None:
        raise Refused("illegal", "A shift is a person's: sign in with your own account.")
    return by.account
