"""Beginning and ending a practice. Its tasks stand with the screens (static/practice); here is what they are about."""

from __future__ import annotations

from datetime import datetime

import structlog

from live.desk.practice.scenes import SCENES
from live.domain import broadcast as rules
from live.domain.broadcast import Kind, Practice
from live.store.centre.settings import centre_zone
from live.store.show import broadcasts, practices
from live.store.transaction import Store

log = structlog.get_logger()

TITLE = "Тренировка"
HEAD = "Глава района"
"""Content, as a question is, so not translated."""

MINUTES = 10


def begin(store: Store, practice: Practice) -> str:
    """A new one in the place of the owner's earlier ones of this role; its slug, which no other has ever had."""
    end(store, practice)
    with store.write() as tx:
        slug = practice.slugs + format(int(tx.now.timestamp() * 1000), "x")
        facts = {"title": TITLE, "head_name": HEAD, "zone": centre_zone(tx.connection), "minutes": MINUTES}
        # A rehearsal's rows count nowhere.
        broadcast_id = broadcasts.add(tx, rules.new(slug, Kind.PRACTICE), **facts, rehearsal=True, starts_at=tx.now)
        [row] = tx.lock(broadcast_id)
        SCENES[practice.role](tx, row)
    log.info("a practice was begun", role=practice.role.value)
    return slug


def end(store: Store, practice: Practice) -> None:
    """Nothing is left of the owner's practices of this role."""
    with store.read() as connection:
        begun = [row.id for row in practices.of(connection, practice)]
    for broadcast_id in begun:
        remove(store, broadcast_id)


def left_since(store: Store, moment: datetime) -> list[int]:
    """The practices that were begun before a moment, of whomever."""
    with store.read() as connection:
        return practices.begun_before(connection, moment)


def remove(store: Store, broadcast_id: int) -> None:
    """One practice, whoever's; nothing where it is gone already."""
    with store.write() as tx:
        tx.lock(broadcast_id)
        if broadcasts.find_by_id(tx.connection, broadcast_id) is not None:
            practices.remove(tx, broadcast_id)
