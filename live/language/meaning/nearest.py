"""The nearest of many vectors: by the signs of their numbers first, then by the cosine of the best thousand.

A sign is one bit, so a million vectors of 384 numbers are looked through as 48 MB instead of 400: how many signs two
vectors share follows their angle closely enough to find the thousand among which the nearest are.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

CLOSEST = 1000
"""Vectors whose cosine is worked out."""

BLOCK = 1 << 15
"""Vectors whose signs are compared in one go: what that needs stays in the processor's cache."""

WORD = 64
"""Bits that are compared at once."""

CENTRE_OF = 2000
"""Vectors whose mean the signs are taken from: those of a model all point one way, which says nothing of any."""


def nearness(cosines: np.ndarray, near: float) -> np.ndarray:
    """How near, from 0 (no nearer than `near`) to 1 (the same): what two models have in common."""
    return np.clip((cosines - near) / (1 - near), 0, 1)


def rounded(vectors: np.ndarray) -> np.ndarray:
    """Vectors as whole numbers of one byte, each in its own scale: what is kept of them, and compared."""
    largest = np.abs(vectors).max(axis=1, keepdims=True)
    return np.rint(vectors * (127 / np.where(largest > 0, largest, 1))).astype(np.int8)


class Nearest:
    """Vectors by the ids of whatever they are of. One that is put again is replaced."""

    def __init__(self, dimension: int, room: int = 1024) -> None:
        self._bits_of = -(-dimension // WORD)
        self._dimension = dimension
        self._many = self._centred = 0
        self._places: dict[int, int] = {}
        self._ids = np.zeros(room, np.int64)
        self._vectors = np.zeros((room, dimension), np.int8)
        self._signs = np.zeros((self._bits_of, room), np.uint64)
        self._centre = np.zeros(dimension, np.float32)

    def __len__(self) -> int:
        return self._many

    def put(self, ids: Sequence[int], vectors: np.ndarray) -> None:
        """`vectors`: a row for each id, rounded."""
        if not len(ids):
            return
        places = []
        for id_ in ids:
            places.append(self._places.setdefault(id_, len(self._places)))
        self._make_room(len(self._places))
        self._many = len(self._places)
        self._ids[places] = ids
        self._vectors[places] = vectors
        if self._many >= 2 * self._centred and self._centred < CENTRE_OF:
            self._begin_anew()
        else:
            self._signs[:, places] = self._signs_of(vectors)

    def nearest(self, vector: np.ndarray, limit: int, but: int | None = None) -> list[tuple[int, float]]:
        """The ids of the nearest to a rounded vector with their cosines, the nearest first; not the id `but`."""
        named = self._compared(vector, self._closest(vector), limit + 1)
        return [pair for pair in named if pair[0] != but][:limit]

    def exactly(self, vector: np.ndarray, limit: int) -> list[int]:
        """The ids of the nearest of all, in the time that it takes: what a search is measured by."""
        blocks = (np.arange(start, min(start + BLOCK, self._many)) for start in range(0, self._many, BLOCK))
        found = [pair for places in blocks for pair in self._compared(vector, places, limit)]
        return [id_ for id_, _ in sorted(found, key=lambda pair: -pair[1])[:limit]]

    def _compared(self, vector: np.ndarray, places: np.ndarray, limit: int) -> list[tuple[int, float]]:
        """The nearest of these places, by the cosine."""
        found = self._vectors[places].astype(np.float32)
        own = vector.astype(np.float32)
        lengths = np.linalg.norm(found, axis=1) * np.linalg.norm(own)
        cosines = (found @ own) / np.where(lengths > 0, lengths, 1)
        best = np.argsort(-cosines, kind="stable")[:limit]
        return [(int(self._ids[places[at]]), float(cosines[at])) for at in best if cosines[at] > 0]

    def _closest(self, vector: np.ndarray) -> np.ndarray:
        """The places of the thousand that share the most signs, or a few more where several share as many."""
        if self._many <= CLOSEST:
            return np.arange(self._many)
        differ = np.zeros(self._many, np.uint16)
        own = self._signs_of(vector[np.newaxis])[:, 0]
        for start in range(0, self._many, BLOCK):
            block = differ[start : start + BLOCK]
            for word, signs in zip(own, self._signs[:, start : start + len(block)], strict=True):
                block += np.bitwise_count(signs ^ word)
        many = np.cumsum(np.bincount(differ, minlength=WORD * self._bits_of + 1))
        return np.flatnonzero(differ <= np.searchsorted(many, CLOSEST))[: 2 * CLOSEST]

    def _signs_of(self, vectors: np.ndarray) -> np.ndarray:
        """A column for each, of words of bits."""
        above = np.zeros((len(vectors), WORD * self._bits_of), bool)
        above[:, : self._dimension] = vectors > self._centre
        return np.packbits(above, axis=1).view(np.uint64).T

    def _begin_anew(self) -> None:
        """All signs are taken anew, from the mean of all that is there by now."""
        self._centred = self._many
        self._centre = self._vectors[: self._many].astype(np.float32).mean(axis=0)
        self._signs[:, : self._many] = self._signs_of(self._vectors[: self._many])

    def _make_room(self, many: int) -> None:
        if many <= len(self._ids):
            return
        room = max(many, len(self._ids) * 3 // 2)
        for name, shape in (
            ("_ids", (room,)),
            ("_vectors", (room, self._dimension)),
            ("_signs", (self._bits_of, room)),
        ):
            old = getattr(self, name)
            grown = np.zeros(shape, old.dtype)
            grown[tuple(slice(size) for size in old.shape)] = old
            setattr(self, name, grown)
