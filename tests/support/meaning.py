"""A small model of meaning in a folder: words of one line say the same. And its process, in this one."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from live.runtime.child import Exceeded
from live.workers.language.meaning_child import Talk

SAY_THE_SAME = (
    ("вода", "воды", "водоснабжение", "водоснабжения", "кран", "краны"),
    ("нет", "отсутствует", "сухие", "пропала"),
    ("автобус", "автобуса", "маршрутка", "маршрутки"),
    ("ходит", "приехал", "дождаться"),
    ("снег", "сугробы", "сугроб"),
    ("убрали", "чистят", "##чистить"),
    ("почему", "когда"),
)


def model(folder: Path, name: str = "Проба", version: str = "1", **about: object) -> Path:
    """The folder, with the model in it; `about`: what else it says of itself."""
    folder.mkdir(parents=True, exist_ok=True)
    tokens = [token for same in SAY_THE_SAME for token in same]
    rows = np.array([place for place, same in enumerate(SAY_THE_SAME) for _ in same])
    vectors = np.eye(len(SAY_THE_SAME), dtype=np.float16)[rows]
    told = {"name": name, "version": version, "dimension": len(SAY_THE_SAME), **about}
    (folder / "model.json").write_text(json.dumps(told, ensure_ascii=False), "utf-8")
    (folder / "vocabulary.txt").write_text("\n".join(tokens), "utf-8")
    np.save(folder / "vectors.npy", vectors)
    return folder


class Here:
    """In place of a `Helper`: what a process would answer. It ends where it is asked about a `fatal` id; one that is
    `gone` had ended before it was asked."""

    fatal: int | None = None
    gone = False

    def __init__(self, module: str, environment: Mapping[str, str]) -> None:
        self._talk = Talk()
        self._answer: bytes | None = None

    def ask(self, line: bytes) -> None:
        if self.gone:
            raise Exceeded
        broken = Here.fatal is not None and str(Here.fatal).encode() in line
        self._answer = None if broken else self._talk.answer(line.decode()).encode()

    def answer(self) -> bytes:
        if self._answer is None:
            raise Exceeded
        return self._answer

    def kill(self) -> None: ...
