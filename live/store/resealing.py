"""What stands in clear, or was sealed with an earlier key, is sealed anew: a slice at a time, while others work.

A row that somebody changes meanwhile is left to the next run. How far it has come is not kept: a row that is sealed
already costs a look.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Table,
    Text,
    Update,
    bindparam,
    insert,
    select,
    type_coerce,
    update,
)
from sqlalchemy.exc import DBAPIError

from live.domain.submission import kind_of
from live.runtime.tasks import sleep
from live.store.centre import channels, signals
from live.store.followup import webhooks
from live.store.keyring import Sealed, SealedDocument, Unreadable, is_closed_document, read
from live.store.tables import (
    Document,
    ban,
    call,
    dead_letter,
    handover,
    hidden_author,
    mention,
    meta,
    outbox,
    person,
    question,
    staff_contact,
    totp,
)
from live.store.transaction import Store

SLICE = 200
"""Rows that are looked at in one transaction."""

TURN = 20
"""Rows that are reckoned between two turns of everybody else in this process."""

TABLES = (person, question, call, outbox, dead_letter, totp, ban, mention, hidden_author, handover, staff_contact)

NAME = "sealed_by"
"""In `meta`: the number of the key that everything is sealed with."""


@dataclass(frozen=True, slots=True)
class Change:
    """What a row is to hold from now on, by column, as long as it still holds what was read of it."""

    row_id: int
    was: dict[str, Any]
    now: dict[str, Any]


@dataclass
class Resealing:
    """One run over every table. `attempt` guards each row of a slice that broke.

    `done`: rows that were sealed anew. `unreadable`: values that no known key opens, and that stay as they are.
    """

    store: Store
    attempt: Callable[[tuple[str, int]], AbstractContextManager[Any]] = nullcontext
    done: int = 0
    unreadable: int = 0
    _left: list[Table] = field(default_factory=lambda: list(TABLES))
    _after: int = 0
    _missed: bool = False

    def slice(self) -> bool:
        """Look at one slice; whether more is left. At the end it is noted that all is sealed."""
        if not self._left:
            self._end()
            return False
        table = self._left[0]
        with self.store.read() as connection:
            some = select(*as_stored(table)).where(table.c.id > self._after).order_by(table.c.id).limit(SLICE)
            found = connection.execute(some).all()
        self.done += self._written(table, self._anew(table, found))
        self._after = found[-1].id if found else 0
        if len(found) < SLICE:
            self._left.pop(0)
            self._after = 0
        return True

    def _anew(self, table: Table, rows: Sequence[Row[Any]]) -> list[Change]:
        """What is to be changed of these rows: reckoned before the transaction, which holds everybody up."""
        changes = []
        for index, row in enumerate(rows):
            if index % TURN == 0:
                sleep(0)  # The desk comes first.
            change, unreadable = _anew(self.store, table, row)
            self.unreadable += unreadable
            if change is not None:
                changes.append(change)
        return changes

    def _written(self, table: Table, changes: Sequence[Change]) -> int:
        """How many of the rows were still as they had been read."""
        try:
            return _write(self.store, table, changes)
        except DBAPIError as error:
            if error.connection_invalidated:
                raise
            return sum(self._alone(table, change) for change in changes)

    def _alone(self, table: Table, change: Change) -> int:
        """One row of a slice that broke for all."""
        done = None
        with self.attempt((table.name, change.row_id)):
            done = _write(self.store, table, [change])
        self._missed = self._missed or done is None
        return done or 0

    def _end(self) -> None:
        channels.seal_all(self.store)
        webhooks.seal_all(self.store)
        signals.seal_all(self.store)
        if self._missed or self.unreadable:
            return  # What was set aside is tried again by another run, what could not be read with another secret.
        with self.store.write() as tx:
            tx.connection.execute(meta.delete().where(meta.c.name == NAME))
            tx.connection.execute(insert(meta).values(name=NAME, value=self.store.keyring.number))


def is_due(store: Store) -> bool:
    """Whether something may not be sealed with the newest key."""
    with store.read() as connection:
        return sealed_by(connection) != store.keyring.number


def sealed_by(connection: Connection) -> str | None:
    """The number of the key that everything was last sealed with."""
    return connection.execute(select(meta.c.value).where(meta.c.name == NAME)).scalar_one_or_none()


def as_stored(table: Table) -> Iterator[ColumnElement[Any]]:
    """The table's columns as they are kept, the sealed ones closed."""
    for column in table.columns:
        if isinstance(column.type, Sealed):
            yield type_coerce(column, Text()).label(column.name)
        elif isinstance(column.type, SealedDocument):
            yield type_coerce(column, Document).label(column.name)
        else:
            yield column


def _write(store: Store, table: Table, changes: Sequence[Change]) -> int:
    """Write these changes in one transaction; how many of the rows were still as they had been read."""
    done = 0
    if changes:
        with store.write() as tx:
            for columns, alike in _by_columns(changes).items():
                rows = [{"row": one.row_id, **_named("was", one.was), **_named("now", one.now)} for one in alike]
                done += tx.connection.execute(_statement(table, columns), rows).rowcount
    return done


Columns = tuple[tuple[str, ...], tuple[str, ...]]
"""Those by which a row is known to be as it was, and those that are changed."""


def _by_columns(changes: Iterable[Change]) -> dict[Columns, list[Change]]:
    found: dict[Columns, list[Change]] = defaultdict(list)
    for one in changes:
        found[tuple(one.was), tuple(one.now)].append(one)
    return found


def _named(when: str, values: Mapping[str, Any]) -> dict[str, Any]:
    return {f"{when}_{name}": value for name, value in values.items()}


@cache
def _statement(table: Table, columns: Columns) -> Update:
    known_by, changed = columns
    unchanged = [table.c[name] == bindparam(f"was_{name}") for name in known_by]
    documents = [table.c[name].is_not(None) for name in changed if isinstance(table.c[name].type, SealedDocument)]
    values: dict[str, Any] = {name: bindparam(f"now_{name}") for name in changed}
    return update(table).where(table.c.id == bindparam("row"), *unchanged, *documents).values(values)


def _anew(store: Store, table: Table, row: Row[Any]) -> tuple[Change | None, int]:
    """What is to be changed of a row, if anything, and how many of its values no known key opens."""
    was: dict[str, Any] = {}
    now: dict[str, Any] = {}
    unreadable = 0
    for column in table.columns:
        close = _CLOSING.get(type(column.type))
        value = row._mapping[column.name]
        if close is None or value in (None, ""):
            continue
        try:
            anew = close(store, column, value)
        except Unreadable:
            unreadable += 1
            continue
        if anew is not None:
            now[column.name] = anew
            if isinstance(column.type, Sealed):
                was[column.name] = value
    if table is person and (now or row.contact_kind is None):
        now |= _found_by(store, row)
    if table is ban and now:
        now["hash"] = store.contact_hash(read("ban", row.subject))
    if table is hidden_author and now:
        now["hash"] = store.contact_hash(read("hidden author", row.author))
    if table is mention and row.author and now:
        now["author_hash"] = store.contact_hash(read("mention", row.author))
    return (Change(row.id, was, now) if now else None), unreadable


def _text(store: Store, column: Any, value: str) -> str | None:
    """A text closed with the newest key; None where it is so already."""
    if store.keyring.is_newest(value):
        return None
    return store.keyring.close(column.type.use, read(column.type.use, value))


def _document(store: Store, column: Any, value: Any) -> dict[str, str] | None:
    if not is_closed_document(value):
        return store.keyring.close_document(column.type.use, value)
    anew = _text(store, column, value["sealed"])
    return {"sealed": anew} if anew is not None else None


_CLOSING: dict[type, Callable[[Store, Any, Any], Any]] = {Sealed: _text, SealedDocument: _document}


def _found_by(store: Store, row: Row[Any]) -> dict[str, str]:
    """By what a person is found: the contact's kind, and its hash with the newest key."""
    try:
        contact = read("contact", row.contact) if row.contact else None
    except Unreadable:
        contact = None
    if contact is None:
        return {}
    named = row.alias_of is not None and row.name
    digest = store.named_hash(contact, row.name) if named else store.contact_hash(contact)
    found = {"contact_kind": kind_of(contact), "contact_hash": digest}
    return {name: value for name, value in found.items() if row._mapping[name] != value}
