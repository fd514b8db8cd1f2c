"""What the centre is called, the zone of its clock, and what it says to residents."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from zoneinfo import available_timezones

import structlog

from live.domain.audit import Act
from live.domain.characters import one_line
from live.domain.events import Event
from live.domain.people import By
from live.domain.refused import Refused
from live.settings import ORIGIN, POLICY
from live.store.centre import audit, settings
from live.store.centre.settings import Centre
from live.store.ids import TICKETS_LOG
from live.store.transaction import Store

log = structlog.get_logger()

LONGEST_NAME = 200
LONGEST_ADDRESS = 300
MOST_SITES = 50
MOST_OFTEN = 100_000

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


def checked_policy(written: str) -> str:
    """The address of a page, or nothing."""
    policy = written.strip()
    if policy and not (POLICY.fullmatch(policy) and len(policy) <= LONGEST_ADDRESS):
        raise Refused("invalid", "The page on personal data has an address such as https://raion.example/policy.")
    return policy


def checked_sites(written: str) -> str:
    """Sites as a page's Content-Security-Policy names them, with spaces between; `invalid` names what is none."""
    sites = [one.rstrip("/") for one in written.replace(",", " ").lower().split()]
    for site in sites:
        if not ORIGIN.fullmatch(site):
            raise Refused("invalid", "“{site}” is no site such as https://raion.example.", site=site[:100])
    if len(sites) > MOST_SITES:
        raise Refused("invalid", "At most {most} sites may hold the form.", most=MOST_SITES)
    return " ".join(dict.fromkeys(sites))


def checked_address(written: str) -> str:
    """How this installation is reached: a scheme, a name and perhaps a port; or nothing."""
    address = written.strip().rstrip("/").lower()
    if address and ("*" in address or not ORIGIN.fullmatch(address) or len(address) > LONGEST_ADDRESS):
        raise Refused("invalid", "“{address}” is no address such as https://live.example.", address=address[:100])
    return address


def checked_limit(per_minute: str, per_hour: str) -> str:
    """How often one address may send the form, as `Centre.ask_limit` has it; nothing where neither is said."""
    written = [per_minute.strip(), per_hour.strip()]
    if not any(written):
        return ""
    if not all(one.isascii() and one.isdecimal() and 0 < int(one) <= MOST_OFTEN for one in written):
        raise Refused("invalid", "How often: two whole numbers from 1 to {most}, or both empty.", most=MOST_OFTEN)
    minute, hour = map(int, written)
    if hour < minute:
        raise Refused("invalid", "No fewer questions may come in an hour than in a minute.")
    return f"{minute} per minute; {hour} per hour"


def save_centre(store: Store, centre: Centre, by: By) -> None:
    """From now on the centre's day ends at its zone's midnight; every board of tickets is told."""
    now = replace(
        centre,
        name=checked_line(centre.name, LONGEST_NAME),
        zone=checked_zone(centre.zone),
        phone=checked_phone(centre.phone),
        policy=checked_policy(centre.policy),
        sites=checked_sites(centre.sites),
        address=checked_address(centre.address),
        open_figures="yes" if centre.open_figures else "",
        open_page_scores="yes" if centre.open_page_scores else "",
    )
    with store.write() as tx:
        tx.lock(TICKETS_LOG)
        if now == settings.centre(tx.connection):
            return
        settings.save(tx, now)
        tx.append(TICKETS_LOG, [Event("centre.edited")], by)
        audit.record(tx, Act.CENTRE_SAVED, "centre", by, zone=now.zone)
    log.info("the centre was changed", zone=now.zone, by=by.name)
