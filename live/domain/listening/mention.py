"""A mention: a post of somebody else that a source has found. It is no question until a moderator takes it as one."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from live.domain.characters import with_plain_lines
from live.domain.refused import Refused
from live.domain.submission import Author

LONGEST_ID = 200
"""Characters of the name by which a source tells a post from others."""


class State(StrEnum):
    NEW = "new"
    TAKEN = "taken"
    HIDDEN = "hidden"
    DOUBLE = "double"
    """The same post found again, or the same text elsewhere: counted at the first one, and shown nowhere."""


@dataclass(frozen=True, slots=True)
class Mention:
    """One post as a source read it. `external_id` tells it from others, the same whichever source of a network has it.

    `author`: a person, a community or an outlet; its contact is by what it is hidden. `reach`: how many have seen it,
    None where that is not told. Times are aware, in UTC.
    """

    external_id: str
    text: str
    link: str | None = None
    author: Author | None = None
    published_at: datetime | None = None
    reach: int | None = None


TELLING = 40
"""Letters and digits that a text must have, so that the same text elsewhere is no coincidence."""

_WORD = re.compile(r"\w+")
_LINK = re.compile(r"https?://\S+")


def folded(text: str) -> str:
    """The text's words, alike however they are written, with a space around each."""
    return f" {' '.join(_WORD.findall(text.lower().replace('ё', 'е')))} "


def fingerprint(text: str) -> str | None:
    """The same for a text and its copy with other marks, links and line ends; None for a text that tells too little."""
    words = folded(_LINK.sub(" ", with_plain_lines(text)))
    if len(words.replace(" ", "")) < TELLING:
        return None
    return hashlib.sha256(words.encode()).hexdigest()[:32]


class HiddenWords:
    """Words and phrases of which a post is hidden. One with * at its end stands for every word that begins so."""

    def __init__(self, phrases: Sequence[str]) -> None:
        known = [(folded(one).rstrip() if one.rstrip().endswith("*") else folded(one)) for one in phrases]
        self._phrases = [one for one in known if one.strip()]

    def found(self, text: str) -> bool:
        if not self._phrases:
            return False
        words = folded(text)
        return any(one in words for one in self._phrases)


def check_open(state: State, number: int | None, by_name: str | None) -> None:
    """`illegal` where somebody was there first: what became of the mention, and by whom."""
    who = by_name or "—"
    if state is State.TAKEN:
        raise Refused("illegal", "This mention is question {number} already ({name}).", number=number, name=who)
    if state is not State.NEW:
        raise Refused("illegal", "This mention is hidden already ({name}).", name=who)
