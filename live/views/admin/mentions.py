"""Whose posts stay hidden, as the administrator's page tells it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row

from live.domain.submission import masked_contact
from live.store.show import mentions
from live.store.transaction import Store

PAGE = 100
"""Authors of one page."""


@dataclass(frozen=True, slots=True)
class HiddenAuthor:
    """`author` is masked where it is a person's contact."""

    id: int
    author: str
    name: str | None
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class HiddenAuthors:
    """`next`: the entry before which the next page begins."""

    listed: Sequence[HiddenAuthor]
    total: int
    next: int | None


def hidden_authors(store: Store, before: int | None = None) -> HiddenAuthors:
    """A page of them, the newest first."""
    with store.read() as connection:
        rows = mentions.hidden_authors(connection, before, PAGE + 1)
        total = mentions.count_hidden(connection)
    shown = [_view(row) for row in rows[:PAGE]]
    return HiddenAuthors(shown, total, shown[-1].id if len(rows) > PAGE else None)


def _view(row: Row[Any]) -> HiddenAuthor:
    return HiddenAuthor(row.id, masked_contact(row.author) or "", row.name, row.by_name, row.at)
