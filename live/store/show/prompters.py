"""How each prompter of a broadcast shows its text: one row for each device."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from live.store.tables import prompter_view
from live.store.transaction import Transaction


def adjust(tx: Transaction, broadcast_id: int, device: str, change: Mapping[str, Any]) -> None:
    """Set some of a device's settings, its others staying as they are."""
    mine = (prompter_view.c.broadcast_id == broadcast_id) & (prompter_view.c.device == device)
    row = tx.connection.execute(select(prompter_view).where(mine)).one_or_none()
    if row is None:
        new = insert(prompter_view).values(broadcast_id=broadcast_id, device=device, view=dict(change), at=tx.now)
        tx.connection.execute(new)
    else:
        changed = {"view": {**row.view, **change}, "version": row.version + 1, "at": tx.now}
        tx.connection.execute(update(prompter_view).where(mine).values(**changed))


def forget_all_but(tx: Transaction, broadcast_id: int, newest: int) -> list[str]:
    """Drop the devices that were adjusted longest ago; which."""
    mine = select(prompter_view.c.device).where(prompter_view.c.broadcast_id == broadcast_id)
    last_first = mine.order_by(prompter_view.c.at.desc(), prompter_view.c.device)
    devices = list(tx.connection.execute(last_first).scalars())[newest:]
    if devices:
        gone = (prompter_view.c.broadcast_id == broadcast_id) & prompter_view.c.device.in_(devices)
        tx.connection.execute(delete(prompter_view).where(gone))
    return devices


def of_devices(connection: Connection, broadcast_id: int, devices: Iterable[str]) -> list[Row[Any]]:
    mine = (prompter_view.c.broadcast_id == broadcast_id) & prompter_view.c.device.in_(list(devices))
    return list(connection.execute(select(prompter_view).where(mine)).all())


def of_broadcast(connection: Connection, broadcast_id: int) -> list[Row[Any]]:
    return list(connection.execute(select(prompter_view).where(prompter_view.c.broadcast_id == broadcast_id)).all())
