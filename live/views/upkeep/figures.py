"""What is counted of the upkeep for whoever watches from outside: a few small reads, and nothing of the questions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from live.channels import receives
from live.domain.broadcast import ON_AIR
from live.runtime.measured.numbers import Number
from live.runtime.worker import Health
from live.store import kept_copies, schema
from live.store.centre import channels
from live.store.followup import outbox
from live.store.rows import Connection
from live.store.show import broadcasts
from live.store.transaction import Store
from live.views.upkeep.all_books import all_books
from live.views.upkeep.health import processes_of


@dataclass(frozen=True, slots=True)
class ChannelFigures:
    """One channel by its number, of a network. `failing`: its network refuses or does not answer; not while it is
    paused. `silent`: seconds since it last brought something; None where it never did, or brings nothing."""

    id: int
    network: str
    failing: bool
    silent: float | None


@dataclass(frozen=True, slots=True)
class Figures:
    """`wrong`: broadcasts whose books did not balance when they were last looked through. `free` in bytes. `oldest`:
    seconds since the reply was written that has waited longest; 0 where none waits. `writes`: whether what is written
    is kept. `workers`: how many processes without a web server said something lately, and how each task does where it
    does worst in them. `schema`: of the database, as four digits.
    """

    wrong: int
    waiting: int
    oldest: float
    undecided: int
    dead: int
    free: int | None
    writes: bool
    on_air: int
    channels: Sequence[ChannelFigures]
    workers: int
    tasks: Mapping[str, Health]
    schema: str


def figures_of(store: Store, folder: Path) -> Figures:
    wrong, free = all_books(store).wrong, kept_copies.free(folder)
    with store.read() as connection:
        now = store.clock()
        waiting, oldest = outbox.depth(connection)
        workers, tasks = _workers(connection, now)
        return Figures(
            wrong=wrong,
            waiting=waiting,
            oldest=(now - oldest).total_seconds() if oldest is not None else 0.0,
            undecided=sum(len(rows) for rows in outbox.troubles(connection).values()),
            dead=sum(channels.dead_counts(connection).values()),
            free=free,
            writes=store.database.writes.trouble is None,
            on_air=len(broadcasts.in_state(connection, ON_AIR)),
            channels=_channels(connection, now),
            workers=workers,
            tasks=tasks,
            schema=schema.revision(connection)[:4],
        )


def numbers_of(store: Store) -> Sequence[Number]:
    """What the database of this process has measured since its start."""
    return store.database.use.numbers()


def _channels(connection: Connection, now: datetime) -> list[ChannelFigures]:
    return [
        ChannelFigures(
            id=row.id,
            network=row.type,
            failing=row.error is not None and not row.paused,
            silent=(now - row.last_at).total_seconds() if row.last_at is not None and receives(row.type) else None,
        )
        for row in channels.words(connection)
    ]


def _workers(connection: Connection, now: datetime) -> tuple[int, dict[str, Health]]:
    """How many there are, and each of their tasks as it does where it does worst."""
    heard = [one for one in processes_of(connection, now) if one.kind == "worker" and not one.silent]
    worst: dict[str, Health] = {}
    for process in heard:
        for name, told in process.tasks.items():
            health = replace(told, beat=told.beat + process.ago.total_seconds())
            worst[name] = max(worst.get(name, health), health, key=_badness)
    return len(heard), worst


def _badness(health: Health) -> tuple[bool, int, int, float]:
    return not health.ready, health.failures, health.set_aside, health.beat
