"""What stands in clear, or was sealed with a earlier key, is sealed anew: a slice at a time, while others work.

A row that somebody changes meanwhile is left to the next run. How far it has come is not kept: a row that is sealed
already costs a look.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Table, Text, insert, select, type_coerce, update
from sqlalchemy.exc import DBAPIError

from live.domain.submission import kind_of
from live.store.centre import channels
from live.store.followup import webhooks
from live.store.keyring import Sealed, SealedDocument, is_closed_document, opened
from live.store.tables import Document, ban, call, dead_letter, meta, outbox, person, question
from live.store.transaction import Store, Transaction

SLICE = 500
"""Rows that are looked at in one transaction."""

TABLES = (person, question, call, outbox, dead_letter, ban)

NAME = "sealed_by"
"""In `meta`: the number of the key that everything is sealed with."""


@dataclass
class Resealing:
    """One run over every table. `done`: rows that were sealed anew. `attempt` guards each row of a slice that broke."""

    store: Store
    attempt: Callable[[tuple[str, int]], AbstractContextManager[Any]] = nullcontext
    done: int = 0
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
        try:
            with self.store.write() as tx:
                done = sum(_reseal(tx, table, row) for row in found)
        except DBAPIError as error:
            if error.connection_invalidated:
                raise
            done = sum(self._alone(table, row) for row in found)
        self.done += done
        self._after = found[-1].id if found else 0
        if len(found) < SLICE:
            self._left.pop(0)
            self._after = 0
        return True

    def _alone(self, table: Table, row: Row[Any]) -> bool:
        """One row of a slice that broke for all."""
        sealed = None
        with self.attempt((table.name, row.id)), self.store.write() as tx:
            sealed = _reseal(tx, table, row)
        self._missed = self._missed or sealed is None
        return bool(sealed)

    def _end(self) -> None:
        channels.seal_all(self.store)
        webhooks.seal_all(self.store)
        if self._missed:
            return  # What was set aside is tried again by another run.
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


def _reseal(tx: Transaction, table: Table, row: Row[Any]) -> bool:
    """Whether the row was sealed anew."""
    changed: dict[str, Any] = {}
    unchanged = [table.c.id == row.id]
    for column in table.columns:
        value = row._mapping[column.name]
        close = _CLOSING.get(type(column.type))
        anew = close(tx.store, column, value) if close is not None else None
        if anew is not None:
            changed[column.name] = anew
            unchanged.append(column.is_not(None) if isinstance(column.type, SealedDocument) else column == value)
    if table is person and (changed or row.contact_kind is None):
        changed |= _found_by(tx.store, row)
    if table is ban and changed:
        subject = opened("ban", row.subject)
        changed |= {"hash": tx.store.contact_hash(subject)} if subject else {}
    if not changed:
        return False
    return tx.connection.execute(update(table).where(*unchanged).values(**changed)).rowcount == 1


def _text(store: Store, column: Any, value: str | None) -> str | None:
    """A text closed with the newest key; None where it is so already, is nothing, or opens with no key."""
    if not value or store.keyring.is_newest(value):
        return None
    plain = opened(column.type.use, value)
    return store.keyring.close(column.type.use, plain)


def _document(store: Store, column: Any, value: Any) -> dict[str, str] | None:
    if value is None or (is_closed_document(value) and store.keyring.is_newest(value["sealed"])):
        return None
    plain = column.type.process_result_value(value, None)
    return store.keyring.close_document(column.type.use, plain)


_CLOSING: dict[type, Callable[[Store, Any, Any], Any]] = {Sealed: _text, SealedDocument: _document}


def _found_by(store: Store, row: Row[Any]) -> dict[str, str]:
    """By what a person is found: the contact's kind, and its hash with the newest key."""
    contact = opened("contact", row.contact) if row.contact else None
    if contact is None:
        return {}
    named = row.alias_of is not None and row.name
    digest = store.named_hash(contact, row.name) if named else store.contact_hash(contact)
    found = {"contact_kind": kind_of(contact), "contact_hash": digest}
    return {name: value for name, value in found.items() if row._mapping[name] != value}
