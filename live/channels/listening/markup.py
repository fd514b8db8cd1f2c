"""The words of a piece of HTML, as a feed or a letter carries it: no tags, no scripts, a line for each paragraph."""

from __future__ import annotations

import re
from html.parser import HTMLParser

LONGEST = 50_000
"""Characters that are read: no post has more words than stand at its beginning."""

_BLOCKS = frozenset(
    (
        "p",
        "div",
        "br",
        "li",
        "ul",
        "ol",
        "tr",
        "table",
        "h1",
        "h2",
        "h3",
        "h4",
        "blockquote",
        "section",
        "article",
        "hr",
    )
)
_SILENT = frozenset(("script", "style", "head", "title", "template", "noscript"))
_SPACES = re.compile(r"[ \t\r\f\v\xa0]+")
_LINES = re.compile(r" ?\n[ \n]*\n ?")
_MARKUP = re.compile(r"[<&]")


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self._silent += 1
        elif tag in _BLOCKS:
            self.parts.append("\n")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag in _BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.parts.append(data)


def plain(markup: str) -> str:
    """The words; a text without markup is itself but for its spaces."""
    told = markup[:LONGEST]
    if _MARKUP.search(told):
        words = _Words()
        try:
            words.feed(told)
            words.close()
            told = "".join(words.parts)
        except (ValueError, AssertionError):  # What the parser of the standard library raises for broken declarations.
            told = re.sub("<[^>]*>", " ", told)
    return _LINES.sub("\n\n", _SPACES.sub(" ", told)).strip()
