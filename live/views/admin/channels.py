"""The networks' channels as the administrator sees them: how each does, what it waits for, and no secret."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row

from live.channels import TYPES, Setting, has_hook, receives, secrets_of, without
from live.channels.capabilities import Names, Polls, Setup
from live.store import leases
from live.store.centre import channels
from live.store.followup import outbox
from live.store.show import broadcasts, people
from live.store.transaction import Store
from live.views.questions.source_health import QUIET

LETTERS = 100
"""Dead letters of a channel that are listed."""

NAMELESS = 1000
"""Those without a name are counted up to here."""


@dataclass(frozen=True, slots=True)
class ChannelView:
    """One channel. `state` is paused, error, never, silent or works.

    `settings` are those that are no secret, `given` the names of the secrets that are set. `waiting` replies are on
    their way, and the last try of one of them met with `waits_why`; `troubles` are replies of late that were not sent,
    or of which nobody knows. `nameless` persons of its network wait for their names. `polls`: it asks its network by
    itself; `needs_setup`: it is about to ask it for a setting.
    """

    id: int
    type: str
    key: str
    title: str | None
    version: str
    state: str
    slug: str
    broadcast: str
    last_at: datetime | None
    error: str | None
    error_at: datetime | None
    settings: Mapping[str, str]
    given: frozenset[str]
    polls: bool
    needs_setup: bool
    waiting: int
    waits_why: tuple[str | None, str | None]
    troubles: list[Any]
    nameless: int
    dead: int

    @property
    def receives(self) -> bool:
        return receives(self.type)

    @property
    def has_hook(self) -> bool:
        return has_hook(self.type)

    @property
    def paused(self) -> bool:
        return self.state == "paused"


@dataclass(frozen=True, slots=True)
class Channels:
    """Every channel of the centre, and whether any process is at work at what goes to the networks."""

    listed: list[ChannelView]
    worker: bool

    @property
    def idle(self) -> bool:
        """Whether something waits for a worker, and there is none."""
        return not self.worker and any(c.waiting or c.polls or c.needs_setup or c.nameless for c in self.listed)


def settings_of(type_: str) -> tuple[Setting, ...]:
    """What a channel of this type takes; nothing where there is no such network any more."""
    network = TYPES.get(type_)
    return tuple(network.SETTINGS) if network is not None else ()


def all_channels(store: Store) -> Channels:
    """Every channel as the administrator sees it."""
    with store.read() as connection:
        now = store.clock()
        known = channels.all_of(connection, store.seal)
        titles = {row.id: row.title for row in broadcasts.all_of(connection)}
        waiting, troubles = outbox.waiting(connection), outbox.troubles(connection)
        dead, nameless = channels.dead_counts(connection), _nameless(connection)
        worker = bool(leases.held(connection, now))
    listed = []
    for channel in known:
        network = TYPES.get(channel.type)
        secret = {setting.name for setting in settings_of(channel.type) if setting.secret}
        count, *why = waiting.get(channel.id, (0, None, None))
        names = isinstance(network, Names) and network.names(channel.settings)
        gone = None if network is not None else "There is no such network any more."
        listed.append(
            ChannelView(
                id=channel.id,
                type=channel.type,
                key=channel.key,
                title=channel.title,
                version=channel.version,
                state=_state(channel, gone, now),
                slug=channel.slug,
                broadcast=titles[channel.broadcast_id],
                last_at=channel.last_at,
                error=gone or channel.error,
                error_at=channel.error_at,
                settings={name: value for name, value in channel.settings.items() if name not in secret},
                given=frozenset(name for name in secret if channel.settings.get(name)),
                polls=isinstance(network, Polls) and network.polls(channel.settings),
                needs_setup=isinstance(network, Setup) and network.needs_setup(channel.settings),
                waiting=count,
                waits_why=(why[0], why[1]),
                troubles=troubles.get(channel.id, []),
                nameless=nameless[channel.type] if names else 0,
                dead=dead.get(channel.id, 0),
            )
        )
    return Channels(listed, worker)


def _state(channel: channels.Channel, gone: str | None, now: datetime) -> str:
    if channel.paused:
        return "paused"
    if gone or channel.error:
        return "error"
    if not receives(channel.type):
        return "works"
    if channel.last_at is None:
        return "never"
    return "works" if now - channel.last_at < QUIET else "silent"


def _nameless(connection: Connection) -> Counter[str]:
    """How many wait for their names, by the network that is to tell them."""
    return Counter((row.contact or "").partition(":")[0] for row in people.nameless(connection, NAMELESS))


def dead_letters(store: Store, channel_id: int) -> list[Row[Any]]:
    """The first of a channel's letters that still wait."""
    with store.read() as connection:
        return channels.dead_of(connection, channel_id, 0, LETTERS)


def dead_letter(store: Store, channel_id: int, letter_id: int) -> tuple[Row[Any], str]:
    """One letter and its body, in which the channel's secrets stand no more; `not_found` otherwise."""
    with store.read() as connection:
        channel = channels.by_id(connection, store.seal, channel_id)
        letter = channels.dead_letter_of(connection, channel_id, letter_id)
    return letter, str(without(secrets_of(TYPES.get(channel.type), channel.settings), letter.body))
