"""The rehearsal's questions: the same each time, varied enough, and acceptable as they are."""

from __future__ import annotations

import re
from itertools import islice

import pytest

from live.desk.invented import SOURCES, STRAY, TEXTS, questions
from live.domain.submission import checked_text

THOUSAND = list(islice(questions(7), 1000))


def test_the_same_seed_gives_the_same_questions() -> None:
    assert list(islice(questions(7), 1000)) == THOUSAND


def test_another_seed_gives_others() -> None:
    assert list(islice(questions(8), 50)) != THOUSAND[:50]


def test_a_hundred_and_twenty_texts_were_written() -> None:
    assert len({text for texts in TEXTS.values() for text in texts} | set(STRAY)) >= 120


@pytest.mark.parametrize("seed", range(5))
def test_a_thousand_questions_hold_six_hundred_texts(seed: int) -> None:
    assert len({submission.text for submission in islice(questions(seed), 1000)}) >= 600


def test_every_text_is_one_that_our_own_api_takes() -> None:
    assert all(checked_text(submission.text) == submission.text for submission in THOUSAND)


def test_no_slot_is_left_open() -> None:
    assert not [submission.text for submission in THOUSAND if "{" in submission.text or "}" in submission.text]


def test_every_source_speaks_about_as_often_as_it_should() -> None:
    for source, percent in SOURCES.items():
        heard = sum(submission.source == source for submission in THOUSAND)
        assert percent * 5 < heard < percent * 20


def test_some_are_two_words_and_some_are_stories() -> None:
    lengths = [len(submission.text) for submission in THOUSAND]
    assert min(lengths) < 12 and max(lengths) > 250


def test_every_topic_is_asked_about_and_some_have_none() -> None:
    assert {submission.topic for submission in THOUSAND} == {*TEXTS, None}


def test_nobody_who_exists_can_be_reached() -> None:
    invented = re.compile(r"tel:\+7900000\d{4}|mailto:zhitel\d{4}@example\.org|(vk|ok|max|telegram):rehearsal-\d{4}")
    for submission in THOUSAND:
        assert submission.author and submission.author.profile is None
        assert invented.fullmatch(submission.author.contact or "")


def test_none_could_be_taken_for_a_delivery_repeated() -> None:
    assert all(submission.external_id is None and submission.asked_at is None for submission in THOUSAND)
