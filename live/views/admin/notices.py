"""What residents are told by itself, as who chooses it sees it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from live.channels import TYPES
from live.channels.capabilities import Public, Replies
from live.domain.broadcast import COLLECTING, ON_AIR, PLANNED, Kind
from live.domain.followup.notice import Rules
from live.store.centre import channels, lists
from live.store.centre.settings import centre
from live.store.show import broadcasts
from live.store.transaction import Store

MOST_BROADCASTS = 30
"""The newest that are named for a choice of their own."""

_TO_COME = frozenset({PLANNED.value, COLLECTING.value, ON_AIR.value})


@dataclass(frozen=True, slots=True)
class By:
    """A channel by which residents can be told; `public`: some who write by it are answered before everybody."""

    id: int
    type: str
    title: str | None
    public: bool


@dataclass(frozen=True, slots=True)
class Of:
    """A broadcast that takes questions, or soon will."""

    id: int
    title: str


@dataclass(frozen=True, slots=True)
class Notices:
    """`address`: whether it is known how the centre's pages are reached; without it no text has a link."""

    version: int
    by_name: str | None
    rules: Rules
    channels: Sequence[By]
    broadcasts: Sequence[Of]
    address: str | None


def notices_of(store: Store) -> Notices:
    with store.read() as connection:
        present = lists.read(connection, "notices")
        return Notices(
            present.version,
            present.by_name,
            Rules.of_item(present.items[0]),
            [
                By(row.id, row.type, row.title, isinstance(network, Public))
                for row in channels.sealed(connection)
                if isinstance(network := TYPES.get(row.type), Replies)
            ],
            [
                Of(row.id, row.title)
                for row in broadcasts.all_of(connection)
                if row.kind == Kind.STANDING.value or row.state in _TO_COME
            ][:MOST_BROADCASTS],
            centre(connection).address or None,
        )
