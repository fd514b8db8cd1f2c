"""What a row of a file becomes: a question, or the reason why it cannot be one."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from typing import Any

from live.domain.files.place import is_point
from live.domain.foreign_values import LINK_LENGTH, json_safe, web_link
from live.domain.refused import Refused
from live.domain.submission import Author, Submission, cleaned
from live.files.columns import FIELDS, by_rank
from live.files.contacts import author_of
from live.files.dates import NoTime, moment_of

SOURCE = "file"
SHORT = 200
"""Characters of a name, a contact, a place, a topic, an id; the original keeps the rest."""

_JOINED = {"text": "\n", "name": " ", "asked_at": " "}
"""Fields that are made of all their columns; of the others the first that is filled counts."""

_DAMAGED = re.compile(r"[\ud800-\udfff\ufffd]")
_HALVES = re.compile(r"[\ud800-\udfff]")
_ATTACHED = 20
"""Attachments of a question."""


@dataclass(frozen=True, slots=True)
class Centre:
    """What the centre calls things: `topics` by their names made `alike`, `locality` gives a settlement its name."""

    topics: Mapping[str, str] = field(default_factory=dict)
    locality: Callable[[str], str] = str


def alike(name: str) -> str:
    """A name without what tells two spellings of it apart: case, ё, spaces."""
    return " ".join(name.casefold().replace("ё", "е").split())


@dataclass(frozen=True, slots=True)
class Line:
    """A row, by its number in the file, and what it becomes."""

    number: int
    cells: Sequence[str]
    read: Submission | Refused


def facts_of(text: str, author: Author | None, asked_at: datetime | None) -> str:
    """What makes a question itself: what was asked, by whom and when. Its topic and place may be sorted anew."""
    who = [author.name, author.contact] if author else [None, None]
    return json.dumps([text, *who, asked_at.isoformat() if asked_at else None], ensure_ascii=False)


class RowParser:
    """Makes questions of a file's rows. `fields` says what each column is; times without a zone are in `zone`.

    `exact`: a sign that stands elsewhere for broken letters is here what somebody has written (`Table.exact`).
    """

    def __init__(
        self,
        file: str,
        columns: Sequence[str],
        fields: Sequence[str],
        zone: tzinfo,
        centre: Centre | None = None,
        *,
        exact: bool = False,
    ) -> None:
        """`invalid` where no column holds the questions."""
        if "text" not in fields:
            raise Refused("invalid", "Say which column holds the question; there are: {columns}.", columns=columns)
        self._file = cleaned(file)[:SHORT]
        self._columns = columns
        self._indexes = {one: by_rank(columns, fields, one) for one in FIELDS}
        self._zone = zone
        self._centre = centre or Centre()
        self._repeats: Counter[str] = Counter()
        self._exact = exact
        self._damaged = _HALVES if exact else _DAMAGED

    def lines(self, rows: Iterable[tuple[int, list[str]]]) -> Iterator[Line]:
        """Each row in turn; a bad one sinks no other."""
        for number, cells in rows:
            try:
                yield Line(number, cells, self._submission(number, cells))
            except Refused as refused:
                yield Line(number, cells, refused)

    def _submission(self, number: int, cells: Sequence[str]) -> Submission:
        if any(self._damaged.search(cell) for cell in cells):
            raise Refused("invalid", "The row holds bytes that are no text: it is damaged, or in another encoding.")
        text = cleaned(self._value("text", cells))
        if not text:
            raise Refused("invalid", "The text of the question is empty.")
        asked_at = self._moment(cells)
        name, contact = self._short("name", cells) or None, self._short("contact", cells)
        author = author_of(name, contact, web_link(self._value("profile", cells)))
        address = web_link(self._value("link", cells))
        return Submission(
            text,
            SOURCE,
            author,
            self._centre.locality(self._short("locality", cells))[:SHORT] or None,
            self._topic(cells),
            self._short("external_id", cells) or self._own_id(facts_of(text, author, asked_at)),
            asked_at,
            (*self._attachments(cells), *([{"type": "link", "url": address}] if address else [])),
            json_safe({"file": self._file, "row": number, "cells": self._filled(cells)}),
        )

    def _attachments(self, cells: Sequence[str]) -> list[dict[str, Any]]:
        """As our own JSON lists them, or addresses with spaces between; what is none stays in the original."""
        written = self._value("attachments", cells)
        try:
            given = json.loads(written) if written.startswith("[") else []
        except (ValueError, RecursionError):
            given = []
        listed = given if isinstance(given, list) else []
        found = [_attachment(one) for one in listed or ({"type": "link", "url": one} for one in written.split())]
        return [one for one in found if one][:_ATTACHED]

    def _values(self, one: str, cells: Sequence[str]) -> list[str]:
        """What stands in the columns of a field, without the empty ones."""
        found = [cells[index].strip() for index in self._indexes[one] if index < len(cells)]
        return [value for value in found if value]

    def _value(self, one: str, cells: Sequence[str]) -> str:
        values = self._values(one, cells)
        return _JOINED[one].join(values) if one in _JOINED else next(iter(values), "")

    def _short(self, one: str, cells: Sequence[str]) -> str:
        return self._line(self._value(one, cells))

    def _line(self, written: str) -> str:
        """A name or the like: in one line, but where it is exactly what was kept."""
        plain = cleaned(written)
        return (plain if self._exact else " ".join(plain.split()))[:SHORT].rstrip()

    def _topic(self, cells: Sequence[str]) -> str | None:
        """The first that is one of the centre's, by its name there; else the first, as it is given."""
        given = [self._line(value) for value in self._values("topic", cells)]
        known = [self._centre.topics[alike(name)] for name in given if alike(name) in self._centre.topics]
        return next(iter([*known, *given]), None)

    def _moment(self, cells: Sequence[str]) -> datetime | None:
        written = self._value("asked_at", cells)
        try:
            return moment_of(written, self._zone) if written else None
        except NoTime:
            raise Refused(
                "invalid",
                "“{value}” is no date that is understood; write it as 24.11.2026 12:41.",
                value=cleaned(written)[:60],
            ) from None

    def _own_id(self, facts: str) -> str:
        """Where a file has no ids: the same facts a second time in one file are a second question.

        So the same file again, or a longer version of it, adds only what is new.
        """
        digest = hashlib.sha256(facts.encode()).hexdigest()[:32]
        self._repeats[digest] += 1
        return f"row:{digest}:{self._repeats[digest]}"

    def _filled(self, cells: Sequence[str]) -> dict[str, str]:
        return {column: cell for column, cell in zip(self._columns, cells, strict=False) if cell}


def _attachment(given: Any) -> dict[str, Any]:
    """What may be kept of an attachment; nothing of one without a kind, or whose address leads nowhere."""
    if not isinstance(given, dict) or not isinstance(given.get("type"), str):
        return {}
    if "url" in given and web_link(given["url"]) is None and not is_point(given["url"]):
        return {}
    plain = {name: one for name, one in given.items() if isinstance(one, str | int | float)}
    kept: dict[str, Any] = json_safe({name: one for name, one in plain.items() if len(str(one)) <= LINK_LENGTH})
    return kept
