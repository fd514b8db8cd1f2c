"""Residents hear of each moment of their question once, by itself: in time, and not when it is over."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from live.admin.centre import save_centre
from live.domain.broadcast import Kind as BroadcastKind
from live.domain.refused import Refused
from live.domain.submission import Author
from live.store.centre.settings import Centre, centre
from live.store.followup import notices
from live.store.followup.outbox import due
from live.store.ids import NUMBERS
from live.store.leases import Leases
from live.store.tables import notice
from live.store.transaction import Store
from live.workers.followup.notices import Notices
from tests.followup.noticing import ADDRESS, OLGA, Noticing
from tests.support.rooms import Show


@pytest.fixture
def town(clocked: Store) -> Noticing:
    return Noticing(clocked)


# Each moment


def test_that_a_question_has_arrived_is_told_half_a_minute_later(town: Noticing) -> None:
    number = town.written()
    assert town.after(seconds=29) == []
    assert town.after(seconds=1) == [("arrived", [number])]
    code = town.show.row(number).code
    assert town.text().startswith(f"Здравствуйте! Мы получили ваш вопрос, номер {number}.\nЧто с ним стало: ")
    assert f": {ADDRESS}/track/{code}\nВсе ваши вопросы: {ADDRESS}/track/mine/" in town.text()


def test_each_moment_of_a_question_is_told_once(town: Noticing) -> None:
    number = town.quiet_arrival()
    for verb, wait, kind in (("shortlist", 60, "shortlisted"), ("take", 0, "on_air"), ("answer", 60, "answered")):
        town.show.do(f"question.{verb}", number)
        assert town.after(seconds=wait) == [(kind, [number])]
        assert town.after(hours=1) == []


def test_the_next_two_of_the_rundown_are_told_that_they_are_soon_on_air(town: Noticing) -> None:
    town.choose(("on_air", "soon"))
    first, second, third = (town.written() for _ in range(3))
    for number in (first, second, third):
        town.show.do("question.shortlist", number)
    assert town.after(seconds=20) == [("soon", [first]), ("soon", [second])]
    town.show.do("question.take", first)
    assert town.after(seconds=20) == [("on_air", [first]), ("soon", [third])]
    assert town.after(hours=1) == []


def test_who_was_told_that_it_is_soon_hears_no_more_that_it_was_chosen(town: Noticing) -> None:
    town.choose(("shortlisted", "soon"))
    numbers = [town.written() for _ in range(3)]
    for number in numbers:
        town.show.do("question.shortlist", number)
    assert town.after(minutes=1) == [("soon", numbers[:1]), ("soon", numbers[1:2]), ("shortlisted", numbers[2:])]


def test_who_is_not_among_the_next_any_more_is_not_told_that_it_is_soon(town: Noticing) -> None:
    town.choose(("soon",))
    number = town.written()
    town.show.do("question.shortlist", number)
    town.after(seconds=10)
    town.show.do("question.return", number)
    assert town.after(minutes=5) == []


def test_before_the_air_nobody_is_told_that_it_is_soon(town: Noticing) -> None:
    town.show.do("broadcast.unair")
    town.choose(("soon",))
    number = town.written()
    town.show.do("question.shortlist", number)
    assert town.after(minutes=5) == []
    town.show.do("broadcast.air")
    assert town.after(seconds=20) == [("soon", [number])]


def test_what_happens_a_second_time_is_told_once(town: Noticing) -> None:
    number = town.quiet_arrival()
    town.show.do("question.shortlist", number)
    assert town.after(minutes=1) == [("shortlisted", [number])]
    town.show.do("question.return", number)
    town.show.do("question.shortlist", number)
    assert town.after(minutes=5) == []


def test_what_was_taken_back_in_time_is_not_told_and_is_when_it_happens_again(town: Noticing) -> None:
    number = town.quiet_arrival()
    town.show.do("question.shortlist", number)
    town.show.do("question.return", number)
    assert town.after(minutes=5) == []
    town.show.do("question.shortlist", number)
    assert town.after(minutes=1) == [("shortlisted", [number])]


def test_the_answer_is_told_in_the_sense_that_was_written_down(town: Noticing) -> None:
    number = town.quiet_arrival()
    for verb in ("shortlist", "take"):
        town.show.do(f"question.{verb}", number)
    town.show.do("question.answer", number, summary="Мост откроют в декабре")
    town.after(minutes=5)
    assert "Коротко: Мост откроют в декабре" in town.text()


def test_whom_it_was_handed_to_is_told_with_the_day_of_the_answer(town: Noticing) -> None:
    number = town.quiet_arrival()
    ticket = town.ticket(number, "Отдел ЖКХ")
    assert town.after(minutes=2) == [("ticketed", [number])]
    due = town.tickets.row(ticket).resolution_due
    assert "Отвечает: Отдел ЖКХ\n" in town.text() and f"до {due:%d.%m.%Y}" in town.text()


def test_before_a_department_is_chosen_its_line_is_left_out(town: Noticing) -> None:
    number = town.quiet_arrival()
    town.show.do("question.ticket", number)
    town.after(minutes=2)
    assert "Отвечает" not in town.text() and "{" not in town.text()


def test_of_all_that_the_wrap_hands_over_each_asker_is_told_once(town: Noticing) -> None:
    numbers = [town.written() for _ in range(7)]
    town.after(minutes=1)
    town.show.wrapped()
    told = town.after(minutes=2)
    assert sorted(told) == [("ticketed", [number]) for number in numbers]
    assert town.after(hours=1) == []


def test_a_decline_is_told_with_a_reason_that_can_be_said(town: Noticing) -> None:
    number = town.quiet_arrival()
    town.show.do("question.decline", number, reason="not_ours", text="звонил трижды")
    assert town.after(minutes=2) == [("declined", [number])]
    assert "Причина: это решает не район" in town.text() and "трижды" not in town.text()


@pytest.mark.parametrize("reason", ["abuse", "spam"])
def test_of_abuse_and_advertising_nobody_is_told(town: Noticing, reason: str) -> None:
    number = town.quiet_arrival()
    town.show.do("question.decline", number, reason=reason)
    assert town.after(hours=1) == []


def test_what_is_declined_as_advertising_at_once_has_not_arrived_either(town: Noticing) -> None:
    town.show.do("question.decline", town.written(), reason="spam")
    assert town.after(hours=1) == []


def test_a_decline_that_was_restored_in_time_is_not_told(town: Noticing) -> None:
    number = town.quiet_arrival()
    town.show.do("question.decline", number, reason="unclear")
    town.show.do("question.restore", number)
    assert town.after(hours=1) == []


# Whom


def test_all_who_ask_the_same_hear_what_becomes_of_it(town: Noticing) -> None:
    root, second, third = (town.quiet_arrival() for _ in range(3))
    town.merged(second, third)
    town.merged(root, second)
    town.show.do("question.shortlist", root)
    assert sorted(town.after(minutes=1)) == [("shortlisted", [number]) for number in (root, second, third)]


def test_who_writes_five_messages_is_answered_once(town: Noticing) -> None:
    numbers = []
    for _ in range(5):
        numbers.append(town.written("7001"))
        assert town.after(seconds=10) == []
    assert town.after(seconds=30) == [("arrived", numbers)]
    assert f"номер {', '.join(map(str, numbers))}." in town.text()
    assert all(town.show.row(number).code in town.text() for number in numbers)


def test_who_goes_on_writing_is_answered_after_three_minutes(town: Noticing) -> None:
    told: list[tuple[str, list[int]]] = []
    numbers: list[int] = []
    while not told:
        numbers.append(town.written("7002"))
        told = town.after(seconds=20)
        assert len(numbers) < 15
    assert told == [("arrived", numbers)] and len(numbers) == 9


def test_two_people_who_write_at_once_are_answered_each(town: Noticing) -> None:
    numbers = [town.written("7003"), town.written("7004")]
    assert town.after(seconds=30) == [("arrived", [number]) for number in numbers]


def test_what_a_ban_keeps_away_is_told_nothing(town: Noticing) -> None:
    number = town.quiet_arrival(who="7005")
    town.show.do("question.block", number, reason="спам")
    town.written("7005")
    assert town.after(hours=1) == []


def test_a_letter_is_answered_by_letter(clocked: Store) -> None:
    town = Noticing(clocked)
    mailbox = town.mailbox()
    number = town.by_form("mailto:petr@example.org")
    assert town.after(seconds=30) == [("arrived", [number])]
    assert (town.sent()[-1].channel_id, town.sent()[-1].context) == (mailbox, None)


@pytest.mark.parametrize("contact", [None, "tel:+79020000417"])
def test_who_can_be_told_by_a_person_alone_is_left_in_peace(town: Noticing, contact: str | None) -> None:
    town.by_form(contact)
    assert town.after(hours=1) == []


def test_what_was_handed_to_a_show_has_not_arrived_a_second_time(clocked: Store) -> None:
    town = Noticing(clocked)
    number = town.quiet_arrival()
    line = Show(clocked, BroadcastKind.STANDING)
    town.show.do("question.transfer", number, to=line.slug)
    assert town.after(hours=1) == []
    with clocked.read() as connection:
        theirs = notice.c.question_id.between(line.id * NUMBERS, (line.id + 1) * NUMBERS)
        assert not connection.execute(select(notice).where(theirs)).all()


# How


def test_who_wrote_under_a_post_is_told_nothing_where_everybody_would_read_it(town: Noticing) -> None:
    town.by_vk()
    assert town.after(hours=1) == []


def test_where_the_centre_says_so_comments_are_answered_too(town: Noticing) -> None:
    town.choose(channels={town.vk: "everywhere"})
    number = town.by_vk()
    assert town.after(seconds=30) == [("arrived", [number])]
    assert town.sent()[-1].context == town.show.row(number).external_id


def test_a_channel_that_is_off_tells_nobody(town: Noticing) -> None:
    town.choose(channels={town.vk: "off"})
    town.written()
    assert town.after(hours=1) == []


def test_nothing_is_told_until_somebody_has_chosen_it(town: Noticing) -> None:
    town.choose(on=())
    town.written()
    assert town.after(hours=1) == []


def test_of_what_happened_before_it_was_chosen_nobody_is_told(town: Noticing) -> None:
    town.choose(on=())
    town.written()
    town.after(hours=1)
    town.choose()
    assert town.after(hours=1) == []


def test_a_broadcast_may_tell_less_than_the_centre(town: Noticing) -> None:
    town.choose(off={town.show.id: ["arrived"]})
    number = town.written()
    assert town.after(hours=1) == []
    town.show.do("question.shortlist", number)
    assert town.after(minutes=1) == [("shortlisted", [number])]


def test_the_centres_own_words_are_written(town: Noticing) -> None:
    town.choose(texts={"arrived": "{имя}, ваш номер {номер}. «{вопрос}»"})
    number = town.written(text="Где автобус?")
    town.after(seconds=30)
    assert town.text() == f"Анна, ваш номер {number}. «Где автобус?»"


def test_without_an_address_no_line_with_a_link_is_written(town: Noticing) -> None:
    town.written()
    town.after(seconds=0)
    town.pass_(seconds=30)
    town.tick("")
    assert "track" not in town.text() and "Что с ним стало" not in town.text()


def test_the_address_of_the_administration_counts_where_the_server_has_none(town: Noticing) -> None:
    with town.store.read() as connection:
        before = centre(connection)
    save_centre(town.store, Centre(zone=before.zone, address="https://raion.example"), OLGA)
    town.written()
    town.after(seconds=0)
    town.pass_(seconds=30)
    town.tick("")
    save_centre(town.store, before, OLGA)
    assert "https://raion.example/track/" in town.text()


# Quiet hours


def test_what_falls_into_quiet_hours_is_told_when_they_are_over(town: Noticing) -> None:
    town.choose(quiet=("21:00", "09:00"))
    number = town.quiet_arrival()
    town.at("22:00")
    town.show.do("question.ticket", number)
    assert town.after(hours=10, minutes=59) == []
    assert town.after(minutes=1) == [("ticketed", [number])]


def test_who_has_just_written_is_answered_at_night(town: Noticing) -> None:
    town.choose(quiet=("21:00", "09:00"))
    town.at("23:00")
    number = town.written()
    assert town.after(seconds=30) == [("arrived", [number])]


def test_the_air_does_not_wait_for_the_morning(town: Noticing) -> None:
    town.choose(quiet=("21:00", "09:00"))
    number = town.quiet_arrival()
    town.at("21:30")
    for verb in ("shortlist", "take"):
        town.show.do(f"question.{verb}", number)
    assert town.after(seconds=0) == [("on_air", [number])]


# Never twice, and in nobody's way


def test_two_processes_tell_nobody_twice(town: Noticing) -> None:
    numbers = [town.written() for _ in range(5)]
    town.after(seconds=0)
    town.pass_(seconds=30)
    leases = [Leases(town.store), Leases(town.store)]
    for one in (*leases, *leases):
        Notices(town.store, one, ADDRESS).tick()
    assert len(town.sent()) == len(numbers)


def test_what_a_person_writes_goes_before_what_nobody_has_written(town: Noticing) -> None:
    number = town.quiet_arrival()
    for _ in range(3):
        town.written()
    town.after(seconds=30)
    town.show.do("question.reply", number, text="Ответ человека")
    with town.store.read() as connection:
        first = due(connection, town.vk, town.store.clock())
    assert first is not None and first.text == "Ответ человека"


def test_the_log_hears_nothing_of_it(town: Noticing) -> None:
    number = town.written()
    before = town.show.head
    town.after(minutes=1)
    assert town.show.head == before and not town.show.row(number).replied


def test_the_books_balance_whatever_is_told(town: Noticing) -> None:
    for _ in range(3):
        town.written()
    town.after(minutes=1)
    assert town.show.books().wrong == []


def test_a_rehearsals_questions_are_nobodys(town: Noticing) -> None:
    town.mailbox()
    town.show.asked(author=Author("Анна", "mailto:nobody@example.org"), origin="rehearsal", source="form")
    assert town.after(hours=1) == []


# What is chosen


@pytest.mark.parametrize(
    ("texts", "says"),
    [
        ({"arrived": "  "}, "Write what residents are told"),
        ({"arrived": "{адрес}"}, "There is no placeholder"),
        ({"arrived": "я" * 1001}, "at most"),
        ({"born": "Здравствуйте"}, "out of date"),
    ],
)
def test_words_that_cannot_be_sent_are_refused(town: Noticing, texts: dict[str, str], says: str) -> None:
    with pytest.raises(Refused, match=says):
        town.choose(texts=texts)


@pytest.mark.parametrize("quiet", [("22:00", ""), ("25:00", "08:00"), ("8", "9"), ("08:00", "08:00")])
def test_quiet_hours_that_are_none_are_refused(town: Noticing, quiet: tuple[str, str]) -> None:
    with pytest.raises(Refused, match="Quiet hours"):
        town.choose(quiet=quiet)


def test_words_that_everybody_begins_with_are_not_kept_as_the_centres(town: Noticing) -> None:
    with town.store.read() as connection:
        assert notices.rules(connection).texts == {}
