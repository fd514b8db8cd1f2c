"""The order of a show as others read it: what is on air, what comes next and between which titles, each with its time.

Of a question it says what the air shows of it, and nothing by which anybody is reached.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, select

from live.domain.broadcast import State as BroadcastState
from live.domain.order.forecast import Forecast, OnAir, forecast
from live.domain.order.planned import Line, Placed, check_early, planned
from live.domain.question import ON_AIR, SHORTLISTED, State
from live.store.ids import question_id
from live.store.order import segments
from live.store.show import broadcasts
from live.store.tables import question
from live.store.transaction import Store
from live.views.questions.masking import hidden, said_name
from live.views.questions.on_air import planned_end
from live.views.questions.view import FULL


@dataclass(frozen=True, slots=True)
class Item:
    """A question (`number`) or the title of a segment (`segment`) that stands before those that follow it.

    `seconds` and `due` are a question's own, `planned`: whether somebody has said its length. On air `due` is since
    when it is there.
    """

    text: str
    number: int | None = None
    segment: int | None = None
    author: str | None = None
    locality: str | None = None
    topic: str | None = None
    source: str | None = None
    on_air: bool = False
    seconds: int = 0
    planned: bool = False
    due: datetime | None = None

    @property
    def ends(self) -> datetime | None:
        return self.due + timedelta(seconds=self.seconds) if self.due is not None else None


@dataclass(frozen=True, slots=True)
class Order:
    """`begins`, `planned_end`: of the show, null where nobody has planned it; `end`: by the lengths of the order."""

    slug: str
    title: str
    zone: str
    at: datetime
    begins: datetime | None
    planned_end: datetime | None
    end: datetime | None
    items: Sequence[Item]


def order_of(store: Store, slug: str) -> Order:
    """As it stands now, what is on air first; `not_found` without a broadcast."""
    with store.read() as connection:
        return order(connection, broadcasts.get(connection, slug), store.clock())


def order(connection: Connection, broadcast: Row[Any], now: datetime) -> Order:
    mine = (question.c.broadcast_id == broadcast.id) & question.c.state.in_([ON_AIR.value, SHORTLISTED.value])
    rows = connection.execute(FULL.where(mine).order_by(question.c.rank, question.c.number)).all()
    air = next((row for row in rows if row.state == ON_AIR.value), None)
    listed = [row for row in rows if row.state == SHORTLISTED.value]
    due = _forecast(broadcast, air, [_seconds(row, broadcast) for row in listed], now)
    dues = dict(zip((row.number for row in listed), due.dues, strict=True)) if due is not None else {}
    names = bool(broadcast.names_on_air)
    ranked = [(row.rank or "", 1, _asked(row, broadcast, names, dues.get(row.number))) for row in listed]
    titled = [(row.rank, 0, Item(row.title, segment=row.id)) for row in segments.in_order(connection, broadcast.id)]
    items = [item for _, _, item in sorted([*ranked, *titled], key=lambda one: one[:2])]
    if air is not None:
        items.insert(0, _asked(air, broadcast, names, air.moved_at))
    return Order(
        broadcast.slug,
        broadcast.title,
        broadcast.zone,
        now,
        broadcast.aired_at or broadcast.starts_at,
        planned_end(broadcast),
        due.end if due is not None else None,
        items,
    )


def _forecast(broadcast: Row[Any], air: Row[Any] | None, lengths: Sequence[int], now: datetime) -> Forecast | None:
    aired = broadcast.state == BroadcastState.ON_AIR.value
    present = OnAir(air.moved_at, _seconds(air, broadcast)) if air is not None and air.moved_at is not None else None
    return forecast(now, broadcast.starts_at, aired=aired, on_air=present, lengths=lengths)


def _seconds(row: Row[Any], broadcast: Row[Any]) -> int:
    return int(row.planned_seconds if row.planned_seconds is not None else broadcast.item_seconds)


def _asked(row: Row[Any], broadcast: Row[Any], names: bool, due: datetime | None) -> Item:
    return Item(
        hidden(row.air_text or row.text, row.let_through) or "",
        number=row.number,
        author=said_name(hidden(row.author_name), row.name_on_air and names),
        locality=hidden(row.locality, row.let_through),
        topic=row.topic,
        source=row.source,
        on_air=row.state == ON_AIR.value,
        seconds=_seconds(row, broadcast),
        planned=row.planned_seconds is not None,
        due=due,
    )


def fates_in(store: Store, slug: str, lines: Sequence[Line]) -> list[Placed]:
    """What would become of each line now, of a show that takes an order; `illegal` of another one."""
    with store.read() as connection:
        row = broadcasts.get(connection, slug)
        check_early(broadcasts.to_domain(row))
        return fates_of(connection, row, lines)


def fates_of(connection: Connection, broadcast: Row[Any], lines: Sequence[Line]) -> list[Placed]:
    """What becomes of each line of a planned order, as the broadcast stands now."""
    ids = [question_id(broadcast.id, line.number) for line in lines if line.number is not None]
    rows = connection.execute(select(question.c.number, question.c.state).where(question.c.id.in_(ids)))
    states = {row.number: State(row.state) for row in rows}
    return planned(lines, states, [row.title for row in segments.in_order(connection, broadcast.id)])
