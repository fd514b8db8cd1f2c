"""Statements that every question runs: compiled once for each database, and run by the driver's own cursor.

SQLAlchemy makes the text, and its types write the parameters and read the results. What is skipped is what it does at
each execution besides: finding the compiled text by the statement's cache key, the execution's context, the cursor's
result, its row. That is safe because the text never changes (no parameter expands), the connection and its transaction
are the same, and an error of the driver's becomes the one that SQLAlchemy would have raised. Whoever listens to an
engine's statements is told of these too: they go the usual way then.
"""

from __future__ import annotations

import itertools
from collections import namedtuple
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, cast

from sqlalchemy import Column, ColumnElement, Connection, Row, Select, TextClause, any_, bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.dml import UpdateBase

from live.store.text import dumps

Raw = Sequence[Any]
"""A row as the driver gives it."""

_NAMES = itertools.count(1)
_named: Any = namedtuple  # noqa: PYI024  # of what is known only here

DIALECTS = ("sqlite", "postgresql")


def among(dialect: str, column: Column[Any], name: str) -> ColumnElement[bool]:
    """Whether a column's value is one of those that `many` makes one parameter of.

    On PostgreSQL an array, whose length the planner sees: of a list in JSON it takes a hundred for granted, and looks
    through a table of some ten thousand rows for one.
    """
    if dialect == "postgresql":
        return column == any_(bindparam(name, type_=ARRAY(column.type)))
    return column.in_(text(f"SELECT value FROM json_each(:{name})").columns(column))  # nosec B608 # Our own word.


def many(connection: Connection, values: Iterable[str | int]) -> Any:
    return list(values) if connection.dialect.name == "postgresql" else dumps(list(values))


class Prepared:
    """A statement of Core, which gives rows that have its columns as attributes; or a text, which gives none."""

    def __init__(self, statement: Select[Any] | UpdateBase | TextClause) -> None:
        self._statement = statement
        self._columns = [] if isinstance(statement, TextClause) else list(statement.exported_columns)
        self._row = _named(f"Row{next(_NAMES)}", [column.key for column in self._columns], rename=True)
        self._of: dict[str, _Compiled] = {}

    def all(self, connection: Connection, parameters: Mapping[str, Any]) -> Sequence[Row[Any]]:
        if _is_listened_to(connection):
            return connection.execute(self._statement, parameters).all()
        compiled = self._compiled(connection)
        found = compiled.fetched(connection, parameters)
        read = compiled.reader(self._columns)
        return cast("Sequence[Row[Any]]", [self._row._make(read(raw)) for raw in found])

    def first(self, connection: Connection, parameters: Mapping[str, Any]) -> Row[Any] | None:
        """The only row, where there is one."""
        return next(iter(self.all(connection, parameters)), None)

    def run(self, connection: Connection, parameters: Mapping[str, Any]) -> None:
        """Where no rows are wanted of it."""
        if _is_listened_to(connection):
            connection.execute(self._statement, parameters)
        else:
            self._compiled(connection).fetched(connection, parameters)

    def _compiled(self, connection: Connection) -> _Compiled:
        compiled = self._of.get(connection.dialect.name)
        if compiled is None:
            compiled = self._of[connection.dialect.name] = _Compiled(self._statement, connection)
        return compiled


def _is_listened_to(connection: Connection) -> bool:
    return bool(connection.engine.dispatch.before_cursor_execute)


class _Compiled:
    """A statement's text for one database, and how its values are written and read there."""

    def __init__(self, statement: Select[Any] | UpdateBase | TextClause, connection: Connection) -> None:
        self._dialect = connection.dialect
        compiled: Any = statement.compile(dialect=self._dialect)
        assert not compiled.post_compile_params, "a parameter that expands is none of a prepared statement"
        self._text: str = compiled.string
        self._order: Sequence[str] | None = compiled.positiontup
        self._given: dict[str, Any] = compiled.params
        self._write: dict[str, Callable[[Any], Any]] = {}
        for parameter, name in compiled.bind_names.items():
            if write := parameter.type.dialect_impl(self._dialect).bind_processor(self._dialect):
                self._write[name] = write
        self._read: Callable[[Raw], Raw] | None = None
        self._described: Any = None

    def fetched(self, connection: Connection, parameters: Mapping[str, Any]) -> Sequence[Raw]:
        raw: Any = connection.connection.driver_connection
        values = {**self._given, **parameters}
        for name, write in self._write.items():
            values[name] = write(values[name])
        given = values if self._order is None else [values[name] for name in self._order]
        try:
            cursor = raw.execute(self._text, given)
            self._described = cursor.description
            found: Sequence[Raw] = cursor.fetchall() if cursor.description else []
            cursor.close()
        except self._dialect.loaded_dbapi.Error as error:
            raise _as_told(connection, raw, self._text, error) from error
        return found

    def reader(self, columns: Sequence[Any]) -> Callable[[Raw], Raw]:
        """What makes values of a raw row; known once one was fetched, which is when a driver tells columns' types."""
        if self._read is None:
            processors = [
                (index, read)
                for index, (column, told) in enumerate(zip(columns, self._described, strict=True))
                if (read := column.type.dialect_impl(self._dialect).result_processor(self._dialect, told[1]))
            ]
            self._read = _reading(processors)
        return self._read


def _reading(processors: Sequence[tuple[int, Callable[[Any], Any]]]) -> Callable[[Raw], Raw]:
    def read(raw: Raw) -> Raw:
        values = list(raw)
        for index, process in processors:
            values[index] = process(values[index])
        return values

    return read if processors else lambda raw: raw


def _as_told(connection: Connection, raw: Any, statement: str, error: Any) -> BaseException:
    """The error as SQLAlchemy tells it; a connection that is lost is given up, and so are those of its pool that are no
    younger: a server that was started anew has cut them all."""
    dialect = connection.dialect
    lost = dialect.is_disconnect(error, raw, None)
    if lost:
        connection.engine.pool._invalidate(connection.connection, error)  # Nothing public says this of a whole pool.
        connection.invalidate(error)
    return DBAPIError.instance(
        *(statement, None, error, dialect.loaded_dbapi.Error),
        hide_parameters=True,
        connection_invalidated=lost,
        dialect=dialect,
    )
