"""Learned topics without what has learned them: the same distances, fewer words, a reason, and no broken text read."""

from __future__ import annotations

import base64
import subprocess
import sys
import zlib

import pytest
from sklearn.feature_extraction.text import TfidfVectorizer

from live.domain.refused import Refused
from live.language.learned import topic_weights
from live.language.learned.tokens import PIECES, pieces_of
from live.language.learned.topic_model import TopicModel
from live.language.learned.topic_weights import BrokenModel, TopicWeights
from tests.language.test_learned import ROADS, TEXTS, TOPICS, WATER

SCHOOLS = ["Закрыли школу", "В школе холодно", "Не хватает учителей в школе", "Ремонт школы затянулся"]
ALL = [*TEXTS, *SCHOOLS]
TOPICS_OF_ALL = [*TOPICS, *["Школы"] * len(SCHOOLS)]

ASKED = [
    *("У дома большая яма", "Третий день без воды!", "Школа № 5: холодно, нет воды", "ЯМА ямы яму", "без", ""),
    *("🙂", "x" * 4000, "Отключили  воду\nна улице Ленина,5", "всё-таки асфальт"),
]


@pytest.fixture(scope="module", params=[2, 3], ids=["two topics", "three topics"])
def model(request: pytest.FixtureRequest) -> TopicModel:
    return TopicModel(TEXTS, TOPICS) if request.param == 2 else TopicModel(ALL, TOPICS_OF_ALL)


@pytest.fixture(scope="module")
def weights() -> TopicWeights:
    return TopicModel(ALL, TOPICS_OF_ALL).weights()


@pytest.mark.parametrize("text", [*ASKED, "вода " * 1000])
def test_the_distances_are_those_of_what_has_learned(model: TopicModel, text: str) -> None:
    assert model.weights(light=0).distances(text) == pytest.approx(model.distances([text])[0].tolist(), abs=1e-4)


@pytest.mark.parametrize("word", ["яма", "я", "дорога,", "электроэнергия"])
def test_a_word_is_cut_as_what_learns_cuts_it(word: str) -> None:
    cut = TfidfVectorizer(analyzer="char_wb", ngram_range=PIECES).build_analyzer()
    assert sorted(pieces_of(word)) == sorted(cut(word))


def test_a_model_in_text_is_the_same_but_for_thousandths(weights: TopicWeights) -> None:
    again = topic_weights.read(weights.written())
    for text in ASKED:
        assert again.distances(text) == pytest.approx(weights.distances(text), abs=0.01)
        assert again.likely(text)[0].topic == weights.likely(text)[0].topic


def test_the_shares_of_all_topics_are_one(weights: TopicWeights) -> None:
    likely = weights.likely("В школе нет воды")
    assert sum(one.probability for one in likely) == pytest.approx(1)
    assert [one.probability for one in likely] == sorted((one.probability for one in likely), reverse=True)


def test_the_sharper_the_surer(model: TopicModel) -> None:
    blunt, sharp = (model.weights(sharpness=one).likely("Яма на дороге")[0] for one in (1.0, 8.0))
    assert blunt.topic == sharp.topic == "Дороги" and blunt.probability < sharp.probability


def test_a_pruned_model_knows_no_more_words_than_it_may_keep() -> None:
    pruned = TopicModel(ALL, TOPICS_OF_ALL).pruned(40)
    assert len(pruned._features.rarity()) == 40
    assert [pruned.likely([text])[0][0].topic for text in (ROADS[0], WATER[0], SCHOOLS[0])] == [
        "Дороги",
        "Вода",
        "Школы",
    ]


def test_of_one_topic_there_is_nothing_to_weigh() -> None:
    with pytest.raises(Refused):
        TopicModel(ROADS, ["Дороги"] * len(ROADS)).weights()


@pytest.mark.parametrize(
    ("text", "topic", "because"),
    [
        ("Добрый день! У нас на ДОРОГЕ большая яма", "Дороги", "дороге"),
        ("Подскажите, когда дадут воду", "Вода", "воду"),
        ("А школу когда откроют?", "Школы", "школу"),
    ],
)
def test_a_reason_names_the_words_of_the_text_that_weigh_most(
    weights: TopicWeights, text: str, topic: str, because: str
) -> None:
    assert weights.likely(text)[0].topic == topic
    words = weights.because(text, topic)
    assert words[0] == because and len(words) <= 3


def test_one_word_in_two_forms_is_named_once(weights: TopicWeights) -> None:
    words = weights.because("Дорога, дороги, дорогу!", "Дороги")
    assert len(words) == 1 and words[0].startswith("дорог")


@pytest.mark.parametrize("text", ["", "🙂", "!!!", "и не в"])
def test_where_no_word_speaks_there_is_no_reason(weights: TopicWeights, text: str) -> None:
    assert weights.because(text, "Дороги") == []


def _packed(*lines: str) -> str:
    return base64.b64encode(zlib.compress("\n".join(lines).encode())).decode()


HEAD = '{"form":1,"topics":["А","Б"],"borders":[0,0],"sharpness":3,"words":1}'


@pytest.mark.parametrize(
    "written",
    [
        *(
            "",
            "no base64!",
            "AAAA",
            _packed("[]"),
            _packed('{"form":1}'),
            _packed(HEAD.replace('"form":1', '"form":2')),
        ),
        *(_packed(HEAD, '["яма"]'), _packed(HEAD, '["яма",1000,0]'), _packed("not json")),
        _packed(HEAD.replace('"topics":["А","Б"]', '"topics":5')),
    ],
)
def test_what_is_no_model_is_not_read(written: str) -> None:
    with pytest.raises(BrokenModel):
        topic_weights.read(written)


def test_a_model_cut_short_is_not_read(weights: TopicWeights) -> None:
    whole = weights.written()
    with pytest.raises(BrokenModel):
        topic_weights.read(whole[: len(whole) // 8 * 4])


def test_whether_a_form_is_known_is_seen_by_its_beginning(weights: TopicWeights) -> None:
    assert topic_weights.is_known_form(weights.written())
    assert not topic_weights.is_known_form(_packed(HEAD.replace('"form":1', '"form":2')))
    assert not topic_weights.is_known_form("")


def test_what_reads_and_what_begins_to_learn_loads_nothing_that_learns() -> None:
    modules = "live.workers.classify, live.workers.language.learning, live.workers.language.learning_work, sys"
    said = f"import {modules}; print([m for m in ('sklearn', 'scipy', 'numpy', 'joblib') if m in sys.modules])"
    assert subprocess.check_output([sys.executable, "-c", said], text=True).strip() == "[]"
