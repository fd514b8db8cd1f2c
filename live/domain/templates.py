"""Placeholders in answers: {имя} and the like become what is known of the ticket and of each who asked."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime

from live.domain.refused import Refused

NAME, NUMBER, QUESTION, LOCALITY = "имя", "номер", "вопрос", "место"
DUE, DEPARTMENT, OWN = "срок", "ведомство", "вопросы"

PLACEHOLDERS = (NAME, NUMBER, QUESTION, LOCALITY, DUE, DEPARTMENT, OWN)
"""What may stand in braces. They are data, as staff type them, so they are in the language of the answers."""

EACH_THEIR_OWN = (NAME, QUESTION, OWN)
"""What differs from one asker of a ticket to another."""

NAMELESS = "уважаемый житель"
"""In place of a name that nobody knows."""

HERE = "на этой странице"
"""In place of the address of a page, to whoever reads the answer there."""

LONGEST_QUESTION = 200
"""Characters of a question that are repeated in its answer."""

_PLACEHOLDER = re.compile(r"\{\s*([^\W\d_]+)\s*\}")


def named(text: str) -> list[str]:
    """The placeholders that stand in a text."""
    return [name.lower() for name in _PLACEHOLDER.findall(text)]


def check(text: str, known: Sequence[str] = PLACEHOLDERS) -> None:
    """`invalid`, with a sentence, where a placeholder is none of those that are known here."""
    for name in _PLACEHOLDER.findall(text):
        if name.lower() not in known:
            raise Refused("invalid", "There is no placeholder “{name}”; there are: {known}.", name=name, known=known)


def fill(text: str, values: Mapping[str, str | None]) -> str:
    """The text with what is known put in; a placeholder of which nothing is known stays as it is."""

    def value(found: re.Match[str]) -> str:
        known = values.get(found[1].lower())
        if not known:
            return found[0]
        return known[0].upper() + known[1:] if not text[: found.start()].strip() else known

    return _PLACEHOLDER.sub(value, text)


def finished(text: str, values: Mapping[str, str | None]) -> str:
    """The text as it is sent; `invalid` names a placeholder that nothing is known for, or that is none of ours."""
    check(text)
    for name in _PLACEHOLDER.findall(text):
        if not values.get(name.lower()):
            raise Refused("invalid", "Nothing is known for “{name}” here: write it yourself.", name=name)
    return fill(text, values)


def of_ticket(number: str, locality: str | None, due: datetime, department: str | None) -> dict[str, str | None]:
    """What is told of a ticket, whoever asks; `due` is in the zone of its broadcast."""
    return {NUMBER: number, LOCALITY: locality, DUE: f"{due:%d.%m.%Y}", DEPARTMENT: department}


def of_asker(name: str | None, question: str) -> dict[str, str | None]:
    """What is each asker's own."""
    one_line = " ".join(question.split())
    short = one_line if len(one_line) <= LONGEST_QUESTION else one_line[: LONGEST_QUESTION - 1].rstrip() + "…"
    return {NAME: name or NAMELESS, QUESTION: short}
