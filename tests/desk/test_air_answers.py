"""What was answered on air is written down, with the answer or afterwards, and sent when an editor says so."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

import live.admin.broadcasts  # noqa: F401 - its handler registers with the bus
from live.admin.residents.notices import Chosen, save_notices
from live.domain import broadcast as rules
from live.domain.followup.notice import Kind
from live.domain.people import Actor, By, Role
from live.domain.refused import Refused
from live.store.centre import lists
from live.store.tables import audit
from live.store.transaction import Store
from tests.support.rooms import Show

EDITORS = (Role.PRODUCER, Role.MODERATOR, Role.ADMIN)


def choose(store: Store, on: tuple[str, ...] = tuple(Kind), **off: Any) -> None:
    """What residents are told from now on."""
    with store.read() as connection:
        version = lists.read(connection, "notices").version
    chosen = Chosen(on, {}, ("", ""), {}, off.get("off", {}))
    save_notices(store, version, chosen, By("Ольга", "admin"))


def summary(show: Show, number: int) -> str | None:
    return show.view(number)["answer"]["summary"]


def test_it_is_written_with_the_answer(show: Show) -> None:
    assert summary(show, show.answered(summary="Мост откроют в декабре")) == "Мост откроют в декабре"


@pytest.mark.parametrize("said", [None, "", "  "])
def test_an_answer_without_it_is_an_answer(show: Show, said: str | None) -> None:
    assert summary(show, show.answered(summary=said)) is None


def test_it_goes_along_with_whatever_takes_its_place_on_air(show: Show) -> None:
    first, second = show.taken(), show.shortlisted()
    leaving = {"question": first, "version": show.row(first).version, "as": "answered", "summary": "Мост в декабре"}
    show.do("question.take", second, previous=leaving)
    assert summary(show, first) == "Мост в декабре"


@pytest.mark.parametrize("role", EDITORS)
def test_each_editor_writes_it_afterwards(show: Show, role: Role) -> None:
    number = show.answered()
    show.do("question.summarise", number, summary="Мост откроют в декабре", by=Actor("Вера", frozenset({role})))
    assert summary(show, number) == "Мост откроют в декабре"
    last = show.events()[-1]
    assert (last.type, last.question, last.by_name) == ("question.summarised", number, "Вера")
    assert "Мост" not in str(last.data)  # The log holds no texts.


@pytest.mark.parametrize("role", sorted(set(Role) - set(EDITORS)))
@pytest.mark.parametrize("command", ["question.summarise", "question.send_answer"])
def test_nobody_else_does(show: Show, role: Role, command: str) -> None:
    number = show.answered(summary="Мост")
    fields = {"summary": "Дорога"} if command == "question.summarise" else {}
    with pytest.raises(Refused) as caught:
        show.do(command, number, by=Actor("Вера", frozenset({role})), **fields)
    assert caught.value.code == "forbidden" and summary(show, number) == "Мост"


def test_it_is_corrected_and_taken_out(show: Show) -> None:
    number = show.answered(summary="Мост откроют в ноябре")
    at = show.view(number)["moved"]
    show.do("question.summarise", number, summary="Мост откроют в декабре")
    show.do("question.summarise", number, summary="")
    assert summary(show, number) is None
    assert show.view(number)["moved"] == at  # It was answered when it was.


def test_it_is_written_after_the_wrap_too(show: Show) -> None:
    number = show.answered()
    show.wrapped()
    assert show.do("question.summarise", number, summary="Мост откроют")["version"] == show.row(number).version
    assert summary(show, number) == "Мост откроют"


def test_what_is_archived_stays_as_it_is(show: Show) -> None:
    number = show.answered(summary="Мост")
    show.wrapped().do("broadcast.archive")
    show.refused("illegal", "question.summarise", number, summary="Дорога")


def test_a_stale_writer_overwrites_nothing(show: Show) -> None:
    number = show.answered()
    seen = show.row(number).version
    show.do("question.summarise", number, summary="Мост")
    show.refused("conflict", "question.summarise", number, summary="Дорога", version=seen)
    assert summary(show, number) == "Мост"


def test_what_was_not_answered_has_none(show: Show) -> None:
    taken = show.taken()
    for number in (taken, show.asked()):
        show.refused("illegal", "question.summarise", number, summary="Мост")


def test_what_was_answered_in_writing_was_not_answered_on_air(store: Store) -> None:
    line = Show(store, rules.Kind.STANDING)
    number = line.asked()
    written: dict[str, Any] = {"as": "written"}
    line.do("question.finish", number, **written)
    wanted: dict[str, Any] = {"question.summarise": {"summary": "Мост"}, "question.send_answer": {}}
    for command, fields in wanted.items():
        assert "not answered on air" in str(line.refused("illegal", command, number, **fields))


def test_who_wrote_it_stands_in_the_journal(show: Show) -> None:
    number = show.answered()
    show.do("question.summarise", number, summary="Мост")
    mine = select(audit.c.act).where(audit.c.subject == f"{show.slug}/question/{number}").order_by(audit.c.id.desc())
    with show.store.read() as connection:
        assert connection.execute(mine).scalars().first() == "question.summarise"


def test_reopening_takes_it_out(show: Show) -> None:
    number = show.answered(summary="Мост")
    show.do("question.reopen", number)
    assert show.view(number)["answer"] is None


# Sending it


def test_it_is_sent_when_an_editor_says_so(show: Show) -> None:
    choose(show.store)
    number = show.answered(summary="Мост")
    show.do("question.send_answer", number)
    assert show.types()[-1] == "question.answer_sent"


def test_nothing_is_sent_before_it_is_written(show: Show) -> None:
    choose(show.store)
    assert "Write down" in str(show.refused("illegal", "question.send_answer", show.answered()))


def test_nothing_is_sent_where_the_centre_tells_nobody_of_it(show: Show) -> None:
    number = show.answered(summary="Мост")
    choose(show.store, on=(Kind.ANSWERED,))
    show.refused("illegal", "question.send_answer", number)
    choose(show.store, off={show.id: [Kind.SUMMARY]})
    show.refused("illegal", "question.send_answer", number)


# The recording

ADDRESS = "https://vkvideo.ru/video-1_2"


def test_a_recording_has_an_address_and_a_beginning(show: Show) -> None:
    show.do("broadcast.edit", recording=ADDRESS, recording_starts="2026-11-24T18:55:00+04:00")
    row = show.broadcast
    assert (row.recording_url, row.recording_at.isoformat()) == (ADDRESS, "2026-11-24T14:55:00+00:00")
    show.do("broadcast.edit", recording=None, recording_starts=None)
    assert (show.broadcast.recording_url, show.broadcast.recording_at) == (None, None)


def test_it_is_said_after_the_wrap_too(show: Show) -> None:
    show.wrapped().do("broadcast.edit", recording=ADDRESS)
    assert show.broadcast.recording_url == ADDRESS


@pytest.mark.parametrize("address", ["http://vk.com/video", "javascript:alert(1)", "эфир", "https://localhost/"])
def test_what_is_no_address_is_refused(show: Show, address: str) -> None:
    show.refused("invalid", "broadcast.edit", recording=address)


def test_the_line_between_shows_has_none(store: Store) -> None:
    Show(store, rules.Kind.STANDING).refused("illegal", "broadcast.edit", recording=ADDRESS)
