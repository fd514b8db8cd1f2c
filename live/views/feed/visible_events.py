"""Events as a screen may see them, rendered from the rows as they are now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Row
from sqlalchemy.exc import InterfaceError, OperationalError

from live.views.feed.sections.section import EVERYBODY, Body, Reader, Run
from live.views.screens import KINDS, Screen
from live.views.timestamps import stamp


@lru_cache(maxsize=1000)
def _hearing(type_: str) -> frozenset[str]:
    """The names of the sections that hear events of this type."""
    subject = type_.partition(".")[0]
    known = frozenset(name for name, kind in KINDS.items() if subject in kind.subjects)
    return known or frozenset(name for name, kind in KINDS.items() if kind.hears_unknown)


class EventRenderer:
    """A run of one log's events with the rows that they speak of, loaded once for all screens.

    `broken`: the events that could not be rendered, by number, and why. A newer program's event or one bad row must
    stop no screen: such an event is sent as broken, and the screen takes a snapshot.
    """

    def __init__(
        self,
        connection: Connection | None,
        broadcast: Row[Any],
        events: Sequence[Row[Any]],
        loaded: Mapping[str, Any] | None = None,
    ) -> None:
        """`loaded`: what they speak of, by section, where it is there already; without it a connection is needed."""
        self.events = events
        self.broken: dict[int, Exception] = {}
        self._envelopes: dict[int, Body] = {}
        self._rows: dict[int, Mapping[str, Any]] = {}
        if loaded is not None:
            self._hold(events, loaded)
            return
        assert connection is not None
        if not self._load(connection, broadcast, events):
            for event in events:
                self._load(connection, broadcast, [event])

    @classmethod
    def of_several(cls, connection: Connection, runs: Sequence[Run]) -> list[EventRenderer]:
        """Of runs of several logs, loaded together; each by itself where one breaks that."""
        try:
            loaded: list[Mapping[str, Any] | None] = [*_loaded(connection, runs)]
        except (OperationalError, InterfaceError):
            raise  # The database is away.
        except Exception:
            loaded = [None for _ in runs]
        return [cls(connection, *run, rows) for run, rows in zip(runs, loaded, strict=True)]

    def _load(self, connection: Connection, broadcast: Row[Any], events: Sequence[Row[Any]]) -> bool:
        """Whether all that these events speak of is loaded; a single one that cannot be is broken."""
        try:
            [rows] = _loaded(connection, [(broadcast, events)])
        except (OperationalError, InterfaceError):
            raise  # The database is away.
        except Exception as error:
            if len(events) == 1:
                self.broken[events[0].seq] = error
            return False
        self._hold(events, rows)
        return True

    def _hold(self, events: Sequence[Row[Any]], rows: Mapping[str, Any]) -> None:
        for event in events:
            self._envelopes[event.seq] = _envelope(event)
            self._rows[event.seq] = rows

    def for_screen(self, screen: Screen, reader: Reader = EVERYBODY) -> list[Body]:
        """The events that this reader of the screen may see, in order.

        A broken one is sent to every screen: who may see it cannot be known.
        """
        rendered = (self._render(event, screen, reader) for event in self.events)
        return [body for body in rendered if body is not None]

    def _render(self, event: Row[Any], screen: Screen, reader: Reader) -> Body | None:
        if event.seq not in self.broken:
            try:
                return self._render_sections(event, screen, reader)
            except Exception as error:
                self.broken[event.seq] = error
        return {"seq": event.seq, "at": stamp(event.at), "type": event.type, "broken": True}

    def _render_sections(self, event: Row[Any], screen: Screen, reader: Reader) -> Body | None:
        """What the screen's sections make of it, together; None where none of them sees it."""
        hearing, rows = _hearing(event.type), self._rows[event.seq]
        rendered: Body | None = None
        for section in screen.sections:
            if section.name in hearing:
                body = section.render(event, rows[section.name], reader)
                if body is not None:
                    rendered = {**(rendered or self._envelopes[event.seq]), **body}
        return rendered


def _loaded(connection: Connection, runs: Sequence[Run]) -> list[dict[str, Any]]:
    """For each run what its events speak of, by section: each section is asked once for all of them."""
    hearing: defaultdict[str, dict[int, list[Row[Any]]]] = defaultdict(dict)
    for index, (_, events) in enumerate(runs):
        for event in events:
            for name in _hearing(event.type):
                hearing[name].setdefault(index, []).append(event)
    loaded: list[dict[str, Any]] = [{} for _ in runs]
    for name, heard in hearing.items():
        mine = [(runs[index][0], events) for index, events in heard.items()]
        for index, rows in zip(heard, KINDS[name].load_of_several(connection, mine), strict=True):
            loaded[index][name] = rows
    return loaded


def _envelope(event: Row[Any]) -> Body:
    by = {"name": event.by_name, "role": event.by_role} if event.by_name is not None else None
    return {"seq": event.seq, "at": stamp(event.at), "type": event.type, "by": by}
