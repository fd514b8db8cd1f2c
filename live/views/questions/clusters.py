"""About what a broadcast is asked now: its largest clusters, counted, and as screens are shown them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Connection

from live.domain.question import BLOCKED, MERGED, NEW, ON_AIR, SHORTLISTED, TRANSFERRED
from live.protocol.cluster_views import ClustersView, ClusterView
from live.store.ids import NUMBERS
from live.store.language import clusters

MOST = 20
"""Clusters that are shown."""

FEWEST = 3
"""Questions that make a cluster worth showing."""

STEP = 120
"""Seconds of a step of the curve."""

STEPS = 30
RECENT = 5
"""Steps of the last ten minutes."""

PLACES = 3

_WAITING = frozenset({NEW.value, SHORTLISTED.value, ON_AIR.value})
_APART = frozenset({MERGED.value, BLOCKED.value, TRANSFERRED.value})
"""States whose askers do not count: they count with their root, wait apart, or count elsewhere."""


@dataclass(slots=True)
class _Tally:
    questions: int = 0
    asked: int = 0
    open: int = 0
    topicless: int = 0
    curve: list[int] = field(default_factory=lambda: [0] * STEPS)
    places: Counter[str] = field(default_factory=Counter)


class Counting:
    """Counts the members of clusters, added in slices, as of a moment."""

    def __init__(self, now: datetime) -> None:
        self._step = _step(now)
        self._found: defaultdict[int, _Tally] = defaultdict(_Tally)

    def add(self, rows: Iterable[Any]) -> None:
        for row in rows:
            if row.cluster_id is not None and not row.further:
                self._add(self._found[row.cluster_id], row)

    def _add(self, found: _Tally, row: Any) -> None:
        found.questions += 1
        found.topicless += row.topic is None
        if row.locality:
            found.places[row.locality] += 1
        ago = self._step - _step(row.received_at)
        if 0 <= ago < STEPS:
            found.curve[STEPS - 1 - ago] += 1
        if row.state not in _APART:
            found.asked += row.askers
        if row.state in _WAITING:
            found.open += row.askers

    def largest(self) -> list[dict[str, Any]]:
        """The largest by their ids, as they are kept: nothing that anybody has written but the names of places."""
        worth = [(id_, found) for id_, found in self._found.items() if found.questions >= FEWEST and found.asked]
        worth.sort(key=lambda one: (-one[1].open, -one[1].asked, one[0]))
        return [_kept(id_, found) for id_, found in worth[:MOST]]


def _kept(id_: int, found: _Tally) -> dict[str, Any]:
    places = sorted(found.places, key=lambda name: (-found.places[name], name))
    return {
        "cluster": id_ % NUMBERS,
        "asked": found.asked,
        "open": found.open,
        "recent": sum(found.curve[-RECENT:]),
        "curve": found.curve,
        "places": places[:PLACES],
        "topicless": 2 * found.topicless > found.questions,
    }


def _step(moment: datetime) -> int:
    return int(moment.timestamp()) // STEP


def goes_by_time(shown: Iterable[Mapping[str, Any]]) -> bool:
    """Whether what is shown changes though nobody asks: its curves move on."""
    return any(any(one["curve"]) for one in shown)


def clusters_view(connection: Connection, broadcast_id: int) -> ClustersView:
    reader = clusters.reader(connection, broadcast_id)
    if reader is None:
        return {"version": 0, "listed": []}
    first = broadcast_id * NUMBERS
    names = clusters.names(connection, [first + one["cluster"] for one in reader.shown])
    named = [{**one, "name": heading(names.get(first + one["cluster"], ""))} for one in reader.shown]
    listed = [cast(ClusterView, one) for one in named if one["name"]]
    return {"version": reader.version, "listed": listed}


def heading(name: str) -> str:
    """A name as it stands over questions."""
    return name[:1].upper() + name[1:]
