"""Which messages ask the same: by their words, by the house that they name, and by meaning where there is a model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from live.domain.refused import Refused
from live.language.addresses import Address, address_of
from live.language.learned.features import Features
from live.language.meaning.embedding import Embedding
from live.language.meaning.nearest import nearness

SAME_HOUSE = 1.0
"""How much it counts that two messages name one house, beside 1 for the same words: of two that do, words decide."""

SAME_MEANING = 0.5
"""The same of what is as near in meaning as can be, where a message names no house: within one, words say more."""

LEAST = 0.15
"""Likeness below which nobody is offered a message as a double."""


@dataclass(frozen=True, slots=True)
class Message:
    """`address`: as it was told apart from the text; empty where it was not."""

    text: str
    address: str = ""


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
        self._features = Features(pairs=False)
        self._rows = self._features.learn([one.text for one in messages])
        self._model = model
        self._vectors = model.vectors([one.text for one in messages]) if model else None
        self._houses: dict[tuple[str, str], list[int]] = {}
        self._addresses = [house_of(one) for one in messages]
        for place, address in enumerate(self._addresses):
            if address is not None:
                self._houses.setdefault((address.street, address.house), []).append(place)

    def of(self, message: Message, limit: int) -> list[Alike]:
        """Those that ask the same most likely, the likest first."""
        likeness = np.asarray((self._rows @ self._features.rows([message.text]).T).todense()).ravel()
        most, house = 1.0 + SAME_HOUSE, house_of(message)
        if house is None and self._model is not None and self._vectors is not None:
            likeness += SAME_MEANING * nearness(
                self._vectors @ self._model.vectors([message.text])[0], self._model.near
            )
            most += SAME_MEANING
        for place in self._houses.get((house.street, house.house), ()) if house else ():
            other = self._addresses[place]
            if house and other and house.is_same_house(other):
                likeness[place] += SAME_HOUSE
        likeness /= most
        nearest = np.argsort(-likeness, kind="stable")[:limit]
        return [Alike(int(place), float(likeness[place])) for place in nearest if likeness[place] >= LEAST]


def house_of(message: Message) -> Address | None:
    """The house that it names; None where it names none."""
    found = address_of(message.address, message.text)
    return found if found and found.house else None
