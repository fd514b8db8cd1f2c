"""A code that one of the centre's own people has written to its bot: it binds the bot to them, and is no question."""

from __future__ import annotations

import re

import structlog

from live.domain.audit import Act
from live.domain.people import Actor
from live.domain.submission import Submission
from live.store.centre import audit, staff
from live.store.centre.channels import Channel
from live.store.followup import outbox
from live.store.transaction import LETTERS, Store

log = structlog.get_logger()

_CODE = re.compile(f"[{LETTERS}]{{4}}-[{LETTERS}]{{4}}")

BOUND = "Готово, {name}: сигналы дежурного будут приходить сюда. Отвязать можно на странице «Моё дежурство»."
"""Content, as a letter is, so not translated."""


def is_staff_code(store: Store, channel: Channel, asked: Submission) -> bool:
    """Whether it was such a code, and its writer is told of alarms there from now on.

    Anything else, a code that is too old too, is a message like every other: nobody learns which codes there are.
    """
    written = asked.text.strip().lower()
    contact = asked.author.contact if asked.author else None
    if channel.type not in staff.BOTS or not contact or not contact.startswith(f"{channel.type}:"):
        return False
    if not _CODE.fullmatch(written):
        return False
    with store.write() as tx:
        row = staff.asked_by(tx.connection, channel.id, store.link_digests(written), tx.now)
        if row is None or not staff.bind(tx, row.id, contact):
            return False
        person = Actor(row.name, frozenset(), f"user:{row.account_id}")
        audit.record(tx, Act.CONTACT_BOUND, f"user/{row.account_id}", person, channel=channel.id)
        outbox.queue_notice(tx, None, channel.id, contact, BOUND.format(name=row.name), None)
    log.info("a person is told by a bot from now on", id=row.account_id, channel=channel.id)
    return True
