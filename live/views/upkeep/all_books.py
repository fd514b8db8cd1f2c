"""The books of every broadcast as they were last looked through."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from live.store.centre import upkeep
from live.store.centre.upkeep import Work
from live.store.transaction import Store
from live.views.books import Books, Wrong
from live.views.upkeep.backups import Doing, doing_of


@dataclass(frozen=True, slots=True)
class Account:
    """A broadcast's books, by its title."""

    title: str
    books: Books


@dataclass(frozen=True, slots=True)
class AllBooks:
    """`at`: when they were looked through; None where nobody ever has. What does not balance stands first."""

    at: datetime | None
    accounts: Sequence[Account]
    doing: Doing

    @property
    def wrong(self) -> int:
        return sum(not one.books.balances for one in self.accounts)


def all_books(store: Store) -> AllBooks:
    with store.read() as connection:
        run, doing = upkeep.run(connection, Work.BOOKS), doing_of(connection, Work.BOOKS, store.clock())
    accounts = [_account(told) for told in run.good.get("books", ())]
    return AllBooks(run.good_at, sorted(accounts, key=lambda one: one.books.balances), doing)


def _account(told: Mapping[str, Any]) -> Account:
    facts = {name: value for name, value in told.items() if name not in ("title", "wrong")}
    return Account(told["title"], Books(**facts, wrong=[Wrong(**one) for one in told["wrong"]]))
