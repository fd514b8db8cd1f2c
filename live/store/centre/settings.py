"""What the centre is called, the zone of its clock, its telephone for residents: rows of `meta`."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, insert, select, update

from live.domain.broadcast import ZONE
from live.store.tables import meta
from live.store.transaction import Transaction

_VALUES = select(meta.c.name, meta.c.value).where(meta.c.name.in_(("zone", "centre", "phone")))
_SET = update(meta).where(meta.c.name == bindparam("what"))


@dataclass(frozen=True, slots=True)
class Centre:
    """`name` and `phone` are empty where nobody has said one."""

    name: str
    zone: str
    phone: str = ""


def centre(connection: Connection) -> Centre:
    told = {row.name: row.value for row in connection.execute(_VALUES)}
    return Centre(told.get("centre", ""), told.get("zone", ZONE), told.get("phone", ""))


def centre_zone(connection: Connection) -> str:
    """The zone of the centre's clock, whose midnight ends its day."""
    return centre(connection).zone


def save(tx: Transaction, now: Centre) -> None:
    _keep(tx, "centre", now.name)
    _keep(tx, "zone", now.zone)
    _keep(tx, "phone", now.phone)


def was_tried(connection: Connection) -> bool:
    """Whether a trial question has gone to a prompter here."""
    return connection.execute(select(meta.c.value).where(meta.c.name == "tried")).first() is not None


def remember_trial(tx: Transaction) -> None:
    _keep(tx, "tried", tx.now.isoformat())


def _keep(tx: Transaction, what: str, value: str) -> None:
    if not tx.connection.execute(_SET.values(value=value), {"what": what}).rowcount:
        tx.connection.execute(insert(meta).values(name=what, value=value))
