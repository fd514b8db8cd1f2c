"""The likest of the questions whose stack a new one may join: found by its house or its rarest words, never by
comparing with all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row

from live.domain.language.stack import WITHIN
from live.language.about import FEWEST, About, about_question, likeness
from live.language.meaning.likely import LEAST, likely, of_two_houses
from live.store.ids import ids_of_broadcast
from live.store.language import stacks
from live.views.questions.likeness import by_locality
from live.views.questions.search import newest_holding

OF_ONE_HOUSE = 60
"""Questions of one house that are compared, the newest."""

WORDS = 3
"""Words by which others are looked for where no house is named: what is as like as it must be holds one of them."""

HOLDING = 40
"""Questions compared that hold such a word, the newest."""


@dataclass(frozen=True, slots=True)
class Likest:
    """The row of the likest question, and how alike it is, from 0 to 1."""

    row: Row[Any]
    likeness: float


def what_about(row: Row[Any]) -> About:
    return about_question(row.text, row.air_text, row.locality)


def likest(
    connection: Connection, row: Row[Any], least: float, apart: set[int], beside: Iterable[Row[Any]] = ()
) -> Likest | None:
    """The likest question of its broadcast to this one, of those at least so alike; None where there is none.

    `apart`: the stacks that it was parted from. `beside`: questions that are just being placed themselves. Of equally
    like ones the oldest.
    """
    own = what_about(row)
    found: Likest | None = None
    for other in (*_candidates(connection, row, own), *beside):
        if other.id == row.id or other.broadcast_id != row.broadcast_id or other.stack in apart:
            continue
        if abs(row.received_at - other.received_at) > WITHIN:
            continue
        alike = likeness(own, what_about(other))
        if alike >= least and (found is None or (alike, -other.id) > (found.likeness, -found.row.id)):
            found = Likest(other, alike)
    return found


def of_one_house(connection: Connection, row: Row[Any]) -> list[Row[Any]]:
    """The questions that name this one's house, and came within three weeks of it, the nearest first."""
    own = what_about(row)
    if not own.house:
        return []
    others = stacks.of_house(connection, row.broadcast_id, own.house, row.id, OF_ONE_HOUSE)
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


def _candidates(connection: Connection, row: Row[Any], own: About) -> Iterable[Row[Any]]:
    if own.house:
        return stacks.of_house(connection, row.broadcast_id, own.house, row.id, OF_ONE_HOUSE)
    if own.many < FEWEST:
        return ()
    lowest, highest = ids_of_broadcast(row.broadcast_id)
    ids: set[int] = set()
    for word in own.rarest[:WORDS]:
        ids.update(newest_holding(connection, word, lowest, highest, HOLDING))
    return stacks.gathering(connection, ids - {row.id})
