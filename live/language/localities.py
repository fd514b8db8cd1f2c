"""The settlements that a text names, in any of their cases, written with capital letters or without."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from live.language.lemmas import dictionary

_TOKEN = re.compile(r"\w+\.?")
_TOPONYM = re.compile("[оея]вка$|[иа]нка$|[ои]ха$|^за.+ье$|^при.+ье$")
"""Words of this make are villages far more often than what the dictionary says (a bird, a boat)."""

_NAME_TAGS = frozenset({"Geox", "Name", "Surn", "Patr", "Orgn", "Trad"})
"""A word that is only a place's or a person's name is no common word."""


def _forms(*declined: str) -> frozenset[str]:
    """«сел: о а у» → село, села, селу."""
    split = (line.partition(":") for line in declined)
    return frozenset(f"{stem}{ending.strip('-')}" for stem, _, endings in split for ending in endings.split() or [""])


KINDS = _forms(
    *("сел: о а у ом е ах ами", "деревн: я и е ю ей ях", "деревень", "деревеньк: а и е у ой"),
    *("поселок", "поселк: а у ом е и ах ов", "хутор: - а у ом е ах", "станиц: а ы е у ей ах", "станци: я и ю ей"),
    *(
        "город: - а у ом е ах",
        "городок",
        "городк: а у ом е",
        "аул: - а у ом е",
        "слобод: а ы е у ой",
        "райцентр: - а у ом е",
    ),
    *("с.", "д.", "п.", "г.", "х.", "ст.", "дер.", "пос.", "пгт", "пгт.", "рп", "рп."),
    *("д", "п", "г", "х", "дер", "пос"),  # Not «с», which is mostly a preposition.
)
"""What a settlement is called before its name."""

STREETS = _forms(
    *(
        "улиц: а ы е у ей ах",
        "проспект: - а у ом е",
        "переулок",
        "переулк: а у ом е",
        "площад: ь и ью",
        "бульвар: - а у ом е",
    ),
    *(
        "шоссе",
        "проезд: - а у ом е",
        "тракт: - а у ом е",
        "набережн: ая ой ую",
        "тупик: - а у ом е",
        "микрорайон: - а у ом е",
    ),
    *("ул", "пр", "просп", "пер", "пл", "ш", "наб", "мкр", "ул.", "пр.", "просп.", "пер.", "пл.", "ш.", "наб.", "мкр."),
)
"""What a street is called before its name, and after it."""

LARGER = _forms("район: - а у ом е", "област: ь и ью", "округ: - а у ом е", "сельсовет: - а у ом е", "кра: й я ю е ем")
"""What is named after a settlement and is none."""

NAMESAKES = _forms(
    *(
        "ден: ь ем",
        "дн: я ю е",
        "лет",
        "парк: - а у ом е",
        "сквер: - а у ом е",
        "магазин: - а у ом е",
        "клуб: - а у ом е",
    ),
    *("кинотеатр: - а у ом е", "стадион: - а у ом е", "колхоз: - а у ом е", "совхоз: - а у ом е", "завод: - а у ом е"),
    *(
        "снт",
        "тсж",
        "ооо",
        "фирм: а ы е у ой",
        "кафе",
        "санатори: й я и ю ем",
        "пансионат: - а у ом е",
        "лагер: ь я е ю ем",
        "газет: а ы е у ой",
    ),
)
"""What else is named by a word that is some settlement's name too."""

_SHORTENED = {
    "больш": ("б.", "бол."),
    "мал": ("м.", "мал."),
    "стар": ("с.", "ст.", "стар."),
    "нов": ("н.", "нов."),
    "верхн": ("в.", "верх."),
    "нижн": ("н.", "нижн."),
    "красн": ("к.", "кр.", "красн."),
    "средн": ("ср.", "сред."),
    "русск": ("р.", "рус."),
    "татарск": ("т.", "тат."),
}
"""What the first word of a name is shortened to."""

_INTO = frozenset({"в", "во", "из", "до"})
"""«в красном бору»: two words that are a name together, after what stands before places."""

_QUOTES = "«\"'„“”‘’"


@dataclass(frozen=True, slots=True)
class _Spelling:
    """One way to write a settlement: each of its words in every case."""

    index: int
    tokens: tuple[frozenset[str], ...]
    common: bool
    adjective: bool


class Localities:
    """The centre's settlements with their other spellings, ready to be looked for thousands of times a minute."""

    def __init__(self, items: Sequence[tuple[str, Sequence[str]]]) -> None:
        self._names = [name for name, _ in items]
        starts: dict[str, list[_Spelling]] = defaultdict(list)
        for index, (name, also) in enumerate(items):
            for written in (name, *also):
                spelling = _spelling(index, written)
                if spelling is None:
                    continue
                for form in spelling.tokens[0]:
                    starts[form].append(spelling)
        # The longest first: «Новая Сосновка» is no «Сосновка».
        self._starts = {form: sorted(found, key=lambda s: -len(s.tokens)) for form, found in starts.items()}

    def guess(self, text: str) -> list[str]:
        """The names of those that the text speaks of: first what it calls a village or town, then in its order."""
        starts = self._starts
        tokens = list(_TOKEN.finditer(text))
        folded = [_folded(token[0]) for token in tokens]
        bare = [form.rstrip(".") for form in folded]
        found: dict[int, bool] = {}
        at = 0
        while at < len(tokens):
            candidates = starts.get(bare[at])
            if folded[at] != bare[at]:
                candidates = [*starts.get(folded[at], ()), *(candidates or ())]
            spelling = next((s for s in candidates or () if self._stands(s, at, text, tokens, folded, bare)), None)
            if spelling is None:
                at += 1
                continue
            called = at > 0 and folded[at - 1] in KINDS
            found[spelling.index] = found.get(spelling.index, False) or called
            at += len(spelling.tokens)
        first = [index for index, called in found.items() if called]
        return [self._names[index] for index in dict.fromkeys([*first, *found])]

    def _stands(
        self, spelling: _Spelling, at: int, text: str, tokens: list[re.Match[str]], folded: list[str], bare: list[str]
    ) -> bool:
        """Whether the settlement is named there: all its words, not as a street, not as a common word."""
        end = at + len(spelling.tokens)
        if end > len(tokens):
            return False
        for index, forms in enumerate(spelling.tokens, at):
            if bare[index] not in forms and folded[index] not in forms:
                return False
            if index + 1 < end and re.search(r"[!?;()]|\n", text[tokens[index].end() : tokens[index + 1].start()]):
                return False
        if at and (folded[at - 1] in STREETS or _after_street(bare, at)):
            return False
        if spelling.adjective and end < len(tokens) and (bare[end] in LARGER or folded[end] in STREETS):
            return "," in text[tokens[end - 1].end() : tokens[end].start()]
        return not spelling.common or _is_named(text, at, end, tokens, folded)


def _is_named(text: str, at: int, end: int, tokens: list[re.Match[str]], folded: list[str]) -> bool:
    """Whether common words are a name here: a capital letter that no rule of writing demands, or «село» before."""
    if at and folded[at - 1] in KINDS:
        return True
    first, last = tokens[at], tokens[end - 1]
    before, after = text[: first.start()].rstrip(" "), text[last.end() :].lstrip(" ")
    if end - at > 1 and at and folded[at - 1] in _INTO:
        return True
    if not first[0][0].isupper() or (before and before[-1] in _QUOTES):
        return False
    if end - at == 1 and at and folded[at - 1] in NAMESAKES:
        return False
    if _shouted(first) and any(_shouted(token) for token in (*tokens[max(0, at - 1) : at], *tokens[end : end + 1])):
        return False
    if at and not (before[-1] in ".!?…\n" and folded[at - 1] not in KINDS):
        return True
    # Every sentence begins with a capital: only a name stands alone there.
    return end - at > 1 and tokens[at + 1][0][0].isupper() or not after or after[0] in ",;:!?—–-" or last[0][-1] == "."


def _shouted(token: re.Match[str]) -> bool:
    """«НЕТ ВОДЫ»: capitals all through say nothing."""
    return len(token[0]) > 1 and token[0].isupper()


def _after_street(bare: list[str], at: int) -> bool:
    """«улица имени Победы», «улица 40 лет Победы»: still a street."""
    return any(word in STREETS for word in bare[max(0, at - 3) : at - 1]) and bare[at - 1] in ("имени", "им", "лет")


def _folded(word: str) -> str:
    return word.lower().replace("ё", "е")


def _spelling(index: int, written: str) -> _Spelling | None:
    """A settlement's name as it is looked for; what kind of settlement it is does not belong to it."""
    tokens = [_folded(token) for token in _TOKEN.findall(written.replace("р.п.", "рп"))]
    while len(tokens) > 1 and tokens[0] in KINDS:
        del tokens[0]
    name_tokens = [token.rstrip(".") for token in tokens]
    if not name_tokens:
        return None
    forms = [set(forms_of(token)) for token in name_tokens]
    if len(name_tokens) > 1:
        for stem, shorter in _SHORTENED.items():
            if name_tokens[0].startswith(stem):
                forms[0].update(shorter)
    common = all(_is_common(token) for token in name_tokens)
    return _Spelling(index, tuple(map(frozenset, forms)), common, _is_adjective(name_tokens[-1]))


@lru_cache(maxsize=20_000)
def forms_of(word: str) -> frozenset[str]:
    """A name's word (lower case, ё as е) in all its cases, of its own number and gender."""
    if re.search("[оеё]во$|[иы]но$", word) and len(word) > 4:
        # As people decline them. Not in «-а»: that is mostly somebody's surname.
        return frozenset({word, *(word[:-1] + ending for ending in ("е", "у", "ом"))})
    found = {word}
    for parse in _parses(word):
        found.update(_cases(parse))
    if word.endswith("ь"):
        found.update((word[:-1] + "и", word + "ю"))  # Rivers and their villages are often feminine.
    return frozenset(_folded(form) for form in found)


def _parses(word: str) -> list[Any]:
    """How the word may be read as a name: a noun or an adjective in the nominative."""
    if not word.isalpha() or word.isascii() or len(word) < 3:
        return []
    read = [p for p in dictionary().parse(word) if p.tag.case == "nomn" and p.tag.POS in ("NOUN", "ADJF")]
    toponyms = [parse for parse in read if "Geox" in parse.tag]
    return toponyms or read[:3]


def _cases(parse: Any) -> set[str]:
    number, gender, adjective = parse.tag.number, parse.tag.gender, parse.tag.POS == "ADJF"
    return {
        form.word
        for form in parse.lexeme
        if form.tag.POS == parse.tag.POS
        and form.tag.number == number
        and (not adjective or number == "plur" or form.tag.gender == gender)
    }


@lru_cache(maxsize=20_000)
def _is_common(word: str) -> bool:
    """Whether the word is also something else than a name, as «заря» and «октябрьский» are."""
    if not dictionary().word_is_known(word) or _TOPONYM.search(word):
        return word.isdigit()
    return any(not (_NAME_TAGS & parse.tag.grammemes) for parse in dictionary().parse(word) if parse.is_known)


@lru_cache(maxsize=20_000)
def _is_adjective(word: str) -> bool:
    return any(parse.tag.POS == "ADJF" for parse in _parses(word))
