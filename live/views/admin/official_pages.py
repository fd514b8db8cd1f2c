"""The register of official pages: as its administrator sees it, and as everybody does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row

from live.domain.characters import alike
from live.store.centre import channels
from live.store.official_pages import register as official_pages
from live.store.transaction import Store

PAGE = 50


@dataclass(frozen=True, slots=True)
class OfficialPage:
    """A page of the register. `responsible` and `login` are of the staff: nobody else is told. `channel`: its id and
    title, where the page is one too."""

    id: int
    version: int
    body: str
    official: str
    network: str
    address: str
    verified: bool
    responsible: str
    login: str
    since: date | None
    channel: int | None
    channel_title: str

    @property
    def shown_address(self) -> str:
        return self.address.removeprefix("https://")


@dataclass(frozen=True, slots=True)
class RegisterPage:
    """One page of those that were searched for: `total` in all, `kept` however many there are."""

    rows: Sequence[OfficialPage]
    number: int
    pages: int
    total: int
    kept: int
    bodies: Sequence[str]


@dataclass(frozen=True, slots=True)
class ChannelChoice:
    id: int
    type: str
    title: str


def register_page(store: Store, q: str, number: int) -> RegisterPage:
    """Those of whose words one holds `q`; a page beyond the last is the last."""
    known = whole_register(store)
    found = [one for one in known if alike(q) in _words(one)] if q else known
    pages = max(1, -(-len(found) // PAGE))
    number = min(max(number, 1), pages)
    bodies = list(dict.fromkeys(one.body for one in known))
    return RegisterPage(found[PAGE * (number - 1) : PAGE * number], number, pages, len(found), len(known), bodies)


def whole_register(store: Store) -> list[OfficialPage]:
    """Those of one body together."""
    with store.read() as connection:
        return [_view(row) for row in official_pages.listed(connection)]


def one_official_page(store: Store, page_id: int) -> OfficialPage:
    """`not_found` without."""
    with store.read() as connection:
        return _view(official_pages.get(connection, page_id))


def channel_choices(store: Store, types: Sequence[str]) -> list[ChannelChoice]:
    """The channels of these types that a page may be."""
    with store.read() as connection:
        rows = [row for row in channels.sealed(connection) if row.type in types and row.closed_at is None]
    return [ChannelChoice(row.id, row.type, row.title or "") for row in rows]


def _words(one: OfficialPage) -> str:
    return alike(" ".join((one.body, one.official, one.address, one.responsible, one.login)))


def _view(row: Row[Any]) -> OfficialPage:
    return OfficialPage(
        row.id,
        row.version,
        row.body,
        row.official or "",
        row.network,
        row.address,
        bool(row.verified),
        row.responsible or "",
        row.login or "",
        date.fromisoformat(row.since) if row.since else None,
        row.channel_id if row.channel_type else None,
        row.channel_title or "",
    )
