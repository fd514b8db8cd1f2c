"""A person's own news of their work, as their page shows them; and how many they have not seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from sqlalchemy import Row

from live.domain.followup.news import Choice, Kind
from live.store.centre.watch import night
from live.store.followup import news
from live.store.transaction import Store

LISTED = 100
"""News that the page shows, the newest."""


@dataclass(frozen=True, slots=True)
class One:
    """News of a ticket by its number, of a question by its number in the broadcast `title`, or of an official page.

    `state`, `topic` and `locality` are its own by now; `rating` a resident's; `instead`: it is another's, who is away.
    """

    kind: Kind
    ticket: str | None
    question: int | None
    slug: str | None
    title: str | None
    state: str | None
    topic: str | None
    locality: str | None
    rating: int | None
    by: str | None
    at: datetime
    instead: bool
    new: bool
    page: str | None = None


@dataclass(frozen=True, slots=True)
class OwnNews:
    """`up_to`: the newest of them, by which they are said to be seen. `night`: from when to when it is."""

    listed: Sequence[One]
    unread: int
    up_to: int
    choice: Choice
    night: tuple[time, time]


def own_news(store: Store, account_id: int) -> OwnNews:
    with store.read() as connection:
        rows, stands = news.listed(connection, account_id, LISTED), news.reader(connection, account_id)
        hours = night(connection)
    read_to = stands.read_to if stands else 0
    return OwnNews(
        [_one(row, row.id > read_to) for row in rows],
        stands.unread if stands else 0,
        rows[0].id if rows else 0,
        Choice.of_item(stands.choice if stands else None),
        (hours.begins, hours.ends),
    )


def _one(row: Row[Any], new: bool) -> One:
    about = (row.ticket, row.question, row.slug, row.title, row.state, row.topic, row.locality, row.rating)
    return One(Kind(row.kind), *about, row.by_name, row.at, row.instead_of is not None, new, row.page)


def unread(store: Store, account_id: int) -> int:
    with store.read() as connection:
        stands = news.reader(connection, account_id)
    return stands.unread if stands else 0
