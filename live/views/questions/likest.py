"""The likest of the questions whose stack a new one may join: found by its house or its rarest words, never by
comparing with all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row

from live.domain.language.stack import WITHIN
from live.language.about import FEWEST, About, about_question, likeness
from live.language.meaning.likely import LEAST, likely, of_two_houses
from live.store.ids import ids_of_broadcast
from live.store.language.placing import GATHERS, gathering, of_house
from live.views.questions.likeness import by_locality
from live.views.questions.search import newest_holding

OF_ONE_HOUSE = 60
"""Questions of one house that are compared, the newest."""

WORDS = 3
"""Words by which others are looked for where no house is named: what is as like as it must be holds one of them."""

HOLDING = 40
"""Questions compared that hold such a word, the newest."""


Key = tuple[int, str]
"""A broadcast, and a house that its questions name; "" for none."""


@dataclass(frozen=True, slots=True)
class Likest:
    """The row of the likest question, and how alike it is, from 0 to 1."""

    row: Row[Any]
    likeness: float


def what_about(row: Row[Any]) -> About:
    return about_question(row.text, row.air_text, row.locality)


class Placing:
    """Looks for the likest of questions that are placed together, in their order: each as if those before it had been
    placed already."""

    def __init__(self, connection: Connection, rows: Sequence[Row[Any]], least: float, these_alone: bool) -> None:
        """`least`: how alike two must be. `these_alone`: no others wait to be placed."""
        self._connection, self._least = connection, least
        self._before: defaultdict[Key, list[Row[Any]]] = defaultdict(list)
        self._houses: dict[Key, Sequence[Row[Any]]] = {}
        self._below = _below(rows, these_alone)

    def likest(self, row: Row[Any], apart: Container[int | None]) -> Likest | None:
        """The likest question of its broadcast to the next one; None where there is none. `apart`: the stacks that it
        was parted from. Of equally like ones the oldest."""
        own = what_about(row)
        found: Likest | None = None
        for other in self._candidates(row, own):
            if other.stack in apart or abs(row.received_at - other.received_at) > WITHIN:
                continue
            alike = likeness(own, what_about(other))
            if alike >= self._least and (found is None or (alike, -other.id) > (found.likeness, -found.row.id)):
                found = Likest(other, alike)
        return found

    def is_placed(self, row: Row[Any]) -> None:
        """Those after it may join its stack."""
        if row.state in GATHERS:
            self._before[row.broadcast_id, what_about(row).house].append(row)

    def _candidates(self, row: Row[Any], own: About) -> Sequence[Row[Any]]:
        beside = self._before.get((row.broadcast_id, own.house), [])
        if own.house:
            return self._of_house(row.broadcast_id, own.house, beside)
        if own.many < FEWEST or not (own.address or own.locality):
            return ()  # Nothing is alike.
        ids = self._holding(row, own)
        return [*gathering(self._connection, ids), *(one for one in beside if one.id in ids)]

    def _of_house(self, broadcast_id: int, house: str, beside: Sequence[Row[Any]]) -> Sequence[Row[Any]]:
        key = broadcast_id, house
        if key not in self._houses:
            self._houses[key] = of_house(self._connection, broadcast_id, house, OF_ONE_HOUSE)
        if not beside:
            return self._houses[key]
        return sorted([*self._houses[key], *beside], key=lambda one: -int(one.id))[:OF_ONE_HOUSE]

    def _holding(self, row: Row[Any], own: About) -> set[int]:
        lowest, _ = ids_of_broadcast(row.broadcast_id)
        ids: set[int] = set()
        for word in own.rarest[:WORDS]:
            ids.update(newest_holding(self._connection, word, lowest, self._below[row.id], HOLDING))
        return ids - {row.id}


def _below(rows: Sequence[Row[Any]], these_alone: bool) -> dict[int, int]:
    """By the id of each of these, the greatest id of what can have been placed before it: while a whole flood waits
    behind it, the newest that hold a word would be those alone that wait."""
    found = {row.id: ids_of_broadcast(row.broadcast_id)[1] if these_alone else row.id for row in rows}
    for row, after in zip(rows, rows[1:], strict=False):
        if row.broadcast_id == after.broadcast_id:
            found[row.id] = after.id - 1
    return found


def of_one_house(connection: Connection, row: Row[Any]) -> list[Row[Any]]:
    """The questions that name this one's house, and came within three weeks of it, the nearest first."""
    own = what_about(row)
    if not own.house:
        return []
    found = of_house(connection, row.broadcast_id, own.house, OF_ONE_HOUSE + 1)
    others = [one for one in found if one.id != row.id][:OF_ONE_HOUSE]
    apart = sorted((abs(row.received_at - one.received_at), at) for at, one in enumerate(others))
    return [others[at] for away, at in apart if away <= WITHIN]


def alike_of_one_house(row: Row[Any], nearest: Sequence[Row[Any]], pause: Callable[[], None]) -> dict[int, float]:
    """How alike these are to one of their house, by number: the more the nearer. A person chooses among them, so none
    is too unlike. `pause` is called between two, so that a server can do something else."""
    found: dict[int, float] = {}
    for at, other in enumerate(nearest):
        if alike := likeness(what_about(row), what_about(other), 1 - at / len(nearest)):
            found[other.number] = round(alike, 2)
        pause()
    return found


def alike_in_meaning(
    row: Row[Any],
    others: Sequence[Row[Any]],
    words: Mapping[int, float],
    near: Mapping[int, float],
    pause: Callable[[], None],
) -> dict[int, float]:
    """How alike these are to one, by number: by their likeness in words, and by how near they are in meaning (what is
    not among `near` is not). One of another house is left out, and so is what is hardly alike. `pause` as above."""
    own, found = what_about(row), dict[int, float]()
    for other in others:
        score = likely(words[other.number], near.get(other.number, 0.0))
        if score >= LEAST and not of_two_houses(own, what_about(other)):
            found[other.number] = by_locality(round(score, 2), row.locality, other.locality)
        pause()
    return found
