"""The register of official pages: a page is added, pasted with others, changed, taken out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from live.domain.audit import Act
from live.domain.characters import one_line
from live.domain.official_pages.address import CHANNELS_OF, PageAddress, page_address
from live.domain.people import By
from live.domain.refused import Refused
from live.store.centre import access, audit, channels
from live.store.official_pages import posts
from live.store.official_pages import register as official_pages
from live.store.rows import Row
from live.store.transaction import Store, Transaction

LONGEST = 200
"""Characters of a body's, an official's and a responsible person's name."""

MOST = 2000
"""Pages of the register."""

FIRST_YEAR = 2006
"""None of the networks had a page before."""


@dataclass(frozen=True, slots=True)
class Given:
    """A page as it was typed. `since` is a day as 2026-12-01, `login` that of an account, `channel` a channel's id."""

    address: str
    body: str
    official: str = ""
    responsible: str = ""
    login: str = ""
    since: str = ""
    verified: bool = False
    channel: str = ""


@dataclass(slots=True)
class Pasted:
    """What became of a list that was pasted: how many pages it added, and the addresses that were there already."""

    added: int = 0
    doubles: list[str] = field(default_factory=list)


def add(store: Store, given: Given, by: By) -> int:
    """A new page's id."""
    with _change(store) as tx:
        page_id = _added(tx, given, official_pages.keys(tx.connection))
        audit.record(tx, Act.PAGE_ADDED, f"page/{page_id}", by)
    return page_id


def add_many(store: Store, given: Sequence[Given], by: By) -> Pasted:
    """All of a list that are not there yet, or none where one of them is wrong; `invalid` says which."""
    pasted = Pasted()
    with _change(store) as tx:
        taken = official_pages.keys(tx.connection)
        for one in given:
            address = page_address(one.address)
            if address.key in taken:
                pasted.doubles.append(address.url)
                continue
            taken[address.key] = _added(tx, one, taken)
            pasted.added += 1
        audit.record(tx, Act.PAGES_PASTED, "list/pages", by, entries=pasted.added)
    return pasted


def change(store: Store, page_id: int, version: int, given: Given, by: By) -> None:
    """Save what was typed of a page. `conflict` where it was changed since `version`."""
    with _change(store) as tx:
        row = _unchanged(tx, page_id, version)
        address = _free(page_address(given.address), official_pages.keys(tx.connection), page_id)
        official_pages.save(tx, row, **_facts(tx, given, address))
        audit.record(tx, Act.PAGE_CHANGED, f"page/{page_id}", by, version=row.version + 1)


def remove(store: Store, page_id: int, version: int, by: By) -> None:
    """Take a page out of the register: the network's own page stays as it is."""
    with _change(store) as tx:
        row = _unchanged(tx, page_id, version)
        posts.forget(tx, page_id)
        official_pages.remove(tx, page_id)
        audit.record(tx, Act.PAGE_REMOVED, f"page/{page_id}", by, address=row.address)


@contextmanager
def _change(store: Store) -> Iterator[Transaction]:
    with store.write() as tx:
        official_pages.lock(tx)
        yield tx


def _unchanged(tx: Transaction, page_id: int, version: int) -> Row[Any]:
    row = official_pages.get(tx.connection, page_id)
    if row.version != version:
        raise Refused("conflict", "The page was changed meanwhile; look at it and save again.")
    return row


def _added(tx: Transaction, given: Given, taken: dict[str, int]) -> int:
    if len(taken) >= MOST:
        raise Refused("invalid", "The register takes at most {most} pages.", most=MOST)
    address = _free(page_address(given.address), taken)
    return official_pages.add(tx, **_facts(tx, given, address))


def _free(address: PageAddress, taken: dict[str, int], own: int | None = None) -> PageAddress:
    if taken.get(address.key, own) != own:
        raise Refused("invalid", "{address} stands in the register already.", address=address.url)
    return address


def _facts(tx: Transaction, given: Given, address: PageAddress) -> dict[str, Any]:
    """The columns of what was typed; `invalid` says what is wrong."""
    body, account = _line(given.body), _account(tx, given.login)
    if not body:
        raise Refused("invalid", "Whose page is {address}? Name the body that keeps it.", address=address.url)
    return {
        "body": body,
        "official": _line(given.official) or None,
        "network": address.network,
        "address": address.url,
        "address_key": address.key,
        "verified": given.verified,
        "account_id": account.id if account is not None else None,
        "responsible": _line(given.responsible) or (account.name if account is not None else None),
        "since": _day(given.since, tx.now.date()),
        "channel_id": _channel(tx, given.channel, address.network),
    }


def _line(typed: str) -> str:
    name = one_line(typed)
    if len(name) > LONGEST or (name and not name.isprintable()):
        raise Refused("invalid", "“{text}…” is too long: at most {most} characters.", text=name[:60], most=LONGEST)
    return name


def _account(tx: Transaction, typed: str) -> Row[Any] | None:
    login = typed.strip()
    if not login:
        return None
    row = access.account_by_login(tx.connection, login)
    if row is None or not row.active:
        raise Refused("invalid", "Nobody signs in as “{login}”.", login=login[:60])
    return row


def _day(typed: str, today: date) -> str | None:
    if not typed.strip():
        return None
    try:
        day = date.fromisoformat(typed.strip())
    except ValueError:
        raise Refused("invalid", "“{text}” is no day.", text=typed[:40]) from None
    if day.year < FIRST_YEAR or day > today:
        raise Refused("invalid", "A page is kept since a day that has come, not since {day}.", day=f"{day:%d.%m.%Y}")
    return day.isoformat()


def _channel(tx: Transaction, typed: str, network: str) -> int | None:
    """A channel by which this network's pages are heard, of those that there are."""
    if not typed:
        return None
    known = {str(one.id): one for one in channels.kinds(tx.connection)}
    if typed not in known or known[typed].type not in CHANNELS_OF[network]:
        raise Refused("invalid", "This channel is not of the page's network: choose another one, or none.")
    return int(known[typed].id)
