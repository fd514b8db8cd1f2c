"""What the pages' own search (static/help/site_find.js) looks through: their texts, and the forms of their words.

A word of the dictionary is a stem that all its forms begin with, and the endings behind it, which many words share. So
a query finds a word in any form, as the server's help does, without the dictionary.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from typing import Any

from live.language.lemmas import dictionary, lemmas_of
from live.language.words import words
from live.web.help.book import Page
from live.web.help.search import EMPTY

Json = dict[str, Any]


def index(pages: Mapping[str, Page]) -> Json:
    """All that the search needs, of pages by the file that each stands in."""
    sections = [
        [file, page.title, section.heading.title, "" if section.heading is page.headings[0] else section.heading.anchor]
        + [section.text]
        for file, page in pages.items()
        for section in page.sections
    ]
    said = {word for section in sections for text in (*section[1:3], section[4]) for word in words(text).split()}
    return {"sections": sections, "empty": sorted(EMPTY), **morphology(sorted(said))}


def morphology(said: Iterable[str]) -> Json:
    """`stems`: by each stem the words that have it, as pairs of a place in `endings` and the word's own number."""
    forms: dict[str, set[str]] = {}
    for word in said:
        for lemma in lemmas_of(word):
            if lemma != word or not lemma.isascii():
                _add(forms, lemma, word)
    endings: dict[tuple[str, ...], int] = {}
    stems: dict[str, list[list[int]]] = {}
    for number, its in enumerate(forms.values()):
        stem = os.path.commonprefix(sorted(its))
        behind = tuple(sorted(form.removeprefix(stem) for form in its))
        stems.setdefault(stem, []).append([endings.setdefault(behind, len(endings)), number])
    return {"stems": stems, "endings": list(endings)}


def _add(forms: dict[str, set[str]], lemma: str, word: str) -> None:
    """The word that a lemma stands for, with all forms that the dictionary has of it."""
    known = forms.setdefault(lemma, set())
    if word in known:
        return
    known.add(word)
    for parse in dictionary().parse(word):
        if parse.normal_form.replace("ё", "е") == lemma:
            known |= {form.word.replace("ё", "е") for form in parse.lexeme}
