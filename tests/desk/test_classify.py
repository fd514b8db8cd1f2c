"""The language work: after the acknowledgement, by nobody, once a question, and never over what a person has said."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from live.admin.lists import save_list
from live.desk.author_changes import author_changed
from live.domain.people import By
from live.domain.refused import Refused
from live.language.localities import Localities
from live.language.rude import RudeWords
from live.language.topics import Topics
from live.store.centre import lists
from live.store.transaction import Store
from live.views.questions.suggestions import Guesses, Guessing
from live.workers.classify import read_some
from tests.support.rooms import Show

GUESSES = Guesses(
    (1, 1, 1),
    Topics([("ЖКХ", ["вода"]), ("Дороги", ["яма"])]),
    Localities([("Сосновка", [])]),
    RudeWords(["дурак", "гадск*"]),
)


def read(store: Store) -> None:
    while read_some(store, GUESSES):
        pass


@pytest.fixture
def show(store: Store) -> Iterator[Show]:
    made = Show(store).on_air()
    read(store)
    yield made


def test_a_new_question_is_read_once_and_told_by_nobody(store: Store, show: Show) -> None:
    number = show.asked("В Сосновке нет воды")
    before = show.head
    read(store)
    read(store)
    [event] = show.events(before)
    assert (event.type, event.question, event.by_name) == ("question.classified", number, None)
    assert (event.was, event.state) == ("new", "new")


def test_its_topic_and_place_are_guessed_and_marked_as_guesses(store: Store, show: Show) -> None:
    number = show.asked("В Сосновке нет воды")
    read(store)
    view = show.view(number)
    assert (view["topic"], view["locality"], view["guessed"]) == ("ЖКХ", "Сосновка", ["topic", "locality"])


def test_a_guess_does_not_raise_the_version(store: Store, show: Show) -> None:
    number = show.asked("В Сосновке нет воды")
    read(store)
    show.do("question.shortlist", number, version=1)


def test_what_the_sender_said_is_not_guessed_over(store: Store, show: Show) -> None:
    number = show.asked("В Сосновке нет воды", topic="Экология", locality="Таволжанка")
    read(store)
    view = show.view(number)
    assert (view["topic"], view["locality"], view["guessed"]) == ("Экология", "Таволжанка", [])


def test_what_a_person_said_before_it_was_read_is_not_guessed_over(store: Store, show: Show) -> None:
    number = show.asked("В Сосновке нет воды")
    show.do("question.classify", number, topic="Экология")
    read(store)
    view = show.view(number)
    assert (view["topic"], view["locality"], view["guessed"]) == ("Экология", "Сосновка", ["locality"])


def test_a_correction_ends_the_guess_of_what_it_corrects(store: Store, show: Show) -> None:
    number = show.asked("В Сосновке нет воды")
    read(store)
    show.do("question.classify", number, topic="Дороги")
    assert show.view(number)["guessed"] == ["locality"]
    show.do("question.classify", number, locality=None)
    assert (show.view(number)["locality"], show.view(number)["guessed"]) == (None, [])


def test_what_was_cleared_by_a_person_is_not_guessed_again(store: Store, show: Show) -> None:
    number = show.asked("В Сосновке нет воды")
    read(store)
    show.do("question.classify", number, topic=None)
    show.do("question.edit", number, air_text="Когда в Сосновке будет вода?")
    read(store)
    assert show.view(number)["topic"] is None


def test_a_question_about_nothing_known_is_read_all_the_same(store: Store, show: Show) -> None:
    number = show.asked("Спасибо")
    before = show.head
    read(store)
    assert show.types(before) == ["question.classified"]
    assert show.view(number)["guessed"] == []


@pytest.mark.parametrize("verb", ["decline", "ticket", "shortlist"])
def test_a_question_decided_before_it_was_read_is_read_in_its_state(store: Store, show: Show, verb: str) -> None:
    number = show.asked("В Сосновке нет воды")
    why: dict[str, Any] = {"reason": "spam"} if verb == "decline" else {}
    show.do(f"question.{verb}", number, **why)
    state = show.view(number)["state"]
    read(store)
    [event] = [e for e in show.events() if e.type == "question.classified"]
    assert (event.was, event.state) == (state, state)
    assert show.view(number)["topic"] == "ЖКХ"


def test_a_ticket_hears_what_was_found_of_its_question(store: Store, show: Show) -> None:
    number = show.asked("В Сосновке нет воды")
    show.do("question.ticket", number)
    read(store)
    assert show.retold() == [row.number for row in show.tickets()]


def test_what_was_asked_during_a_wrap_is_read_too(store: Store, show: Show) -> None:
    number = show.asked("В Сосновке нет воды")
    show.wrapped()
    read(store)
    assert show.view(number)["locality"] == "Сосновка"
    assert show.books().balances


def test_the_lists_of_the_centre_decide(store: Store, show: Show) -> None:
    with store.read() as connection:
        version = lists.read(connection, "topics").version
    guessing = Guessing(store)
    guessing.now()
    save_list(store, "topics", version, [{"name": "Вертолёты", "words": ["вертолёт"]}], By("Анна", "admin"))
    number = show.asked("Когда прилетят вертолёты?")
    while read_some(store, guessing.now()):
        pass
    assert show.view(number)["topic"] == "Вертолёты"


def test_the_ticket_of_one_answered_in_part_is_told_of_it_too(show: Show) -> None:
    number = show.answered(fully=False)
    [ticket] = show.tickets()
    show.understood()
    assert show.row(number).lemmas is not None
    assert show.retold() == [ticket.number]


def test_rude_words_are_marked_and_the_question_waits_where_all_do(store: Store, show: Show) -> None:
    number = show.asked("Дураки, почините мост, гадские рожи")
    assert show.view(number)["rude"] == []
    read(store)
    view = show.view(number)
    assert (view["rude"], view["state"], view["text"]) == (
        ["Дураки", "гадские"],
        "new",
        "Дураки, почините мост, гадские рожи",
    )


def test_another_list_marks_what_comes_from_then_on(store: Store, show: Show) -> None:
    before = show.asked("Вы дураки и жабы")
    show.understood()
    with store.read() as connection:
        version = lists.read(connection, "rude").version
    save_list(store, "rude", version, [{"name": "жаба"}], By("Ольга", "admin"))
    after = show.asked("Вы дураки и жабы")
    show.understood()
    assert (show.view(before)["rude"], show.view(after)["rude"]) == (["дураки"], ["жабы"])


def test_what_the_author_wrote_anew_is_marked_anew(store: Store, show: Show) -> None:
    number = show.asked("Вы ублюдки", external_id="m-rude")
    show.understood()
    author_changed(store, show.origin, "m-rude", "Почините мост")
    assert show.view(number)["rude"] == []


@pytest.mark.parametrize("word", ["дурак и дура", "", "*", "да*", "дурак; дура", "д" * 201])
def test_what_is_no_word_is_refused(store: Store, word: str) -> None:
    with pytest.raises(Refused) as caught:
        save_list(store, "rude", 0, [{"name": word}], By("Ольга", "admin"))
    assert caught.value.code == "invalid"
