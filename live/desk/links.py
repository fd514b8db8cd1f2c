"""Links that open a screen on a device: made by the producer, each good for one screen until it is revoked."""

from __future__ import annotations

from typing import Any

from live.domain.events import Event
from live.domain.people import By
from live.domain.refused import Refused
from live.protocol.commands.broadcasts import AddLink, RevokeLink
from live.protocol.links import LINKS
from live.store.commands import BUS
from live.store.rows import Row
from live.store.show import links
from live.store.transaction import Transaction

MOST = 100
"""Valid links of one broadcast."""


@BUS.handles("link.add")
def add(tx: Transaction, broadcast: Row[Any], body: AddLink, by: By) -> dict[str, Any]:
    if links.count_valid(tx.connection, broadcast.id) >= MOST:
        raise Refused("illegal", "There are {most} links already: revoke those that nobody needs.", most=MOST)
    opened = LINKS[body.screen]
    link = links.add(tx, broadcast.id, opened.screen, opened.role, body.name, by.name)
    tx.append(broadcast.id, [Event("link.added", data={"link": link})], by)
    return {"link": link}


@BUS.handles("link.revoke")
def revoke(tx: Transaction, broadcast: Row[Any], body: RevokeLink, by: By) -> None:
    if not links.revoke(tx, broadcast.id, body.link):
        raise Refused("not_found", "There is no such link in this broadcast, or it is revoked already.")
    tx.append(broadcast.id, [Event("link.revoked", data={"link": body.link})], by)
