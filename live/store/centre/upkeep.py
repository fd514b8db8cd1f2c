"""The plan of copies, and how the long works of upkeep stand: rows of `meta`, of which a copy has the plan alone."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from socket import gethostname
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from live.domain.upkeep.backups import Known, Plan
from live.store import kept_copies
from live.store.ids import TICKETS_LOG
from live.store.tables import account, meta
from live.store.tables.centre import OF_NOW
from live.store.text import dumps, written
from live.store.transaction import Transaction

PLAN = "backup"
"""The name in `meta` of the plan of copies."""

_VALUE = select(meta.c.value).where(meta.c.name == bindparam("what"))
_SET = update(meta).where(meta.c.name == bindparam("what"))


class Work(StrEnum):
    """What is done apart, by one process at a time; its lease is called so."""

    BACKUP = "backup"
    BOOKS = "books"
    RESTORE = "restore"
    LEARNING = "learning"
    VECTORS = "vectors"

    @property
    def row(self) -> str:
        return f"{OF_NOW}{self.value}"


@dataclass(frozen=True, slots=True)
class Run:
    """How a work stands. `wished` is by whom and when it was asked for, `what` of which thing; `begun` and `tried` when
    it last was begun and ended; `wrong` says why it failed then, as a refusal's sentence and what stands in it; `good`
    is its last result.
    """

    wished: datetime | None = None
    wished_by: str = ""
    what: str = ""
    begun: datetime | None = None
    tried: datetime | None = None
    wrong: Mapping[str, Any] | None = None
    good_at: datetime | None = None
    good: Mapping[str, Any] = field(default_factory=dict)


_MOMENTS = ("wished", "begun", "tried", "good_at")


def plan(connection: Connection) -> Plan:
    """When copies are made, and how many stay."""
    told = _read(connection, PLAN)
    return Plan(**told) if told else Plan()


def save_plan(tx: Transaction, now: Plan) -> None:
    _keep(tx, PLAN, asdict(now))


def run(connection: Connection, work: Work) -> Run:
    told = _read(connection, work.row) or {}
    moments = {name: datetime.fromisoformat(told[name]) for name in _MOMENTS if told.get(name)}
    return Run(**(told | moments))


def since(connection: Connection) -> datetime | None:
    """When the first account was made: before that there was nothing to lose."""
    return connection.execute(select(func.min(account.c.created_at))).scalar_one()


def known(connection: Connection, folder: Path) -> Known:
    """What is known of the copies: by those in the folder, and by one that another machine says it has made."""
    last, copies = run(connection, Work.BACKUP), kept_copies.listed(folder)
    here = copies[0].at if copies else None
    elsewhere = last.good_at if last.good.get("host") != gethostname() else None
    return Known(since(connection), last.tried, max(filter(None, (here, elsewhere)), default=None))


def wish(tx: Transaction, work: Work, by_name: str, what: str = "") -> Run:
    """Have it done soon, unless somebody wishes for it already; how it stood before."""
    was = locked(tx, work)
    if was.wished is None:
        _save(tx, work, replace(was, wished=tx.now, wished_by=by_name, what=what))
    return was


def begin(tx: Transaction, work: Work) -> Run:
    """It is begun, so nobody wishes for it any more; how it stood before."""
    was = locked(tx, work)
    _save(tx, work, replace(was, begun=tx.now, wished=None, wished_by=""))
    return was


def end(
    tx: Transaction, work: Work, *, good: Mapping[str, Any] | None = None, wrong: Mapping[str, Any] | None = None
) -> None:
    """It has ended, well or not."""
    now = replace(locked(tx, work), begun=None, tried=tx.now, wrong=wrong)
    _save(tx, work, replace(now, good=good, good_at=tx.now) if good is not None else now)


def locked(tx: Transaction, work: Work) -> Run:
    """How it stands, while nobody else changes that."""
    tx.lock(TICKETS_LOG)
    return run(tx.connection, work)


def _save(tx: Transaction, work: Work, now: Run) -> None:
    facts = asdict(now)
    _keep(tx, work.row, facts | {name: written(facts[name]) for name in _MOMENTS if facts[name]})


def _read(connection: Connection, what: str) -> dict[str, Any] | None:
    value = connection.execute(_VALUE, {"what": what}).scalar_one_or_none()
    return json.loads(value) if value else None


def _keep(tx: Transaction, what: str, value: Mapping[str, Any]) -> None:
    text = dumps(value)
    if not tx.connection.execute(_SET.values(value=text), {"what": what}).rowcount:
        tx.connection.execute(insert(meta).values(name=what, value=text))


# Processes


def tell_process(tx: Transaction, name: str, facts: Mapping[str, Any], forget: datetime) -> None:
    """How a process does now; those that were last heard of before `forget` are forgotten."""
    _keep(tx, f"{OF_NOW}process.{name}", {**facts, "at": written(tx.now)})
    gone = [row for row, told in processes(tx.connection).items() if datetime.fromisoformat(told["at"]) < forget]
    if gone:
        tx.connection.execute(delete(meta).where(meta.c.name.in_([f"{OF_NOW}process.{row}" for row in gone])))


def processes(connection: Connection) -> dict[str, dict[str, Any]]:
    """What each process last said of itself, by its name."""
    begins = f"{OF_NOW}process."
    rows = connection.execute(select(meta).where(meta.c.name.startswith(begins, autoescape=True)))
    return {row.name.removeprefix(begins): json.loads(row.value) for row in rows}
