"""Which messages ask the same: by their words, by the house that they name and when they came, and by meaning where
there is a model of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np

from live.domain.characters import one_line
from live.domain.language.stack import WITHIN
from live.domain.refused import Refused
from live.language.about import NEAR
from live.language.addresses import Address, houses_of
from live.language.learned.features import Features
from live.language.meaning.embedding import Embedding
from live.language.meaning.nearest import nearness

SAME_HOUSE = 1.0
"""How much it counts that two messages name one house, beside 1 for the same words and for having come next to each
other: of those that do, words and time decide."""

SAME_MEANING = 0.5
"""How much it counts, beside 1 for the same words, that two are as near in meaning as can be, where a message names no
house: within one, words and time say more."""

LEAST = 0.15
"""Likeness below which nobody is offered a message as a double."""

TOO_FAR = float("inf")
"""How far apart two came that are not about the same trouble any more."""

AS_WRITTEN = "…"
"""In place of a house's number: what was told apart as an address and names no house is compared as it is written."""


@dataclass(frozen=True, slots=True)
class Message:
    """`address`: as it was told apart from the text; empty where it was not. `came`: when, or, where only the order is
    known, its number in it; None where neither is."""

    text: str
    address: str = ""
    came: datetime | int | None = None


@dataclass(frozen=True, slots=True)
class Alike:
    """The place of a message among those that were looked through, and how alike it is, from 0 to 1."""

    place: int
    likeness: float


class Doubles:
    """Messages among which doubles are looked for."""

    def __init__(self, messages: Sequence[Message], model: Embedding | None = None) -> None:
        """`invalid` where none of them has a text. `model`: of meaning, which is asked about each of them."""
        if not any(one.text.strip() for one in messages):
            raise Refused("invalid", "There is no text to look through.")
        self._messages = messages
        self._features = Features(pairs=False)
        self._holders = self._features.learn([one.text for one in messages]).T.tocsr()
        """By word or piece of a word, the messages that hold it."""
        self._model = model
        self._vectors = model.vectors([one.text for one in messages]) if model else None
        self._addresses = [_houses(one) for one in messages]
        self._at: dict[tuple[str, str], set[int]] = {}
        """By street and house, the places of those that name it."""
        for place, addresses in enumerate(self._addresses):
            for address in addresses:
                self._at.setdefault((address.street, address.house), set()).add(place)

    def of(self, message: Message, limit: int) -> list[Alike]:
        """Those that ask the same most likely, the likest first."""
        shared = (self._features.rows([message.text]) @ self._holders).toarray().ravel()
        likeness = shared / (1 + SAME_HOUSE)
        if self._model is not None and self._vectors is not None and not _houses(message):
            close = nearness(self._vectors @ self._model.vectors([message.text])[0], self._model.near)
            likeness = (shared + SAME_MEANING * close) / (1 + SAME_HOUSE + SAME_MEANING)
        for place, near in self._of_one_house(message):
            same = (shared[place] + NEAR * near) / (1 + NEAR)
            likeness[place] = (same + SAME_HOUSE) / (1 + SAME_HOUSE)
        nearest = np.argsort(-likeness, kind="stable")[:limit]
        return [Alike(int(place), float(likeness[place])) for place in nearest if likeness[place] >= LEAST]

    def _of_one_house(self, message: Message) -> list[tuple[int, float]]:
        """The places of those that name a house of this one's and may tell of the same trouble, each with how near it
        came: 1 for the nearest, less the more came nearer, 0 where nobody knows."""
        mine = _houses(message)
        found = {
            place
            for house in mine
            for place in self._at.get((house.street, house.house), ())
            if any(house.is_same_house(other) for other in self._addresses[place])
        }
        apart = {place: _apart(message, self._messages[place]) for place in sorted(found)}
        known = sorted((away, place) for place, away in apart.items() if away is not None)
        near = {place: 1 - before / len(known) for before, (_, place) in enumerate(known)}
        return [(place, near.get(place, 0.0)) for place, away in apart.items() if away is None or away < TOO_FAR]


def _houses(message: Message) -> Sequence[Address]:
    """The houses that it names: that of its address, where it has one, or those of its text."""
    if not message.address.strip():
        return houses_of(message.text)
    written = one_line(message.address).lower().replace("ё", "е")
    return houses_of(message.address)[:1] or [Address(written, AS_WRITTEN)]


def _apart(one: Message, other: Message) -> float | None:
    """How far apart two came, in days or in numbers, or TOO_FAR; None where nobody knows."""
    if isinstance(one.came, int) and isinstance(other.came, int):
        return abs(one.came - other.came)
    if isinstance(one.came, datetime) and isinstance(other.came, datetime):
        away = abs(one.came - other.came)
        return away / timedelta(days=1) if away <= WITHIN else TOO_FAR
    return None
