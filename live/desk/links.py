"""Links that open a screen on a device: made by the producer, each good for one screen until it is revoked or its
broadcast is over."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from live.domain import broadcast as rules
from live.domain.events import Event
from live.domain.people import By
from live.domain.refused import Refused
from live.protocol.commands.broadcasts import AddLink, RevokeLink
from live.protocol.links import LINKS
from live.store.commands import BUS
from live.store.rows import Row
from live.store.show import links
from live.store.transaction import Store, Transaction

MOST = 100
"""Valid links of one broadcast."""


@BUS.handles("link.add")
def add(tx: Transaction, broadcast: Row[Any], body: AddLink, by: By) -> dict[str, Any]:
    """It ends with the broadcast, and where it was made through another link no later than that."""
    rules.check_counts(broadcast.kind)
    if links.count_valid(tx.connection, broadcast.id) >= MOST:
        raise Refused("illegal", "There are {most} links already: revoke those that nobody needs.", most=MOST)
    opened = LINKS[body.screen]
    through = links.of_credential(tx.connection, by.credential)
    end = ends_at(broadcast, tx.now)
    if through is not None and through.expires_at is not None:
        end = min(end, through.expires_at)
    made_by = through.id if through is not None else None
    link = links.add(tx, broadcast.id, opened.screen, opened.role, body.name, by.name, end, made_by)
    tx.append(broadcast.id, [Event("link.added", data={"link": link})], by)
    return {"link": link}


@BUS.handles("link.revoke")
def revoke(tx: Transaction, broadcast: Row[Any], body: RevokeLink, by: By) -> None:
    """It, and whatever was made through it."""
    ended = links.revoke(tx, broadcast.id, body.link)
    if not ended:
        raise Refused("not_found", "There is no such link in this broadcast, or it is revoked already.")
    _tell(tx, broadcast.id, ended, by)


def end_all(tx: Transaction, broadcast: Row[Any], by: By | None) -> None:
    """Nobody needs the screens of this broadcast any more."""
    _tell(tx, broadcast.id, links.revoke_all(tx, broadcast.id), by)


def outlast(tx: Transaction, broadcast: Row[Any]) -> None:
    """It goes on air now, whenever it was planned: its links last as long as it does."""
    links.prolong(tx, broadcast.id, rules.links_end(rules.Kind(broadcast.kind), tx.now, broadcast.minutes, tx.now))


def end_expired(store: Store) -> None:
    """Revoke the links whose time is over, so that every rundown is told."""
    with store.read() as connection:
        over = links.with_expired(connection, store.clock())
    for broadcast_id in over:
        with store.write() as tx:
            tx.lock(broadcast_id)
            _tell(tx, broadcast_id, links.revoke_expired(tx, broadcast_id), None)


def ends_at(broadcast: Row[Any], now: datetime) -> datetime:
    planned = broadcast.aired_at or broadcast.starts_at
    return rules.links_end(rules.Kind(broadcast.kind), planned, broadcast.minutes, now)


def _tell(tx: Transaction, broadcast_id: int, ended: list[int], by: By | None) -> None:
    tx.append(broadcast_id, [Event("link.revoked", data={"link": link}) for link in ended], by)
