"""Tickets as the table that such centres exchange: their usual columns, and behind them where the work stands.

A table leaves with texts but without anybody's name or contact. What we do not know, such as a street, stays empty.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row, select

from live.domain.ticket import Kind, State
from live.runtime.tasks import sleep
from live.store.tables import broadcast, promise, question, ticket
from live.store.transaction import Store
from live.views.questions.masking import hidden
from live.views.tickets import exchange
from live.views.tickets.exchange import TO_THE_MINUTE, local_time

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


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which tickets; None is all of them."""

    state: State | None = None
    department: str | None = None


def table(store: Store, chosen: Chosen) -> Iterator[list[str]]:
    """The table's rows without its heads, the oldest ticket first; no more than a page of them is held at once."""
    wanted = [ticket.c.state == chosen.state.value] if chosen.state else []
    wanted += [ticket.c.department == chosen.department] if chosen.department else []
    after: int | None = 0
    while after is not None:
        with store.read() as connection:
            rows = connection.execute(_ROWS.where(ticket.c.id > after, *wanted).limit(AT_ONCE)).all()
        yield from map(_cells, rows)
        after = rows[-1].id if len(rows) == AT_ONCE else None
        sleep(0)


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
