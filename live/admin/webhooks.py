"""The administrator's verbs on webhooks: add a receiver, pause it, let it go on, tell it all again, remove it."""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence

import structlog

from live.channels.outgoing import check_reachable
from live.domain.audit import Act
from live.domain.followup import signing
from live.domain.people import By
from live.domain.refused import Refused
from live.store import log as tickets_log
from live.store.centre import audit
from live.store.followup import webhooks
from live.store.ids import TICKETS_LOG
from live.store.transaction import Store

log = structlog.get_logger()

SHORTEST, LONGEST = 16, 200
"""Characters of a secret."""

KEY_BYTES = 32
"""Of a secret that is made here."""

_ADDRESS = re.compile(r"https?://[^\s/?#@]+([/?][^\s#]*)?")
_TYPE = re.compile(r"ticket\.[a-z_]{1,32}")


def new_secret() -> str:
    """As Standard Webhooks has them, so that its libraries take it as it is."""
    return signing.written(secrets.token_bytes(KEY_BYTES))


def add(store: Store, url: str, secret: str, types: Sequence[str], by: By) -> int:
    """The new receiver's id; `invalid` says what is wrong with its address, its secret or a type."""
    url = _checked(url.strip())
    if not SHORTEST <= len(secret) <= LONGEST or not secret.isprintable():
        raise Refused("invalid", "A secret has {shortest} to {longest} characters.", shortest=SHORTEST, longest=LONGEST)
    if not signing.is_well_formed(secret):
        raise Refused(
            "invalid",
            "Behind whsec_ a secret has base64 of {shortest} to {longest} bytes, as Standard Webhooks wants it.",
            shortest=signing.FEWEST_BYTES,
            longest=signing.MOST_BYTES,
        )
    wanted = sorted({one.strip() for one in types if one.strip()})
    if wrong := [one for one in wanted if not _TYPE.fullmatch(one)]:
        raise Refused("invalid", "These are no types of ticket events: {types}.", types=[one[:60] for one in wrong])
    with store.write() as tx:
        webhook_id = webhooks.add(tx, url, secret, wanted, by.name)
        audit.record(tx, Act.WEBHOOK_ADDED, f"webhook/{webhook_id}", by, types=wanted)
    log.info("a webhook was added", webhook=webhook_id, by=by.name)
    return webhook_id


def _checked(url: str) -> str:
    if len(url) > 2000 or not _ADDRESS.fullmatch(url):
        raise Refused(
            "invalid", "The field “{field}” must be an address that begins with http:// or https://.", field="url"
        )
    check_reachable(url, needs_https=False)
    return url


def pause(store: Store, webhook_id: int, paused: bool, by: By) -> None:
    """Let a receiver be told nothing, or let it go on at once where it stands."""
    with store.write() as tx:
        webhooks.set_facts(tx, webhook_id, paused=paused, tries=0, next_at=None)
        audit.record(tx, Act.WEBHOOK_PAUSED if paused else Act.WEBHOOK_RESUMED, f"webhook/{webhook_id}", by)
    log.info("a webhook was paused" if paused else "a webhook goes on", webhook=webhook_id, by=by.name)


def replay(store: Store, webhook_id: int, since: int, by: By) -> int:
    """Tell a receiver again all that came after the number `since`; from where on that is.

    What was pruned from the log cannot be told; a number that is not there yet is the log's end.
    """
    with store.write() as tx:
        position = tickets_log.position(tx.connection, TICKETS_LOG)
        begins = min(max(since, position.floor, 0), position.head)
        webhooks.set_facts(tx, webhook_id, position=begins, tries=0, next_at=None)
        audit.record(tx, Act.WEBHOOK_REPLAYED, f"webhook/{webhook_id}", by, since=begins)
    log.info("a webhook is told again", webhook=webhook_id, since=begins, by=by.name)
    return begins


def remove(store: Store, webhook_id: int, by: By) -> None:
    with store.write() as tx:
        webhooks.remove(tx, webhook_id)
        audit.record(tx, Act.WEBHOOK_REMOVED, f"webhook/{webhook_id}", by)
    log.info("a webhook was removed", webhook=webhook_id, by=by.name)
