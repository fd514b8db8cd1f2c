"""Deliveries to receivers of ticket events: an event and its ticket as it is now, without names, contacts or texts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, select

from live.store.followup import webhooks
from live.store.tables import broadcast, question, ticket
from live.store.transaction import Store
from live.views.tickets.open311 import public_locality
from live.views.timestamps import stamp


@dataclass(frozen=True, slots=True)
class Delivery:
    """An event for a receiver. `id` is the same each time it is sent, and no other's."""

    id: str
    seq: int
    type: str
    body: dict[str, Any]


@dataclass(frozen=True, slots=True)
class WebhookView:
    """A receiver as the administrator sees it; `behind`: how many events wait for it."""

    id: int
    url: str
    types: tuple[str, ...]
    paused: bool
    position: int
    behind: int
    tries: int
    error: str | None
    row: Row[Any]


OF_EACH = {"tickets.opened": "ticket.opened", "tickets.removed": "ticket.removed"}
"""An event of many tickets → the event that is sent of each."""

_TICKETS = (
    select(ticket, question.c.topic, question.c.locality, question.c.askers)
    .join(question, question.c.id == ticket.c.question_id)
    .join(broadcast, broadcast.c.id == question.c.broadcast_id)
    .where(~broadcast.c.rehearsal, broadcast.c.rehearsal_pace.is_(None))
)


def deliveries(
    connection: Connection, epoch: str, events: Sequence[Row[Any]], types: Sequence[str] | None
) -> list[Delivery]:
    """What these events are to a receiver, in order; nothing of a rehearsal, and only the types that it wants."""
    affected = [
        (event, kind, index, number)
        for event in events
        for kind, index, number in _tickets_of(event)
        if not types or kind in types
    ]
    numbers = sorted({number for *_, number in affected})
    rows = connection.execute(_TICKETS.where(ticket.c.number.in_(numbers))) if numbers else ()
    known = {row.number: ticket_payload(row) for row in rows}
    # Of one that is no more its number is all there is to tell.
    known |= {number: {"number": number} for _, kind, _, number in affected if kind == "ticket.removed"}
    return [
        Delivery(id_, event.seq, kind, _body(id_, event, kind, known[number]))
        for event, kind, index, number in affected
        if number in known
        for id_ in [f"{epoch}-{event.seq}" + (f"-{index}" if index else "")]
    ]


def _tickets_of(event: Row[Any]) -> list[tuple[str, int, str]]:
    """(type, index from 1 among many or else 0, number) for each ticket that an event tells of."""
    if event.ticket is not None:
        return [(event.type, 0, event.ticket)]
    many = (event.data or {}).get("tickets", [])
    return [(OF_EACH.get(event.type, event.type), index, number) for index, number in enumerate(many, 1)]


def _body(id_: str, event: Row[Any], kind: str, ticket: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": id_,
        "seq": event.seq,
        "at": stamp(event.at),
        "type": kind,
        "was": event.was,
        "state": event.state,
        "ticket": ticket,
    }


def ticket_payload(row: Row[Any]) -> dict[str, Any]:
    """A ticket as a delivery holds it."""
    return {
        "number": row.number,
        "kind": row.kind,
        "state": row.state,
        "version": row.version,
        "priority": row.priority,
        "track": row.track,
        "department": row.department,
        "topic": row.topic,
        "place": public_locality(row.locality),
        "askers": row.askers,
        "created_at": stamp(row.created_at),
        "reaction_due": stamp(row.reaction_due),
        "resolution_due": stamp(row.resolution_due),
        "resolved_at": stamp(row.resolved_at),
        "closed_at": stamp(row.closed_at),
        "rating": row.rating,
        "published_text": row.published_text,
    }


def receivers(store: Store) -> list[WebhookView]:
    with store.read() as connection:
        return [_view(row) for row in webhooks.all_of(connection)]


def receiver(store: Store, webhook_id: int) -> WebhookView:
    with store.read() as connection:
        return _view(webhooks.get(connection, webhook_id))


def _view(row: Row[Any]) -> WebhookView:
    behind = max(row.head - row.position, 0)
    return WebhookView(
        row.id, row.url, tuple(row.types or ()), bool(row.paused), row.position, behind, row.tries, row.error, row
    )
