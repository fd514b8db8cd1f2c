"""Who is on duty as the screens were last told: who that is changes by the clock too, and a screen only by events."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from live.domain.broadcast import ARCHIVED, Kind
from live.domain.duty.shift import on_duty
from live.domain.events import Event
from live.domain.people import By
from live.store.centre import shifts
from live.store.ids import TICKETS_LOG
from live.store.tables import broadcast, meta
from live.store.text import dumps
from live.store.transaction import Growth, Transaction

ROW = "duty"
"""Its row in `meta`."""

_KEPT = select(meta.c.value).where(meta.c.name == ROW)
_SET = update(meta).where(meta.c.name == ROW).values(value=bindparam("now"))


@dataclass(frozen=True, slots=True)
class Duty:
    """Shifts by their ids: `told`, whose people are told of alarms; `running`, whose time runs, or ran out just now.

    `coming`: the next; `unread`: those whose notes nobody has confirmed; `absent`: those of them whose people are away.
    `kept`: whether the centre has a roster at all.
    """

    kept: bool = False
    told: tuple[int, ...] = ()
    running: tuple[int, ...] = ()
    coming: tuple[int, ...] = ()
    unread: tuple[int, ...] = ()
    absent: tuple[int, ...] = ()

    @property
    def shown(self) -> set[int]:
        return {*self.told, *self.running, *self.coming, *self.unread}


def reckon(connection: Connection, now: datetime) -> Duty:
    """Who is on duty by the roster as it stands, at a moment."""
    rows = [shifts.to_domain(row) for row in shifts.around(connection, now)]
    away = shifts.absent(connection, now)
    told = on_duty(rows, now, away)
    running = [one for one in rows if (one.is_current(now) and not one.relieved) or one.lingers(now)]
    coming = [shifts.to_domain(row) for row in shifts.coming(connection, now)]
    known = {one.id: one for one in (*told, *running, *coming)}
    return Duty(
        shifts.keeps_roster(connection, now),
        tuple(one.id for one in told),
        tuple(one.id for one in running),
        tuple(one.id for one in coming if one.id not in {other.id for other in running}),
        tuple(shifts.unread(connection, now)),
        tuple(sorted(one.id for one in known.values() if one.holder in away)),
    )


def last_told(connection: Connection) -> Duty:
    stored = connection.execute(_KEPT).scalar_one_or_none()
    if stored is None:
        return Duty()
    kept: dict[str, Any] = {n: tuple(v) if isinstance(v, list) else v for n, v in json.loads(stored).items()}
    return Duty(**kept)


def hearing(connection: Connection) -> list[int]:
    """The logs that hear of duty: the tickets', and those of the lines between shows."""
    lines = (broadcast.c.kind == Kind.STANDING.value, broadcast.c.state != ARCHIVED.value)
    found = connection.execute(select(broadcast.c.id).where(*lines).order_by(broadcast.c.id))
    return [TICKETS_LOG, *found.scalars()]


def lock(tx: Transaction) -> None:
    """Lock every log that hears of duty, in one go and so in order."""
    tx.lock(TICKETS_LOG)
    tx.lock(*hearing(tx.connection)[1:])


def tell(tx: Transaction, by: By | None) -> None:
    """Every screen that shows it hears that something of the duty is different. The logs are locked."""
    now = dumps(_written(reckon(tx.connection, tx.now)))
    if not tx.connection.execute(_SET, {"now": now}).rowcount:
        tx.connection.execute(insert(meta).values(name=ROW, value=now))
    changed = Event("duty.changed")
    tx.append_to_several({log_id: Growth([changed]) for log_id in hearing(tx.connection)}, by)


def _written(duty: Duty) -> dict[str, Any]:
    return asdict(duty)
