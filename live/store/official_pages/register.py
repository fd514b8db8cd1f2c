"""The register of official pages in rows."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from live.domain.characters import alike
from live.domain.refused import Refused
from live.store.ids import TICKETS_LOG
from live.store.tables import account, channel, official_page
from live.store.transaction import Transaction

_LISTED = (
    select(
        official_page,
        account.c.login,
        account.c.name.label("account_name"),
        channel.c.type.label("channel_type"),
        channel.c.title.label("channel_title"),
    )
    .outerjoin(account, account.c.id == official_page.c.account_id)
    .outerjoin(channel, channel.c.id == official_page.c.channel_id)
)


def listed(connection: Connection) -> list[Row[Any]]:
    """Every page, those of one body together: its own, then its officials', with who answers and the channel."""
    rows = connection.execute(_LISTED).all()
    return sorted(rows, key=lambda row: (alike(row.body), alike(row.official or ""), row.network, row.address_key))


def get(connection: Connection, page_id: int) -> Row[Any]:
    """`not_found` without."""
    row = connection.execute(_LISTED.where(official_page.c.id == page_id)).one_or_none()
    if row is None:
        raise Refused("not_found", "There is no such page in the register.")
    return row


def lock(tx: Transaction) -> None:
    """One change at a time."""
    tx.lock(TICKETS_LOG)


def keys(connection: Connection) -> dict[str, int]:
    """By which addresses pages are known, with their ids."""
    rows = connection.execute(select(official_page.c.address_key, official_page.c.id))
    return {row.address_key: row.id for row in rows}


def add(tx: Transaction, **facts: Any) -> int:
    row = insert(official_page).values(**facts, at=tx.now)
    return int(tx.connection.execute(row.returning(official_page.c.id)).scalar_one())


def save(tx: Transaction, row: Row[Any], **facts: Any) -> None:
    changed = update(official_page).where(official_page.c.id == row.id)
    tx.connection.execute(changed.values(**facts, version=row.version + 1))


def remove(tx: Transaction, page_id: int) -> None:
    tx.connection.execute(delete(official_page).where(official_page.c.id == page_id))
