"""How a person is told of alarms besides by e-mail: a code that they write to one of the centre's bots."""

from __future__ import annotations

import secrets
from datetime import timedelta

import structlog

from live.domain.audit import Act
from live.domain.people import Actor
from live.domain.refused import Refused
from live.store.centre import audit, staff
from live.store.ids import TICKETS_LOG
from live.store.rows import Connection
from live.store.transaction import LETTERS, Store

log = structlog.get_logger()

TERM = timedelta(minutes=15)
"""For how long a code counts."""


def ask_code(store: Store, account_id: int, channel_id: int) -> str:
    """The code that a person writes to the bot of a channel, such as "ab3d-7kmp": it is shown once."""
    letters = "".join(secrets.choice(LETTERS) for _ in range(8))
    code = f"{letters[:4]}-{letters[4:]}"
    with store.write() as tx:
        tx.lock(TICKETS_LOG)
        _known_bot(tx.connection, channel_id)
        staff.ask(tx, account_id, channel_id, store.link_digest(code), tx.now + TERM)
    return code


def unbind(store: Store, account_id: int, channel_id: int, by: Actor) -> None:
    """They are written to there no more."""
    with store.write() as tx:
        if not staff.unbind(tx, account_id, channel_id):
            raise Refused("not_found", "This bot is not bound to you.")
        audit.record(tx, Act.CONTACT_UNBOUND, f"user/{account_id}", by, channel=channel_id)
    log.info("a person is no longer told by a bot", id=account_id, channel=channel_id)


def _known_bot(connection: Connection, channel_id: int) -> None:
    if channel_id not in {row.id for row in staff.bots(connection)}:
        raise Refused("not_found", "There is no such bot, or it is paused.")
