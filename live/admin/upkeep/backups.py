"""Copies of the database: their plan, one wished for at once, one taken out, deleted, or brought back."""

from __future__ import annotations

from pathlib import Path

import structlog

from live.admin.audit import tell
from live.domain.audit import Act
from live.domain.broadcast import ON_AIR
from live.domain.people import Actor, By
from live.domain.refused import Refused
from live.domain.upkeep.backups import checked
from live.store import kept_copies, leases
from live.store.centre import audit, upkeep
from live.store.centre.upkeep import Work
from live.store.ids import TICKETS_LOG
from live.store.show import broadcasts
from live.store.transaction import Store, Transaction

log = structlog.get_logger()

WISHES = {Work.BACKUP: Act.BACKUP_WISHED, Work.BOOKS: Act.BOOKS_WISHED, Work.RESTORE: Act.RESTORE_WISHED}


def save_plan(store: Store, on: bool, hour: str, keep: str, by: By) -> None:
    """From now on copies are made so; `invalid` where the hour or the number is none."""
    plan = checked(on, hour, keep)
    with store.write() as tx:
        tx.lock(TICKETS_LOG)
        if plan == upkeep.plan(tx.connection):
            return
        upkeep.save_plan(tx, plan)
        audit.record(tx, Act.BACKUP_PLANNED, "backup", by, on=plan.on, hour=plan.hour, keep=plan.keep)
    log.info("the plan of copies was changed", by=by.name)


def wish(store: Store, work: Work, by: By) -> None:
    """Have it done soon; `conflict` where somebody wishes for it already, or it is under way."""
    with store.write() as tx:
        _wish(tx, work, by)


def wish_back(store: Store, folder: Path, name: str, by: By) -> None:
    """Have everything replaced by a copy soon, after a copy of what there is now.

    `illegal` on PostgreSQL, where every process has to end first, and while a show is on air; `conflict` as in `wish`.
    """
    kept_copies.found(folder, name)
    if store.database.dialect == "postgresql":
        raise Refused(
            "illegal",
            "On PostgreSQL a copy is brought back while no server runs: python app.py restore {name}.",
            name=name,
        )
    with store.write() as tx:
        if on_air := broadcasts.in_state(tx.connection, ON_AIR):
            raise Refused(
                "illegal", "“{title}” is on air: nothing is brought back before its end.", title=on_air[0].title
            )
        _wish(tx, Work.RESTORE, by, name)


def _wish(tx: Transaction, work: Work, by: By, what: str = "") -> None:
    was = upkeep.wish(tx, work, by.name, what)
    if was.wished is not None:
        raise Refused("conflict", "{who} has asked for it already: it begins within seconds.", who=was.wished_by)
    if was.begun is not None and work in leases.held(tx.connection, tx.now):
        raise Refused("conflict", "It is under way already: wait for its end.")
    audit.record(tx, WISHES[work], f"backup/{what}" if what else work.value, by)


def take_out(store: Store, folder: Path, name: str, by: Actor) -> Path:
    """The file of a copy that leaves the house; `not_found` where there is none."""
    path = kept_copies.found(folder, name)
    tell(store, Act.BACKUP_TAKEN, f"backup/{name}", by, bytes=path.stat().st_size)
    return path


def delete(store: Store, folder: Path, name: str, by: By) -> None:
    """`not_found` where there is no such copy (any more), `unavailable` where it cannot be deleted."""
    kept_copies.remove(folder, name)
    tell(store, Act.BACKUP_DELETED, f"backup/{name}", by)
