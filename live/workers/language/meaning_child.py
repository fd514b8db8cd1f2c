"""The process of the model of meaning: vectors of questions, and which of their broadcast's are nearest to each.

It has no secret, reads and writes nothing but what it answers, and lets everybody else on the machine go first. First
it is told which database and which model on a line of its own, and answers when both are open; then it is given the ids
of questions, line by line. numpy is loaded here and nowhere else.
"""

from __future__ import annotations

import json
import os
import secrets
import sys
from base64 import b64decode, b64encode
from typing import Any

import numpy as np

from live.domain.refused import Refused
from live.language.meaning.embedding import Embedding, chosen, opened
from live.language.meaning.essence import InTime
from live.language.meaning.nearest import Nearest, rounded
from live.runtime.child import end_with_the_parent
from live.store.database import Database
from live.store.ids import NUMBERS
from live.store.language import vectors
from live.store.transaction import Store

Json = dict[str, Any]

LAST = 19
"""Nobody is nicer: what it makes is worth suggestions alone."""

READ = 5000
"""Vectors that are read in one go."""

HELD = 4
"""Broadcasts at most whose vectors stay in memory."""

LOOKED_AT = 60
"""Of the nearest, among which those are looked for that are still open."""

KEPT = 10
"""Near ones at most that are told of a question."""


class Meaning:
    """A model, and the vectors of the broadcasts that it was asked about last."""

    def __init__(self, store: Store, model: Embedding, name: str) -> None:
        self._store, self._model, self._name = store, model, name
        self._among: dict[int, Nearest] = {}

    def answer(self, ids: list[int]) -> list[Json]:
        """Of each of these questions that there is: `id`, `of`, `vector` and `near`, as live/store/language/vectors.py
        keeps them."""
        with self._store.read() as connection:
            texts = vectors.texts(connection, ids)
        if not texts:
            return []
        rows = rounded(np.nan_to_num(self._model.vectors(list(texts.values()))))
        by_id = dict(zip(texts, rows, strict=True))
        for broadcast_id in {id_ // NUMBERS for id_ in texts}:
            mine = [id_ for id_ in texts if id_ // NUMBERS == broadcast_id]
            self._of(broadcast_id).put(mine, np.stack([by_id[id_] for id_ in mine]))
        near = {id_: self._close(id_, by_id[id_]) for id_ in texts}
        open_ = self._open({other for close in near.values() for other, _ in close})
        return [
            {"id": id_, "of": vectors.checksum(text), "vector": b64encode(by_id[id_].tobytes()).decode()}
            | {"near": [pair for pair in near[id_] if pair[0] in open_][:KEPT]}
            for id_, text in texts.items()
        ]

    def _close(self, id_: int, vector: np.ndarray) -> list[tuple[int, float]]:
        """What is near to it, open or not: ids with how near each is."""
        found, near = self._of(id_ // NUMBERS).nearest(vector, LOOKED_AT, but=id_), self._model.near
        return [(other, round((cosine - near) / (1 - near), 4)) for other, cosine in found if cosine > near]

    def _open(self, ids: set[int]) -> set[int]:
        if not ids:
            return set()
        with self._store.read() as connection:
            return vectors.open_among(connection, ids)

    def _of(self, broadcast_id: int) -> Nearest:
        """What it holds of a broadcast, from memory or from its rows."""
        found = self._among.pop(broadcast_id, None)
        if found is None:
            found = self._recalled(broadcast_id)
        self._among[broadcast_id] = found  # At the end: the one that was not used for longest goes.
        if len(self._among) > HELD:
            del self._among[next(iter(self._among))]
        return found

    def _recalled(self, broadcast_id: int) -> Nearest:
        found, after = Nearest(self._model.dimension), 0
        while True:
            with self._store.read() as connection:
                rows = vectors.of_broadcast(connection, broadcast_id, self._name, after, READ)
            whole = [(row.question_id, np.frombuffer(b64decode(row.vector), np.int8)) for row in rows]
            fits = [(id_, vector) for id_, vector in whole if len(vector) == self._model.dimension]
            if fits:
                found.put([id_ for id_, _ in fits], np.stack([vector for _, vector in fits]))
            if len(rows) < READ:
                return found
            after = rows[-1].question_id


class Talk:
    """What is said with whoever has begun it, line by line: first which model of which database, then ids."""

    def __init__(self) -> None:
        self._meaning: Meaning | None = None

    def answer(self, line: str) -> str:
        given = json.loads(line)
        try:
            if self._meaning is None:
                self._meaning = _begun(given)
                return json.dumps({"made": []})
            return json.dumps({"made": self._meaning.answer(given["ids"])})
        except Refused as refused:
            return json.dumps({"wrong": {"message": refused.message, "params": refused.params}})


def _begun(given: Json) -> Meaning:
    """`invalid` where the model cannot be opened, or is another one than was there before."""
    model = chosen(given["models"])
    if model is None or model.name != given["model"]:
        raise Refused("invalid", "The model has changed meanwhile.")
    store = Store(Database(given["url"], patient=True), secrets.token_hex(32))
    return Meaning(store, InTime(opened(model)), model.name)


def main() -> None:
    said, sys.stdout = sys.stdout, sys.stderr  # Whatever else speaks is no answer.
    os.umask(0o077)
    os.nice(LAST)
    end_with_the_parent()
    talk = Talk()
    for line in sys.stdin:
        print(talk.answer(line), file=said, flush=True)


if __name__ == "__main__":
    main()
