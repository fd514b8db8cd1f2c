"""Rows of a table of tickets, ours or another centre's: what each would do, and doing it. The command line's too."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from live.desk.external_requests import ticketed
from live.desk.import_file import KEPT, Problem, the_centre
from live.desk.receive import Arrival, Receipt
from live.domain.people import By
from live.domain.refused import Refused
from live.files.columns import FIELDS, IGNORED, recognised
from live.files.reader import Row
from live.files.rows import SHORT, SOURCE, Line, RowParser, facts_of
from live.followup.exchange import ExternalState, Step, apply, known, planned
from live.runtime.tasks import sleep
from live.views.queries import Queries

NUMBER, TEXT = "external_id", "text"
WORK = ("department", "state", "answer")
"""What a column can be besides a question's own."""

NAMES: Mapping[str, Sequence[str]] = {
    NUMBER: ("номер поручения", "поручение", "номер", "number", "ticket"),
    "department": ("ведомство", "ответственный", "исполнитель", "департамент", "department"),
    "state": ("состояние", "статус", "state", "status"),
    "answer": ("итог", "ответ", "результат", "answer"),
}
"""What a table's columns besides the question's own are called."""


def fields_of(columns: Sequence[str]) -> tuple[str, ...]:
    """For each column what it is, or IGNORED."""
    found = list(recognised(columns))
    for one, names in NAMES.items():
        if one not in found:
            own = [index for index, column in enumerate(columns) if column.casefold() in names]
            for index in own if one in WORK else own[:1]:
                found[index] = one
    return tuple(found)


def checked_fields(said: Sequence[str], columns: Sequence[str]) -> tuple[str, ...]:
    """What somebody says of the columns, or what is known of them where that is no such thing."""
    fits = len(said) == len(columns) and all(one in (IGNORED, *FIELDS, *WORK) for one in said)
    return tuple(said) if fits else fields_of(columns)


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a row does. `number`: our ticket that it is about, None for a new one. `steps`: what changes of that one, or
    happens to the new one; `refused`: why it does nothing at all."""

    line: Line
    given: ExternalState = field(default_factory=ExternalState)
    number: str | None = None
    steps: Sequence[Step] = ()
    refused: Refused | None = None

    @property
    def does(self) -> str:
        """refused, new, changed or unchanged."""
        if self.refused is not None:
            return "refused"
        return "new" if self.number is None else "changed" if self.steps else "unchanged"


@dataclass(slots=True)
class Brought:
    """What became of the rows."""

    rows: int = 0
    created: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: int = 0
    problems: list[Problem] = field(default_factory=list)

    def tell(self, line: Line, refused: Refused) -> None:
        self.refused += 1
        if len(self.problems) < KEPT:
            self.problems.append(Problem(line.number, line.cells, refused))


class TicketRows:
    """Rows of one file; new ones become questions of the broadcast `slug`, with tickets: of none where it is None.

    A number counts once.
    """

    def __init__(self, store: Any, queries: Queries, slug: str | None, fields: Sequence[str]) -> None:
        """`store` is handed on to the verbs. `invalid` where no column holds the number."""
        if NUMBER not in fields:
            raise Refused("invalid", "Say which column holds the ticket's number.")
        self._store, self._fields = store, fields
        self._home = queries.broadcast_id(slug) if slug is not None else None
        self._zone = ZoneInfo(queries.broadcast(slug)["zone"] if slug is not None else queries.centre().zone)
        self._origin = f"{SOURCE}:{self._home}"

    def outlooks(self, name: str, columns: Sequence[str], rows: Iterable[Row], exact: bool) -> Iterator[Outlook]:
        """What each row would do; after each, others have their turn."""
        seen: dict[str, int] = {}
        for line in self._lines(name, columns, rows, exact):
            number = " ".join(self._value(line, NUMBER).split())[:SHORT]
            if number in seen:
                again = Refused(
                    "invalid", "This number stands in row {row} already, and that row counts.", row=seen[number]
                )
                yield Outlook(line, refused=again)
            else:
                yield self._outlook(line, number)
            if number:
                seen.setdefault(number, line.number)
            sleep(0)

    def bring(self, outlook: Outlook, brought: Brought, receive: Callable[[Arrival], Receipt], by: By) -> None:
        """Do what a row says, whole or not at all; a bad one sinks no other."""
        brought.rows += 1
        if outlook.refused is not None:
            return brought.tell(outlook.line, outlook.refused)
        try:
            number = outlook.number or self._made(outlook.line, receive, by)
            changed = apply(self._store, number, outlook.given, by)
        except Refused as refused:
            return brought.tell(outlook.line, refused)
        if outlook.number is None:
            brought.created += 1
        elif changed:
            brought.changed += 1
        else:
            brought.unchanged += 1
        return None

    def _lines(self, name: str, columns: Sequence[str], rows: Iterable[Row], exact: bool) -> Iterator[Line]:
        """The rows as questions; in a table without texts each is none."""
        asked = [IGNORED if one in WORK else one for one in self._fields]
        if TEXT in asked:
            yield from RowParser(name, columns, asked, self._zone, the_centre(self._store), exact=exact).lines(rows)
            return
        for number, cells in rows:
            yield Line(number, cells, _without_text())

    def _outlook(self, line: Line, number: str) -> Outlook:
        given = ExternalState(**{one: self._value(line, one) for one in WORK})
        ours = known(self._store, number, self._origin) if number else None
        try:
            if ours is None and isinstance(line.read, Refused):
                raise line.read if self._value(line, TEXT) else _without_text()
            if ours is None and self._home is None:
                raise Refused("closed", "The centre has no standing broadcast that takes requests.")
            topic = None if isinstance(line.read, Refused) else line.read.topic
            found = planned(self._store, ours, topic, given)
        except Refused as refused:
            return Outlook(line, refused=refused)
        return Outlook(line, given, ours, found)

    def _made(self, line: Line, receive: Callable[[Arrival], Receipt], by: By) -> str:
        """The number of the ticket that a row's question became just now."""
        assert self._home is not None and not isinstance(line.read, Refused)  # Its outlook is then refused.
        asked = line.read
        body = facts_of(asked.text, asked.author, asked.asked_at)
        receipt = receive(Arrival(self._home, self._origin, asked, body=body))
        assert receipt.number is not None  # Only a channel's message can be a dead letter.
        made = ticketed(self._store, receipt.broadcast, receipt.number, None, by)
        if made is None:
            raise Refused("illegal", "The desk has dealt with this question already.")
        return made

    def _value(self, line: Line, one: str) -> str:
        """The first that is filled of the columns of this kind."""
        cells = (line.cells[at].strip() for at, is_ in enumerate(self._fields) if is_ == one and at < len(line.cells))
        return next((cell for cell in cells if cell), "")


def _without_text() -> Refused:
    return Refused("not_found", "There is no ticket of this number, and no text to make one of.")
