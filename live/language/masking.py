"""What a text tells of somebody that is not for the air: telephones, addresses, flats, documents, cars. Pure.

A mark that is missed goes on air; one too many costs a moderator a click. So what might be a telephone is one, but a
long number counts as a card, СНИЛС or ИНН only where its check digits say so, or where its name stands before it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import lru_cache

MASKS = {
    "phone": "[телефон]",
    "email": "[почта]",
    "card": "[карта]",
    "document": "[документ]",
    "address": "[адрес]",
    "flat": "[квартира]",
    "car": "[номер машины]",
}
"""What stands in the place of each kind. Content, as the text is, so not translated."""


@dataclass(frozen=True, slots=True)
class Mark:
    """From `start` to before `end` stand `words` of this kind."""

    start: int
    end: int
    kind: str
    words: str


@lru_cache(maxsize=4096)
def marks(text: str) -> tuple[Mark, ...]:
    """What of a text is not for the air, the first first; no two overlap."""
    if not _PERHAPS.search(text):
        return ()
    found: list[Mark] = []
    for kind, pattern, holds in _KINDS:
        for match in pattern.finditer(text):
            start, end = match.span()
            if all(end <= one.start or one.end <= start for one in found) and holds(match):
                found.append(Mark(start, end, kind, match[0]))
    return tuple(sorted(found, key=lambda mark: mark.start))


def masked(text: str, let_through: Collection[str] = ()) -> str:
    """The text as everybody may read it: masks in the place of its marks, but of the words that are let through."""
    while hidden := [mark for mark in marks(text) if mark.words not in let_through]:
        for mark in reversed(hidden):
            text = text[: mark.start] + MASKS[mark.kind] + text[mark.end :]
    return text


_PERHAPS = re.compile(r"[0-9].*[0-9]|@|[0-9]\D{0,6}кв|кв\D{0,12}[0-9]", re.DOTALL | re.IGNORECASE)
"""A text without two figures, without @ and without a flat has no marks: most have none, and cost nothing."""

_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}(?<![.-])")

_SPACE = r"[ \t\u00a0\u202f]"
_BETWEEN = rf"(?:{_SPACE}?[-–—.,()]{_SPACE}?|{_SPACE}){{0,2}}"
_RUN = rf"[0-9](?:{_BETWEEN}[0-9])"

_CARD = re.compile(r"(?<![0-9])[2-6][0-9]{3}(?:[ \u00a0-]?[0-9]{4}){3}(?:[ \u00a0-]?[0-9]{2,3})?(?![0-9])")

_SNILS = re.compile(r"(?<![0-9])[0-9]{3}[- ]?[0-9]{3}[- ]?[0-9]{3}[- ]?[0-9]{2}(?![0-9])")
_INN = re.compile(r"(?<![0-9])(?:[0-9]{12}|[0-9]{10})(?![0-9])")
_PASSPORT = re.compile(
    rf"(?<![0-9])[0-9]{{2}}{_SPACE}?[0-9]{{2}}(?:{_SPACE}?(?:№|N|номер))?{_SPACE}?[0-9]{{6}}(?![0-9])"
)
_OTHER_DOCUMENT = re.compile(rf"(?<![0-9])(?:[0-9]{{2,4}}{_SPACE}?[-№]?{_SPACE}?)?[0-9]{{6,12}}(?![0-9])")

_FAR_PHONE = re.compile(rf"(?<![0-9])(?:\+?\(?){_RUN}{{9,14}}(?![0-9])")
_NEAR_PHONE = re.compile(rf"(?<![0-9]){_RUN}{{4,6}}(?![0-9])")

_PASSPORT_NAMED = re.compile(r"паспорт\w*|сери[яию]", re.IGNORECASE)
_DOCUMENT_NAMED = re.compile(
    r"паспорт\w*|снилс\w*|(?<!\w)инн(?!\w)|полис\w*|(?<!\w)омс(?!\w)|удостоверени\w+|свидетельств\w+", re.IGNORECASE
)
_PHONE_NAMED = re.compile(r"(?<!\[)(?:телефон\w*|(?<!\w)тел\b|звон\w+|позвон\w+|сотов\w+|мобильн\w+)", re.IGNORECASE)
_BEFORE = 30
"""Characters in which the name of a number stands before it."""


def _named(names: re.Pattern[str]) -> Callable[[re.Match[str]], bool]:
    def holds(match: re.Match[str]) -> bool:
        return names.search(match.string[max(0, match.start() - _BEFORE) : match.start()]) is not None

    return holds


def _figures(match: re.Match[str]) -> list[int]:
    return [int(one) for one in match[0] if one.isdecimal()]


def _luhn(match: re.Match[str]) -> bool:
    """Whether a card's check digit is right."""
    figures = _figures(match)[::-1]
    return (sum(figures[::2]) + sum(sum(divmod(2 * one, 10)) for one in figures[1::2])) % 10 == 0


def _snils(match: re.Match[str]) -> bool:
    """Whether a СНИЛС's check sum is right; eleven figures in a row that begin as a telephone does are one."""
    figures = _figures(match)
    if match[0].isdecimal() and figures[0] in (7, 8):
        return False
    total = sum(one * weight for one, weight in zip(figures, range(9, 0, -1), strict=False)) % 101
    return total % 100 == figures[9] * 10 + figures[10]


_INN_WEIGHTS = (3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8)


def _inn(match: re.Match[str]) -> bool:
    """Whether the check digits of a person's ИНН are right; an organisation's is nobody's secret."""
    figures = _figures(match)
    return len(figures) == 12 and all(_inn_digit(figures[:count]) == figures[count] for count in (10, 11))


def _inn_digit(figures: list[int]) -> int:
    weights = _INN_WEIGHTS[len(_INN_WEIGHTS) - len(figures) :]
    return sum(one * weight for one, weight in zip(figures, weights, strict=True)) % 11 % 10


def _grouped_passport(match: re.Match[str]) -> bool:
    """Whether the figures stand as in a passport, 73 00 123456: a telephone is grouped otherwise."""
    return len(match[0].split()) > 1 or _named(_PASSPORT_NAMED)(match)


_RUSSIAN = re.compile(r"[78]?[34789][0-9]{9}")
_MONEY = re.compile(rf"[0-9]{{1,3}}(?:{_SPACE}[0-9]{{3}}){{3}}")


def _far_phone(match: re.Match[str]) -> bool:
    """Whether it is a number of this country, or a foreign one with its plus; not a sum of milliards."""
    figures = re.sub(r"[^0-9]", "", match[0])
    if match[0].startswith("+") and not figures.startswith("7"):
        return True
    return _RUSSIAN.fullmatch(figures) is not None and not _MONEY.fullmatch(match[0])


_STREET = (
    r"(?:улиц[аеуы]|ул|проспект[еау]?|просп|пр-т|пр|переул(?:ок|ке|ка)|пер|шоссе|бульвар[еа]?|б-р|набережн(?:ая|ой)"
    r"|наб|проезд[еа]?|микрорайон[еа]?|мкр|квартал[еа]?|тупик[еа]?)(?!\w)"
)
_NAME = r"[\w.«»\"-]{1,40}"
_HOUSE_NUMBER = r"№?[ ]?[0-9]{1,4}(?:(?:[а-яё]|[ ][абгдежзлмн])(?![а-яё]))?(?:[/][0-9]{1,4}[а-яё]?)?"
_HOUSE = rf"(?:(?:дом[еауо]?м?|д)(?:\.|(?![\w])){_SPACE}?)?{_HOUSE_NUMBER}"
_BUILDING = rf"(?:{_SPACE}?,?{_SPACE}?(?:корпус[е]?|корп|к|строени[ея]|стр|подъезд[е]?)\.?{_SPACE}?[0-9]{{1,3}})?"
_FLAT = rf"{_SPACE}?[,;]?{_SPACE}?(?:кв|квартир[аеуы])(?:\.|(?![\w]))?{_SPACE}?№?{_SPACE}?[0-9]{{1,4}}(?![0-9])"
_ADDRESS = re.compile(
    rf"(?<![\w-])(?:{_STREET}\.?{_SPACE}?(?:{_NAME}{_SPACE}){{0,3}}?{_NAME}{_SPACE}?,?{_SPACE}?"
    rf"|[А-ЯЁ][\w-]{{1,40}}{_SPACE}?,?{_SPACE}?)?(?:{_HOUSE}){_BUILDING}{_FLAT}",
    re.IGNORECASE,
)
_SHORT_ADDRESS = re.compile(
    rf"(?<![\w]){_STREET}\.?{_SPACE}?(?:{_NAME}{_SPACE}){{0,3}}?{_NAME}{_SPACE}?,?{_SPACE}?"
    rf"(?:(?:дом|д)\.?{_SPACE})?[0-9]{{1,4}}[а-яё]?{_SPACE}?[-–]{_SPACE}?[0-9]{{1,4}}(?![\w])",
    re.IGNORECASE,
)


_COUNTED = "(?:эт|под|пар|мес|дн|ден|нед|лет|год|раз|час|мин|чел|руб|секц|корп|дом)"
_MORE_FLATS = rf"(?:{_SPACE}?(?:,|и|-|–){_SPACE}?[0-9]{{1,4}}(?![0-9])(?!{_SPACE}?-?{_COUNTED}))*"
_FLAT_ALONE = re.compile(
    rf"(?<![\w\[])(?:кв\.?|квартир[аеуы]|квартирой|квартирах){_SPACE}?(?:№|номер|N)?{_SPACE}?[0-9]{{1,4}}(?![0-9])"
    rf"(?![.,][0-9]|{_SPACE}?(?:кв|м2|м²|м\b|метр)){_MORE_FLATS}",
    re.IGNORECASE,
)
_FLAT_AFTER = re.compile(
    rf"(?<![\w.,-])(?:[0-9]{{1,4}}[-–]?(?:й|я|ой|ая|ую|ю){_SPACE}(?:кв\b\.?|квартир(?:[аеуы]|ой)\b)"
    rf"|[0-9]{{1,4}}{_SPACE}(?:квартир(?:[еу]|ой)\b)|[0-9]{{2,4}}{_SPACE}квартир[аы]\b)",
    re.IGNORECASE,
)
_PLATE = "[АВЕКМНОРСТУХABEKMHOPCTYX]"
_CAR = re.compile(
    rf"(?<!\w)(?i:{_PLATE}[0-9]{{3}}(?!км|KM){_PLATE}{{2}}(?:{_SPACE}?[0-9]{{2,3}}(?:{_SPACE}?(?:rus|рус))?)?)(?!\w)"
    rf"|(?<!\w){_PLATE}{_SPACE}[0-9]{{3}}{_SPACE}{_PLATE}{{2}}(?:{_SPACE}?[0-9]{{2,3}}(?:{_SPACE}?(?:rus|RUS))?)?(?!\w)"
)
"""A car's registration plate; apart it counts in capital letters alone, «в 300 км» is a way."""


_SEVERAL_HOUSES = re.compile(r"(?<!\w)дом(?:а|ов|ах)(?!\w)", re.IGNORECASE)


def _one_house(match: re.Match[str]) -> bool:
    """Whether 5-12 is a house and a flat, not the houses from 5 to 12."""
    return _SEVERAL_HOUSES.search(match[0]) is None


def _always(match: re.Match[str]) -> bool:
    return True


_KINDS: tuple[tuple[str, re.Pattern[str], Callable[[re.Match[str]], bool]], ...] = (
    ("email", _EMAIL, _always),
    ("address", _ADDRESS, _always),
    ("address", _SHORT_ADDRESS, _one_house),
    ("flat", _FLAT_ALONE, _always),
    ("flat", _FLAT_AFTER, _always),
    ("car", _CAR, _always),
    ("card", _CARD, _luhn),
    ("document", _SNILS, _snils),
    ("document", _INN, _inn),
    ("document", _PASSPORT, _grouped_passport),
    ("document", _OTHER_DOCUMENT, _named(_DOCUMENT_NAMED)),
    ("phone", _FAR_PHONE, _far_phone),
    ("phone", _NEAR_PHONE, _named(_PHONE_NAMED)),
)
"""In this order: of two that overlap the first counts."""
