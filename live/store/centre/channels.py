"""Channels' rows with their sealed settings, and the letters that could not be delivered."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog
from sqlalchemy import Connection, Row, Select, delete, func, insert, select, update

from live.domain.refused import Refused
from live.store.sealing import Seal, WrongKey
from live.store.tables import broadcast, channel, dead_letter
from live.store.text import dumps
from live.store.transaction import Store, Transaction

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel with its settings in clear: never to be logged or shown as a whole. `slug` is where it delivers.

    `version` is another one whenever its settings or its title have changed.
    """

    id: int
    type: str
    key: str
    broadcast_id: int
    slug: str
    settings: Mapping[str, str]
    title: str | None
    paused: bool
    state: dict[str, Any]
    last_at: datetime | None
    error: str | None
    error_at: datetime | None
    version: str

    @property
    def origin(self) -> str:
        """By what its messages are told from those of other channels."""
        return f"channel:{self.id}"

    def __repr__(self) -> str:
        return f"Channel({self.id}, {self.type})"


def id_of_origin(origin: str) -> int | None:
    """The channel that a question came by; None for one that came otherwise."""
    kind, _, number = origin.partition(":")
    return int(number) if kind == "channel" else None


def add(
    tx: Transaction, type_: str, key: str, broadcast_id: int, settings: Mapping[str, str], title: str | None = None
) -> int:
    return int(
        tx.connection.execute(
            insert(channel)
            .values(
                type=type_,
                key=key,
                broadcast_id=broadcast_id,
                settings=tx.store.seal.close(settings),
                title=title,
                created_at=tx.now,
            )
            .returning(channel.c.id)
        ).scalar_one()
    )


_OPEN = channel.c.closed_at.is_(None)
"""One that is taken away stays for what came by it, and does nothing."""

_CHANNELS = select(channel, broadcast.c.slug).join(broadcast, broadcast.c.id == channel.c.broadcast_id).where(_OPEN)


def opened(seal: Seal, row: Row[Any]) -> Channel:
    """A channel of its row; `WrongKey` where its settings do not open."""
    return Channel(
        row.id,
        row.type,
        row.key,
        row.broadcast_id,
        row.slug,
        seal.open(row.settings),
        row.title,
        bool(row.paused),
        seal.open(row.state) if row.state else {},
        row.last_at,
        row.error,
        row.error_at,
        hashlib.sha256(dumps([row.settings, row.title]).encode()).hexdigest()[:16],
    )


def type_of(connection: Connection, channel_id: int) -> str | None:
    """None where it was taken away."""
    found: str | None = connection.scalar(select(channel.c.type).where(channel.c.id == channel_id, _OPEN))
    return found


def find(connection: Connection, seal: Seal, type_: str, key: str) -> Channel | None:
    row = connection.execute(_CHANNELS.where(channel.c.type == type_, channel.c.key == key)).one_or_none()
    return opened(seal, row) if row is not None else None


def is_taken(connection: Connection, key: str) -> bool:
    """Whether some channel has this key, of whatever type."""
    return connection.execute(select(channel.c.id).where(channel.c.key == key)).first() is not None


def by_id(connection: Connection, seal: Seal, channel_id: int) -> Channel:
    """`not_found` where there is no such channel."""
    return _found(seal, connection.execute(_CHANNELS.where(channel.c.id == channel_id)).one_or_none())


def locked(tx: Transaction, channel_id: int) -> Channel:
    """The same, and nobody else changes it until this transaction ends."""
    mine = _CHANNELS.where(channel.c.id == channel_id).with_for_update(of=channel)
    return _found(tx.store.seal, tx.connection.execute(mine).one_or_none())


def _found(seal: Seal, row: Row[Any] | None) -> Channel:
    if row is None:
        raise Refused("not_found", "There is no such channel.")
    return opened(seal, row)


def all_of(connection: Connection, seal: Seal) -> list[Channel]:
    """Every channel, the first first."""
    return [opened(seal, row) for row in sealed(connection)]


def sealed(connection: Connection) -> Sequence[Row[Any]]:
    """The same, each as it stands: to be `opened` one by one, where one that does not open must not stop the others."""
    return connection.execute(_CHANNELS.order_by(channel.c.id)).all()


def readable(connection: Connection, seal: Seal) -> Iterator[tuple[Row[Any], Mapping[str, str]]]:
    """Each with its settings in clear, without those whose settings do not open: of them the log is told."""
    for row in sealed(connection):
        try:
            yield row, seal.open(row.settings)
        except WrongKey:
            log.warning("a channel's settings do not open", channel=row.id)


def kinds(connection: Connection) -> Sequence[Any]:
    """Every channel's id and type, and whether it is paused, the first first: nothing of it that is sealed."""
    return connection.execute(
        select(channel.c.id, channel.c.type, channel.c.paused).where(_OPEN).order_by(channel.c.id)
    ).all()


def words(connection: Connection) -> Sequence[Any]:
    """Every channel's number and type, and how it last did: nothing of it that is sealed."""
    told = select(channel.c.id, channel.c.type, channel.c.paused, channel.c.last_at, channel.c.error)
    return connection.execute(told.where(_OPEN).order_by(channel.c.id)).all()


def form_of(tx: Transaction, broadcast_id: int) -> int:
    """The channel that a broadcast's own form is, made where there is none. Its key is nobody's to know."""
    mine = select(channel.c.id).where(_OPEN, channel.c.type == "form", channel.c.broadcast_id == broadcast_id)
    found = tx.connection.execute(mine.order_by(channel.c.id).limit(1)).scalar_one_or_none()
    return int(found) if found is not None else add(tx, "form", secrets.token_hex(18), broadcast_id, {})


def remove_form(tx: Transaction, broadcast_id: int) -> None:
    """Take a broadcast's own form out of the channels, with what could not be delivered by it."""
    forms = select(channel.c.id).where(channel.c.type == "form", channel.c.broadcast_id == broadcast_id)
    tx.connection.execute(delete(dead_letter).where(dead_letter.c.channel_id.in_(forms)))
    tx.connection.execute(delete(channel).where(channel.c.id.in_(forms)))


def route(tx: Transaction, key: str, broadcast_id: int) -> int:
    """Let a channel deliver elsewhere; its number. `not_found` when there is no such channel."""
    moved = update(channel).where(channel.c.key == key, _OPEN).values(broadcast_id=broadcast_id).returning(channel.c.id)
    found = tx.connection.execute(moved).scalar_one_or_none()
    if found is None:
        raise Refused("not_found", "There is no channel “{key}”.", key=key)
    return int(found)


def learn(tx: Transaction, channel_id: int, from_network: Mapping[str, str]) -> None:
    """Keep settings that the network tells by itself beside those that were given."""
    save(tx, channel_id, settings={**locked(tx, channel_id).settings, **from_network})


def save(tx: Transaction, channel_id: int, *, settings: Mapping[str, str], **columns: Any) -> None:
    """Its settings from now on, sealed."""
    set_facts(tx, channel_id, settings=tx.store.seal.close(settings), **columns)


def set_facts(tx: Transaction, channel_id: int, **columns: Any) -> None:
    """What is wrong with it, whether it is paused, what it is called."""
    tx.connection.execute(update(channel).where(channel.c.id == channel_id).values(**columns))


def close(tx: Transaction, channel_id: int, key: str) -> None:
    """Take it away, with all that is secret of it: its settings, how far its network was read, its hook's path."""
    nothing = tx.store.seal.close({})
    set_facts(tx, channel_id, closed_at=tx.now, key=key, settings=nothing, state=None, error=None, error_at=None)


def remember(
    tx: Transaction,
    channel_id: int,
    state: Mapping[str, Any],
    trouble: str | None = None,
    since: datetime | None = None,
) -> None:
    """How far its network has been read, sealed: a key of its session may be part of that.

    What was wrong is over, but for `trouble`, which is wrong with a part of it `since` then.
    """
    error_at = since if trouble else None
    set_facts(tx, channel_id, state=tx.store.seal.close(state), error=trouble, error_at=error_at)


def touch(tx: Transaction, channel_ids: Iterable[int | None]) -> None:
    """These channels have brought something new now."""
    if ids := sorted(one for one in channel_ids if one is not None):
        tx.connection.execute(update(channel).where(channel.c.id.in_(ids)).values(last_at=tx.now))


_SEALED: Select[Any] = select(channel.c.id, channel.c.settings, channel.c.state)


def seal_all(store: Store) -> None:
    """Seal by the present secret what an older version has left in clear and what an earlier secret has sealed."""
    with store.read() as connection:
        stale = [row.id for row in connection.execute(_SEALED) if _sealed_anew(store.seal, row)]
    for channel_id in stale:
        with store.write() as tx:
            row = tx.connection.execute(_SEALED.where(channel.c.id == channel_id).with_for_update()).one_or_none()
            if row is not None:
                set_facts(tx, channel_id, **_sealed_anew(store.seal, row))


def _sealed_anew(seal: Seal, row: Row[Any]) -> dict[str, dict[str, str]]:
    """The columns of a channel that are to be sealed anew."""
    found = {"settings": seal.closed_anew(row.settings), "state": seal.closed_anew(row.state) if row.state else None}
    return {name: value for name, value in found.items() if value is not None}


# Letters that could not be delivered


def keep_dead(tx: Transaction, channel_id: int, reason: str, body: str) -> None:
    """Keep a message that could not become a question, whole; a repeated delivery is kept once."""
    digest = hashlib.sha256(body.encode()).hexdigest()
    known = tx.connection.execute(
        select(dead_letter.c.id).where(dead_letter.c.channel_id == channel_id, dead_letter.c.digest == digest)
    ).first()
    if known is None:
        tx.connection.execute(
            insert(dead_letter).values(
                channel_id=channel_id,
                reason=reason,
                body=tx.store.keyring.close("letter", body),
                digest=digest,
                received_at=tx.now,
            )
        )


def dead_letters(connection: Connection, limit: int) -> tuple[int, list[Row[Any]]]:
    """How many wait, and the newest of them, with their channels' types and broadcasts."""
    waiting = dead_letter.c.settled_at.is_(None)
    total = connection.execute(select(func.count()).where(waiting)).scalar_one()
    rows = connection.execute(
        select(dead_letter, channel.c.type, channel.c.broadcast_id)
        .join(channel, channel.c.id == dead_letter.c.channel_id)
        .where(waiting)
        .order_by(dead_letter.c.id.desc())
        .limit(limit)
    ).all()
    return total, list(rows)


def dead_of(connection: Connection, channel_id: int, after: int, limit: int) -> list[Row[Any]]:
    """The letters of one channel that still wait, the first first, beyond the one with the id `after`."""
    return list(
        connection.execute(
            select(dead_letter)
            .where(dead_letter.c.channel_id == channel_id, dead_letter.c.settled_at.is_(None), dead_letter.c.id > after)
            .order_by(dead_letter.c.id)
            .limit(limit)
        ).all()
    )


def dead_counts(connection: Connection) -> dict[int, int]:
    """How many letters of each channel still wait."""
    waiting = select(dead_letter.c.channel_id, func.count()).where(dead_letter.c.settled_at.is_(None))
    return {row[0]: row[1] for row in connection.execute(waiting.group_by(dead_letter.c.channel_id))}


def dead_letter_of(connection: Connection, channel_id: int, letter_id: int) -> Row[Any]:
    """One letter of a channel, whether it still waits or not; `not_found` otherwise."""
    mine = (dead_letter.c.id == letter_id, dead_letter.c.channel_id == channel_id)
    row = connection.execute(select(dead_letter).where(*mine)).one_or_none()
    if row is None:
        raise Refused("not_found", "There is no such letter.")
    return row


def settle(tx: Transaction, letter_id: int, dismissed_by: str | None = None) -> None:
    """A letter waits no longer: it was delivered, or somebody has dismissed it."""
    settled = {"settled_at": tx.now, "dismissed_by": dismissed_by}
    tx.connection.execute(update(dead_letter).where(dead_letter.c.id == letter_id).values(settled))


def record_error(tx: Transaction, letter_id: int, reason: str) -> None:
    """Why a letter still cannot be delivered."""
    tx.connection.execute(update(dead_letter).where(dead_letter.c.id == letter_id).values(reason=reason))
