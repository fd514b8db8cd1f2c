"""A rehearsal on a real broadcast: it plays, and its reset leaves nothing of it."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from live.desk.rehearsal import TRACE
from live.domain.people import By
from live.store.followup import outbox
from live.store.show import calls
from live.store.tables import escalation, ticket_answer
from live.store.tables import outbox as outbox_table
from live.store.transaction import Store
from live.views.questions.listing import Filter, questions_page
from live.views.screens import SCREENS
from live.workers.invented import rehearsal
from live.workers.invented.rehearsal import Rehearsals
from tests.support.rooms import Show, Tickets


@pytest.fixture
def show(clocked: Store) -> Show:
    made = Show(clocked)
    made.do("broadcast.open")
    return made


def play(show: Show, times: int = 1) -> None:
    """So many questions or calls of the rehearsal come in."""
    rehearsals = Rehearsals(show.store)
    for _ in range(times):
        show.clock.pass_(seconds=61)
        rehearsals.send_due()


def test_invented_questions_come_in_at_its_pace(show: Show) -> None:
    show.do("rehearsal.start", pace=5)
    rehearsals = Rehearsals(show.store)
    sent = 0
    for _ in range(10):
        show.clock.pass_(seconds=2)
        rehearsals.send_due()
        sent = show.broadcast.last_number
    assert sent == 4


def test_two_processes_send_each_question_once(show: Show) -> None:
    show.do("rehearsal.start")
    one, two = Rehearsals(show.store), Rehearsals(show.store)
    for _ in range(4):
        show.clock.pass_(seconds=61)
        one.send_due()
        two.send_due()
    assert show.broadcast.last_number == 4
    assert len({show.view(n)["text"] for n in range(1, 5)}) == 4


def test_now_and_then_a_call_rings(show: Show) -> None:
    show.do("rehearsal.start")
    play(show, 12)
    assert "call.opened" in show.types()


def test_a_stopped_one_is_silent_and_can_go_on(show: Show) -> None:
    show.do("rehearsal.start")
    play(show, 2)
    show.do("rehearsal.stop")
    play(show, 2)
    assert show.broadcast.last_number == 2
    show.do("rehearsal.pace", pace=1)
    play(show)
    assert show.broadcast.last_number == 3


@pytest.mark.parametrize("verb", ["pace", "stop", "reset"])
def test_without_a_rehearsal_there_is_nothing_to_change(show: Show, verb: str) -> None:
    show.refused("illegal", f"rehearsal.{verb}")


def test_none_begins_once_the_show_is_on_air(show: Show) -> None:
    show.do("broadcast.air")
    show.refused("illegal", "rehearsal.start")


def test_a_rehearsal_is_not_wrapped(show: Show) -> None:
    show.do("rehearsal.start")
    show.do("broadcast.air")
    show.refused("illegal", "broadcast.wrap")


@pytest.mark.parametrize("pace", [0.1, 61, -1])
def test_a_pace_that_is_none_is_refused(show: Show, pace: float) -> None:
    show.refused("invalid", "rehearsal.start", pace=pace)


def played(show: Show) -> dict[str, int]:
    """A show that was rehearsed with all that can be done; its real questions by what became of them."""
    real = {name: show.asked(f"Настоящий вопрос {name}") for name in ("new", "aired", "merged", "root", "declined")}
    show.do("rehearsal.start")
    play(show, 13)
    invented = [n for n in range(1, show.broadcast.last_number + 1) if n not in real.values()]
    show.do("question.shortlist", real["aired"])
    for number in invented[:3]:
        show.do("question.shortlist", number)
    show.do("question.edit", invented[0], air_text="Короче")
    show.do("question.merge", real["merged"], into=invented[3])
    show.do("question.merge", invented[4], into=real["root"])
    show.do("question.merge", invented[5], into=invented[4])
    show.do("question.decline", real["declined"], reason="spam")
    show.do("question.ticket", invented[6])
    show.do("broadcast.air")
    show.do("question.take", invented[0])
    show.do("question.promise", invented[0], promise="Обещано понарошку")
    show.do("question.answer", invented[0], fully=False)
    show.do("question.take", real["aired"])
    show.do("question.promise", real["aired"], promise="Тоже понарошку")
    show.do("question.answer", real["aired"])
    show.do("question.take", invented[1])
    show.do("presenter.message", text="Проба")
    show.understood()
    return real


def test_its_reset_leaves_what_residents_asked_and_nothing_else(show: Show) -> None:
    real = played(show)
    word = show.view(6)["text"].split()[-1]
    show.do("rehearsal.reset")
    show.understood()
    states = {name: show.view(number)["state"] for name, number in real.items()}
    assert states == {
        "new": "new",
        "aired": "shortlisted",
        "merged": "new",
        "root": "new",
        "declined": "declined",
    }
    assert show.view(real["root"])["askers"] == 1
    assert show.view(real["aired"])["promises"] == [] and show.view(real["aired"])["answer"] is None
    row = show.broadcast
    assert (row.state, row.aired_at, row.rehearsal_pace) == ("collecting", None, None)
    with show.store.read() as connection:
        page = questions_page(connection, row, SCREENS["desk"], Filter(limit=500))
        found = questions_page(connection, row, SCREENS["desk"], Filter(q="вопрос", limit=500))
        of_the_rehearsal = questions_page(connection, row, SCREENS["desk"], Filter(q=word, limit=500))
    assert sorted(view["number"] for view in page["questions"]) == sorted(real.values())
    assert of_the_rehearsal["questions"] == []
    assert sorted(view["number"] for view in found["questions"]) == sorted(real.values())


def test_its_reset_takes_along_what_was_told_of_its_tickets(show: Show) -> None:
    show.do("rehearsal.start")
    play(show)
    show.do("question.ticket", 1)
    channel_id, [made] = show.channel("mail"), show.tickets()
    with show.store.write() as tx:
        told = {"ticket_id": made.id, "clock": "reaction", "step": "over", "turn": 0, "due": tx.now, "at": tx.now}
        tx.connection.execute(escalation.insert().values(told))
        outbox.queue_notice(tx, made.id, channel_id, "chief@example.org", "Срок", By("deadlines", "worker"))
    show.do("rehearsal.reset")
    assert not show.tickets()
    with show.store.read() as connection:
        assert connection.execute(select(outbox_table).where(outbox_table.c.channel_id == channel_id)).all() == []


def test_the_books_balance_after_a_reset_and_the_log_has_no_hole(show: Show) -> None:
    played(show)
    show.do("rehearsal.reset")
    books = show.books()
    assert books.balances, books.wrong
    assert books.received == 5
    assert [e.seq for e in show.events()] == list(range(1, show.head + 1))


def test_no_trace_of_it_is_told(show: Show) -> None:
    real = played(show)
    show.do("rehearsal.reset")
    left = [e for e in show.events() if e.type != TRACE]
    assert {e.question for e in left if e.question} <= set(real.values())
    assert not [e for e in left if e.type.startswith(("presenter.", "question.taken", "question.answered"))]
    assert show.tickets() == []
    assert Tickets(show.store).events()[-1].type == "tickets.removed"


def test_what_was_noted_on_its_tickets_goes_with_them(show: Show) -> None:
    played(show)
    for row in show.tickets():
        Tickets(show.store).do("ticket.note", row.number, text="Понарошку")
    show.do("rehearsal.reset")
    assert show.tickets() == []


def test_after_its_reset_the_show_goes_on_as_if_there_had_been_none(show: Show) -> None:
    real = played(show)
    show.do("rehearsal.reset")
    show.do("broadcast.air")
    show.do("question.take", real["aired"])
    show.do("question.answer", real["aired"])
    show.refused("illegal", "rehearsal.start")
    show.wrapped()
    assert show.books().balances


def test_a_resident_who_was_on_the_air_in_it_is_still_on_the_line(show: Show) -> None:
    call, number = show.handed("Нет воды")
    show.do("rehearsal.start")
    show.do("question.shortlist", number)
    show.do("broadcast.air")
    show.do("question.take", number)
    show.do("rehearsal.reset")
    with show.store.read() as connection:
        row = calls.get(connection, show.id, call)
    assert (row.state, show.view(number)["state"]) == ("handed", "shortlisted")
    assert show.view(number)["caller"] == {"call": call, "gone": False}


def test_one_left_running_falls_silent(show: Show, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rehearsal, "MOST", 3)
    show.do("rehearsal.start")
    play(show, 6)
    assert show.broadcast.last_number == 3


def test_a_second_rehearsal_can_follow(show: Show) -> None:
    played(show)
    show.do("rehearsal.reset")
    show.do("rehearsal.start")
    play(show, 13)
    show.do("rehearsal.reset")
    assert show.books().balances and show.books().received == 5


def test_a_reset_takes_the_answers_to_its_tickets_along(show: Show) -> None:
    show.do("rehearsal.start")
    play(show, 3)
    desk = Tickets(show.store)
    for number in (1, 2, 3):
        ticket = show.do("question.ticket", number)["ticket"]
        desk.do("ticket.assign", ticket, department="ЖКХ")
        desk.do("ticket.reply", ticket, text="Смотрим.")
        desk.do("ticket.resolve", ticket, answer="Починили.")
    show.do("rehearsal.reset")
    assert show.tickets() == []
    with show.store.read() as connection:
        assert connection.execute(select(ticket_answer)).all() == []
        replies = select(outbox_table).where(outbox_table.c.question_id.is_not(None))
        assert connection.execute(replies).all() == []


# A trial question


def test_a_trial_question_goes_the_whole_way_to_the_prompter_and_leaves_nothing(show: Show) -> None:
    asked = show.asked("Когда починят мост?")
    number = show.do("rehearsal.trial")["number"]
    assert (show.row(number).state, show.broadcast.state) == ("on_air", "on_air")
    assert show.do("rehearsal.reset")["removed"] == 1
    assert (show.broadcast.state, show.row(asked).state) == ("collecting", "new")
    assert show.books().balances


def test_another_trial_puts_the_first_one_back(show: Show) -> None:
    first, second = (show.do("rehearsal.trial")["number"] for _ in range(2))
    assert (show.row(first).state, show.row(second).state) == ("shortlisted", "on_air")


def test_nothing_invented_comes_in_by_itself_after_a_trial(show: Show) -> None:
    show.do("rehearsal.trial")
    play(show, 3)
    assert show.broadcast.last_number == 1


def test_no_trial_is_made_once_a_show_has_aired(show: Show) -> None:
    show.do("broadcast.air")
    show.refused("illegal", "rehearsal.trial")


def test_no_trial_is_made_before_a_show_takes_questions(clocked: Store) -> None:
    Show(clocked).refused("illegal", "rehearsal.trial")
