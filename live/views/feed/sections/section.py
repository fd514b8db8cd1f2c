"""What a screen holds of one kind of thing."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, TypeVar

from sqlalchemy import Connection, Row

from live.protocol.views import Snapshot

Rows = TypeVar("Rows")
Body = dict[str, Any]
"""What an event says beside its number, its time, its type and by whom."""

Run = tuple[Row[Any], Sequence[Row[Any]]]
"""A broadcast, and events of its log."""


@dataclass(frozen=True, slots=True)
class Reader:
    """For whom a screen is drawn. `department`: the one whose tickets an executor sees; None is all of them.

    `contacts`: a program with a key of its own, which is told how people are reached; a person asks for each of them.
    `credentials`: an administrator, whom a history tells those of one name apart.
    """

    department: str | None = None
    contacts: bool = False
    credentials: bool = False


EVERYBODY = Reader()


class Section(ABC, Generic[Rows]):
    """One kind of thing on one screen. What differs between screens is a field of the object.

    `name`: sections of one name hold the same kind of thing, and share what `load` gives. `keys`: those of a snapshot
    that are its own. `field`: where its events carry the view of one such thing. `limit`: how many a snapshot holds of
    those that nobody is at work on any more. `id`: what numbers the views of a plain section, one that holds the newest
    and no others; a browser needs no code to hold such a section. `subjects`: the first words of the types of the
    events that it hears; `hears_unknown`: and those that no section names, as a newer program may write them.
    """

    name: ClassVar[str]
    keys: ClassVar[tuple[str, ...]]
    field: ClassVar[str]
    limit: ClassVar[int]
    id: ClassVar[str] = ""
    subjects: ClassVar[frozenset[str]]
    hears_unknown: ClassVar[bool] = False

    @abstractmethod
    def snapshot(self, connection: Connection, broadcast: Row[Any], reader: Reader) -> Snapshot:
        """Its keys of a snapshot."""

    @classmethod
    @abstractmethod
    def load(cls, connection: Connection, broadcast: Row[Any], events: Sequence[Row[Any]]) -> Rows:
        """What all screens need to render these events, which it hears. No statement is made of odd data."""

    @classmethod
    def load_of_several(cls, connection: Connection, runs: Sequence[Run]) -> list[Rows]:
        """The same for runs of several logs, in their order."""
        return [cls.load(connection, broadcast, events) for broadcast, events in runs]

    @abstractmethod
    def render(self, event: Row[Any], rows: Rows, reader: Reader) -> Body | None:
        """What this screen is told by an event, from what `load` gave; None where that is nothing."""

    def described(self) -> dict[str, Any]:
        """What a program has to know to hold the same, as JSON."""
        plain = {"id": self.id} if self.id else {}
        return {"keys": list(self.keys), "field": self.field, "limit": self.limit, **plain}


def number(value: Any) -> int:
    """A number in an event's data; `TypeError` for what is none."""
    if type(value) is not int:
        raise TypeError(f"{value!r} is no number")
    return value


def text(value: Any) -> str:
    """A text in an event's data; `TypeError` for what is none."""
    if type(value) is not str:
        raise TypeError(f"{value!r} is no text")
    return value
