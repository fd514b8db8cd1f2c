"""What likeness is worth beside the places that two texts name, and beside their meaning."""

from __future__ import annotations

from collections.abc import Mapping

from live.language.about import about_question
from live.language.addresses import Address
from live.language.meaning.likely import likely, same_house
from live.protocol.views import QuestionView

ELSEWHERE = 0.9
"""What a likeness is worth where the two name different places."""


def by_locality(score: float, own: str | None, other: str | None) -> float:
    """A likeness, less of it where the two name different places."""
    return round(score * ELSEWHERE, 2) if own and other and own != other else score


def by_meaning(
    view: QuestionView, others: Mapping[int, QuestionView], words: Mapping[int, float], near: Mapping[int, float]
) -> dict[int, float]:
    """How likely each of these questions asks the same as `view`: by its likeness in words, its nearness in meaning, by
    number, and the houses that they name."""
    own = _house(view)
    return {
        number: round(
            by_locality(
                likely(words.get(number, 0.0), near.get(number, 0.0), same_house(own, _house(other))),
                view["locality"],
                other["locality"],
            ),
            2,
        )
        for number, other in others.items()
    }


def _house(view: QuestionView) -> Address | None:
    return about_question(view["text"], view["air_text"], view["locality"]).address
