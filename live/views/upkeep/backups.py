"""The copies as the administrator sees them: the plan, what is under way, what lies in the folder, how old it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from live.domain.broadcast import ON_AIR
from live.domain.upkeep.backups import Known, Plan, is_stale, may_begin, next_moment
from live.store import kept_copies, leases
from live.store.centre import settings, upkeep
from live.store.centre.upkeep import Run, Work
from live.store.kept_copies import Copy
from live.store.rows import Connection
from live.store.show import broadcasts
from live.store.transaction import Store

__all__ = ["Backups", "Doing", "Work", "backups_of", "doing_of", "known_copies"]


@dataclass(frozen=True, slots=True)
class Doing:
    """How a long work stands: `idle`, `wished` (begins within seconds), `waits` (for the end of a show) or `begun`.

    `wrong` says why the last try, at `tried`, failed: a refusal's sentence and its figures.
    """

    state: str
    since: datetime | None
    by: str
    tried: datetime | None
    wrong: Mapping[str, Any] | None

    @property
    def is_idle(self) -> bool:
        return self.state == "idle"


@dataclass(frozen=True, slots=True)
class Backups:
    """`good`: of the last whole copy, which may lie on another machine. `free`: bytes beside the copies."""

    plan: Plan
    folder: Path
    copies: Sequence[Copy]
    free: int | None
    good: datetime | None
    age: timedelta | None
    stale: bool
    next: datetime | None
    doing: Doing
    returns: bool
    """Whether a copy can be brought back by a button: not on PostgreSQL, where no other process may run."""
    returning: Doing
    returned: Mapping[str, Any] | None
    """What was brought back last, as the worker told it: `name`, `rows`, and `before`, the copy made before it."""


def backups_of(store: Store, folder: Path) -> Backups:
    copies = kept_copies.listed(folder)
    with store.read() as connection:
        now, plan, zone = store.clock(), upkeep.plan(connection), settings.centre_zone(connection)
        known = upkeep.known(connection, folder)
        waits = not may_begin(bool(broadcasts.in_state(connection, ON_AIR)), known.good, now)
        doing = doing_of(connection, Work.BACKUP, now, waits)
        returning = doing_of(connection, Work.RESTORE, now)
        returned = upkeep.run(connection, Work.RESTORE).good
    return Backups(
        plan=plan,
        folder=folder,
        copies=copies,
        free=kept_copies.free(folder),
        good=known.good,
        age=now - known.good if known.good else None,
        stale=is_stale(known, now),
        next=next_moment(plan, now, zone) if plan.on else None,
        doing=doing,
        returns=store.database.dialect != "postgresql",
        returning=returning,
        returned=returned or None,
    )


def doing_of(connection: Connection, work: Work, now: datetime, waits: bool = False) -> Doing:
    """How a work stands; `waits`: it may not begin now."""
    run = upkeep.run(connection, work)
    state = _state(run, work in leases.held(connection, now), waits)
    since = run.begun if state == "begun" else run.wished
    return Doing(state, since, run.wished_by, run.tried, run.wrong)


def _state(run: Run, held: bool, waits: bool) -> str:
    if held and run.begun is not None:
        return "begun"
    if run.wished is None:
        return "idle"
    return "waits" if waits else "wished"


def known_copies(store: Store, folder: Path) -> tuple[Known, Run]:
    """What is known of the copies, and the last try, for whoever counts."""
    with store.read() as connection:
        return upkeep.known(connection, folder), upkeep.run(connection, Work.BACKUP)
