"""Street and house out of a text, so that two messages about one house are known for that however each writes it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from live.language.lemmas import dictionary, is_known, lemmas_of
from live.language.localities import STREETS

_TOKEN = re.compile(
    r"\d+(?:-?[а-яё]{1,2})?(?:[/-]\d+)?(?![а-яё\d])|[а-яё]+(?:-[а-яё]+)*\.?|[,;()\n]|[.!?]", re.IGNORECASE
)


def _set(*lines: str) -> frozenset[str]:
    return frozenset(" ".join(lines).split())


_SHORT_STREETS = _set(
    "пр-т пр-кт пр-д б-р наб-я пл-дь пер-к ул-ца аллея аллее аллеи линия линии линию линией территория территории"
)
_ROADS = _set("дорога дороге дороги дорогу остров острове острова")
"""What is a street where a house follows, and mostly is none."""
_NAMES = frozenset({"Surn", "Geox", "Name"})
_HOUSES = _set("дом дома доме домом дому домов д д.")
_BUILDINGS = _set("корпус корпуса корпусе корп корп. кор кор. к к. стр стр. строение строения строении")
_LETTERS = _set("литера литеры литере литер лит лит.")
_SECOND = _set("строение строения строении стр стр.")
_KINDS = _set(
    "город города городе г г. поселок поселка поселке пос пос. п п. село села селе с. деревня деревни деревне дер дер.",
    "д. хутор станица станице",
)
_ORDINAL = re.compile(r"^(\d+)-?(?:я|й|ая|ой|ый|ий|е|ое|го|му|ю|ую)$")
_HOUSE = re.compile(r"^(\d+)-?([а-яё])?(?:([/-])(\d+))?$")
_ADJECTIVE = re.compile(r"(?:[аяоеуию]я|[оыи]й|[оеё]го|[оеё]му?|[ыи]м|[уюое]ю|[ое]й|[ое]е)$")
_BY_NAME = frozenset({"имени", "им", "им."})
_BETWEEN = _BY_NAME | {"на", "по", "у", "возле", "около", "напротив"}
_BEFORE = (["по"], ["на"])
"""What stands between a house and its street behind it, but for commas."""

LONGEST_NAME = 4
"""Words of a street's name at most."""

NEAR = 6
"""Words and marks at most between a street and the number of its house."""


@dataclass(frozen=True, slots=True)
class Address:
    """`street`: the dictionary forms of its name, in alphabetical order. `house`: with its letter and building, as
    “12а” or “12к3”; empty where only the street is named. `place`: the settlement's name, empty where none is. `part`:
    which of the buildings of one number, as the register has it (литера), or a second “строение”; mostly unsaid."""

    street: str
    house: str
    place: str = ""
    part: str = ""

    def is_same_house(self, other: Address) -> bool:
        """Whether both are one house; a settlement or a part that only one of them names does not part them."""
        one_place = not self.place or not other.place or self.place == other.place
        one_part = not self.part or not other.part or self.part == other.part
        same = (self.street, self.house) == (other.street, other.house)
        return bool(self.house) and same and one_place and one_part


def houses_of(text: str) -> list[Address]:
    """The houses that a text names, in their order."""
    return [one for one in _addresses(text) if one.house]


def address_of(*texts: str | None) -> Address | None:
    """The first house that the texts name, in their order, else the first street; None where neither is named."""
    streets: list[Address] = []
    for text in texts:
        found = _addresses(text) if text else []
        if house := next((one for one in found if one.house), None):
            return house
        streets += found
    return streets[0] if streets else None


@lru_cache(maxsize=5_000)
def _addresses(text: str) -> list[Address]:
    tokens = [token.lower().replace("ё", "е") for token in _TOKEN.findall(text)]
    place = _place(tokens)
    found: list[Address] = []
    for at, token in enumerate(tokens):
        name: list[str] = []
        begin, end = at, at + 1
        if _is_street(token) or (token in _ROADS and _HOUSES.intersection(tokens[at + 1 : at + 3])):
            name, begin, end = _name(tokens, at)
        elif token in _HOUSES and not found:
            name = _bare_name(tokens, at)
        if name:
            house, after = _house_before(tokens, begin) or _house(tokens, end)
            found.append(Address(_key(name), house, place, _part(tokens, after) if house else ""))
    return found


def _is_street(token: str) -> bool:
    return token in STREETS or token.rstrip(".") in _SHORT_STREETS


def _place(tokens: Sequence[str]) -> str:
    for kind, name in zip(tokens, tokens[1:], strict=False):
        if kind in _KINDS and name[0].isalpha() and not _is_street(name):
            return _form(name)
    return ""


def _name(tokens: Sequence[str], at: int) -> tuple[list[str], int, int]:
    """The words that name the street, where they and «улица» begin, and where what follows upon them does.

    «Лесной проспект», «2-я линия»: before. «улица Ленина», «улица имени 40 лет Победы»: after.
    """
    before = _before(tokens, at)
    if before and (_ADJECTIVE.search(before[-1]) or _ORDINAL.match(before[0])):
        return before, at - len(before), at + 1
    after: list[str] = []
    end = at + 1
    while end < len(tokens) and len(after) < LONGEST_NAME and _names(tokens, end, first=not after):
        after.append(tokens[end])
        end += 1
    return (after, at, end) if after else (before, at - len(before), at + 1)


def _bare_name(tokens: Sequence[str], at: int) -> list[str]:
    """«На Ленина, д. 5»: the word before a house that is somebody's or some place's name."""
    before = at - 2 if at and tokens[at - 1] == "," else at - 1
    if before < 0 or at + 1 == len(tokens) or not _HOUSE.match(tokens[at + 1]):
        return []
    word = tokens[before]
    return [word] if word.isalpha() and word not in _KINDS and _is_a_name(word) else []


@lru_cache(maxsize=20_000)
def _is_a_name(word: str) -> bool:
    return any(_NAMES.intersection(parse.tag.grammemes) for parse in dictionary().parse(word) if parse.is_known)


def _before(tokens: Sequence[str], at: int) -> list[str]:
    """Up to three words before: each an adjective or an ordinal, but for the one that stands next to it."""
    found: list[str] = []
    for index in range(at - 1, max(-1, at - 4), -1):
        token = tokens[index]
        word = token[0].isalpha() and not token.endswith(".") and token not in _BETWEEN and token not in _HOUSES
        if not (_ORDINAL.match(token) or (word and (not found or _ADJECTIVE.search(token)))):
            break
        found.insert(0, token)
    return found


def _names(tokens: Sequence[str], at: int, first: bool) -> bool:
    """Whether a word after «улица» is of its name: no mark, no house, no number that is not an ordinal or «40 лет»."""
    token = tokens[at]
    if token in _HOUSES or token in _BUILDINGS or _is_street(token):
        return False
    if token[0].isdigit():
        return bool(_ORDINAL.match(token)) or (at + 1 < len(tokens) and tokens[at + 1] in ("лет", "летия"))
    return token[0].isalpha() and (token in _BY_NAME or _may_name(token.rstrip("."), first))


@lru_cache(maxsize=20_000)
def _may_name(word: str, first: bool) -> bool:
    """Whether a word may be of a street's name: a noun or an adjective («на улице темно» names none), and of whom or of
    what behind the first word of it."""
    parses = [parse for parse in dictionary().parse(word) if parse.is_known]
    if not parses or _NAMES.intersection(parses[0].tag.grammemes):
        return True
    return parses[0].tag.POS in ("NOUN", "ADJF", "PRTF") and (first or parses[0].tag.case == "gent")


def _house_before(tokens: Sequence[str], begin: int) -> tuple[str, int] | None:
    """«В доме 5, корпус 2 по улице Ленина»: the house that stands before the street; None where none does."""
    for at in range(begin - 2, max(begin - 8, -1), -1):
        known = _HOUSE.match(tokens[at + 1]) if tokens[at] in _HOUSES else None
        if known and not _ORDINAL.match(tokens[at + 1]):
            building, after = _building(tokens, at + 2)
            between = [token for token in tokens[after:begin] if token != ","]
            return (tokens[at + 1] + building, after) if between in _BEFORE else None
    return None


def _house(tokens: Sequence[str], start: int) -> tuple[str, int]:
    """The first number after the street that is a house's, with its building, and where what follows begins; not across
    the end of a sentence."""
    for at in range(start, min(start + NEAR, len(tokens))):
        token = tokens[at]
        if token in "!?\n" or _is_street(token):
            break
        known = _HOUSE.match(token)
        if known and not _ORDINAL.match(token):
            number, letter, mark, second = known.groups()
            house = number + (letter or "")
            if second:
                return f"{house}{mark}{second}", at + 1
            building, after = _building(tokens, at + 1)
            return house + building, after
    return "", start


def _building(tokens: Sequence[str], start: int) -> tuple[str, int]:
    """«корпус 3», «к. 3», «строение 2», with a comma before or without, and where what follows begins."""
    at = start + (tokens[start : start + 1] == [","])
    if tokens[at : at + 1] and tokens[at] in _BUILDINGS and at + 1 < len(tokens) and tokens[at + 1][0].isdigit():
        return f"к{tokens[at + 1]}", at + 2
    return "", start


def _part(tokens: Sequence[str], start: int) -> str:
    """«литера Б», or «строение 2» where a building was named before it."""
    at = start + (tokens[start : start + 1] == [","])
    kind, name = (*tokens[at : at + 2], "", "")[:2]
    if kind in _LETTERS and len(name) == 1 and name.isalpha():
        return name
    return f"с{name}" if kind in _SECOND and name.isdigit() else ""


def _key(name: Sequence[str]) -> str:
    return " ".join(sorted(_form(word) for word in name if word not in _BETWEEN))


def _form(word: str) -> str:
    if ordinal := _ORDINAL.match(word):
        return ordinal[1]
    word = word.rstrip(".")
    if not is_known(word):  # «Вишерская» and «Вишерской» are guessed to be of two words.
        return _ADJECTIVE.sub("", word) or word
    return lemmas_of(word)[0]
