"""The name of questions about the same: the phrase of theirs that most of them share and few others do. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass, field

from live.language.lemmas import lemmas_of
from live.language.naming.phrases import LONGEST, PREPOSITIONS, Phrase, phrases
from live.language.naming.readings import read
from live.language.words import words

ENOUGH = 6
"""Questions that share one noun, and no phrase, from which on that noun alone is their name."""

SHARE = 0.5
"""A phrase or a word beside a noun is held by at least so many of those that hold the noun."""

_WORTH = {"NOUN": 1.0, "ADJF": 1.0, "PRTF": 0.7, "VERB": 0.5}
"""What a word is worth in a name, by its part of speech (OpenCorpora)."""

_LESS = (1.0, 0.7, 0.4, 0.2)
"""What the weightiest word of a phrase counts, the next one, and so on: a long phrase is not better for being long."""

_HELD_BY = frozenset(PREPOSITIONS) | {"не", "нет"}
"""Words that say nothing without the one behind them."""

Rarity = Callable[[str], float]
"""By dictionary form, how rare it is among all questions."""


@dataclass(slots=True)
class _Shared:
    """A phrase as it is shared: by which of the texts, and in which forms."""

    first: Phrase
    texts: set[int] = field(default_factory=set)
    said: Counter[tuple[str, ...]] = field(default_factory=Counter)
    score: float = 0.0

    @property
    def form(self) -> tuple[str, ...]:
        """As most have it; of several the first in the alphabet."""
        return min(self.said, key=lambda form: (-self.said[form], form))

    @property
    def lemmas(self) -> frozenset[str]:
        return frozenset(lemma for lemma, _ in self.first.telling)

    def is_beside(self, other: _Shared) -> bool:
        """Whether at least so many hold this as hold half of another."""
        return len(self.texts) >= SHARE * len(other.texts)


def named(texts: Sequence[str], rarity: Rarity, taken: Container[str] = ()) -> str:
    """A name of two to four words, all of which at least two of the texts share; "" where there is none yet.

    Where no phrase is shared it is a noun and another one, or one noun alone that enough of them share. Persons,
    places, numbers, ordinals, verbs of writing and words that no dictionary knows are in no name. `taken`: names that
    others have.
    """
    shared = sorted(_shared(texts, rarity), key=lambda one: (-one.score, -len(one.form), one.first.key))
    return next((name for name in _names(shared) if name not in taken and without(name, texts) == name), "")


def without(name: str, texts: Sequence[str]) -> str:
    """The words of a name that stand in one of these texts in any form, in their order; a preposition goes with the
    word behind it."""
    there = {form for text in texts for word in words(text).split() for form in lemmas_of(word)}
    parts = (" ".join(_kept(part.split(), there)) for part in name.split(", "))
    return ", ".join(part for part in parts if part)


def _kept(said: Sequence[str], there: Container[str]) -> list[str]:
    found: list[str] = []
    behind = False
    for word in reversed(said):
        behind = behind if word in _HELD_BY else any(form in there for form in lemmas_of(word))
        if behind:
            found.insert(0, word)
    return found


def _shared(texts: Sequence[str], rarity: Rarity) -> list[_Shared]:
    """What at least two of the texts share."""
    told = [read(text) for text in texts]
    likely: defaultdict[str, float] = defaultdict(float)
    for one in told:
        for word in {word.form: word for word in one}.values():
            for reading in word.readings:
                likely[reading.lemma] += reading.score
    found: dict[tuple[str, ...], _Shared] = {}
    for at, one in enumerate(told):
        for phrase in phrases(one, likely):
            shared = found.setdefault(phrase.key, _Shared(phrase))
            shared.texts.add(at)
            shared.said[phrase.said] += 1
    several = [one for one in found.values() if len(one.texts) > 1]
    for shared in several:
        worth = sorted((_WORTH[kind] * rarity(lemma) for lemma, kind in shared.first.telling), reverse=True)
        shared.score = len(shared.texts) * sum(less * each for less, each in zip(_LESS, worth, strict=False))
    return several


def _names(shared: Sequence[_Shared]) -> Iterator[str]:
    """Names, the best first."""
    for best in shared:
        if not best.first.is_a_word:
            yield _said(best)
            continue
        yield from (_said(one) for one in shared if one.lemmas > best.lemmas and one.is_beside(best))
        others = [one for one in shared if not one.lemmas & best.lemmas and _fits(best, one)]
        yield from (_both(best, one, shared) for one in others if one.is_beside(best))
        if len(best.texts) >= ENOUGH:
            yield _said(best)
        yield from (_both(best, one, shared) for one in others)
    for best in shared[:1]:
        yield from (_both(best, one, shared) for one in shared if not one.lemmas & best.lemmas and _fits(best, one))


def _fits(one: _Shared, other: _Shared) -> bool:
    return len(one.form) + len(other.form) <= LONGEST


def _both(one: _Shared, other: _Shared, shared: Sequence[_Shared]) -> str:
    """The best phrase that holds what both do, or both beside each other."""
    whole = next((phrase for phrase in shared if phrase.lemmas >= one.lemmas | other.lemmas), None)
    return _said(whole) if whole else f"{_said(one)}, {_said(other)}"


def _said(shared: _Shared) -> str:
    return " ".join(shared.form)
