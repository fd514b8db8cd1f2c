"""The words of a text as a name may have them: each with what the dictionary says of it. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from live.language.lemmas import LONGEST, dictionary, is_known
from live.language.speech_acts import greeting_end, tells
from live.language.words import words

MOST_WORDS = 60
"""Words of a text that are read: what is asked stands there by then."""

SOMEBODY = 0.05
"""How likely a word that begins a sentence is to be somebody's name where it is left out."""

_TOKEN = re.compile(r"\w+(?:-\w+)*|[^\w\s]|\n")
_ENDS = frozenset(".!?…\n")

_OF_NOBODY = frozenset({"Name", "Surn", "Patr", "Geox", "Init", "Abbr"})
"""Persons are named nowhere, and places stand beside the name."""
_PERSONS = frozenset({"Name", "Surn", "Patr"})
_COUNTING = frozenset({"Anum", "Apro"})
"""«Третий», «первая», «наш», «такой»: they say nothing of what is asked."""

_POINTS = frozenset({"NOUN", "ADJF", "PRTF", "VERB"})
"""Parts of speech (OpenCorpora) that a name is made of, prepositions and «нет» beside them."""

_TIMES = frozenset(
    words(
        "год месяц неделя сутки час минута секунда полгода квартал раз дата число период момент начало конец середина "
        "понедельник вторник среда четверг пятница суббота воскресенье выходной утро вечер ночь лето зима осень весна "
        "январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь сегодня вчера завтра"
    ).split()
)
_SAYING = frozenset(
    words(
        "писать написать говорить сказать просить попросить спрашивать спросить обращаться обратиться звонить "
        "позвонить сообщать сообщить отвечать ответить обещать пообещать жаловаться пожаловаться требовать потребовать "
        "узнать хотеть мочь стать быть бывать являться находиться знать понимать видеть думать считать дать давать "
        "идти пойти начать начинать продолжать оставаться остаться происходить иметь иметься стоить следовать "
        "толк смысл"
    ).split()
)
"""Verbs of writing and asking, and what says nothing alone («нет толку»)."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a word: a line of the dictionary."""

    lemma: str
    score: float
    parse: Any

    @property
    def case(self) -> str:
        return str(self.parse.tag.case)


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text, in lower case with ё as е, and its likely part of speech; no readings: no name may have it."""

    form: str
    kind: str = ""
    readings: tuple[Reading, ...] = ()


NONE = Word("")
"""In place of what no phrase goes across: a mark, a number, a name."""


def read(text: str) -> list[Word]:
    """The words of a text in their order, without the greetings that it begins with."""
    found: list[Word] = []
    begins = True
    for token in _TOKEN.findall(text, greeting_end(text))[: 2 * MOST_WORDS]:
        found.append(_told(token, begins))
        begins = token in _ENDS
    return found[:MOST_WORDS]


def _told(token: str, begins: bool) -> Word:
    if not token.isalpha() or len(token) > LONGEST:
        return NONE
    form = token.lower().replace("ё", "е")
    capital = token[0].isupper() and not (len(token) > 1 and token.isupper())
    if capital and (not begins or _may_be_a_name(form)):
        return NONE
    return _word(form)


@lru_cache(maxsize=20_000)
def _word(form: str) -> Word:
    parses = [parse for parse in dictionary().parse(form) if parse.is_known] if is_known(form) else []
    if not parses or _OF_NOBODY & parses[0].tag.grammemes:
        return Word(form)
    kinds: dict[str, float] = {}
    for parse in parses:
        kinds[str(parse.tag.POS)] = kinds.get(str(parse.tag.POS), 0.0) + parse.score
    kind = max(kinds, key=lambda one: kinds[one])
    if kind not in _POINTS or (kind != "VERB" and not tells(form)):
        return Word(form, kind)
    mine = [p for p in parses if kind == p.tag.POS and not (_OF_NOBODY | _COUNTING) & p.tag.grammemes]
    readings = [Reading(p.normal_form.replace("ё", "е"), p.score, p) for p in mine]
    if kind == "NOUN" and len(form) < 3:
        readings = []
    return Word(form, kind, tuple(one for one in readings if one.lemma not in _TIMES | _SAYING))


@lru_cache(maxsize=5_000)
def _may_be_a_name(form: str) -> bool:
    """Whether a word with a capital at the beginning of a sentence may well be somebody's name."""
    parses = dictionary().parse(form) if is_known(form) else []
    return sum(parse.score for parse in parses if _PERSONS & parse.tag.grammemes) >= SOMEBODY
