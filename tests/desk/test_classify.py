"""The language work: after the acknowledgement, by nobody, once a question, and never over what a person has said."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete, update

from live.admin.lists import save_list
from live.desk.author_changes import author_changed
from live.desk.receive import Receipt
from live.domain.broadcast import Kind
from live.domain.people import By
from live.domain.refused import Refused
from live.language.localities import Localities
from live.language.reading import Guesses
from live.language.rude import RudeWords
from live.language.topics import Topics
from live.language.urgency import Urgency
from live.store.centre import lists
from live.store.leases import Leases
from live.store.tables import lease, question
from live.store.transaction import Store
from live.views.questions.suggestions import Guessing
from live.workers.classify import AT_ONCE, TOGETHER, Classifier, read_some
from tests.support.process import wait_until
from tests.support.rooms import Show

GUESSES = Guesses(
    (1, 1, 1, 1),
    Topics([("ЖКХ", ["вода"]), ("Дороги", ["яма"])]),
    Localities([("Сосновка", [])]),
    RudeWords(["дурак", "гадск*"]),
    Urgency(["запах газа", "нет отопления + ребенок"]),
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


@contextmanager
def processes(store: Store, many: int) -> Iterator[list[Classifier]]:
    """The language work of as many processes, and of no other."""
    with store.write() as tx:
        tx.connection.execute(delete(lease))
    before = list(store.after_arrival)
    yield [Classifier(store, Guessing(store), Leases(store)) for _ in range(many)]
    store.after_arrival[:] = before


def left_behind(show: Show, many: int) -> list[int]:
    """Questions whose process died before it had read them."""
    numbers = [one.number for one in show.receive(*["Нет воды"] * many) if isinstance(one, Receipt) and one.number]
    with show.store.write() as tx:
        mine = question.c.broadcast_id == show.id
        long_ago = tx.now - timedelta(hours=1)
        tx.connection.execute(update(question).where(mine).values(received_at=long_ago))
    return numbers


def unread(show: Show, numbers: Iterable[int]) -> int:
    return sum(show.row(number).lemmas is None for number in numbers)


def test_what_another_process_left_is_read_by_one_process(store: Store, show: Show) -> None:
    numbers = left_behind(show, AT_ONCE + 10)
    with processes(store, 2) as [first, second]:
        assert first.tick() is not None and unread(show, numbers) == 10
        assert second.tick() is None and unread(show, numbers) == 10
        assert first.tick() is not None and unread(show, numbers) == 0
        assert first.tick() is None
        numbers = left_behind(show, 1)
        assert second.tick() is not None and unread(show, numbers) == 0


def test_what_another_process_left_is_not_looked_for_with_each_question(store: Store, show: Show) -> None:
    with processes(store, 1) as [worker]:
        assert worker.tick() is None
        store.after_arrival.clear()  # It hears of nothing that is stored from now on.
        numbers = left_behind(show, 1)
        assert worker.tick() is None and unread(show, numbers) == 1
        wait_until(lambda: worker.tick() is not None, "another look")
        assert unread(show, numbers) == 0


def test_another_process_reads_on_where_one_has_died(store: Store, show: Show) -> None:
    numbers = left_behind(show, AT_ONCE + 10)
    with processes(store, 2) as [first, second]:
        first.tick()
        with store.write() as tx:  # It is silent for longer than its term.
            tx.connection.execute(update(lease).values(until=tx.now - timedelta(seconds=1)))
        assert second.tick() is not None and unread(show, numbers) == 0


def test_what_is_on_air_is_read_before_a_long_import_into_the_standing_one(store: Store, show: Show) -> None:
    older, standing = Show(store).on_air(), Show(store, Kind.STANDING)
    newest = Show(store).on_air()
    numbers = left_behind(standing, AT_ONCE * 2)
    first, second = left_behind(newest, AT_ONCE - 1), left_behind(older, AT_ONCE)
    with processes(store, 1) as [worker]:
        worker.tick()
        assert (unread(newest, first), unread(older, second)) == (0, AT_ONCE - 1)
        worker.tick()
        assert (unread(older, second), unread(standing, numbers)) == (0, 2 * AT_ONCE - 1)


def test_a_process_reads_what_it_stored_itself_at_once_and_each_broadcast_in_turn(store: Store, show: Show) -> None:
    standing = Show(store, Kind.STANDING)
    with processes(store, 1) as [worker]:
        imported = standing.receive(*["Нет света"] * AT_ONCE * 3)
        number = show.asked("В Сосновке нет воды")
        worker.tick()
        worker.tick()
        assert show.row(number).lemmas is not None
        while worker.tick() is not None:
            pass
    assert unread(standing, [one.number for one in imported if isinstance(one, Receipt) and one.number]) == 0


def test_those_of_several_broadcasts_are_read_together_and_a_crowd_keeps_nobody_waiting(store: Store) -> None:
    shows = [Show(store).on_air() for _ in range(TOGETHER + 1)]
    with processes(store, 1) as [own]:
        grown: list[list[int]] = []
        store.after_commit.append(lambda ids: grown.append(sorted(ids)))
        crowd = [shows[0].asked("Нет воды") for _ in range(AT_ONCE)]
        others = [show.asked("Яма на дороге") for show in shows[1:]]
        grown.clear()
        assert own.tick() is not None
        store.after_commit.pop()
        assert grown == [sorted(show.id for show in shows[:TOGETHER])]
        assert unread(shows[0], crowd) == AT_ONCE - AT_ONCE // TOGETHER
        own.tick()
        assert not any(unread(show, [number]) for show, number in zip(shows[1:], others, strict=True))
