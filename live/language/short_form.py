"""A shorter wording for air, made of the question's own sentences: nothing is said that the resident has not written.

What greets, thanks, signs or begs is left out; what asks, and what names the trouble and its place, stays in its order
as far as a presenter reads it in twenty seconds. Sentences are razdel's (MIT), and what people run together is parted
besides. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise

from razdel import sentenize

from live.language import speech_acts as acts
from live.language.masking import Mark, marks, masked

SECONDS = 20
"""What a proposal takes to be read aloud at most."""

SHORT_ENOUGH = 15
"""Seconds up to which a text is short already: nothing is proposed."""

SAVED = 0.85
"""A proposal of more than this share of its text saves nobody anything."""

WORTH = 1.5
"""Score below which a sentence says too little to be read on air."""

LEAST = 3
"""Words of its own that a proposal has at the least: «Прошу разобраться» stands for nothing."""

SPOKEN = 14
"""Letters, spaces and marks a second, as static/parts/time.js has it; a figure counts for six of them."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the text as it stands there, spaces too; whether the proposal has it."""

    words: str
    kept: bool


@dataclass(frozen=True, slots=True)
class ShortForm:
    """`pieces` together are the whole text. Of its `sentences` so many are `kept`; `hidden`: what a mask stands for."""

    text: str
    pieces: tuple[Piece, ...]
    kept: int
    sentences: int
    hidden: tuple[Mark, ...]


def for_air(text: str, air_text: str | None, let_through: Collection[str] = ()) -> ShortForm | None:
    """What is offered as the wording for air; None where the present one is short, and nothing of it is to be masked.

    A wording that somebody has written is never shortened, only masked.
    """
    by_hand = air_text is not None and air_text != text
    present = air_text if air_text and by_hand else text
    pieces = None if by_hand else _shortened(present)
    said = _said(pieces) if pieces else present
    hidden = tuple(mark for mark in marks(said) if mark.words not in let_through)
    if pieces is None and not hidden:
        return None
    pieces = pieces or (Piece(present, True),)
    told = [piece for piece in pieces if acts.has_words(piece.words)]
    return ShortForm(masked(said, let_through), pieces, sum(one.kept for one in told), len(told), hidden)


def seconds(text: str) -> float:
    """How long a text takes to be read aloud."""
    said = re.sub(r"[№%₽]", "слово ", " ".join(text.split()))
    return (len(said) + 5 * sum(one.isdigit() for one in said)) / SPOKEN


def _shortened(text: str) -> tuple[Piece, ...] | None:
    """The text in pieces, some of them left out; None where it is short, or no part of it stands for the whole."""
    if seconds(text) <= SHORT_ENOUGH or not acts.is_russian(text):
        return None
    spans = _fitting(sentences(text))
    kept = _chosen(spans)
    if sum(acts.tells(spans[place]) for place in kept) < LEAST:
        return None
    pieces = tuple(Piece(words, place in kept) for place, words in enumerate(spans))
    said = _said(pieces)
    return pieces if len(said) <= SAVED * len(text) else None


def _chosen(spans: Sequence[str]) -> set[int]:
    """The places of the sentences to be read: the weightiest that fit, one that leans on another along with it."""
    told = [place for place, words in enumerate(spans) if acts.has_words(words) and not acts.is_filler(words)]
    worth = {place: acts.weight(spans[place]) for place in told}
    about = next((place for place in told if worth[place] > 0), None)
    if about is not None:
        worth[about] += acts.FIRST
    before = {after: place for place, after in pairwise(told)}
    kept: set[int] = set()
    first, *_ = ranked = sorted(told, key=lambda one: (-worth[one], one)) or [0]
    for place in ranked:
        if worth.get(place, 0) < WORTH or place in kept:
            continue
        with_it = {place}
        while acts.leans(spans[min(with_it)]) and min(with_it) in before and min(with_it) not in kept:
            with_it.add(before[min(with_it)])
        new = with_it - kept
        said_before = any(acts.repeats(spans[place], spans[other]) for other in kept)
        if not said_before and sum(seconds(spans[one]) for one in kept | new) <= SECONDS:
            kept |= new
    return kept if first in kept else set()  # Without the weightiest the rest stands for nothing.


def _said(pieces: Sequence[Piece]) -> str:
    """What is read aloud: the kept pieces, each as a sentence."""
    return " ".join(_as_sentence(piece.words) for piece in pieces if piece.kept)


_ENDS = (".", "!", "?", "…")


def _as_sentence(words: str) -> str:
    said = re.sub(r"([!?])[!?]+|\.{2,}", lambda found: found[1] or "…", " ".join(words.split()))
    said = said.strip(" ,;:-–—")
    said = said if said.endswith(_ENDS) else f"{said}."
    return said[0].upper() + said[1:]


# Sentences

_RUN_TOGETHER = re.compile(r"(?<=[а-яё]{4}[.!?])(?=[А-ЯЁа-яё]{2})|(?<=[!?])(?=[А-ЯЁ])|(?<=\n)(?=\S)")
"""Where a sentence ends though no space follows: «сдерживает.в этом», and at the end of a line."""

_CLAUSE = re.compile(r"(?<=[;])\s+|(?<=,)\s*(?=(?:а|но|поэтому|при этом|так как|потому что)\s)|\s+(?=[-–—]\s)")


def sentences(text: str) -> list[str]:
    """The text's sentences with the space after each: together they are the text."""
    starts = {0, *(one.start for one in sentenize(text)), *(found.end() for found in _RUN_TOGETHER.finditer(text))}
    starts |= {start + acts.greeting_end(text[start:]) for start in tuple(starts)}
    starts = {start for start in starts if not text[:start].rstrip().endswith(":")}  # What it announces follows.
    return [text[start:end] for start, end in pairwise([*sorted(starts - {len(text)}), len(text)])]


def _fitting(spans: Sequence[str]) -> list[str]:
    """The same, one that is too long alone cut after the last of its clauses that fits."""
    found: list[str] = []
    for words in spans:
        cuts = [one.end() for one in _CLAUSE.finditer(words) if seconds(words[: one.start()]) <= SECONDS]
        if seconds(words) > SECONDS and cuts:
            found += [words[: cuts[-1]], words[cuts[-1] :]]
        else:
            found.append(words)
    return found
