"""Help is found by words in any of their forms: «поручения» by «поручение», and the last word while it is typed."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache

from markupsafe import Markup, escape

from live.language.lemmas import lemmas_of
from live.language.words import words
from live.web.help.book import Page, Section, pages

MOST_FOUND = 20
MOST_WORDS = 12
"""Words of a query that count."""

EMPTY = frozenset(
    words(
        "а без в вы где делать для до если и из или как когда кто ли мне мы на надо не но о об от по при с так то у"
        " что чтобы я это"
    ).split()
)
"""Words of a query that tell nothing of what is looked for, where others do: «что делать, если нет связи»."""

AROUND = 90
"""Characters of the text that are shown on either side of the first word found."""

_WORD = re.compile(r"\w+")

Meant = Callable[[str], bool]
"""Whether a word of a text is the one that was asked for."""


@dataclass(frozen=True)
class Found:
    page: Page
    section: Section
    snippet: Markup

    @property
    def address(self) -> str:
        heading = self.section.heading
        return self.page.address if heading is self.page.headings[0] else f"{self.page.address}#{heading.anchor}"


@dataclass(frozen=True)
class _Entry:
    page: Page
    section: Section
    title: frozenset[str]
    headline: frozenset[str]
    forms: frozenset[str]
    """Every word that stands here, under its heading or its page's title, and the forms it may be of."""


def _entry(page: Page, section: Section) -> _Entry:
    title, headline, told = (
        words(text).split()
        for text in (page.title, section.heading.title, f"{page.title} {section.heading.title} {section.text}")
    )
    return _Entry(page, section, _forms(title), _forms(headline), _forms(told) | frozenset(told))


def _forms(told: Iterable[str]) -> frozenset[str]:
    return frozenset(form for word in told for form in lemmas_of(word))


@lru_cache(maxsize=1)
def _entries() -> tuple[_Entry, ...]:
    return tuple(_entry(page, section) for page in pages().values() for section in page.sections)


_begun = itertools.count()


def warm() -> None:
    """Prepare the search, which takes a second or two of a process, before somebody waits for it.

    Only the first call does: who opens a page meanwhile does not begin it once more beside it.
    """
    if next(_begun) == 0:
        _entries()


def find(query: str, readable: Callable[[Page], bool]) -> list[Found]:
    """The sections that hold every word of the query, those first whose heading does; at most MOST_FOUND."""
    typed = words(query).split()[:MOST_WORDS]
    if not typed:
        return []
    asked = [word for word in typed if word not in EMPTY] or typed
    meant = [_meant(word, is_last=word is asked[-1]) for word in asked]
    scored = []
    for place, entry in enumerate(_entries()):
        if readable(entry.page) and all(any(map(one, entry.forms)) for one in meant):
            scored.append((-_hits(meant, entry.headline), -_hits(meant, entry.title), place, entry))
    scored.sort(key=lambda one: one[:3])
    return [Found(one.page, one.section, _snippet(one.section.text, meant)) for *_, one in scored[:MOST_FOUND]]


def _meant(word: str, *, is_last: bool) -> Meant:
    """A word in any of its forms; the last may be unfinished."""
    forms = frozenset(lemmas_of(word)) | {word}
    return lambda other: other in forms or (is_last and len(word) > 2 and other.startswith(word))


def _hits(meant: Iterable[Meant], forms: frozenset[str]) -> int:
    return sum(any(map(one, forms)) for one in meant)


def _snippet(text: str, meant: list[Meant]) -> Markup:
    """The text around the first word found, those found in it marked."""

    def is_found(word: re.Match[str]) -> bool:
        bare = words(word[0])
        return any(one(form) for one in meant for form in (bare, *lemmas_of(bare)))

    first = next((word.start() for word in _WORD.finditer(text) if is_found(word)), 0)
    begin, end = max(0, first - AROUND), min(len(text), first + 2 * AROUND)
    if begin:
        begin = text.find(" ", begin, first) + 1 or begin
    if end < len(text):
        end = max(text.rfind(" ", first, end), first) if " " in text[first:end] else end
    shown, at = Markup(), begin
    for word in _WORD.finditer(text, begin, end):
        if is_found(word):
            shown += escape(text[at : word.start()]) + Markup("<mark>{}</mark>").format(word[0])
            at = word.end()
    shown += escape(text[at:end])
    return Markup("{}{}{}").format("…" if begin else "", shown, "…" if end < len(text) else "")
