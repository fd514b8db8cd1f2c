"""How everything does, as far as the database knows: queues, processes, channels, leases. A few small reads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from os import getpid
from socket import gethostname
from typing import Any

from live.runtime.worker import Health
from live.store import leases, schema
from live.store.centre import upkeep
from live.store.centre.upkeep import Work
from live.store.language import vectors
from live.store.rows import Connection
from live.store.show import broadcasts, unread
from live.store.transaction import Store
from live.views.admin.channels import ChannelView, all_channels
from live.views.questions import learned_topics
from live.views.tickets.webhooks import WebhookView, receivers
from live.views.upkeep.backups import Doing, doing_of

SILENT = timedelta(seconds=45)
"""A process that has not been heard of for so long does not run, or does not reach the database."""

SLOW = timedelta(minutes=2)
"""The language work has read a question sooner than that."""

MANY = 100
"""Questions that it has not read are counted up to here."""


@dataclass(frozen=True, slots=True)
class ProcessView:
    """A process of the installation, as it last said of itself `ago`."""

    name: str
    host: str
    pid: int
    kind: str
    ago: timedelta
    tasks: dict[str, Health]
    screens: Counter[str]

    @property
    def silent(self) -> bool:
        return self.ago > SILENT

    @property
    def is_this(self) -> bool:
        """Whether it is the one that asks: it knows itself without being told."""
        return (self.host, self.pid) == (gethostname(), getpid())


@dataclass(frozen=True, slots=True)
class MeaningView:
    """The model of meaning; empty where none was ever at work. `wrong` says why it is not now: a refusal's sentence and
    its figures. `waiting` questions have no vector of it yet, MANY at most."""

    model: str
    wrong: Mapping[str, Any] | None
    waiting: int


@dataclass(frozen=True, slots=True)
class HealthView:
    """`waiting` replies are on their way; of `unsure` and `failed` ones of late a person has to decide; `dead` messages
    could not be read; `unread` questions wait for the language work for too long, MANY at most. `shows`: every
    broadcast's slug and title by its id, as text. `learning`: how it stands, `unreadable`: what it has come to is not
    what was written.
    """

    now: datetime
    channels: Sequence[ChannelView]
    webhooks: Sequence[WebhookView]
    waiting: int
    unsure: int
    failed: int
    dead: int
    unread: int
    held: frozenset[str]
    processes: Sequence[ProcessView]
    shows: dict[str, tuple[str, str]]
    revision: str
    newest: str
    learning: Doing
    unreadable: bool
    meaning: MeaningView


def health_of(store: Store) -> HealthView:
    channels = all_channels(store).listed
    with store.read() as connection:
        now = store.clock()
        troubles = Counter(trouble.state for channel in channels for trouble in channel.troubles)
        return HealthView(
            now=now,
            channels=channels,
            webhooks=receivers(store),
            waiting=sum(channel.waiting for channel in channels),
            unsure=troubles["unsure"],
            failed=troubles["failed"],
            dead=sum(channel.dead for channel in channels),
            unread=len(unread.next_to_read(connection, MANY, before=now - SLOW)),
            held=frozenset(leases.held(connection, now)),
            processes=processes_of(connection, now),
            shows={str(row.id): (row.slug, row.title) for row in broadcasts.all_of(connection)},
            revision=schema.revision(connection),
            newest=schema.newest(),
            learning=doing_of(connection, Work.LEARNING, now),
            unreadable=learned_topics.is_unreadable(connection),
            meaning=_meaning(connection),
        )


def _meaning(connection: Connection) -> MeaningView:
    last = upkeep.run(connection, Work.VECTORS)
    model = str(last.good.get("model", ""))
    return MeaningView(model, last.wrong, len(vectors.due(connection, model, MANY)) if model else 0)


def processes_of(connection: Connection, now: datetime) -> list[ProcessView]:
    """Every process that said something lately, this one too."""
    told = upkeep.processes(connection)
    return sorted((_process(name, facts, now) for name, facts in told.items()), key=lambda one: (one.host, one.pid))


def _process(name: str, told: dict[str, Any], now: datetime) -> ProcessView:
    return ProcessView(
        name=name,
        host=told["host"],
        pid=told["pid"],
        kind=told["kind"],
        ago=max(timedelta(0), now - datetime.fromisoformat(told["at"])),
        tasks={task: Health(**facts) for task, facts in told["tasks"].items()},
        screens=Counter(told["screens"]),
    )
