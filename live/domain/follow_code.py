"""A question's follow-up code as people read and type it. What is kept and sent is `3-167-e550b81c74e17453`.

Its parts are the broadcast, the question's number and sixteen hexadecimal digits.
"""

from __future__ import annotations

import re

RANDOM = 16
"""Digits of the part that nobody can guess."""

GROUP = 4

LOOK_ALIKE = str.maketrans(
    {"o": "0", "о": "0", "l": "1", "i": "1", "і": "1", "|": "1", "з": "3", "б": "6"}
    | {"а": "a", "в": "b", "с": "c", "е": "e"}
)
"""What is read or typed for a digit of a code: letters that look like it, Latin or Cyrillic."""


def spaced(code: str) -> str:
    """A code to be written down by hand: `3 167 e550 b81c 74e1 7453`."""
    *numbers, secret = code.split("-")
    return " ".join([*numbers, *(secret[at : at + GROUP] for at in range(0, len(secret), GROUP))])


def typed(text: str) -> list[str]:
    """The codes that what was typed may mean, the likeliest first; none where it can be no code.

    Spaces, dashes and capitals do not matter, and a whole address does for its code. With nothing between the two
    numbers they may part anywhere.
    """
    tail = text.split("?")[0].strip().rstrip("/").rsplit("/", 1)[-1].lower().translate(LOOK_ALIKE)
    parts = [part for part in re.split(r"[\s_.,–—−-]+", tail) if part]
    secret, numbers = "".join(parts[2:]), parts[:2]
    if len(secret) == RANDOM:
        guesses = [[*numbers, secret]]
    else:
        whole = "".join(parts)
        head, secret = whole[:-RANDOM], whole[-RANDOM:]
        guesses = [[head[:at], head[at:], secret] for at in range(1, len(head))]
    return ["-".join(guess) for guess in guesses if _may_be(guess)]


def _may_be(guess: list[str]) -> bool:
    broadcast, number, secret = guess
    numbers = all(re.fullmatch("[1-9][0-9]{0,8}", part) for part in (broadcast, number))
    return numbers and re.fullmatch(f"[0-9a-f]{{{RANDOM}}}", secret) is not None
