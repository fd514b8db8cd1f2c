"""What the centre is called, the zone of its clock, and its telephone for residents."""

from __future__ import annotations

import re
from functools import cache
from zoneinfo import available_timezones

import structlog

from live.domain.audit import Act
from live.domain.characters import one_line
from live.domain.events import Event
from live.domain.people import By
from live.domain.refused import Refused
from live.store.centre import audit, settings
from live.store.centre.settings import Centre
from live.store.ids import TICKETS_LOG
from live.store.transaction import Store

log = structlog.get_logger()

LONGEST_NAME = 200

_PHONE = re.compile(r"(?=(?:[^0-9]*[0-9]){3})[0-9+() -]{3,30}")


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


def checked_zone(written: str) -> str:
    """A zone of the IANA's database; `invalid` for what is none."""
    zone = written.strip()
    if zone not in _zones():
        raise Refused("invalid", "There is no time zone “{zone}”.", zone=zone[:64])
    return zone


def checked_line(written: str, longest: int) -> str:
    """A name in one line; `invalid` where it is too long, or holds what cannot be shown."""
    line = one_line(written)
    if not line.isprintable():
        raise Refused("invalid", "The request holds control characters.")
    if len(line) > longest:
        raise Refused("invalid", "“{text}…” is too long: at most {most} characters fit.", text=line[:40], most=longest)
    return line


def checked_phone(written: str) -> str:
    """A number as people write it, or nothing; `invalid` for what nobody can dial."""
    phone = one_line(written)
    if phone and not _PHONE.fullmatch(phone):
        raise Refused("invalid", "“{phone}” is no telephone number such as 8 (84231) 2-00-00.", phone=phone[:40])
    return phone


def save_centre(store: Store, name: str, zone: str, phone: str, by: By) -> None:
    """From now on the centre's day ends at this zone's midnight; every board of tickets is told."""
    now = Centre(checked_line(name, LONGEST_NAME), checked_zone(zone), checked_phone(phone))
    with store.write() as tx:
        tx.lock(TICKETS_LOG)
        if now == settings.centre(tx.connection):
            return
        settings.save(tx, now)
        tx.append(TICKETS_LOG, [Event("centre.edited")], by)
        audit.record(tx, Act.CENTRE_SAVED, "centre", by, zone=now.zone)
    log.info("the centre was changed", zone=now.zone, by=by.name)
