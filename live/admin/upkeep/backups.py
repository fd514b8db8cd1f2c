"""Copies of the database: their plan, one wished for at once, one taken out, one deleted."""

from __future__ import annotations

from pathlib import Path

import structlog

from live.admin.audit import tell
from live.domain.audit import Act
from live.domain.people import Actor, By
from live.domain.refused import Refused
from live.domain.upkeep.backups import checked
from live.store import kept_copies, leases
from live.store.centre import audit, upkeep
from live.store.centre.upkeep import Work
from live.store.ids import TICKETS_LOG
from live.store.transaction import Store

log = structlog.get_logger()

WISHES = {Work.BACKUP: Act.BACKUP_WISHED, Work.BOOKS: Act.BOOKS_WISHED}


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
        was = upkeep.wish(tx, work, by.name)
        if was.wished is not None:
            raise Refused("conflict", "{who} has asked for it already: it begins within seconds.", who=was.wished_by)
        if work in leases.held(tx.connection, tx.now):
            raise Refused("conflict", "It is under way already: wait for its end.")
        audit.record(tx, WISHES[work], work.value, by)


def take_out(store: Store, folder: Path, name: str, by: Actor) -> Path:
    """The file of a copy that leaves the house; `not_found` where there is none."""
    path = kept_copies.found(folder, name)
    tell(store, Act.BACKUP_TAKEN, f"backup/{name}", by, bytes=path.stat().st_size)
    return path


def delete(store: Store, folder: Path, name: str, by: By) -> None:
    """`not_found` where there is no such copy (any more), `unavailable` where it cannot be deleted."""
    kept_copies.remove(folder, name)
    tell(store, Act.BACKUP_DELETED, f"backup/{name}", by)
