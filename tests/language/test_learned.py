"""Topics and doubles that are learned: from few texts, from odd ones, and from none."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from live.domain.refused import Refused
from live.language.learned import measured
from live.language.learned.doubles import Doubles, Message
from live.language.learned.topic_model import TopicModel

ROADS = ["На дороге яма", "Разбит асфальт", "Дорогу размыло", "Ямы на дорогах", "Нет асфальта на въезде"]
WATER = ["Нет воды", "Вода ржавая", "Слабый напор воды", "Колонка не работает, воды нет", "Отключили воду"]
TEXTS = [*ROADS, *WATER]
TOPICS = ["Дороги"] * len(ROADS) + ["Вода"] * len(WATER)


@pytest.fixture(scope="module")
def model() -> TopicModel:
    return TopicModel(TEXTS, TOPICS)


@pytest.mark.parametrize(("text", "topic"), [("У дома большая яма", "Дороги"), ("Третий день без воды", "Вода")])
def test_a_topic_is_told_from_what_people_have_set(model: TopicModel, text: str, topic: str) -> None:
    assert model.likely([text])[0][0].topic == topic


@pytest.mark.parametrize("text", ["Яма", "", "🙂", "x" * 4000, "улица Ленина, 5"])
def test_of_any_text_each_topic_has_a_probability(model: TopicModel, text: str) -> None:
    [likely] = model.likely([text])
    assert sorted(one.topic for one in likely) == ["Вода", "Дороги"]
    assert sum(one.probability for one in likely) == pytest.approx(1)
    assert likely[0].probability >= likely[1].probability


def test_three_topics_are_told_apart() -> None:
    model = TopicModel([*TEXTS, "Закрыли школу", "В школе холодно"], [*TOPICS, "Школы", "Школы"])
    assert [one.topic for one in model.likely(["Ремонт школы"])[0]][0] == "Школы"


def test_two_spellings_of_a_topic_are_one() -> None:
    model = TopicModel(TEXTS, ["Дороги", " дороги", "ДОРОГИ", "Дороги", "Дороги", *TOPICS[5:]])
    assert model.topics == ["Вода", "Дороги"]
    assert model.spelling("дороги ") == "Дороги"


def test_where_one_topic_is_known_it_is_always_said() -> None:
    model = TopicModel(ROADS, ["Дороги"] * len(ROADS))
    assert [(one.topic, one.probability) for one in model.likely(["Нет воды"])[0]] == [("Дороги", 1.0)]


@pytest.mark.parametrize(("texts", "topics"), [([], []), (["Яма"], [""])])
def test_from_nothing_nothing_is_learned(texts: list[str], topics: list[str]) -> None:
    with pytest.raises(Refused):
        TopicModel(texts, topics)


def test_texts_without_a_word_teach_nothing_and_break_nothing() -> None:
    assert TopicModel(["🙂", "!!!"], ["Дороги", "Вода"]).likely(["Яма"])[0]


# Doubles

MESSAGES = [
    Message("Во дворе не горит фонарь", "улица Ленина, дом 5"),
    Message("Протекает крыша в подъезде", "улица Мира, дом 2"),
    Message("Фонарь не горит второй день", "улица Мира, дом 2"),
    Message("Темно, нет освещения", "ул. Ленина, 5"),
    Message("Когда починят дорогу до посёлка?"),
    Message("🙂"),
]


def places(message: Message, limit: int = 5) -> list[int]:
    return [one.place for one in Doubles(MESSAGES).of(message, limit)]


def test_the_same_words_are_likest() -> None:
    assert places(Message("Не горит фонарь"))[:2] == [0, 2]


def test_of_messages_about_one_house_the_words_say_which() -> None:
    assert places(Message("Нет света во дворе, фонарь не горит", "Ленина, д. 5"))[:2] == [0, 3]


def test_a_house_is_read_out_of_the_text_too() -> None:
    assert places(Message("На улице Мира у дома 2 темно"))[0] in (1, 2)


def test_likeness_falls_and_lies_between_0_and_1() -> None:
    found = Doubles(MESSAGES).of(MESSAGES[0], 5)
    assert found[0].place == 0
    assert [one.likeness for one in found] == sorted((one.likeness for one in found), reverse=True)
    assert all(0 < one.likeness <= 1.0001 for one in found)


def test_what_is_like_nothing_is_offered_nothing() -> None:
    assert places(Message("Спасибо за праздник")) == []


def came(*moments: datetime | int | None) -> list[Message]:
    """Messages about one house, in words that have nothing in common."""
    said = ("Протекает крыша", "Сломан лифт", "Дует из окна", "Грязно на лестнице")
    return [Message(text, "улица Мира, дом 2", at) for text, at in zip(said, moments, strict=True)]


MARCH = datetime(2027, 3, 1, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.mark.parametrize("moments", [(1, 90, 7, 3), (MARCH, MARCH + 20 * DAY, MARCH - 9 * DAY, MARCH + 2 * DAY)])
def test_of_messages_about_one_house_the_nearest_in_time_comes_first(moments: tuple[datetime | int, ...]) -> None:
    messages = came(*moments)
    assert [one.place for one in Doubles(messages).of(messages[0], 5)] == [0, 3, 2, 1]


def test_what_came_more_than_three_weeks_after_is_another_trouble() -> None:
    messages = came(MARCH, MARCH + 22 * DAY, MARCH + 21 * DAY, None)
    assert sorted(one.place for one in Doubles(messages).of(messages[0], 5)) == [0, 2, 3]


def test_an_address_that_names_no_house_is_compared_as_it_is_written() -> None:
    messages = [Message("Протекает крыша", "Село Ольховка, д. 5"), Message("Сломан забор", "село  Ольховка, д. 5")]
    assert [one.place for one in Doubles(messages).of(messages[0], 5)] == [0, 1]


def test_of_two_buildings_of_one_number_the_same_one_is_meant() -> None:
    said = ("Протекает крыша", "Сломан забор", "Дует из окна")
    messages = [Message(text, f"улица Мира, дом 2, литера {part}") for text, part in zip(said, "АБА", strict=True)]
    assert [one.place for one in Doubles(messages).of(messages[0], 5)] == [0, 2]


# The figures


def test_the_figures_of_topics_are_those_that_can_be_counted_by_hand() -> None:
    learned = list(zip(TEXTS, TOPICS, strict=True))
    found = measured.topics(learned, [("Яма на дороге", "дороги"), ("Нет воды", "Вода"), ("Нет воды", "Школы")])
    # F1: of roads 1, of water 2/3 (one of two is right, the only one is found), of schools 0.
    assert (found["accuracy"], found["macro_f1"], found["unknown_topics"]) == (0.6667, 0.5556, 1)
    assert (found["learned_from"], found["asked"], found["topics"]) == (10, 3, 2)


def test_the_figures_of_doubles_count_what_was_offered_in_its_place() -> None:
    found = measured.doubles(MESSAGES, [(0, 3), (2, 0), (5, 4)])
    assert (found["pool"], found["pairs"], found["nothing_offered"]) == (6, 3, 1)
    assert found["recall@5"] == 0.6667
    assert found["recall@1"] <= found["recall@5"]
