"""One line of the page of health: how something does, and what to do where that is not well."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

from flask_babel import lazy_gettext


class Light(IntEnum):
    """By how bad it is. Each is told by a sign and a word, never by its colour alone."""

    GREEN = 0
    AMBER = 1
    RED = 2


SIGNS = {
    Light.GREEN: ("circle-check", lazy_gettext("in order"), "good"),
    Light.AMBER: ("triangle-alert", lazy_gettext("look at it"), "warn"),
    Light.RED: ("ban", lazy_gettext("does not work"), "bad"),
}
"""Icon, word and the class of the colour."""


@dataclass(frozen=True, slots=True)
class Row:
    """`todo`: a sentence of what to do, `link` and `where`: the address where, and what it is called."""

    title: str
    light: Light
    says: str
    todo: str = ""
    link: str = ""
    where: str = ""


def worst(rows: Iterable[Row]) -> Light:
    return max((row.light for row in rows), default=Light.GREEN)
