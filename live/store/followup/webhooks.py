"""Who is told of the tickets' events, and how far each has been told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, insert, or_, select, update

from live.domain.refused import Refused
from live.store.ids import TICKETS_LOG
from live.store.tables import log, webhook
from live.store.transaction import Store, Transaction

_WITH_HEAD = select(webhook, log.c.head).join(log, log.c.id == TICKETS_LOG)


def add(tx: Transaction, url: str, secret: str, types: Sequence[str] | None, by_name: str) -> int:
    """A new receiver's id. It is told of what happens from now on; the secret is sealed."""
    return int(
        tx.connection.execute(
            insert(webhook)
            .values(
                url=url,
                secret=tx.store.seal.close({"secret": secret}),
                types=list(types) if types else None,
                position=tx.head(TICKETS_LOG),
                by_name=by_name,
                created_at=tx.now,
            )
            .returning(webhook.c.id)
        ).scalar_one()
    )


def all_of(connection: Connection) -> list[Row[Any]]:
    """Every receiver with the log's `head`, the first first."""
    return list(connection.execute(_WITH_HEAD.order_by(webhook.c.id)).all())


def get(connection: Connection, webhook_id: int) -> Row[Any]:
    """A receiver with the log's `head`; `not_found` where there is none."""
    row = connection.execute(_WITH_HEAD.where(webhook.c.id == webhook_id)).one_or_none()
    if row is None:
        raise Refused("not_found", "There is no webhook {number}.", number=webhook_id)
    return row


def secret_of(store: Store, row: Row[Any]) -> str:
    return str(store.seal.open(row.secret)["secret"])


def seal_all(store: Store) -> None:
    """Seal by the present secret what an earlier one has sealed."""
    with store.read() as connection:
        rows = connection.execute(select(webhook.c.id, webhook.c.secret)).all()
    for row in rows:
        if (sealed := store.seal.closed_anew(row.secret)) is not None:
            with store.write() as tx:
                tx.connection.execute(update(webhook).where(webhook.c.id == row.id).values(secret=sealed))


_DUE = (
    select(webhook.c.id)
    .join(log, log.c.id == TICKETS_LOG)
    .where(
        ~webhook.c.paused,
        or_(webhook.c.next_at.is_(None), webhook.c.next_at <= bindparam("now")),
        webhook.c.position < log.c.head,
    )
)
"""Made once: it is asked after every write, up to three times a second."""


def due(connection: Connection, now: datetime) -> list[int]:
    """The receivers that something waits for now."""
    return list(connection.execute(_DUE, {"now": now}).scalars())


def set_facts(tx: Transaction, webhook_id: int, **columns: Any) -> None:
    """`not_found` where there is no such receiver."""
    if tx.connection.execute(update(webhook).where(webhook.c.id == webhook_id).values(**columns)).rowcount != 1:
        raise Refused("not_found", "There is no webhook {number}.", number=webhook_id)


def advance(tx: Transaction, row: Row[Any], position: int, **columns: Any) -> bool:
    """Move on from where `row` stood; False where somebody has set it elsewhere meanwhile, or removed it."""
    unmoved = (webhook.c.id == row.id, webhook.c.position == row.position)
    return tx.connection.execute(update(webhook).where(*unmoved).values(position=position, **columns)).rowcount == 1


def remove(tx: Transaction, webhook_id: int) -> None:
    """`not_found` where there is no such receiver."""
    if tx.connection.execute(delete(webhook).where(webhook.c.id == webhook_id)).rowcount != 1:
        raise Refused("not_found", "There is no webhook {number}.", number=webhook_id)
