"""Discussions: what is written to them is gathered, marked, and everybody who wrote is told once what came of it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from live.desk.receive import receive_group
from live.domain.official_pages.discussion import conversation_of
from live.domain.people import By
from live.domain.refused import Refused
from live.domain.submission import Author
from live.followup.discussions import steering as verbs
from live.followup.discussions.steering import Given
from live.followup.publications import writing
from live.store.storage.folder import Folder
from live.store.tables import outbox
from live.store.transaction import Store
from live.views import discussions as views
from live.workers.official_pages.discussing import Discussing
from tests.followup.publishing import ANNA, BORIS, Office
from tests.support import pictures
from tests.support.rooms import Show, clock_of

OLGA = By("Ольга", "coordinator")


class Square:
    """A show whose residents discuss something."""

    def __init__(self, store: Store) -> None:
        self.store, self.show = store, Show(store).on_air()
        self.channel = self.show.channel("vk", token="t", group_id="456")
        self.number = verbs.add(store, self.given(), OLGA)

    def given(self, **more: Any) -> Given:
        return Given(**{"title": "Новый парк", "text": "Каким ему быть?", "slug": self.show.slug, **more})

    def version(self) -> int:
        return self.view().version

    def view(self) -> views.DiscussionView:
        return views.one(self.store, self.number)

    def do(self, verb: Any, *more: Any) -> None:
        verb(self.store, self.number, self.version(), *more, OLGA)

    def written(self, text: str, person: int | None = None, **more: Any) -> int:
        """The id of what somebody wrote by the discussion's form, or where `conversation` says."""
        by_channel = person is not None
        facts: dict[str, Any] = {"author": Author("Пётр", f"vk:{person}")} if by_channel else {}
        if by_channel:
            facts |= {"origin": f"channel:{self.channel}", "external_id": f"message:{person}_{len(text)}"}
        arrival = replace(
            self.show.arrival(text, **facts), conversation=more.get("conversation", conversation_of(self.number))
        )
        [receipt] = receive_group(self.store, [arrival])
        assert not isinstance(receipt, Refused) and receipt.number is not None
        return int(self.show.row(receipt.number).id)

    def tick(self) -> None:
        Discussing(self.store).tick()

    def letters(self) -> list[Any]:
        with self.store.read() as connection:
            mine = outbox.c.text.like("Обсуждение «Новый парк»%")
            return list(connection.execute(select(outbox).where(mine, outbox.c.channel_id == self.channel)).all())


@pytest.fixture
def square(clocked: Store) -> Square:
    return Square(clocked)


def refused(code: str, act: Callable[[], object]) -> None:
    with pytest.raises(Refused) as caught:
        act()
    assert caught.value.code == code


# Gathered


def test_what_came_by_its_form_is_its_voice_and_nothing_else(square: Square) -> None:
    mine = square.written("Скамейки и фонтан")
    square.show.asked("Когда починят мост?")
    assert [one.id for one in views.voices(square.store, square.number)] == [mine]


def test_what_is_written_under_a_post_that_announces_it_is_its_voice(clocked: Store) -> None:
    with ExitStack() as stack:
        office = Office(clocked, stack, "vk")
        number = verbs.add(clocked, Given("Новый парк", "Каким ему быть?", office.show.slug), OLGA)
        draft = writing.add(clocked, office.given(), ANNA, origin=f"discussion/{number}")
        office.do(writing.see, draft, by=BORIS)
        office.do(writing.release, draft)
        office.work()
        link = office.page(draft, "vk").link or ""
        name = f"wall:{link.removeprefix('https://vk.com/wall')}"
        arrival = replace(office.show.arrival("Больше деревьев", external_id=f"{name}_1"), conversation=name)
        receive_group(clocked, [arrival])
        [voice] = views.voices(clocked, number)
    assert voice.text == "Больше деревьев"


def test_voices_are_counted_by_direction_and_by_what_was_said_of_them(square: Square) -> None:
    first, second, _ = (square.written(text) for text in ("За парк", "Против парка", "А где стоянка?"))
    verbs.mark(square.store, square.number, first, OLGA, "for", True)
    verbs.mark(square.store, square.number, second, OLGA, "against", None)
    total = square.view().total
    assert (total.all, total.for_, total.against, total.other, total.unsaid) == (3, 1, 1, 0, 1)
    assert [one.id for one in views.voices(square.store, square.number, "for")] == [first]
    assert sum(of.all for of in square.view().directions.values()) == 3


def test_what_was_said_of_a_voice_can_be_taken_back(square: Square) -> None:
    voice = square.written("За парк")
    verbs.mark(square.store, square.number, voice, OLGA, "for", True)
    verbs.mark(square.store, square.number, voice, OLGA, None, None)
    [one] = views.voices(square.store, square.number)
    assert (one.stance, one.taken) == (None, None)


def test_of_what_was_not_written_to_it_nothing_is_said(square: Square) -> None:
    other = square.show.asked("Когда починят мост?")
    refused("not_found", lambda: verbs.mark(square.store, square.number, square.show.row(other).id, OLGA, "for", None))
    voice = square.written("За парк")
    refused("invalid", lambda: verbs.mark(square.store, square.number, voice, OLGA, "maybe", None))


# Papers


def test_a_paper_stands_with_it_once_it_is_saved(square: Square, tmp_path: Path) -> None:
    storage = Folder(tmp_path)
    file = verbs.attach(square.store, storage, square.number, "План.pdf", pictures.PDF, OLGA)
    refused("not_found", lambda: views.paper(square.store, square.number, file))
    square.do(verbs.edit, square.given(files=[file]))
    assert views.paper(square.store, square.number, file).called == "План.pdf"
    square.do(verbs.edit, square.given())
    refused("not_found", lambda: views.paper(square.store, square.number, file))


def test_one_that_is_closed_takes_no_paper(square: Square, tmp_path: Path) -> None:
    square.do(verbs.close)
    take = partial(verbs.attach, square.store, Folder(tmp_path), square.number, "План.pdf", pictures.PDF, OLGA)
    refused("illegal", take)


# Its way


def test_it_closes_by_itself_when_its_time_is_over(square: Square) -> None:
    until = clock_of(square.store).now + timedelta(days=1)
    square.do(verbs.edit, square.given(until=until))
    square.tick()
    assert square.view().state == "open"
    clock_of(square.store).now += timedelta(days=1, seconds=1)
    square.tick()
    assert square.view().state == "closed"


def test_one_that_was_opened_again_stays_open(square: Square) -> None:
    square.do(verbs.edit, square.given(until=clock_of(square.store).now + timedelta(days=1)))
    square.do(verbs.close)
    square.do(verbs.reopen)
    clock_of(square.store).now += timedelta(days=2)
    square.tick()
    assert square.view().state == "open"


def test_nothing_is_told_before_it_is_closed_and_nothing_is_changed_after(square: Square) -> None:
    refused("illegal", lambda: square.do(verbs.conclude, "Фонтан.", ""))
    square.do(verbs.close)
    refused("illegal", lambda: square.do(verbs.edit, square.given()))
    square.do(verbs.conclude, "Фонтан.", "")
    refused("illegal", lambda: square.do(verbs.reopen))


def test_of_two_who_change_it_the_second_is_told_of_the_first(square: Square) -> None:
    version = square.version()
    verbs.close(square.store, square.number, version, OLGA)
    verbs.reopen(square.store, square.number, version + 1, OLGA)
    refused("conflict", lambda: verbs.close(square.store, square.number, version, OLGA))


@pytest.mark.parametrize(
    "wrong",
    [{"title": " "}, {"text": ""}, {"title": "а" * 201}, {"text": "а" * 4001}, {"link": "javascript:1"}],
)
def test_what_is_no_discussion_is_refused(square: Square, wrong: dict[str, str]) -> None:
    refused("invalid", lambda: verbs.add(square.store, square.given(**wrong), OLGA))


@pytest.mark.parametrize("days", [-1, 367])
def test_an_end_that_cannot_be_is_refused(square: Square, days: int) -> None:
    until = clock_of(square.store).now + timedelta(days=days)
    refused("invalid", lambda: verbs.add(square.store, square.given(until=until), OLGA))


def test_an_outcome_says_something(square: Square) -> None:
    square.do(verbs.close)
    refused("invalid", lambda: square.do(verbs.conclude, " ", ""))


# Told


def concluded(square: Square) -> None:
    square.do(verbs.close)
    square.do(verbs.conclude, "Будет фонтан.", "Стоянки не будет: нет места.")


def test_everybody_who_wrote_is_told_once_what_came_of_it(square: Square) -> None:
    for person in range(1, 6):
        square.written("а" * person, person)
    square.written("И ещё раз", 1)
    concluded(square)
    for _ in range(3):
        square.tick()
    letters = square.letters()
    assert len(letters) == 5 and len({one.person_id for one in letters}) == 5
    assert "Учтено: Будет фонтан." in letters[0].text and "Не учтено: Стоянки не будет" in letters[0].text
    assert square.view().told_at is not None


def test_who_is_told_in_several_turns_is_told_once(square: Square, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("live.followup.discussions.telling.SLICE", 2)
    for person in range(1, 6):
        square.written("а" * person, person)
    square.written("И ещё раз", 1)
    concluded(square)
    square.tick()
    assert len(square.letters()) == 5


def test_whoever_cannot_be_reached_keeps_nobody_back(square: Square) -> None:
    square.written("Без имени")
    square.written("С именем", 7)
    concluded(square)
    square.tick()
    assert len(square.letters()) == 1 and square.view().told_at is not None


def test_nobody_is_told_before_the_outcome(square: Square) -> None:
    square.written("С именем", 7)
    square.do(verbs.close)
    square.tick()
    assert square.letters() == []
