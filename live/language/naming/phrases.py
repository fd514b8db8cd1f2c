"""Phrases of a text that a name may be: a noun with its adjectives and with what hangs on it, or what became of it.

«Горячая вода», «освещение детской площадки», «яма на дороге»: the noun with its adjectives in the nominative, the rest
as it was written. «Нет горячей воды», «не горит фонарь», «мусор не вывозят»: all of it as it was written. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from live.language.naming.readings import NONE, Reading, Word

LONGEST = 4
"""Words of a phrase at most."""

PREPOSITIONS: Mapping[str, frozenset[str]] = {
    preposition: frozenset(cases.split())
    for prepositions, cases in {
        "в во на": "loct loc2 accs",
        "у из около возле вдоль после без для до от": "gent gen2",
        "с со": "gent gen2 ablt",
        "под за": "ablt accs",
        "над перед между": "ablt",
        "по к": "datv",
        "через": "accs",
    }.items()
    for preposition in prepositions.split()
}
"""Each with the cases that follow upon it."""

_OF_ADDRESSES = frozenset(
    {"дом", "корпус", "литера", "квартира", "улица", "проспект", "переулок", "шоссе", "адрес", "номер"}
)
"""What is said of any house: no phrase is about it, though it may stand in one."""

_AS_NOUNS = frozenset({"парадный"})
"""Adjectives that people use as nouns, in the feminine, and the dictionary does not."""

_ADJECTIVES = frozenset({"ADJF", "PRTF"})

Likely = Mapping[str, float]
"""By dictionary form, how likely the texts hold it: of several readings of a word by this one is chosen."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """`key`: the dictionary forms, by which two are one. `said`: the words as a name has them. `telling`: the
    dictionary forms of those that say something, each with its part of speech."""

    key: tuple[str, ...]
    said: tuple[str, ...]
    telling: tuple[tuple[str, str], ...]

    @property
    def is_a_word(self) -> bool:
        """Whether it is one noun alone."""
        return len(self.said) == 1


@dataclass(frozen=True, slots=True)
class _Group:
    """A noun with the adjectives before it, which agree, in one of the cases in which it may stand there."""

    words: tuple[Word, ...]
    adjectives: tuple[Reading, ...]
    noun: Reading

    @property
    def key(self) -> tuple[str, ...]:
        return (*(one.lemma for one in self.adjectives), self.noun.lemma)

    @property
    def written(self) -> tuple[str, ...]:
        return tuple(word.form for word in self.words)

    @property
    def telling(self) -> tuple[tuple[str, str], ...]:
        return tuple((lemma, word.kind) for lemma, word in zip(self.key, self.words, strict=True))

    @property
    def is_of_address(self) -> bool:
        return self.noun.lemma in _OF_ADDRESSES

    def nominative(self) -> tuple[str, ...] | None:
        """Its words in the nominative of the number in which they stand; None where one has none."""
        number, gender = self.noun.parse.tag.number, _gender(self.noun)
        wanted = {"nomn", number, gender} if number == "sing" and gender else {"nomn", number or "sing"}
        of_noun = wanted if self.words[-1].kind in _ADJECTIVES else {"nomn", number or "sing"}
        forms = [one.parse.inflect(wanted) for one in self.adjectives] + [self.noun.parse.inflect(of_noun)]
        return tuple(form.word.replace("ё", "е") for form in forms) if all(forms) else None


def phrases(words: Sequence[Word], likely: Likely) -> Iterator[Phrase]:
    """All phrases of a text, some of them parts of others."""
    for at in range(len(words)):
        yield from _of_nouns(words, at, likely)
        yield from _of_troubles(words, at, likely)


def _of_nouns(words: Sequence[Word], at: int, likely: Likely) -> Iterator[Phrase]:
    for size in (1, 2, 3):
        group = _group(words, at, size, likely)
        said = group.nominative() if group else None
        if not group or not said or group.is_of_address:
            continue
        yield Phrase(group.key, said, group.telling)
        for before, hangs in _hanging(words, at + size, likely):
            if size + len(before) + len(hangs.words) <= LONGEST:
                yield Phrase(
                    (*group.key, *before, *hangs.key),
                    (*said, *before, *hangs.written),
                    (*group.telling, *hangs.telling),
                )


def _hanging(words: Sequence[Word], at: int, likely: Likely) -> Iterator[tuple[tuple[str, ...], _Group]]:
    """What hangs on a noun that ends there: another one in the genitive, or one behind a preposition."""
    preposition = words[at].form if at < len(words) else ""
    cases = PREPOSITIONS.get(preposition)
    before = (preposition,) if cases else ()
    for size in (1, 2):
        group = _group(words, at + len(before), size, likely, cases or frozenset({"gent", "gen2"}))
        if group and not (before and group.is_of_address):
            yield before, group


def _of_troubles(words: Sequence[Word], at: int, likely: Likely) -> Iterator[Phrase]:
    """«Нет воды», «не горит фонарь», «фонарь не горит»: in which order is no difference."""
    for size in (1, 2, 3):
        before = words[at].form == "нет"
        if before or [word.form for word in words[at + size : at + size + 1]] == ["нет"]:
            group = _group(words, at + before, size, likely, frozenset({"gent", "gen2"}))
            if group and not group.is_of_address:
                yield Phrase(("нет", *group.key), ("нет", *group.written), group.telling)
        if does := _verb(words, at):
            group = _happening(words, at + len(does.said), size, likely, does)
            if group:
                yield Phrase((*does.key, *group.key), (*does.said, *group.written), (*does.telling, *group.telling))
        if does := _verb(words, at + size):
            group = _happening(words, at, size, likely, does)
            if group:
                yield Phrase((*does.key, *group.key), (*group.written, *does.said), (*does.telling, *group.telling))


@dataclass(frozen=True, slots=True)
class _Verb:
    """A verb of the third person, with its «не»."""

    said: tuple[str, ...]
    reading: Reading

    @property
    def key(self) -> tuple[str, ...]:
        return (*self.said[:-1], self.reading.lemma)

    @property
    def telling(self) -> tuple[tuple[str, str], ...]:
        return ((self.reading.lemma, "VERB"),)


def _verb(words: Sequence[Word], at: int) -> _Verb | None:
    """The verb that stands there; None where none does."""
    said = tuple(word.form for word in words[at : at + 1] if word.form == "не")
    [word] = words[at + len(said) : at + len(said) + 1] or [NONE]
    if word.kind != "VERB" or not word.readings or (at and words[at - 1].form == "не"):
        return None
    tag = word.readings[0].parse.tag
    is_told = tag.mood == "indc" and tag.person in (None, "3per")
    return _Verb((*said, word.form), word.readings[0]) if is_told else None


def _happening(words: Sequence[Word], at: int, size: int, likely: Likely, does: _Verb) -> _Group | None:
    """The noun of which the verb tells: who does it, or, where nobody is said to, to what it is done."""
    if len(does.said) + size > LONGEST:
        return None
    tag = does.reading.parse.tag
    group = _group(words, at, size, likely, frozenset({"nomn"}))
    if group and (tag.number != group.noun.parse.tag.number or tag.gender not in (None, _gender(group.noun))):
        group = None
    if not group and tag.transitivity == "tran" and (tag.number == "plur" or tag.gender == "neut"):
        group = _group(words, at, size, likely, frozenset({"accs", "gent"} if len(does.said) > 1 else {"accs"}))
    return group if group and not group.is_of_address else None


def _group(
    words: Sequence[Word], at: int, size: int, likely: Likely, cases: frozenset[str] = frozenset()
) -> _Group | None:
    """The noun of so many words that stands there, in one of these cases, or in any."""
    mine = tuple(words[at : at + size])
    if len(mine) < size or not all(word.readings for word in mine):
        return None
    if not all(word.kind in _ADJECTIVES for word in mine[:-1]):
        return None
    found = []
    for noun in _nouns(mine[-1]):
        chosen = [_agreeing(word, noun, likely) for word in mine[:-1]]
        adjectives = tuple(one for one in chosen if one)
        if (not cases or noun.case in cases) and len(adjectives) == size - 1:
            found.append(_Group(mine, adjectives, noun))
    return max(found, key=lambda one: _how_likely(one.noun, likely), default=None)


def _nouns(word: Word) -> list[Reading]:
    if word.kind == "NOUN":
        return list(word.readings)
    return [one for one in word.readings if one.lemma in _AS_NOUNS and one.parse.tag.gender == "femn"]


def _agreeing(word: Word, noun: Reading, likely: Likely) -> Reading | None:
    """The likeliest reading of an adjective that agrees with the noun."""
    number, gender = noun.parse.tag.number, _gender(noun)
    found = [
        one
        for one in word.readings
        if one.case == noun.case
        and one.parse.tag.number == number
        and (number == "plur" or one.parse.tag.gender == gender)
    ]
    return max(found, key=lambda one: _how_likely(one, likely), default=None)


def _how_likely(reading: Reading, likely: Likely) -> tuple[float, float, bool]:
    return likely.get(reading.lemma, 0.0), reading.score, reading.case == "nomn"


def _gender(noun: Reading) -> str | None:
    gender: str | None = noun.parse.tag.gender
    return gender
