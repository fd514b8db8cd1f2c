"""The administrator's verbs on bans: add one by whatever tells somebody from others, lift one."""

from __future__ import annotations

import re
from datetime import date
from zoneinfo import ZoneInfo

import structlog

from live.domain.abuse import ban as rules
from live.domain.audit import Act
from live.domain.people import Actor, By
from live.domain.refused import Refused
from live.domain.submission import kind_of
from live.files.contacts import author_of
from live.store.centre import audit, bans
from live.store.centre.settings import centre_zone
from live.store.ids import TICKETS_LOG
from live.store.transaction import Store

log = structlog.get_logger()

_OF_A_NETWORK = re.compile(r"(vk|ok|max|telegram):[!-~]{1,100}")
_TOLD_APART = ("tel", "mailto", "https")


def subject_of(written: str) -> str:
    """Whom somebody has written down: an author, a telephone, an address. `invalid` where nobody is told by it."""
    written = written.strip()
    if _OF_A_NETWORK.fullmatch(written):
        return written
    if (address := rules.of_address(written)) is not None:
        return address
    author = author_of(None, written.removeprefix("tel:").removeprefix("mailto:")) if len(written) <= 200 else None
    if author is None or author.contact is None or kind_of(author.contact) not in _TOLD_APART:
        raise Refused(
            "invalid",
            "“{text}” is no author (such as vk:71), telephone, e-mail, page or network address.",
            text=written[:60],
        )
    return author.contact


def add_ban(store: Store, written: str, reason: str, last_day: date | None, by: Actor | By) -> int:
    """The new ban's number. It stands in the place of another one of the same."""
    subject, why = subject_of(written), rules.checked_reason(reason)
    with store.write() as tx:
        tx.lock(TICKETS_LOG)  # Two who add the last one at once are two.
        until = rules.end_of(last_day, ZoneInfo(centre_zone(tx.connection)), tx.now)
        bans.check_room(tx)
        number = bans.add(tx, subject, why, by.name, until)
        audit.record(tx, Act.BAN_ADDED, f"ban/{number}", by, type=kind_of(subject))
    log.info("somebody was banned", id=number, kind=kind_of(subject), by=by.name)
    return number


def lift_ban(store: Store, number: int, by: Actor | By) -> None:
    """It holds no longer. What waits apart stays there until somebody lets it out."""
    with store.write() as tx:
        if not bans.lift(tx, number, by.name):
            raise Refused("not_found", "There is no such ban, or it is lifted already.")
        audit.record(tx, Act.BAN_LIFTED, f"ban/{number}", by)
    log.info("a ban was lifted", id=number, by=by.name)
