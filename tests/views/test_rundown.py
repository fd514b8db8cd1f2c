"""What a show has done so far: who was answered, how long it took, what was promised; and who still speaks."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from live.channels.webhook import CallSignal
from live.desk.calls import signal
from live.domain.submission import Author
from live.store.show import broadcasts
from live.store.transaction import Store
from live.views.questions.rundown import so_far
from live.views.questions.source_health import QUIET, sources
from tests.support.rooms import Json, Show


@pytest.fixture
def show(clocked: Store) -> Show:
    return Show(clocked).on_air()


def told(show: Show) -> Json:
    with show.store.read() as connection:
        return dict(so_far(connection, broadcasts.by_id(connection, show.id)))


def pass_(show: Show, seconds: float) -> None:
    show.clock.pass_(seconds=seconds)


def aired(show: Show, seconds: float, **answer: Any) -> int:
    number = show.taken("Когда починят мост?")
    pass_(show, seconds)
    show.do("question.answer", number, **answer)
    return number


def test_answered_questions_are_told_the_latest_first_with_their_time_on_air(show: Show) -> None:
    first, second = aired(show, 100), aired(show, 50)
    assert [(one["number"], one["seconds"]) for one in told(show)["aired"]] == [(second, 50), (first, 100)]


def test_the_pace_is_their_mean(show: Show) -> None:
    assert told(show)["pace"] is None
    aired(show, 100)
    aired(show, 50)
    assert told(show)["pace"] == 75


def test_turns_on_air_add_up(show: Show) -> None:
    number = show.taken()
    pass_(show, 20)
    show.do("question.return", number)
    pass_(show, 500)
    show.do("question.take", number)
    pass_(show, 30)
    show.do("question.answer", number)
    [one] = told(show)["aired"]
    assert one["seconds"] == 50


def test_one_reopened_is_not_told_until_it_is_answered_again(show: Show) -> None:
    number = aired(show, 10)
    show.do("question.reopen", number)
    assert told(show)["aired"] == []


def test_an_answer_in_part_says_that_the_rest_is_a_ticket(show: Show) -> None:
    aired(show, 10, fully=False, summary="Отсыпят")
    [one] = told(show)["aired"]
    assert one["ticketed"] and one["answer"] == {"summary": "Отсыпят", "fully": False}


def test_promises_are_told_the_latest_first(show: Show) -> None:
    number = show.taken()
    show.do("question.promise", number, promise="Отсыпать дорогу", due="2030-12-01", department="Отдел дорог")
    show.do("question.promise", number, promise="Поставить знак")
    assert [(one["text"], one["due"]) for one in told(show)["promises"]] == [
        ("Поставить знак", None),
        ("Отсыпать дорогу", "2030-12-01"),
    ]


def test_contacts_are_not_told(show: Show) -> None:
    number = show.taken(author=Author("Анна П.", "tel:+79000000012"))
    show.do("question.answer", number)
    [one] = told(show)["aired"]
    assert one["author"] == {"name": "Анна П."}


def speaking(show: Show) -> dict[str, str]:
    with show.store.read() as connection:
        row = broadcasts.by_id(connection, show.id)
        return {one["source"]: one["state"] for one in sources(connection, row, show.store.clock())}


def test_a_source_is_alive_until_it_has_been_quiet_too_long(show: Show) -> None:
    show.asked(source="ok")
    assert speaking(show) == {"ok": "alive"}
    show.clock.pass_(seconds=(QUIET + timedelta(seconds=1)).total_seconds())
    show.asked(source="form")
    assert speaking(show) == {"ok": "silent", "form": "alive"}


def test_a_network_that_delivers_here_and_has_never_spoken_is_named(show: Show) -> None:
    show.channel()
    assert speaking(show) == {"vk": "never"}


def test_a_telephone_line_speaks_by_its_calls(show: Show) -> None:
    exchange = f"channel:{show.channel('mango')}"
    assert speaking(show) == {"phone": "never"}
    signal(show.store, show.id, exchange, CallSignal("e-1", "ringing"))
    assert speaking(show) == {"phone": "alive"}


def test_what_is_written_down_by_hand_is_no_source(show: Show) -> None:
    show.do("question.add", text="С улицы")
    assert speaking(show) == {}
