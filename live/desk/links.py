"""Links that open a screen on a device: made by the producer, each good for one screen until it is revoked."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import StringConstraints
from sqlalchemy import Row

from live.domain.events import Event
from live.domain.people import By, Role
from live.domain.refused import Refused
from live.protocol.links import LINKS
from live.store.commands import Body, Commands, Number
from live.store.show import links
from live.store.transaction import Transaction

COMMANDS = Commands()

WHO = {Role.PRODUCER, Role.ADMIN}
MOST = 100
"""Valid links of one broadcast."""


class Add(Body):
    screen: Literal["prompter", "head", "observer", "overlay", "desk", "calls", "rundown"]
    name: Annotated[str, StringConstraints(min_length=1, max_length=60)]


class Revoke(Body):
    link: Number


@COMMANDS.add("link.add", WHO, Add)
def add(tx: Transaction, broadcast: Row[Any], body: Add, by: By) -> dict[str, Any]:
    if links.count_valid(tx.connection, broadcast.id) >= MOST:
        raise Refused("illegal", "There are {most} links already: revoke those that nobody needs.", most=MOST)
    opened = LINKS[body.screen]
    link = links.add(tx, broadcast.id, opened.screen, opened.role, body.name, by.name)
    tx.append(broadcast.id, [Event("link.added", data={"link": link})], by)
    return {"link": link}


@COMMANDS.add("link.revoke", WHO, Revoke)
def revoke(tx: Transaction, broadcast: Row[Any], body: Revoke, by: By) -> None:
    if not links.revoke(tx, broadcast.id, body.link):
        raise Refused("not_found", "There is no such link in this broadcast, or it is revoked already.")
    tx.append(broadcast.id, [Event("link.revoked", data={"link": body.link})], by)
