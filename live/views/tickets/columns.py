"""Tickets as the table that such centres exchange: their usual columns, and behind them where the work stands.

A table leaves with texts but without anybody's name or contact. What we do not know, such as a street, stays empty.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row, select

from live.domain.ticket import Kind, State
from live.files.csv_writer import csv_lines
from live.files.json_writer import json_pieces
from live.files.xlsx_writer import Sheet, xlsx_pieces
from live.runtime.tasks import sleep
from live.store.tables import broadcast, promise, question, ticket
from live.store.transaction import Store
from live.views.questions.masking import hidden
from live.views.tickets import exchange
from live.views.tickets.exchange import TO_THE_MINUTE, local_time
from live.views.tickets.listing import TicketFilter, chosen
from live.views.timestamps import stamp

AT_ONCE = 200
"""Tickets of one read; then the desks have their turn."""

COLUMNS = (*exchange.COLUMNS.values(), "Ведомство", "Состояние", "Срок решения")
WIDTHS = (*exchange.WIDTHS, 24, 16, 18)

KINDS = {Kind.UNANSWERED: "Вопрос без ответа в эфире", Kind.PROMISE: "Обещание", Kind.REST: "Ответ не полностью"}

STATES = {
    State.OPEN: "Открыто",
    State.ASSIGNED: "Назначено",
    State.IN_PROGRESS: "В работе",
    State.ON_HOLD: "Приостановлено",
    State.RESOLVED: "Решено",
    State.CLOSED: "Закрыто",
}
"""The words of the table itself, whatever language somebody reads the screens in."""

_ROWS = (
    select(
        ticket,
        question.c.text,
        question.c.let_through,
        question.c.topic,
        question.c.locality,
        promise.c.text.label("promised"),
        broadcast.c.slug,
        broadcast.c.zone,
    )
    .join(question, question.c.id == ticket.c.question_id)
    .join(broadcast, broadcast.c.id == question.c.broadcast_id)
    .outerjoin(promise, promise.c.id == ticket.c.promise_id)
    .where(~broadcast.c.rehearsal, broadcast.c.rehearsal_pace.is_(None))
    .order_by(ticket.c.id)
)


FORMS = ("csv", "xlsx", "json")


def pieces(store: Store, form: str, wanted: TicketFilter) -> Iterator[bytes]:
    """The tickets as a file of one of `FORMS`, a piece at a time, the oldest first.

    `invalid` at once where what is looked for holds no word.
    """
    rows = _rows(store, wanted)
    if form == "json":
        return json_pieces({}, "tickets", map(_facts, rows))
    if form == "csv":
        return csv_lines(COLUMNS, map(_cells, rows))
    return xlsx_pieces([Sheet("Поручения", COLUMNS, map(_cells, rows), WIDTHS)])


def _rows(store: Store, wanted: TicketFilter) -> Iterator[Row[Any]]:
    with store.read() as connection:
        conditions = chosen(connection, wanted, store.clock())
    return _page_by_page(store, conditions)


def _page_by_page(store: Store, conditions: list[Any]) -> Iterator[Row[Any]]:
    """No more than a page of them is held at once."""
    after: int | None = 0
    while after is not None:
        page = select(ticket.c.id).where(ticket.c.id > after, *conditions).order_by(ticket.c.id).limit(AT_ONCE)
        with store.read() as connection:
            ids = connection.execute(page).scalars().all()
            rows = connection.execute(_ROWS.where(ticket.c.id.in_(ids))).all() if ids else []
        yield from rows
        after = ids[-1] if len(ids) == AT_ONCE else None
        sleep(0)


def _facts(row: Row[Any]) -> dict[str, Any]:
    """A ticket for a program: words of ours in place of those of the table, moments in UTC."""
    return {
        "number": row.number,
        "kind": row.kind,
        "state": row.state,
        "priority": row.priority,
        "department": row.department,
        "broadcast": row.slug,
        "created_at": stamp(row.created_at),
        "resolution_due": stamp(row.resolution_due),
        "closed_at": stamp(row.closed_at or row.resolved_at),
        "topic": row.topic,
        "locality": hidden(row.locality, row.let_through),
        "text": hidden(row.promised or row.text, row.let_through),
        "answer": hidden(row.answer, row.let_through),
    }


def _cells(row: Row[Any]) -> list[str]:
    zone = ZoneInfo(row.zone)
    cells = {
        "Номер инцидента": row.number,
        "Дата создания": local_time(row.created_at, zone, TO_THE_MINUTE),
        "Дата закрытия": local_time(row.closed_at or row.resolved_at, zone, TO_THE_MINUTE),
        "Тема": row.topic,
        "Населённый пункт": hidden(row.locality, row.let_through),
        "Тип инцидента": KINDS[Kind(row.kind)],
        "Итог": hidden(row.answer, row.let_through),
        "Теги": row.slug,
        "Текст инцидента": hidden(row.promised or row.text, row.let_through),
        "Ведомство": row.department,
        "Состояние": STATES[State(row.state)],
        "Срок решения": local_time(row.resolution_due, zone, TO_THE_MINUTE),
    }
    return [cells.get(column) or "" for column in COLUMNS]
