"""The characters of a text that nobody sees: they turn it round, or hide in it, and no screen is to show it otherwise.

Those that hold an emoji together stay where they do so.
"""

from __future__ import annotations

import re

UNFIT = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
"""Control characters, and halves of surrogate pairs, which JSON can carry and no database stores."""

_LINE_ENDS = re.compile(r"\r\n?|[\u2028\u2029]")

_EMOJI = (
    r"\u00a9\u00ae\u203c\u2049\u2122\u2139\u2194-\u21aa\u231a-\u23ff\u24c2\u25aa-\u27bf\u2934\u2935\u2b05-\u2b55"
    r"\u3030\u303d\u3297\u3299\U0001f000-\U0001faff"
)
_NEVER = (
    r"\u00ad\u061c\u115f\u1160\u180b-\u180f\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0d\ufeff"
    r"\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff"
)
_PERHAPS = re.compile(rf"[{_NEVER}\u200d\ufe0e\ufe0f]")
_HIDDEN = re.compile(
    rf"[{_NEVER}]"
    rf"|(?<![{_EMOJI}])(?<![{_EMOJI}]\ufe0f)\u200d|\u200d(?![{_EMOJI}])"  # Joins nothing.
    rf"|(?<![0-9#*{_EMOJI}])[\ufe0e\ufe0f]"  # Varies nothing.
)


def visible(text: str) -> str:
    """The text without characters of direction or of no width, such as U+202E and U+200B."""
    return _HIDDEN.sub("", text) if _PERHAPS.search(text) else text


def one_line(text: str) -> str:
    """A name, or what else stands in one line: without what nobody sees, and with single spaces."""
    return " ".join(visible(text).split())


def alike(name: str) -> str:
    """By this two names of a list are one: case, and ё, tell none apart."""
    return name.lower().replace("ё", "е")


def with_plain_lines(text: str) -> str:
    """The text with a line feed for every kind of line end."""
    return text if text.isprintable() else _LINE_ENDS.sub("\n", text)
