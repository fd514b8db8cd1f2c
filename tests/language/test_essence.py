"""A model that is asked about many at once reads of each what says most, and answers in time."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from live.language.meaning.essence import FIRST_PACE, SHORTEST, SOON, InTime, essence

LETTER = (
    "Здравствуйте! Меня зовут Анна, живу здесь давно. На Садовой улице у школы третью неделю не горят фонари. "
    "Очень надеемся на вас. Когда починят освещение? Заранее спасибо!"
)


@pytest.mark.parametrize(
    ("letters", "kept"),
    [
        (len(LETTER), LETTER),
        (100, "На Садовой улице у школы третью неделю не горят фонари. Когда починят освещение?"),
        (60, "На Садовой улице у школы третью неделю не горят фонари."),
        (20, "На Садовой улице у ш"),
    ],
)
def test_what_says_most_is_kept_in_its_order(letters: int, kept: str) -> None:
    assert essence(LETTER, letters) == kept


@given(st.text(max_size=300), st.integers(1, 300))
def test_it_is_never_longer_than_asked_nor_says_anything_else(text: str, letters: int) -> None:
    kept = essence(text, letters)
    assert len(kept) <= letters
    rest = iter("".join(text.split()))
    assert all(letter in rest for letter in "".join(kept.split()))


class Model:
    """Reads so many letters a second, by its own clock."""

    name, version, dimension, near = "Проба", "1", 2, 0.5

    def __init__(self, pace: float) -> None:
        self.pace, self.now = pace, 0.0
        self.read: list[str] = []

    def vectors(self, texts: Sequence[str]) -> np.ndarray:
        self.read = list(texts)
        self.now += sum(map(len, texts)) / self.pace
        return np.zeros((len(texts), self.dimension), np.float32)

    def clock(self) -> float:
        return self.now


def took(model: Model, reader: InTime, texts: int) -> float:
    """Seconds of the last of several answers: by then it is known how fast the model reads."""
    for _ in range(10):
        began = model.now
        assert len(reader.vectors([LETTER] * texts)) == texts
    return model.now - began


@pytest.mark.parametrize("pace", [500.0, 2000.0, 1_000_000.0])
@pytest.mark.parametrize("texts", [1, 2, 5])
def test_an_answer_comes_in_time_however_fast_the_model_is(pace: float, texts: int) -> None:
    model = Model(pace)
    assert took(model, InTime(model, model.clock), texts) <= max(SOON, texts * SHORTEST / pace) * 1.01


def test_a_quick_model_reads_all_of_many_texts() -> None:
    model = Model(1_000_000.0)
    took(model, InTime(model, model.clock), 20)
    assert model.read == [LETTER] * 20


def test_a_slow_one_reads_the_shortest_of_many() -> None:
    model = Model(FIRST_PACE)
    took(model, InTime(model, model.clock), 20)
    assert model.read == [essence(LETTER, SHORTEST)] * 20
