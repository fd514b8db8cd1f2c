"""Titles of the order: added, renamed, moved and removed. The questions stand where they stood."""

from __future__ import annotations

from typing import Any

from live.domain import rank
from live.domain.characters import one_line
from live.domain.events import Event
from live.domain.order import segments as rules
from live.domain.order.place import LAST, Place
from live.domain.people import By
from live.domain.refused import Refused
from live.domain.transitions import check_version
from live.protocol.commands.order import Add, Move, OnSegment, Rename
from live.store.commands import BUS
from live.store.order import places, segments
from live.store.rows import Row
from live.store.show import broadcasts
from live.store.transaction import Transaction


@BUS.handles("segment.add")
def add(tx: Transaction, broadcast: Row[Any], body: Add, by: By) -> dict[str, Any]:
    rules.check_ordered(broadcasts.to_domain(broadcast))
    rules.check_room(len(segments.in_order(tx.connection, broadcast.id)))
    number = open_at(tx, broadcast, body.title, rank_at(tx, broadcast, body.place), by)
    return {"segment": number}


def open_at(tx: Transaction, broadcast: Row[Any], title: str, at: str, by: By) -> int:
    """A new segment at a rank; its number."""
    number = segments.add(tx, broadcast.id, _title(title), at)
    tx.append(broadcast.id, [_event("added", number)], by)
    return number


def rank_at(tx: Transaction, broadcast: Row[Any], place: Place, moved: Place = LAST) -> str:
    return rank.between(*places.neighbours(tx.connection, broadcast.id, place, moved=moved))


@BUS.handles("segment.rename")
def rename(tx: Transaction, broadcast: Row[Any], body: Rename, by: By) -> None:
    number = _loaded(tx, broadcast, body)
    segments.change(tx, number, title=_title(body.title))
    tx.append(broadcast.id, [_event("renamed", number)], by)


@BUS.handles("segment.move")
def move(tx: Transaction, broadcast: Row[Any], body: Move, by: By) -> None:
    number = _loaded(tx, broadcast, body)
    move_to(tx, broadcast, number, rank_at(tx, broadcast, body.place, Place(segment=number)), by)


def move_to(tx: Transaction, broadcast: Row[Any], number: int, at: str, by: By) -> None:
    segments.change(tx, number, rank=at)
    tx.append(broadcast.id, [_event("moved", number)], by)


@BUS.handles("segment.remove")
def remove(tx: Transaction, broadcast: Row[Any], body: OnSegment, by: By) -> None:
    number = _loaded(tx, broadcast, body)
    segments.remove(tx, number)
    tx.append(broadcast.id, [_event("removed", number)], by)


def _loaded(tx: Transaction, broadcast: Row[Any], body: OnSegment) -> int:
    """The segment's number, as its writer saw it: `not_found`, then `conflict`, then `illegal` for this broadcast."""
    segment = segments.to_domain(segments.get(tx.connection, broadcast.id, body.segment))
    check_version(segment, body.version)
    rules.check_ordered(broadcasts.to_domain(broadcast))
    return segment.number


def _title(written: str) -> str:
    """In one line, of letters that are seen."""
    title = one_line(written)
    if not title:
        raise Refused("invalid", "Give the block a title.")
    return title


def _event(happened: str, number: int) -> Event:
    return Event(f"segment.{happened}", data={"segment": number})
