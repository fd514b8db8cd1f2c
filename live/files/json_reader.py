"""A JSON document as rows of text: an entry of its list a row, what is said of it the columns.

What stands within an object is a column of its own (`author.name`); what is neither text nor empty stays JSON. Entries
stream: no more of the document than one of them, and the first ones by which the columns are told, is held at once.
"""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Generator, Iterator
from typing import Any, TextIO

from live.domain.refused import Refused

LISTS = frozenset({"questions", "tickets"})
"""Under what name the list stands, where the document is not the list itself."""

NAMING = 1000
"""Entries by which the columns are told; what only later ones say stands together in the column `REST`."""

REST = "…"
READ = 64 * 1024
"""Characters that are read at once; more where an entry goes on."""

LONGEST = 64 * 1024 * 1024
"""Characters of one value."""

_BEGINNING = re.compile(r"\s*(\{\s*[\"}]|\[\s*[{\]])")
_SPACE = re.compile(r"[ \t\r\n]*")
_HALVES = re.compile(r"[\ud800-\udfff]")


def is_json(sample: str) -> bool:
    """Whether a file that begins so is meant as JSON."""
    return _BEGINNING.match(sample) is not None


def json_rows(text: TextIO, widest: int) -> tuple[tuple[str, ...], Iterator[list[str]]]:
    """The columns, `widest` at most, and the rows. `invalid` where it is no JSON, or holds no list; rows may say so
    yet while they are read."""
    entries = map(_flat, _entries(_Values(text)))
    first = list(itertools.islice(entries, NAMING))
    named = list(dict.fromkeys(name for entry in first for name in entry))[:widest]
    rest = next(entries, None)
    if rest is None:
        return tuple(named), ([entry.get(name, "") for name in named] for entry in first)
    columns = (*named[: widest - 1], REST)
    return columns, (_cells(entry, columns) for entry in itertools.chain(first, [rest], entries))


def _cells(entry: dict[str, str], columns: tuple[str, ...]) -> list[str]:
    more = {name: value for name, value in entry.items() if name not in columns}
    return [*(entry.get(name, "") for name in columns[:-1]), _json(more) if more else ""]


def _flat(entry: Any) -> dict[str, str]:
    """What an entry says, by column; of one that is no object, nothing."""
    found: dict[str, str] = {}
    for name, value in entry.items() if isinstance(entry, dict) else ():
        for inner, fact in value.items() if isinstance(value, dict) else [(None, value)]:
            if fact not in (None, [], {}):  # What says nothing makes no column beside one that does.
                found[_column(name if inner is None else f"{name}.{inner}")] = _text(fact)
    return found


def _column(name: str) -> str:
    return " ".join(_HALVES.sub("�", name).split())[:200]


def _text(value: Any) -> str:
    return value if isinstance(value, str) else _json(value)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _entries(values: _Values) -> Iterator[Any]:
    """The list's entries; what stands around it is looked at for being whole."""
    if values.takes("["):
        yield from _list(values)
    elif not (yield from _in_object(values)):
        raise Refused("invalid", "The JSON holds no list of questions or tickets.")
    values.end()


def _in_object(values: _Values) -> Generator[Any, None, bool]:
    """The entries of the lists in an object; whether there is one."""
    found = False
    values.expect("{")
    more = not values.takes("}")
    while more:
        name = values.next()
        values.expect(":")
        if name in LISTS and values.takes("["):
            found = True
            yield from _list(values)
        else:
            values.next()
        more = values.takes(",")
        if not more:
            values.expect("}")
    return found


def _list(values: _Values) -> Iterator[Any]:
    more = not values.takes("]")
    while more:
        yield values.next()
        more = values.takes(",")
        if not more:
            values.expect("]")


class _Values:
    """The signs and the values of a document, one after the other, as they are read."""

    def __init__(self, text: TextIO) -> None:
        self._text = text
        self._held = ""
        self._at = 0
        self._lines = 1
        self._ended = False

    def takes(self, sign: str) -> bool:
        """Whether this sign stands next; then it is passed."""
        self._skip_space()
        if not self._held.startswith(sign, self._at):
            return False
        self._at += 1
        return True

    def expect(self, sign: str) -> None:
        if not self.takes(sign):
            raise self._broken(self._at)

    def end(self) -> None:
        self._skip_space()
        if self._at < len(self._held):
            raise self._broken(self._at)

    def next(self) -> Any:
        """The next value, however much has to be read for it."""
        self._skip_space()
        while True:
            try:
                value, end = json.JSONDecoder().raw_decode(self._held, self._at)
            except json.JSONDecodeError as error:
                if self._ended:
                    raise self._broken(error.pos) from None
            except (RecursionError, ValueError) as error:
                raise self._broken(self._at) from error
            else:
                if end < len(self._held) or self._ended:  # A number might go on.
                    self._at = end
                    return value
            if len(self._held) - self._at > LONGEST:
                raise Refused("too_large", "One value of the JSON is over 64 MB long.")
            self._read()

    def _skip_space(self) -> None:
        while True:
            found = _SPACE.match(self._held, self._at)
            self._at = found.end() if found else self._at
            if self._at < len(self._held) or self._ended:
                return
            self._read()

    def _read(self) -> None:
        """As much again as is held, so that a long value is not read over and over."""
        self._lines += self._held.count("\n", 0, self._at)
        self._held, self._at = self._held[self._at :], 0
        try:
            more = self._text.read(max(READ, len(self._held)))
        except UnicodeError as error:
            raise self._broken(len(self._held)) from error
        self._ended = not more
        self._held += more

    def _broken(self, at: int) -> Refused:
        return Refused(
            "invalid",
            "The JSON is broken, or not whole: look at line {line}.",
            line=self._lines + self._held.count("\n", 0, at),
        )
