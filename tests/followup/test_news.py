"""News of work: who is told of what, by which way, when; each thing once, however a process dies."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from live.admin.shifts.roster import Planned, add_shift
from live.domain.broadcast import Kind as BroadcastKind
from live.domain.followup.news import Kind, Pace
from live.domain.people import Actor, Role
from live.domain.refused import Refused
from live.followup.news import choose, see
from live.store.followup import tickets
from live.store.ids import TICKETS_LOG
from live.store.leases import Leases
from live.store.tables import account, lease, outbox, staff_contact
from live.store.transaction import Store
from live.views.news import own_news
from live.workers.sending.outbox import Outbox
from tests.followup.telling import ADDRESS, NOBODY, OLGA, Centre, Killed, dies_at
from tests.support.departments import keep_departments
from tests.support.rooms import Show, clock_of
from tests.support.sending import send_all
from tests.support.stubs.mail import Mail


@pytest.fixture
def centre(clocked: Store) -> Centre:
    return Centre(clocked)


def test_who_is_assigned_a_ticket_is_told_once(centre: Centre) -> None:
    number = centre.ticket("Другое ведомство")
    centre.later()
    centre.assign(number, centre.anna)
    assert centre.later() == [("Анна Петрова", f"Вам назначено: поручение {number}")]
    assert centre.later(hours=1) == []
    assert centre.seen(centre.anna) == [(Kind.ASSIGNED, number)]
    assert centre.unread(centre.anna) == 1


def test_nobody_is_told_of_what_they_did_themselves(centre: Centre) -> None:
    number = centre.ticket("Другое ведомство")
    centre.later()
    centre.assign(number, centre.anna, by=Actor("Анна", frozenset({Role.COORDINATOR}), centre.anna.credential))
    assert centre.later() == []
    assert centre.seen(centre.anna) == []


def test_who_takes_a_ticket_that_has_just_come_is_told_nothing(centre: Centre) -> None:
    number = centre.ticket()
    centre.board.do("ticket.take", number, by=centre.anna)
    assert centre.later() == []
    assert centre.seen(centre.anna) == []


def test_a_ticket_that_comes_and_is_assigned_at_once_is_told_once(centre: Centre) -> None:
    number = centre.ticket()
    centre.assign(number, centre.anna)
    assert centre.later() == [("Анна Петрова", f"Вам назначено: поручение {number}")]
    assert centre.seen(centre.anna) == [(Kind.ASSIGNED, number)]


def test_a_ticket_without_an_owner_is_told_to_the_department_and_its_own_address(centre: Centre) -> None:
    shared = f"{uuid.uuid4().hex[:6]}@example.org"
    keep_departments(centre.store, {"name": centre.department, "chief": None, "email": shared})
    number = centre.ticket()
    line = f"Назначено вашему ведомству: поручение {number}"
    assert sorted(centre.later()) == sorted([("Анна Петрова", line), ("Пётр", line), (shared, line)])
    assert centre.seen(centre.petr) == [(Kind.ASSIGNED, number)]


def test_who_has_it_no_more_is_told_so(centre: Centre) -> None:
    number = centre.owned()
    centre.assign(number, centre.petr)
    assert sorted(centre.later()) == [
        ("Анна Петрова", f"Теперь у другого исполнителя: поручение {number}"),
        ("Пётр", f"Вам назначено: поручение {number}"),
    ]
    centre.board.do("ticket.take", number, by=centre.anna)
    assert centre.later() == [("Пётр", f"Теперь у другого исполнителя: поручение {number}")]


def test_a_ticket_that_moves_on_before_the_letter_goes_is_told_by_its_last_state(centre: Centre) -> None:
    number = centre.owned(centre.petr)
    centre.assign(number, centre.anna)
    centre.tick()
    centre.assign(number, centre.petr)
    assert centre.later() == []
    centre.assign(number, centre.anna)
    centre.tick()
    centre.board.do("ticket.resolve", number, answer="Починили", by=centre.irina)
    assert ("Анна Петрова", f"Вам назначено: поручение {number}") not in centre.later()


def test_a_ticket_that_is_taken_up_again_is_told_to_its_owner(centre: Centre) -> None:
    number = centre.owned()
    centre.not_solved(number)
    assert centre.later() == [("Анна Петрова", f"Возвращено в работу: поручение {number}")]
    centre.board.do("ticket.resolve", number, answer="Починили", by=centre.anna)
    centre.board.do("ticket.reopen", number, reason="Нет фотографии", by=centre.irina)
    assert centre.later() == [("Анна Петрова", f"Возвращено в работу: поручение {number}")]


def test_an_answer_that_is_returned_with_a_note_is_told_to_the_owner(centre: Centre) -> None:
    keep_departments(centre.store, {"name": centre.department, "approval": True})
    number = centre.owned()
    centre.board.do("ticket.start", number, by=centre.anna)
    centre.board.do("ticket.resolve", number, answer="Починили", by=centre.anna)
    centre.board.do("ticket.return_answer", number, note="Когда именно?", by=centre.irina)
    assert centre.later() == [("Анна Петрова", f"Ответ вернули с замечанием: поручение {number}")]
    assert centre.seen(centre.anna)[-1] == (Kind.RETURNED, number)


@pytest.mark.parametrize("stars", [2, 3])
def test_a_bad_mark_is_told_and_a_fair_one_is_not(centre: Centre, stars: int) -> None:
    number = centre.owned()
    centre.rate(number, stars)
    told = [("Анна Петрова", f"Житель недоволен ответом, оценка 2 из 5: поручение {number}")]
    assert centre.later() == (told if stars == 2 else [])


def test_whom_a_note_names_is_told_and_its_writer_hears_whom_it_named(centre: Centre) -> None:
    number = centre.owned(centre.petr)
    answer = centre.board.do("ticket.note", number, text="@Анна Петрова, смета у вас? @Ирина? Когда", by=centre.petr)
    assert answer["told"] == ["Анна Петрова", "Ирина"]
    assert sorted(centre.later()) == [
        ("Анна Петрова", f"Вас упомянули в заметке: поручение {number}"),
        ("Ирина", f"Вас просят ответить в заметке: поручение {number}"),
    ]


def test_a_note_names_nobody_who_could_not_read_it(centre: Centre) -> None:
    stranger = centre.person("Чужой", "executor", "Соседи")
    moderator = centre.person("Модератор", "moderator", None)
    number = centre.owned()
    answer = centre.board.do("ticket.note", number, text="@Чужой и @Модератор, к вам", by=centre.petr)
    assert answer["told"] == []
    assert (centre.later(), centre.seen(stranger), centre.seen(moderator)) == ([], [], [])


def test_whom_a_questions_note_names_anew_is_told_with_a_link_to_it(centre: Centre) -> None:
    moderator = centre.person("Модест", "moderator", None)
    number = centre.show.asked()
    note: dict[str, Any] = {"for": "head", "by": NOBODY}
    centre.show.do("question.note", number, text="Смету даст @Модест", **note)
    assert centre.later() == [("Модест", f"Вас упомянули в заметке: вопрос № {number} (Прямая линия)")]
    assert f"{ADDRESS}/b/{centre.show.slug}/desk?open={number}" in centre.letters()[-1][1]
    centre.show.do("question.note", number, text="Смету даст @Модест завтра", **note)
    assert centre.later() == []
    assert [one.question for one in own_news(centre.store, moderator.account or 0).listed] == [number]


def test_a_practice_tells_nobody(centre: Centre) -> None:
    centre.person("Модест", "moderator", None)
    practice = Show(centre.store, BroadcastKind.PRACTICE)
    head: dict[str, Any] = {"for": "head"}
    practice.do("question.note", practice.asked(), text="@Модест", **head)
    assert centre.later() == []


def test_much_at_a_time_comes_in_one_letter_with_a_link_to_each(centre: Centre) -> None:
    numbers = [centre.ticket("Другое ведомство") for _ in range(3)]
    centre.later()
    for number in numbers:
        centre.assign(number, centre.anna)
    assert centre.later() == [("Анна Петрова", "Новости поручений: 3")]
    text = centre.letters()[-1][1]
    assert re.findall(r"open=(\S+)", text) == [number.replace("ПЛ", "%D0%9F%D0%9B") for number in numbers]


def test_without_an_address_of_the_centre_a_letter_names_the_screen(centre: Centre) -> None:
    number = centre.ticket("Другое ведомство")
    centre.later()
    centre.assign(number, centre.anna)
    centre.tick("")
    clock_of(centre.store).pass_(minutes=1)
    centre.tick("")
    assert centre.letters()[-1][1].endswith("Откройте на экране «Поручения».")


def test_a_digest_goes_in_one_letter_at_its_hour_with_what_is_still_so(centre: Centre) -> None:
    centre.chooses(centre.anna, Pace.EVENING)
    numbers = [centre.ticket("Другое ведомство") for _ in range(3)]
    centre.later()
    for number in numbers:
        centre.assign(number, centre.anna)
    assert centre.later(hours=1) == []
    centre.assign(numbers[0], centre.petr)
    told = [line for to, line in centre.later(hours=5) if to == "Анна Петрова"]
    assert told == ["Новости поручений: 2"]
    text = next(text for to, text in reversed(centre.letters()) if to == "Анна Петрова")
    assert numbers[0] not in text and numbers[1] in text and numbers[2] in text


def test_what_comes_at_night_goes_in_the_morning_unless_one_wants_it_so(centre: Centre) -> None:
    centre.chooses(centre.petr, quiet=False)
    first, second = centre.ticket("Другое ведомство"), centre.ticket("Другое ведомство")
    centre.later(hours=11)
    centre.assign(first, centre.anna)
    centre.assign(second, centre.petr)
    assert centre.later() == [("Пётр", f"Вам назначено: поручение {second}")]
    assert centre.later(hours=7) == []
    assert centre.later(hours=1) == [("Анна Петрова", f"Вам назначено: поручение {first}")]


def test_what_a_person_has_left_out_is_written_to_nobody_and_stands_on_their_page(centre: Centre) -> None:
    centre.chooses(centre.anna, kinds=[Kind.NAMED])
    number = centre.ticket("Другое ведомство")
    centre.later()
    centre.assign(number, centre.anna)
    assert centre.later() == []
    assert centre.seen(centre.anna) == [(Kind.ASSIGNED, number)]


def test_a_way_that_a_person_has_left_out_is_not_gone(centre: Centre) -> None:
    centre.chooses(centre.anna, by_ways=["telegram"])
    bot = centre.show.channel("telegram", token="t")
    with centre.store.write() as tx:
        sealed = tx.store.keyring.close("staff contact", "telegram:7")
        bound = {"account_id": centre.anna.account, "channel_id": bot, "contact": sealed, "bound_at": tx.now}
        tx.connection.execute(staff_contact.insert().values(**bound))
    number = centre.ticket("Другое ведомство")
    centre.later()
    centre.assign(number, centre.anna)
    assert centre.later() == []
    with centre.store.read() as connection:
        [sent] = connection.execute(select(outbox).where(outbox.c.channel_id == bot)).all()
    assert (sent.address, sent.text.splitlines()[0]) == ("telegram:7", f"Вам назначено: поручение {number}")


def test_what_waits_goes_by_a_later_choice(centre: Centre) -> None:
    centre.chooses(centre.anna, Pace.EVENING)
    number = centre.ticket("Другое ведомство")
    centre.later()
    centre.assign(number, centre.anna)
    centre.tick()
    centre.chooses(centre.anna)
    assert centre.later() == [("Анна Петрова", f"Вам назначено: поручение {number}")]


@pytest.mark.parametrize("wrong", [{"kinds": ["x"]}, {"by_ways": ["pigeon"]}, {"pace": "never"}])
def test_a_choice_of_what_there_is_not_is_refused(centre: Centre, wrong: dict[str, Any]) -> None:
    usual: dict[str, Any] = {"kinds": [], "by_ways": [], "pace": "at_once", "quiet": True}
    with pytest.raises(Refused) as caught:
        choose(centre.store, centre.anna.account or 0, by=centre.anna, **{**usual, **wrong})
    assert caught.value.code == "invalid"


def test_in_place_of_who_is_away_the_one_on_duty_is_told(centre: Centre) -> None:
    duty = centre.person("Дежурный", "coordinator", None)
    now = clock_of(centre.store).now
    add_shift(centre.store, now - timedelta(hours=2), now + timedelta(hours=20), Planned(duty.account), OLGA)
    number = centre.owned()
    centre.away(centre.anna)
    centre.board.do("ticket.note", number, text="@Анна Петрова? Когда", by=centre.petr)
    assert centre.later() == [("Дежурный", f"Вас просят ответить в заметке: поручение {number}")]
    told = centre.letters()[-1][1]
    assert "Исполнитель отсутствует, вы дежурите." in told
    assert centre.seen(centre.anna)[-1] == (Kind.ASKED, number)


def test_who_may_not_sign_in_any_more_is_told_nothing(centre: Centre) -> None:
    number = centre.owned()
    centre.board.do("ticket.note", number, text="@Анна Петрова", by=centre.petr)
    centre.tick()
    with centre.store.write() as tx:
        tx.connection.execute(update(account).where(account.c.id == centre.anna.account).values(active=False))
    assert centre.later() == []


def test_reading_takes_the_count_away_and_tells_the_screens(centre: Centre) -> None:
    centre.owned()
    newest = own_news(centre.store, centre.anna.account or 0).up_to
    see(centre.store, centre.anna.account or 0, newest)
    assert centre.unread(centre.anna) == 0
    counted = [one for one in centre.board.events() if one.type == "news.counted"]
    assert counted[-1].data == {"account": centre.anna.account}
    see(centre.store, centre.anna.account or 0, newest)
    assert [one for one in centre.board.events() if one.type == "news.counted"] == counted


def test_what_has_come_meanwhile_stays_unread(centre: Centre) -> None:
    centre.owned()
    newest = own_news(centre.store, centre.anna.account or 0).up_to
    number = centre.owned()
    before = centre.unread(centre.anna)
    see(centre.store, centre.anna.account or 0, newest)
    assert 0 < centre.unread(centre.anna) < before
    assert [one.ticket for one in own_news(centre.store, centre.anna.account or 0).listed if one.new][0] == number


def test_a_ticket_that_is_no_more_takes_its_news_along(centre: Centre) -> None:
    number = centre.owned()
    before, [row] = centre.unread(centre.anna), [one for one in centre.show.tickets() if one.number == number]
    with centre.store.write() as tx:
        tx.lock(TICKETS_LOG)
        tickets.remove_rows(tx, [row])
    assert (Kind.ASSIGNED, number) not in centre.seen(centre.anna)
    assert centre.unread(centre.anna) < before


@pytest.mark.faults
def test_each_thing_is_told_once_wherever_the_worker_dies(centre: Centre) -> None:
    """The law: at whichever statement it dies, another one tells all that is left, and nothing twice."""
    step, died, noon = 0, True, clock_of(centre.store).now
    while died:
        clock_of(centre.store).now = noon + timedelta(days=step)  # What comes at night would wait.
        number = centre.ticket("Другое ведомство")
        centre.assign(number, centre.anna)
        before = len(centre.letters())
        died = False
        for _ in range(2):  # It dies while it reads, and once more while it writes.
            try:
                with dies_at(centre.store, step):
                    centre.tick()
            except Killed:
                died = True
            clock_of(centre.store).pass_(minutes=5)
            with centre.store.write() as tx:
                tx.connection.execute(lease.delete())  # What the dead one held has run out.
        centre.tick()
        clock_of(centre.store).pass_(minutes=1)
        centre.tick()
        told = [text.splitlines()[0] for _, text in centre.letters()[before:]]
        assert told == [f"Вам назначено: поручение {number}"], step
        assert centre.seen(centre.anna).count((Kind.ASSIGNED, number)) == 1, step
        step += 1
    assert step > 10


def test_a_letter_arrives_with_a_link_to_the_ticket(clocked: Store) -> None:
    with Mail() as server:
        centre = Centre(clocked, **server.settings)
        number = centre.ticket("Другое ведомство")
        centre.later()
        centre.assign(number, centre.anna)
        centre.later()
        send_all(Outbox(clocked, Leases(clocked)), centre.mail)
        [letter] = server.letters
    assert letter.subject == f"Вам назначено: поручение {number}"
    assert f"{ADDRESS}/tickets?open=%D0%9F%D0%9B{number[2:]}" in letter.text
    assert f"Ведомство: {centre.department}" in letter.text
    assert "Кто: Ирина" in letter.text


def test_of_what_was_before_nobody_is_told(centre: Centre) -> None:
    number = centre.ticket()
    with centre.store.write() as tx:
        tx.connection.exec_driver_sql("DELETE FROM meta WHERE name = 'news'")
    assert centre.later() == []
    assert (Kind.ASSIGNED, number) not in centre.seen(centre.anna)
    assert centre.later() == []
