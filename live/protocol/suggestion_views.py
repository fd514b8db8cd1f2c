"""What the program suggests by itself, with its reason."""

from __future__ import annotations

from typing_extensions import TypedDict


class TopicWhy(TypedDict):
    """How likely a guessed topic is, in hundredths, and by which words of the text."""

    percent: int
    words: list[str]
