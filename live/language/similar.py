"""How alike two questions are, by the lemmas that they share: a first hint at doubles, which a person decides."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

from rapidfuzz import fuzz, process

from live.language.words import words

CHUNK = 500
"""Texts compared in one go, in two or three milliseconds."""

LEAST = 0.6
"""Likeness below which two texts are not offered as doubles."""

NEAR = 40
"""The first comparison's best of a chunk, which the second one then orders."""

FUNCTION_WORDS = frozenset(
    words(
        "в во на с со к ко о об от до из за по под над у для при без через и а но или что чтобы как когда если то же "
        "бы ли не ни да нет это этот тот весь все свой мой ваш наш мы вы я он она они оно так уже еще очень можно быть "
        "есть пожалуйста здравствуйте здравствовать добрый день уважать уважаемый почему который"
    ).split()
)
"""What two questions may share and still ask different things."""


@lru_cache(maxsize=20_000)
def essence(lemmas: str) -> str:
    """A text's lemmas without function words, each once, sorted: what two texts are compared by."""
    return " ".join(sorted(set(lemmas.split()) - FUNCTION_WORDS))


def most_similar(
    lemmas: str, others: Sequence[tuple[int, str]], limit: int, pause: Callable[[], None] = lambda: None
) -> list[tuple[int, float]]:
    """The likest of `others` (key, lemmas) to a text: (key, likeness 0 to 1), best first, at most `limit`.

    `pause` is called between chunks, so that a server can do something else.
    """
    own = essence(lemmas)
    if not own:
        return []
    found: list[tuple[int, float]] = []
    for start in range(0, len(others), CHUNK):
        chunk = others[start : start + CHUNK]
        texts = [essence(text) for _, text in chunk]
        near = process.extract(own, texts, scorer=fuzz.token_set_ratio, limit=NEAR, score_cutoff=100 * LEAST)
        found += [(chunk[index][0], _likeness(own, text, shared)) for text, shared, index in near]
        pause()
    likely = [pair for pair in found if pair[1] >= LEAST]
    return sorted(likely, key=lambda pair: (-pair[1], -pair[0]))[:limit]


def alike(lemmas: str, other: str) -> float:
    """How alike two texts are by their lemmas, 0 to 1; 0 where one of them says nothing."""
    own, its = essence(lemmas), essence(other)
    return _likeness(own, its, fuzz.token_set_ratio(own, its)) if own and its else 0.0


def _likeness(own: str, other: str, shared: float) -> float:
    """What they share counts for more than what one of them says besides: a short question is like a long one."""
    return round((0.6 * shared + 0.4 * fuzz.token_sort_ratio(own, other)) / 100, 2)
