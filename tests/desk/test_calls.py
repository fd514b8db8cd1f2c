"""Calls: the screener's, the exchange's, and those that follow their questions."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import Row

from live.channels.webhook import CallSignal
from live.desk.calls import signal
from live.store.show import calls
from live.store.tables import call as table
from live.store.transaction import Store
from live.views.calls.view import call_views
from tests.support.rooms import Show


def call_of(show: Show, call_id: int) -> Row[Any]:
    with show.store.read() as connection:
        return calls.get(connection, show.id, call_id)


def told(show: Show, state: str, call_id: str = "c-1", **more: Any) -> Row[Any]:
    """What the exchange's call has become after its word."""
    signal(show.store, show.id, show.origin, CallSignal(call_id, state, "+78422000000", **more))
    with show.store.read() as connection:
        row = calls.by_external(connection, show.origin, call_id)
    assert row is not None
    return row


def test_a_call_is_handed_over_as_a_question_of_its_own(show: Show) -> None:
    call, number = show.handed("Когда починят мост?")
    view = show.view(number)
    assert view["caller"] == {"call": call, "gone": False}
    assert (view["source"], view["author"]["name"], view["author"]["contact"]) == ("phone", "Пётр", "tel:+78422000000")
    assert (call_of(show, call).state, call_of(show, call).question_number) == ("handed", number)
    assert show.types()[-2:] == ["question.added", "call.handed"]


def test_a_number_that_rang_without_a_name_gets_the_one_that_was_written_down(show: Show) -> None:
    call = show.rung(number="+79000000000")
    show.do("call.take", call=call, name="Пётр")
    number = int(show.do("call.hand", call=call, text="Когда починят мост?")["number"])
    assert show.view(number)["author"]["name"] == "Пётр"


def test_what_is_written_down_stays_with_the_call(show: Show) -> None:
    call = show.rung(number="+78422000000")
    show.do("call.take", call=call, name="Пётр", locality="Сосновка")
    show.do("call.hold", call=call, point="О дороге")
    row = call_of(show, call)
    assert (row.state, row.name, row.locality, row.point) == ("held", "Пётр", "Сосновка", "О дороге")


def test_handing_over_needs_a_text_and_changes_nothing_without(show: Show) -> None:
    call = show.rung()
    show.do("call.take", call=call)
    show.refused("invalid", "call.hand", call=call, text="  ")
    assert call_of(show, call).state == "screening"


def test_an_empty_text_is_told_before_an_impossible_move(show: Show) -> None:
    call, _ = show.handed()
    show.refused("invalid", "call.hand", call=call, text="  ")


def test_a_call_is_handed_over_once(show: Show) -> None:
    call, _ = show.handed()
    show.refused("illegal", "call.hand", call=call, text="Ещё раз")


def test_a_stale_version_of_a_call_is_a_conflict(show: Show) -> None:
    call = show.rung()
    show.do("call.take", call=call, version=1)
    show.refused("conflict", "call.hold", call=call, version=1)


def test_another_broadcasts_call_is_not_found(show: Show) -> None:
    call = Show(show.store).on_air().rung()
    show.refused("not_found", "call.take", call=call)


def test_its_question_takes_the_call_to_air_and_back(show: Show) -> None:
    call, number = show.handed()
    show.do("question.shortlist", number)
    show.do("question.take", number)
    assert call_of(show, call).state == "on_air"
    show.refused("illegal", "call.end", call=call)
    show.do("question.return", number)
    assert call_of(show, call).state == "handed"


def test_an_answered_question_ends_its_call(show: Show) -> None:
    call, number = show.handed()
    show.do("question.shortlist", number)
    show.do("question.take", number)
    show.do("question.answer", number)
    assert call_of(show, call).state == "ended"
    assert show.view(number)["caller"]["gone"] is True


def test_the_next_question_takes_the_air_from_the_call(show: Show) -> None:
    call, number = show.handed()
    following = show.shortlisted()
    show.do("question.shortlist", number)
    show.do("question.take", number)
    leaving = {"question": number, "version": show.row(number).version, "as": "returned"}
    show.do("question.take", following, previous=leaving)
    assert call_of(show, call).state == "handed"


def test_ending_a_call_leaves_its_question(show: Show) -> None:
    call, number = show.handed()
    show.do("call.end", call=call)
    assert show.row(number).state == "new"
    assert show.view(number)["caller"] == {"call": call, "gone": True}
    assert show.events()[-1].question == number


def test_a_call_that_ends_before_anybody_takes_it_is_missed(show: Show) -> None:
    told(show, "ringing")
    assert told(show, "ended").missed
    told(show, "answered", "c-2")
    assert not told(show, "ended", "c-2").missed


def test_an_exchange_that_begins_in_the_middle_is_understood(show: Show) -> None:
    assert told(show, "answered").state == "screening"
    assert show.types()[-2:] == ["call.opened", "call.taken"]


def test_a_repeated_or_late_word_changes_nothing(show: Show) -> None:
    told(show, "ended")
    before = show.head
    for state in ("ended", "ringing", "answered", "held"):
        assert told(show, state).state == "ended"
    assert show.head == before


def test_a_call_stays_where_it_rang(store: Store, show: Show) -> None:
    told(show, "ringing")
    elsewhere = Show(store).on_air()
    signal(store, elsewhere.id, show.origin, CallSignal("c-1", "answered"))
    assert "call.taken" in show.types()
    assert elsewhere.types() == ["broadcast.opened", "broadcast.aired"]


def test_a_recording_is_kept_with_the_end_of_the_call(show: Show) -> None:
    told(show, "answered")
    assert told(show, "ended", recording_url="https://ats.example/1.mp3").recording_url == "https://ats.example/1.mp3"


def test_a_recording_that_comes_after_the_end_is_kept_too(show: Show) -> None:
    call = told(show, "answered").id
    show.do("call.end", call=call)
    before = show.head
    assert told(show, "ended", recording_url="https://ats.example/1.mp3").recording_url == "https://ats.example/1.mp3"
    told(show, "ended", recording_url="https://ats.example/1.mp3")
    assert show.types(before) == ["call.recorded"]


def test_two_words_about_a_new_call_at_once_are_one_call(store: Store, show: Show) -> None:
    def tell(word: tuple[str, str]) -> None:
        signal(store, show.id, show.origin, CallSignal(word[0], word[1], "+78422000000"))

    with ThreadPoolExecutor(2) as exchange:
        list(exchange.map(tell, [(f"c-{n}", state) for n in range(20) for state in ("ringing", "answered")]))
    assert show.types().count("call.opened") == show.types().count("call.taken") == 20


def test_no_call_is_opened_where_nothing_is_taken_in(store: Store) -> None:
    Show(store).refused("closed", "call.open")


# What is written down, the call-back list, and what is known of a caller


def shown(show: Show, call_id: int) -> dict[str, Any]:
    with show.store.read() as connection:
        return dict(call_views(connection, table.c.id == call_id)[call_id])


def test_what_a_screener_writes_is_kept_while_the_call_stays_as_it_is(show: Show) -> None:
    call = show.rung()
    show.do("call.take", call=call)
    before = call_of(show, call)
    show.do("call.write", call=call, text="Нет во", consent=True)
    show.do("call.write", call=call, text="Нет воды")
    row = call_of(show, call)
    assert (row.text, row.consent, row.state, row.version) == ("Нет воды", True, "screening", before.version)
    assert show.types()[-2:] == ["call.written", "call.written"]


def test_nothing_is_written_to_a_call_that_has_ended(show: Show) -> None:
    call = show.rung()
    show.do("call.end", call=call)
    show.refused("illegal", "call.write", call=call, text="Поздно")


def test_who_took_a_call_and_since_when_it_is_held_is_shown(show: Show) -> None:
    call = show.rung()
    show.do("call.take", call=call)
    assert (shown(show, call)["taken_by"], shown(show, call)["held_at"]) == ("Анна", None)
    show.do("call.hold", call=call)
    assert shown(show, call)["held_at"] is not None
    show.do("call.take", call=call)
    assert shown(show, call)["held_at"] is None


@pytest.mark.parametrize(("how", "listed"), [("missed", True), ("asked", True), ("held", True), ("refused", False)])
def test_who_is_to_be_called_back_is_on_the_list_until_it_is_closed_by_name(show: Show, how: str, listed: bool) -> None:
    call = show.rung(number="+78422000000")
    if how != "missed":
        show.do("call.take", call=call, consent=how == "held")
    if how == "held":
        show.do("call.hold", call=call)
    also: dict[str, Any] = {"call_back": True} if how == "asked" else {}
    show.do("call.end", call=call, **also)
    if not listed:
        show.refused("illegal", "call.close", call=call)
        return
    show.do("call.close", call=call, note="Дозвонились")
    assert shown(show, call)["closed"]["by"] == "Анна"
    assert shown(show, call)["closed"]["note"] == "Дозвонились"
    show.refused("illegal", "call.close", call=call)


def test_a_call_taken_off_the_list_by_mistake_comes_back_to_it(show: Show) -> None:
    call = show.rung(number="+78422000033")
    show.do("call.end", call=call)
    show.refused("illegal", "call.reopen", call=call)
    show.do("call.close", call=call, note="Дозвонились")
    show.do("call.reopen", call=call)
    assert shown(show, call)["closed"] is None
    show.refused("illegal", "call.reopen", call=call)
    show.do("call.close", call=call)


def test_of_two_who_change_a_call_on_the_list_the_second_is_told(show: Show) -> None:
    call = show.rung(number="+78422000034")
    show.do("call.end", call=call)
    seen = shown(show, call)["version"]
    show.do("call.close", call=call, version=seen)
    show.refused("conflict", "call.reopen", call=call, version=seen)


def test_a_caller_who_hung_up_while_held_is_called_back_where_they_agreed(show: Show) -> None:
    told(show, "ringing")
    row = told(show, "answered")
    show.do("call.hold", call=row.id, consent=True)
    assert told(show, "ended").call_back


def test_a_call_handed_over_is_not_to_be_called_back(show: Show) -> None:
    call, _ = show.handed()
    show.do("call.end", call=call, call_back=True)
    show.refused("illegal", "call.close", call=call)


@pytest.mark.parametrize("number", ["8 (8422) 00-00-07", "+78422000007", "8422000007"])
def test_earlier_calls_and_questions_of_a_number_are_counted_however_it_is_written(show: Show, number: str) -> None:
    first = show.rung(number="+7 8422 000007")
    show.do("call.take", call=first)
    show.do("call.hand", call=first, text="Нет воды")
    seen = shown(show, first)["earlier"]
    again = shown(show, show.rung(number=number))["earlier"]
    assert again == {"calls": seen["calls"] + 1, "questions": seen["questions"] + 1}


def test_a_warning_and_a_ban_stand_at_every_call_of_that_number_until_they_are_lifted(show: Show) -> None:
    first = show.rung(number="+78422000008")
    warning = show.do("caller.warn", call=first, text="Перебивает")["caution"]
    ban = show.do("caller.ban", call=first, text="Угрожал")["caution"]
    second = show.rung(number="8 8422 000008")
    assert (shown(show, second)["warnings"], shown(show, second)["banned"]) == (1, True)
    before = show.head
    show.do("caller.lift", call=second, caution=ban)
    assert [e.call for e in show.events(before)] == [first, second]
    assert (shown(show, first)["warnings"], shown(show, first)["banned"]) == (1, False)
    show.refused("not_found", "caller.lift", call=second, caution=ban)
    show.do("caller.lift", call=second, caution=warning)


def test_nothing_can_be_noted_of_a_caller_without_a_number(show: Show) -> None:
    show.refused("illegal", "caller.ban", call=show.rung(), text="Угрожал")


def test_another_persons_caution_is_not_lifted(show: Show) -> None:
    caution = show.do("caller.warn", call=show.rung(number="+78422000009"), text="Шумно")["caution"]
    show.refused("not_found", "caller.lift", call=show.rung(number="+78422000010"), caution=caution)
