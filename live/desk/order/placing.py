"""A whole order that was planned elsewhere: in one transaction all that can be placed is, and the rest is named."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from live.desk.order.segments import move_to, open_at
from live.desk.questions import store
from live.domain import question as rules
from live.domain import rank
from live.domain.characters import alike
from live.domain.order import planned
from live.domain.order.planned import Fate, Line, Placed
from live.domain.order.segments import check_room
from live.domain.people import By
from live.domain.transitions import Change
from live.protocol.commands.order import PlaceAll
from live.store.commands import BUS
from live.store.order import places, segments
from live.store.rows import Row
from live.store.show import broadcasts, questions
from live.store.transaction import Transaction
from live.views.order.reading import fates_of


@BUS.handles("order.place")
def place(tx: Transaction, broadcast: Row[Any], body: PlaceAll, by: By) -> dict[str, Any]:
    """It goes before whatever else stands in the list; what is in it twice, or unknown, is left out."""
    planned.check_early(broadcasts.to_domain(broadcast))
    fates = fates_of(tx.connection, broadcast, [item.to_domain() for item in body.items])
    placed = [one for one in fates if one.is_placed]
    standing = {alike(row.title): row.id for row in segments.in_order(tx.connection, broadcast.id)}
    check_room(len(standing), sum(one.fate is Fate.OPENS for one in placed))
    _stand_in_order(tx, broadcast, placed, standing, by)
    left_out = [one.line.number for one in fates if not one.is_placed and one.line.number is not None]
    return {"placed": len(placed), "left_out": left_out}


def _stand_in_order(
    tx: Transaction, broadcast: Row[Any], placed: Sequence[Placed], standing: dict[str, int], by: By
) -> None:
    numbers = {one.line.number for one in placed if one.line.number is not None}
    kept = {standing[alike(one.line.title or "")] for one in placed if one.fate is Fate.KEEPS}
    before = places.first_but(tx.connection, broadcast.id, numbers, kept)
    at: str | None = None
    for one in placed:
        at = rank.between(at, before)
        if one.line.number is not None:
            _question(tx, broadcast, one.line.number, one, at, by)
        elif one.fate is Fate.OPENS:
            open_at(tx, broadcast, one.line.title or "", at, by)
        else:
            move_to(tx, broadcast, standing[alike(one.line.title or "")], at, by)


def _question(tx: Transaction, broadcast: Row[Any], number: int, placed: Placed, at: str, by: By) -> None:
    """Into the list, or to another place there; and its length, where the order says one."""
    row = questions.get(tx.connection, broadcast.id, number)
    before = questions.to_domain(row)
    verb = "shortlist" if placed.fate is Fate.COMES else "move"
    change = rules.ranked(rules.transition(before, verb), at)
    seconds = _seconds(placed.line, row)
    if seconds != row.planned_seconds:
        planned_too = rules.transition(change.after, "plan", seconds=seconds)
        change = Change(planned_too.after, (*change.events, *planned_too.events))
    store(tx, broadcast, before, change, by, planned_seconds=seconds)


def _seconds(line: Line, row: Row[Any]) -> int | None:
    """An order that says no length takes none away."""
    return line.seconds if line.seconds is not None else row.planned_seconds
