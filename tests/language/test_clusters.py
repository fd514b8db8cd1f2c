"""Clusters of questions: who joins whom, and that neither a number nor a name changes while its questions stay."""

from __future__ import annotations

from collections import defaultdict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from live.language import clusters
from live.language.clusters import Clusters, said
from live.language.naming.names import without

WATER = ["Когда дадут горячую воду", "Третий день нет горячей воды", "Горячую воду отключили без предупреждения"]
BUS = ["Почему отменили вечерний автобус", "Вечерний автобус опять не пришёл", "Верните вечерний автобус в посёлок"]

WORDS = ["вода", "горячая", "холодная", "автобус", "вечерний", "дорога", "яма", "свет", "фонарь", "нет", "когда"]
TEXTS = st.lists(st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join), max_size=40)


def placed(texts: list[str]) -> list[int | None]:
    learned = Clusters()
    return [learned.place(key, text) for key, text in enumerate(texts, 1)]


def test_questions_about_the_same_join_the_first_of_them_and_others_do_not() -> None:
    asked = [text for pair in zip(WATER, BUS, strict=True) for text in pair]
    assert placed(asked) == [1, 2, 1, 2, 1, 2]


def test_a_question_like_no_other_begins_a_cluster_of_its_own_number() -> None:
    assert placed([*WATER, "Где построят детский сад"])[-1] == 4


@pytest.mark.parametrize("text", ["", "🙏", "?!", "112", "и не"])
def test_a_text_without_words_is_in_no_cluster(text: str) -> None:
    assert placed([*WATER, text])[-1] is None


@pytest.mark.parametrize("text", ["Kogda dadut goryachuyu vodu " * 150, "вода " * 5000, "ж" * 4000])
def test_an_odd_text_has_a_cluster_like_every_other(text: str) -> None:
    assert placed([*WATER, text])[-1] is not None


def test_of_two_as_like_the_older_one_is_joined() -> None:
    assert placed(["вода свет", "автобус лифт", "вода автобус"])[-1] == 1


def test_words_are_read_in_their_dictionary_forms_without_those_that_say_nothing() -> None:
    assert said("Когда же дадут горячую воду?") == ["дать", "горячий", "вода"]


@settings(deadline=None, max_examples=60)
@given(TEXTS, st.integers(0, 40))
def test_whoever_learns_from_the_rows_goes_on_as_the_first_would_have(texts: list[str], cut: int) -> None:
    whole = placed(texts)
    second = Clusters()
    for text, cluster in list(zip(texts, whole, strict=True))[:cut]:
        second.put(text, cluster)
    rest = [second.place(key, text) for key, text in list(enumerate(texts, 1))[cut:]]
    assert whole[:cut] + rest == whole


@settings(deadline=None, max_examples=60)
@given(TEXTS, TEXTS)
def test_no_cluster_changes_its_number_whatever_is_asked_after(texts: list[str], after: list[str]) -> None:
    assert placed(texts + after)[: len(texts)] == placed(texts)


@settings(deadline=None, max_examples=60)
@given(TEXTS, st.lists(st.booleans(), min_size=40, max_size=40))
def test_a_name_loses_only_words_that_nobody_who_stays_has_said(texts: list[str], leaves: list[bool]) -> None:
    learned, members = Clusters(), defaultdict(list)
    for key, text in enumerate(texts, 1):
        cluster = learned.place(key, text)
        if cluster is not None:
            members[cluster].append((text, leaves[key - 1]))
    for asked in members.values():
        name = learned.name([text for text, _ in asked])
        stay = [text for text, gone in asked if not gone]
        assert without(name, [text for text, _ in asked]) == name
        told = {form for text in stay for form in said(text)}
        assert said(without(name, stay)) == [form for form in said(name) if form in told]


def test_the_cluster_that_nobody_joined_for_longest_is_joined_no_more_where_there_are_too_many(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(clusters, "MOST_AWAKE", 2)
    assert placed(["вода", "автобус", "вода", "лифт", "автобус", "вода"]) == [1, 2, 1, 4, 5, 6]
