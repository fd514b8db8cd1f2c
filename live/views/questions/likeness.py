"""What likeness is worth beside the places that two texts name, and beside their meaning."""

from __future__ import annotations

from collections.abc import Mapping

from live.language.about import about_question
from live.language.addresses import Address
from live.language.meaning.likely import LEAST, likely, same_house
from live.protocol.views import QuestionView

Views = Mapping[int, QuestionView]
"""Questions by number."""

ELSEWHERE = 0.9
"""What a likeness is worth where the two name different places."""


def by_locality(score: float, own: str | None, other: str | None) -> float:
    """A likeness, less of it where the two name different places."""
    return round(score * ELSEWHERE, 2) if own and other and own != other else score


def by_words(view: QuestionView, others: Views, words: Mapping[int, float]) -> dict[int, float]:
    """How alike each of these questions is to `view`: by its likeness in words, and the places of both."""
    own = view["locality"]
    return {number: by_locality(words[number], own, other["locality"]) for number, other in others.items()}


def by_meaning(
    view: QuestionView, others: Views, words: Mapping[int, float], near: Mapping[int, float]
) -> dict[int, float]:
    """How likely each of these questions asks the same as `view`: by words, by how near it is in meaning (what is not
    among `near` is not), and by the houses and places of both. Those that hardly do are left out."""
    own = _house(view)
    found = {
        number: likely(words[number], near.get(number, 0.0), same_house(own, _house(other)))
        for number, other in others.items()
    }
    scores = by_words(view, others, found)
    return {number: round(score, 2) for number, score in scores.items() if score >= LEAST}


def _house(view: QuestionView) -> Address | None:
    return about_question(view["text"], view["air_text"], view["locality"]).address
