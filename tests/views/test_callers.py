"""What is known of a caller while it still rings."""

from __future__ import annotations

import itertools

from live.domain.submission import Author
from live.store.show import broadcasts
from live.store.tables import call as table
from live.store.transaction import Store
from live.views.calls.callers import caller
from live.views.calls.view import call_views
from tests.support.rooms import Json, Show

_numbers = itertools.count(1)


def number() -> str:
    return f"+79000001{next(_numbers):03d}"


def known(show: Show, call: int) -> Json:
    with show.store.read() as connection:
        return dict(caller(connection, broadcasts.by_id(connection, show.id), call))


def test_earlier_calls_are_told_newest_first_and_without_this_one(store: Store, show: Show) -> None:
    line = number()
    elsewhere = Show(store).on_air()
    first, second = elsewhere.rung(number=line, name="Пётр"), show.rung(number=line)
    present = show.rung(number=line)
    told = known(show, present)["calls"]
    assert [(one["call"], one["broadcast"]) for one in told] == [(second, show.slug), (first, elsewhere.slug)]
    assert told[1]["name"] == "Пётр"


def test_questions_of_the_number_are_told_whatever_way_they_came(show: Show) -> None:
    line = number()
    asked = show.asked("Нет воды", author=Author("Пётр", f"tel:{line}"), source="form")
    show.do("question.decline", asked, reason="duplicate")
    [told] = known(show, show.rung(number=line))["questions"]
    assert (told["number"], told["state"], told["source"]) == (asked, "declined", "form")


def test_questions_of_everybody_who_uses_the_number_are_told(show: Show) -> None:
    line = number()
    asked = [show.asked("Нет воды", author=Author(name, f"tel:{line}")) for name in ("Пётр", "Мария")]
    call = show.rung(number=line, name="Иван")
    assert [told["number"] for told in known(show, call)["questions"]] == asked[::-1]
    with show.store.read() as connection:
        assert call_views(connection, table.c.id == call)[call]["earlier"] == {"calls": 0, "questions": 2}


def test_a_lifted_caution_stays_known_with_both_names(show: Show) -> None:
    call = show.rung(number=number())
    caution = show.do("caller.ban", call=call, text="Угрожал")["caution"]
    show.do("caller.lift", call=call, caution=caution)
    [told] = known(show, call)["cautions"]
    assert (told["kind"], told["text"], told["by"], told["lifted"]["by"]) == ("ban", "Угрожал", "Анна", "Анна")


def test_of_a_call_without_a_number_nothing_is_known(show: Show) -> None:
    assert known(show, show.rung()) == {"calls": [], "questions": [], "cautions": []}


def test_somebody_elses_calls_are_not_told(show: Show) -> None:
    show.rung(number=number())
    assert known(show, show.rung(number=number()))["calls"] == []
