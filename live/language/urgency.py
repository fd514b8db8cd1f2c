"""What a text tells of danger to life: by phrases that the centre keeps, in whatever forms their words stand. Pure.

A line of the list is a word or a few, which count where all of them stand near one another, in any order; with +
between they are several such phrases that stand somewhere in one text. What is denied, was long ago, or only might
be («нет запаха газа», «в прошлом году был пожар», «в случае пожара») does not count. It raises a flag and does nothing
else: a flag too many costs a look, one too few may cost more.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from razdel import sentenize

from live.language.lemmas import lemmas_of
from live.language.words import words

DANGERS = (
    # Gas and fire
    *("запах газа", "пахнет газом", "воняет газом", "утечка газа", "угарный газ", "травит газ", "газ не перекрыт"),
    *(
        "пожар",
        "горит дом",
        "горит квартира",
        "горит проводка",
        "горит щиток",
        "загорелась проводка",
        "загорелся щиток",
    ),
    *(
        "дымит щиток",
        "дымит проводка",
        "дым из подвала",
        "дым из квартиры",
        "дым из щитка",
        "запах гари",
        "пахнет гарью",
    ),
    *("горелая проводка", "задымление", "взорваться", "взрыв газа", "горит трава", "пал травы"),
    # Electricity
    *("искрит", "искрят", "оголенные провода", "голые провода", "оголенный кабель", "бьет током", "ударило током"),
    *("бьется током", "короткое замыкание", "провод под напряжением", "кабель под напряжением", "открытый электрощит"),
    *("открытый электрический щит", "открытый электро щит", "упал столб", "оборвало провода", "провода на земле"),
    *("вода заливает щиток", "вода течет щиток", "вода течет по проводке", "заливает проводку", "заливает электрощит"),
    # The ground, houses, what falls
    *(
        "открытый люк",
        "люк без крышки",
        "нет крышки люка",
        "отсутствует крышка люка",
        "люк не закрыт",
        "провалился люк",
    ),
    *("отсутствие крышки", "провал вокруг колодца"),
    *(
        "провал грунта",
        "провал асфальта",
        "провалился асфальт",
        "провалился грунт",
        "провалилась земля",
        "провал в люк",
    ),
    *("обрушился", "обвалился потолок", "обвалилась крыша", "обвалился балкон", "обвалилась стена", "рухнул"),
    *("рушится дом", "может рухнуть", "может обрушиться", "грозит обрушением", "угроза обрушения", "падают кирпичи"),
    *(
        "упал кирпич",
        "упала сосулька",
        "упала глыба",
        "сосулька + на голову",
        "угроза падения",
        "дерево вот-вот упадет",
    ),
    *("дерево может упасть", "дерево упало на машину", "дерево упало на провода", "дерево упало на дом"),
    *("застряли в лифте", "застрял в лифте", "застряла в лифте"),
    # People
    *("угроза жизни", "угрожает жизни", "опасно для жизни", "опасность для жизни", "опасность жизни"),
    *("покончить с собой", "наложить на себя руки", "не хочу жить", "не хочется жить", "самоубийство", "суицид"),
    *("умирает", "при смерти", "без сознания", "не дышит", "сердечный приступ", "скорая не едет", "скорая не приехала"),
    *("нет инсулина", "ребенок упал", "ребенок провалился", "чуть не провалился", "пропал ребенок", "ребенка сбила"),
    *("сломала ногу", "сломал ногу", "сломала руку", "сломал руку", "получила травму", "получил травму", "сотрясение"),
    *(
        "избивает",
        "бьет ребенка",
        "угрожает убить",
        "угрожает ножом",
        "напали собаки",
        "напала собака",
        "собака покусала",
    ),
    *("собака укусила", "собака бросается", "собаки бросаются", "замерзаем", "замерзает ребенок", "ребенок мерзнет"),
    *("нет отопления + ребенок", "нет отопления + дети", "нет отопления + больной", "нет отопления + мороз"),
    *(
        "без отопления + ребенок",
        "без отопления + дети",
        "без отопления + мороз",
        "не топят + ребенок",
        "не топят + мороз",
    ),
    *("холодные батареи + ребенок", "холодные батареи + дети", "ледяные батареи + ребенок", "ледяные батареи + дети"),
    *("отключили отопление + мороз", "нет тепла + мороз", "градус в квартире + ребенок", "нет света + аппарат"),
    # What many drink, breathe and burn themselves with
    *(
        "отравился",
        "отравились",
        "разлили ртуть",
        "разлилась ртуть",
        "течет кипяток",
        "бьет кипяток",
        "обварился",
        "ошпарился",
        "граната",
    ),
    *("боевой снаряд", "неразорвавшийся снаряд", "боеприпас"),
)
"""What every centre begins with; it adds what it hears, and takes out what only cries wolf."""

NEAR = 2
"""Words that may stand between two words of a phrase, none of them after a comma."""

BEFORE = 3
"""Words before a phrase in which it is put off: «в случае сильного пожара»."""

KNOWN = 50_000
"""Words remembered with which words of phrases they are: a language has not many more."""

TOGETHER = "+"
"""Between the phrases of one line, which stand anywhere in a text."""

_CLAUSE = re.compile(r"[^,;:()!?….\n—–]+")
_WORD = re.compile(r"\w+")
_NOT = frozenset({"не", "ни"})
_DENIALS = frozenset({"нет", "без", "никакой", "отсутствовать", "отсутствие", "исключить"})
_NOT_SO = frozenset(
    words(
        "случай если вдруг избежание избежать предотвращение предотвратить чтобы тушение возникновение профилактика "
        "правило безопасность можно мочь риск рисковать случиться привести приводить легко после след последствие свет "
        "фонарь лампа лампочка"
    ).split()
)
"""What only might be, is over, or is meant to burn."""
_PAST = re.compile(
    r"\b(?:в\s+прошл\w+\s+(?:год|век|зим|лет|раз)\w*|прошл(?:ой|ым)\s+(?:зимой|летом|осенью|весной)|когда-то"
    r"|(?:год|два|три|несколько\s+лет|много\s+лет|\d+\s+(?:год\w*|лет))\s+(?:тому\s+)?назад|в\s+(?:19|20)\d\d(?:\s*-?\w*)\s+год\w*)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Word:
    """One word of a phrase: the dictionary forms that it may be of, or how it begins."""

    forms: frozenset[str]
    beginning: str = ""

    def is_(self, token: _Token) -> bool:
        return token.word.startswith(self.beginning) if self.beginning else not self.forms.isdisjoint(token.forms)


@dataclass(frozen=True, slots=True)
class _Token:
    """A word of a text, and where it stands."""

    word: str
    forms: tuple[str, ...]
    start: int
    end: int


_Phrase = tuple[_Word, ...]
_Line = tuple[_Phrase, ...]


class Urgency:
    """The centre's list, ready to be asked of each question. A word with * at its end stands for all that begin so.

    Its words are numbered, so that only the lines are looked for of which a text has every word: hardly one, though
    nearly every text has some of the words.
    """

    def __init__(self, listed: Sequence[str]) -> None:
        lines = [tuple(filter(None, map(_phrase, line.split(TOGETHER)))) for line in listed]
        numbers: dict[_Word, int] = {}
        self._by_first: dict[int, list[tuple[frozenset[int], _Line]]] = defaultdict(list)
        for line in filter(None, lines):
            needed = [numbers.setdefault(word, len(numbers)) for phrase in line for word in phrase]
            self._by_first[needed[0]].append((frozenset(needed), line))
        self._by_form: dict[str, list[int]] = defaultdict(list)
        for word, number in numbers.items():
            for form in word.forms:
                self._by_form[form].append(number)
        self._beginnings = [(word.beginning, number) for word, number in numbers.items() if word.beginning]
        self._listed = lru_cache(maxsize=KNOWN)(self._read)

    def found(self, text: str) -> list[str]:
        """The words that tell of danger as they stand there, each once, the first first."""
        lines = self._possible(text)
        if not lines:
            return []  # As nearly every text.
        clauses = [tokens for tokens in _clauses(text) if any(self._listed(token.word) for token in tokens)]
        found: dict[_Phrase, tuple[int, int] | None] = {}
        spans: set[tuple[int, int]] = set()
        for line in lines if clauses else ():
            places = [found.setdefault(one, _place(one, clauses)) if one not in found else found[one] for one in line]
            if None not in places:
                spans.update(place for place in places if place)
        widest = [
            one for one in sorted(spans) if not any(one != of and of[0] <= one[0] and one[1] <= of[1] for of in spans)
        ]
        return list(dict.fromkeys(text[start:end] for start, end in widest))

    def _possible(self, text: str) -> list[_Line]:
        """The lines of which every word stands somewhere in the text."""
        there: set[int] = set().union(*map(self._listed, words(text).split()))
        return [line for first in there for needed, line in self._by_first.get(first, ()) if needed <= there]

    def _read(self, word: str) -> frozenset[int]:
        """The numbers of the listed words that this one is."""
        numbers = {number for form in _forms(word) for number in self._by_form.get(form, ())}
        return frozenset(numbers.union(number for beginning, number in self._beginnings if word.startswith(beginning)))


def flagged(by_hand: bool, found: Sequence[str]) -> dict[str, Any]:
    """The columns of a question whose text was read: what a person has flagged stays so, whatever is found."""
    return {
        "urgent": by_hand or bool(found),
        "urgent_words": list(found) or None,
        "urgent_guessed": bool(found) and not by_hand,
    }


def _phrase(said: str) -> _Phrase:
    found: list[_Word] = []
    for written in said.split():
        word = words(written)
        if word and written.endswith("*"):
            found.append(_Word(frozenset(), word))
        else:
            found += [_Word(frozenset(_forms(one))) for one in word.split()]
    return tuple(found)


@lru_cache(maxsize=KNOWN)
def _forms(word: str) -> tuple[str, ...]:
    return lemmas_of(word)[:2]


def _clauses(text: str) -> list[list[_Token]]:
    """The words of each stretch between commas, but for those of sentences that tell of long ago."""
    found = []
    for sentence in sentenize(text):
        if _PAST.search(sentence.text):
            continue
        for clause in _CLAUSE.finditer(sentence.text):
            start = sentence.start + clause.start()
            found.append([_token(one, start) for one in _WORD.finditer(clause[0])])
    return found


def _token(found: re.Match[str], start: int) -> _Token:
    word = words(found[0])
    return _Token(word, _forms(word), start + found.start(), start + found.end())


def _place(phrase: _Phrase, clauses: Sequence[Sequence[_Token]]) -> tuple[int, int] | None:
    """From where to where it stands in the text, the first time that it is meant; None where it is not."""
    for tokens in clauses:
        for start, token in enumerate(tokens):
            if phrase[0].is_(token) and (places := _places(phrase, tokens, start)) and _is_so(phrase, places, tokens):
                return tokens[places[0]].start, tokens[places[-1]].end
    return None


def _places(phrase: _Phrase, tokens: Sequence[_Token], start: int) -> list[int]:
    """Where its words stand around its first, in order; nothing where one is not near."""
    taken = [start]
    for word in phrase[1:]:
        low, high = min(taken) - NEAR - 1, max(taken) + NEAR + 2
        near = [at for at in range(max(low, 0), min(high, len(tokens))) if at not in taken and word.is_(tokens[at])]
        if not near:
            return []
        taken.append(min(near, key=lambda at: abs(at - taken[-1])))
    return sorted(taken)


def _is_so(phrase: _Phrase, places: Sequence[int], tokens: Sequence[_Token]) -> bool:
    """Whether no word around it, which is not its own, denies it or speaks of what might be."""
    own = {form for word in phrase for form in word.forms}
    if not own.isdisjoint(_NOT):
        return places[-1] - places[0] < len(places)  # «не дышит», and not «не вольно дышит»
    if any(at and not _NOT.isdisjoint(tokens[at - 1].forms) for at in places):
        return False
    after = {form for token in tokens[places[-1] + 1 : places[-1] + 2] for form in token.forms[:1]}
    if not (after - own).isdisjoint(_DENIALS):
        return False  # «Запаха газа нет»
    before = {form for token in tokens[max(0, places[0] - BEFORE) : places[0]] for form in token.forms[:1]}
    within = {form for token in tokens[places[0] : places[-1]] for form in token.forms[:1]}
    return (before - own).isdisjoint(_DENIALS | _NOT_SO) and (within - own).isdisjoint(_NOT_SO)
