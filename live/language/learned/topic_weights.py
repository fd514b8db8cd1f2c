"""Topics as they were learned, in a form that a server reads by itself: each word's weight for each topic.

Standard library alone, and about a millisecond a text: no package that learns is loaded to read. A model's text is
compressed JSON, one line a word, so that it can be read in turns.
"""

from __future__ import annotations

import base64
import binascii
import json
import zlib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import exp, log, sqrt

from live.language.learned.tokens import LONGEST, key_words, pieces_of, with_pairs
from live.language.lemmas import lemmas_of
from live.language.words import words

FORM = 1
"""Of a model's text."""

SCALE = 1000
"""A weight is kept as so many thousandths."""

BECAUSE = 3
"""Words that a reason names at most."""

TURN = 2000
"""Lines of a model that are read in one go."""

BEGINNING = 100_000
"""Bytes of a model in which its first line ends."""

Weights = tuple[tuple[int, float], ...]
"""Of one word: a topic's number and the weight for it, where there is any."""

Known = Mapping[str, tuple[float, Weights]]
"""A word or a piece → how much it counts for being rare, and its weights."""


class BrokenModel(Exception):
    """A model's text is not as it was written, or of a form that this program does not know."""


@dataclass(frozen=True, slots=True)
class Likely:
    """A topic, and how likely it is, from 0 to 1."""

    topic: str
    probability: float


class TopicWeights:
    """What a text is about, and by which of its words."""

    def __init__(
        self, topics: Sequence[str], borders: Sequence[float], sharpness: float, words_: Known, pieces: Known
    ) -> None:
        """`borders`: what each topic has before any word; `sharpness`: see `likely`."""
        self.topics = tuple(topics)
        self._borders = tuple(borders)
        self._sharpness = sharpness
        self._words, self._pieces = words_, pieces
        self._counted = lru_cache(maxsize=1)(self._count)
        """A topic is asked for, then why: of one text both."""

    def distances(self, text: str) -> list[float]:
        """How far the text is on the side of each topic."""
        found = list(self._borders)
        for known, counted in self._counted(text):
            for name, size in counted.items():
                for topic, weight in known[name][1]:
                    found[topic] += size * weight
        return found

    def likely(self, text: str) -> list[Likely]:
        """Every topic, the likeliest first: its share falls with its distance, the faster the sharper."""
        distances = self.distances(text)
        highest = max(distances)
        shares = [exp(self._sharpness * (one - highest)) for one in distances]
        total = sum(shares)
        found = [Likely(topic, share / total) for topic, share in zip(self.topics, shares, strict=True)]
        return sorted(found, key=lambda one: -one.probability)

    def because(self, text: str, topic: str) -> list[str]:
        """The words of the text that spoke for this topic most, as they stand in it; in lower case."""
        number = self.topics.index(topic)
        (_, as_words), (_, as_pieces) = self._counted(text)
        times = Counter(piece for token in _tokens(text) for piece in pieces_of(token) if piece in as_pieces)
        spoke: dict[str, float] = {}
        for token in _tokens(text):
            named = words(token).split()
            if not named:
                continue
            longest = max(named, key=len)
            for word in named:
                if form := next(iter(key_words(word)), None):
                    spoke[word] = spoke.get(word, 0.0) + _weight(self._words, form, as_words, number)
            if longest in spoke:
                mine = (piece for piece in pieces_of(token) if piece in times)
                spoke[longest] += sum(_weight(self._pieces, p, as_pieces, number) / times[p] for p in mine)
        best = sorted((word for word in spoke if spoke[word] > 0), key=lambda word: -spoke[word])
        by_form = {lemmas_of(word)[0]: word for word in reversed(best)}  # Of two forms of one word the weightier.
        return [word for word in best if by_form[lemmas_of(word)[0]] == word][:BECAUSE]

    def _count(self, text: str) -> tuple[tuple[Known, dict[str, float]], tuple[Known, dict[str, float]]]:
        """The known words and pieces of a text with their sizes: each half's length is 1, and so is both together."""
        text = text[:LONGEST]
        of_words = _sizes(self._words, Counter(with_pairs(key_words(text) or [""])))
        of_pieces = _sizes(self._pieces, Counter(piece for token in _tokens(text) for piece in pieces_of(token)))
        if of_words and of_pieces:
            half = sqrt(0.5)
            of_words = {name: size * half for name, size in of_words.items()}
            of_pieces = {name: size * half for name, size in of_pieces.items()}
        return (self._words, of_words), (self._pieces, of_pieces)

    # In text, and back

    def written(self) -> str:
        head = {"form": FORM, "topics": self.topics, "borders": self._borders, "sharpness": self._sharpness}
        lines = [json.dumps(head | {"words": len(self._words)}, ensure_ascii=False)]
        for known in (self._words, self._pieces):
            for name, (rarity, weights) in known.items():
                flat = [part for topic, weight in weights for part in (topic, round(weight * SCALE))]
                lines.append(
                    json.dumps([name, round(rarity * SCALE), *flat], ensure_ascii=False, separators=(",", ":"))
                )
        return base64.b64encode(zlib.compress("\n".join(lines).encode(), 9)).decode()


def read(written: str, pause: Callable[[], None] = lambda: None) -> TopicWeights:
    """A model of its text; `BrokenModel` where that is none. `pause` is called between goes."""
    try:
        lines = zlib.decompress(base64.b64decode(written, validate=True)).decode().split("\n")
        head = json.loads(lines[0])
        if head["form"] != FORM:
            raise BrokenModel(f"form {head['form']}")
        known: list[tuple[str, tuple[float, Weights]]] = []
        for start in range(1, len(lines), TURN):
            known += (_line(line) for line in lines[start : start + TURN])
            pause()
        many = head["words"]
        model = TopicWeights(head["topics"], head["borders"], head["sharpness"], dict(known[:many]), dict(known[many:]))
        model.likely("")  # What cannot be asked is not read either.
        return model
    except (zlib.error, binascii.Error, ValueError, TypeError, KeyError, IndexError) as error:
        raise BrokenModel(str(error)) from error


def is_known_form(written: str) -> bool:
    """Whether a model's text begins as one that this program reads: its weights are not looked at."""
    try:
        unpacked = zlib.decompressobj().decompress(base64.b64decode(written, validate=True), BEGINNING)
        return bool(json.loads(unpacked.partition(b"\n")[0])["form"] == FORM)
    except (zlib.error, binascii.Error, ValueError, TypeError, KeyError):
        return False


def _line(line: str) -> tuple[str, tuple[float, Weights]]:
    name, rarity, *flat = json.loads(line)
    weights = tuple((topic, weight / SCALE) for topic, weight in zip(flat[::2], flat[1::2], strict=True))
    return name, (rarity / SCALE, weights)


def _tokens(text: str) -> list[str]:
    return text[:LONGEST].lower().split()


def _sizes(known: Known, counted: Mapping[str, int]) -> dict[str, float]:
    """The known ones of these, each as it counts: by how often and how rare, and their length together 1."""
    sizes = {name: (1 + log(times)) * known[name][0] for name, times in counted.items() if name in known}
    length = sqrt(sum(size * size for size in sizes.values()))
    return {name: size / length for name, size in sizes.items()} if length else {}


def _weight(known: Known, name: str, sizes: Mapping[str, float], topic: int) -> float:
    """How much a word of this text speaks for a topic."""
    if name not in sizes:
        return 0.0
    return sizes[name] * next((weight for number, weight in known[name][1] if number == topic), 0.0)
