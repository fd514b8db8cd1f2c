"""What goes wrong in an evening is taken back while nobody has built on it; the books balance after each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import select

from live.desk import close
from live.desk.close import wrap_slice, wrapping
from live.domain.people import Actor, Role
from live.domain.refused import Refused
from live.followup.residents import rate
from live.protocol.commands import COMMANDS
from live.store.followup import tickets as stored_tickets
from live.store.tables import audit, promise
from live.store.transaction import Store
from live.views.tickets.track import track
from tests.support.rooms import Show, Tickets

WHY = "Завершили по ошибке"


@pytest.fixture(autouse=True)
def books_balance(show: Show) -> Iterator[None]:
    yield
    assert show.books().wrong == []


@pytest.fixture
def small_slices(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(close, "SLICE", 2)
    monkeypatch.setattr(close, "SLICE_ON_AIR", 2)


@pytest.fixture
def tickets(store: Store) -> Tickets:
    return Tickets(store)


def promised(show: Show, number: int, **fields: Any) -> int:
    """The id of a promise on this question."""
    return int(show.do("question.promise", number, **{"promise": "Починим мост", **fields})["promise"])


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """What became of acts of several people at one moment: an answer, or the code of a refusal."""

    def tried(act: Callable[[], Any]) -> Any:
        try:
            return act()
        except Refused as refused:
            return refused.code

    with ThreadPoolExecutor(len(acts)) as people:
        return list(people.map(tried, acts))


def reasons(show: Show, number: int) -> list[tuple[str, Any, Any]]:
    """What the question's history tells of promises that were changed: the event, the words of before, why."""
    told = [one for one in show.page(number)["history"] if "why" in one]
    return [(one["type"], one["before"]["text"], one["why"]) for one in told]


# The air


def test_an_air_by_mistake_goes_back_to_collecting(show: Show) -> None:
    assert show.do("broadcast.unair")["state"] == "collecting"
    assert (show.broadcast.state, show.broadcast.aired_at, show.broadcast.intake_open) == ("collecting", None, True)
    assert show.types()[-1] == "broadcast.unaired"
    show.do("broadcast.air")
    assert show.broadcast.aired_at is not None


def test_an_air_stays_once_a_question_was_taken_there_though_it_was_put_back(show: Show) -> None:
    number = show.taken()
    show.do("question.return", number)
    assert str(number) in str(show.refused("illegal", "broadcast.unair"))


def test_what_was_taken_in_an_air_before_holds_up_no_later_one(show: Show) -> None:
    show.do("broadcast.unair")
    show.do("broadcast.air")
    show.do("broadcast.unair")


def test_of_one_who_takes_the_air_back_and_one_who_takes_a_question_one_wins(show: Show) -> None:
    number = show.shortlisted()
    undone, taken = at_once(lambda: show.do("broadcast.unair"), lambda: show.do("question.take", number))
    assert [undone, taken].count("illegal") == 1
    assert (show.broadcast.state, show.row(number).state) in (("collecting", "shortlisted"), ("on_air", "on_air"))


# The wrap


def before_and_wrapped(show: Show) -> tuple[list[int], dict[int, str]]:
    """A show with some of everything, wrapped; its list in its order, and each question's state before."""
    first, second, third = (show.shortlisted() for _ in range(3))
    show.do("question.move", third, before=first)
    promised(show, show.answered(), due="2027-03-02")
    answered_in_part = show.answered(fully=False)
    show.do("question.ticket", show.asked())
    show.do("question.decline", show.asked(), reason="spam")
    show.do("question.merge", show.asked(), into=answered_in_part)
    show.asked()
    listed, numbers = show.shortlist(), range(1, show.broadcast.last_number + 1)
    assert listed == [third, first, second]
    stood = {number: show.row(number).state for number in numbers}
    show.wrapped()
    assert show.books().wrong == []
    return listed, stood


def test_a_wrap_taken_back_leaves_all_as_it_was(show: Show) -> None:
    listed, stood = before_and_wrapped(show)
    aired_at = show.broadcast.aired_at
    assert show.do("broadcast.unwrap", reason=WHY)["state"] == "on_air"
    assert {number: show.row(number).state for number in stood} == stood
    assert show.shortlist() == listed
    assert sorted(row.kind for row in show.tickets()) == ["rest", "unanswered"]
    after = show.broadcast
    assert (after.aired_at, after.wrapped_at, after.intake_open) == (aired_at, None, False)
    assert show.types()[-3:] == ["broadcast.unwrapping", "questions.unticketed", "broadcast.unwrapped"]


def test_it_may_be_wrapped_again_and_every_promise_has_its_ticket_once(show: Show) -> None:
    before_and_wrapped(show)
    show.do("broadcast.unwrap", reason=WHY)
    show.wrapped()
    assert sorted(row.kind for row in show.tickets()).count("promise") == 1


def test_one_that_was_never_on_air_collects_again(store: Store) -> None:
    show = Show(store)
    show.do("broadcast.open")
    show.asked()
    show.wrapped()
    assert show.do("broadcast.unwrap", reason=WHY)["state"] == "collecting"
    assert show.books().wrong == []


def test_what_was_blocked_waits_in_its_tray_again(show: Show) -> None:
    number = show.asked(author=None)
    with show.store.write() as tx:
        tx.connection.exec_driver_sql(
            f"UPDATE question SET state = 'blocked' WHERE broadcast_id = {show.id} AND number = {number}"
        )
    show.wrapped()
    show.do("broadcast.unwrap", reason=WHY)
    assert show.row(number).state == "blocked"


def test_what_an_older_program_wrapped_is_new_again(show: Show) -> None:
    number = show.shortlisted()
    show.wrapped()
    with show.store.write() as tx:
        tx.connection.exec_driver_sql(f"UPDATE question SET wrapped_from = NULL WHERE broadcast_id = {show.id}")
    show.do("broadcast.unwrap", reason=WHY)
    assert show.row(number).state == "new"


@pytest.mark.usefixtures("small_slices")
def test_many_questions_go_back_in_slices_and_another_worker_resumes_what_one_left(store: Store, show: Show) -> None:
    promised(show, show.answered())
    show.receive(*["Вопрос"] * 5)
    show.wrapped()
    assert show.do("broadcast.unwrap", reason=WHY)["state"] == "wrapping"
    assert show.id in wrapping(store)
    assert wrap_slice(store, show.id) and wrap_slice(store, show.id)
    assert show.books().wrong == []  # Half way too.
    assert (show.broadcast.wrap_done, show.broadcast.wrap_total) == (2, 5)
    others = Store(store.database, "of-the-tests")
    while wrap_slice(others, show.id):
        pass
    assert (show.broadcast.state, show.tickets(), show.broadcast.wrap_total) == ("on_air", [], None)


@pytest.mark.usefixtures("small_slices")
def test_while_it_goes_back_nothing_of_it_is_worked_on(show: Show, tickets: Tickets) -> None:
    show.receive(*["Вопрос"] * 5)
    show.wrapped()
    row = show.tickets()[-1]
    show.do("broadcast.unwrap", reason=WHY)
    tickets.refused("illegal", "ticket.assign", row.number, department="ЖКХ")
    tickets.refused("illegal", "ticket.note", row.number, text="Звонил")
    with pytest.raises(Refused, match="taken back"):
        rate(show.store, show.row(5).code, row.number, 5, "")
    show.refused("illegal", "question.decline", 5, reason="spam")
    show.refused("illegal", "broadcast.unwrap", reason=WHY)


WORK: dict[str, Callable[[Tickets, str], Any]] = {
    "assigned": lambda tickets, number: tickets.do("ticket.assign", number, department="ЖКХ"),
    "noted on": lambda tickets, number: tickets.do("ticket.note", number, text="Позвоню завтра"),
    "made urgent": lambda tickets, number: tickets.do("ticket.prioritise", number, priority="urgent"),
    "answered": lambda tickets, number: tickets.do("ticket.reply", number, text="Разбираемся."),
}


@pytest.mark.parametrize("work", WORK.values(), ids=WORK)
def test_a_wrap_stays_once_a_ticket_of_it_was_worked_on_and_which_is_told(
    show: Show, tickets: Tickets, work: Callable[[Tickets, str], Any]
) -> None:
    show.receive(*["Вопрос"] * 3)
    show.wrapped()
    one, other, _ = (row.number for row in show.tickets())
    work(tickets, one)
    work(tickets, other)
    refusal = show.refused("illegal", "broadcast.unwrap", reason=WHY)
    assert one in str(refusal) and other in str(refusal) and "2" in str(refusal)


def test_a_wrap_stays_once_somebody_who_asked_was_written_to(show: Show) -> None:
    number = show.asked(origin=f"channel:{show.channel(token='1', group_id='1')}", external_id="message:1_1")
    show.wrapped()
    show.do("question.reply", number, text="В мае")
    show.refused("illegal", "broadcast.unwrap", reason=WHY)


def test_what_was_worked_on_before_the_wrap_does_not_hold_it_up(show: Show, tickets: Tickets) -> None:
    show.do("question.ticket", show.asked())
    tickets.do("ticket.assign", show.tickets()[0].number, department="ЖКХ")
    show.asked()
    show.wrapped()
    show.do("broadcast.unwrap", reason=WHY)
    assert [row.department for row in show.tickets()] == ["ЖКХ"]


def test_it_needs_a_reason_and_tells_it_with_who_and_when(show: Show) -> None:
    show.wrapped()
    show.refused("invalid", "broadcast.unwrap", reason=" ")
    show.do("broadcast.unwrap", reason=WHY)
    row = show.broadcast
    assert (row.unwrap_reason, row.unwrap_by) == (WHY, "Анна") and row.unwrap_at is not None
    with show.store.read() as connection:
        kept = connection.execute(
            select(audit.c.name).where(audit.c.act == "broadcast.unwrap", audit.c.subject == show.slug)
        ).scalars()
        assert list(kept) == ["Анна"]


@pytest.mark.parametrize("state", ["planned", "collecting", "on_air", "archived"])
def test_only_what_is_wrapped_is_unwrapped(store: Store, show: Show, state: str) -> None:
    other = Show(store)
    for verb in {"planned": [], "collecting": ["open"], "on_air": ["open", "air"], "archived": ["open"]}[state]:
        other.do(f"broadcast.{verb}")
    if state == "archived":
        other.wrapped().do("broadcast.archive")
    other.refused("illegal", "broadcast.unwrap", reason=WHY)


def test_of_one_who_takes_the_wrap_back_and_one_who_goes_to_work_one_wins(show: Show, tickets: Tickets) -> None:
    show.asked()
    show.wrapped()
    [row] = show.tickets()
    undone, worked = at_once(
        lambda: show.do("broadcast.unwrap", reason=WHY),
        lambda: tickets.do("ticket.assign", row.number, department="ЖКХ"),
    )
    if undone == "illegal":
        assert worked["ok"] and show.broadcast.state == "wrapped" and len(show.tickets()) == 1
    else:
        assert worked == "not_found" and show.broadcast.state == "on_air" and show.tickets() == []


def test_of_two_who_take_the_wrap_back_one_does(show: Show) -> None:
    show.asked()
    show.wrapped()
    done = at_once(*[lambda: show.do("broadcast.unwrap", reason=WHY)] * 2)
    assert sorted(str(one)[:7] for one in done if one == "illegal") == ["illegal"]
    assert show.types().count("broadcast.unwrapped") == 1


# «Беру»


def test_the_head_does_not_take_it_after_all(show: Show) -> None:
    number = show.shortlisted()
    show.do("question.want", number)
    show.do("question.unwant", number)
    assert show.view(number)["wanted"] is False
    assert show.types()[-2:] == ["question.wanted", "question.unwanted"]


def test_what_the_head_has_not_taken_is_not_given_up(show: Show) -> None:
    show.refused("illegal", "question.unwant", show.shortlisted())


def test_of_two_screens_of_the_head_one_gives_it_up(show: Show) -> None:
    number = show.shortlisted()
    show.do("question.want", number)
    version = show.row(number).version
    done = at_once(*[lambda: show.do("question.unwant", number, version=version)] * 2)
    assert done.count("conflict") == 1


# Promises


def test_a_promise_is_put_right_and_what_it_said_is_kept(show: Show) -> None:
    number = show.answered()
    made = promised(show, number, due="2027-03-02")
    show.do("question.amend_promise", number, promise=made, text="Починим дорогу", due=None, reason="Оговорка")
    [now] = show.view(number)["promises"]
    assert (now["promise"], now["text"], now["due"]) == (made, "Починим дорогу", None)
    assert reasons(show, number) == [("question.promise_amended", "Починим мост", "Оговорка")]


def test_a_promise_that_is_withdrawn_is_one_no_more_and_what_it_said_is_kept(show: Show) -> None:
    number = show.answered()
    made, other = promised(show, number), promised(show, number, promise="Приеду")
    show.do("question.withdraw_promise", number, promise=made, reason="Не наш мост")
    assert [one["promise"] for one in show.view(number)["promises"]] == [other]
    assert reasons(show, number) == [("question.promise_withdrawn", "Починим мост", "Не наш мост")]
    show.wrapped()
    assert [row.promise_id for row in show.tickets()] == [other]


@pytest.mark.parametrize("verb", ["amend_promise", "withdraw_promise"])
def test_a_promise_changes_for_a_reason_alone_and_on_its_own_question(show: Show, verb: str) -> None:
    number, other = show.answered(), show.answered()
    made = promised(show, number)
    more = {"text": "Иначе"} if verb == "amend_promise" else {}
    show.refused("invalid", f"question.{verb}", number, promise=made, **more)
    show.refused("invalid", f"question.{verb}", number, promise=made, reason="", **more)
    show.refused("not_found", f"question.{verb}", other, promise=made, reason="Так", **more)


def test_a_promise_is_not_amended_to_what_it_says(show: Show) -> None:
    number = show.answered()
    made = promised(show, number)
    show.refused("invalid", "question.amend_promise", number, promise=made, reason="Так")
    show.refused("invalid", "question.amend_promise", number, promise=made, reason="Так", text="Починим мост")
    show.refused("invalid", "question.amend_promise", number, promise=made, reason="Так", text=None)


def on_track(show: Show, number: int) -> list[tuple[str, Any, Any]]:
    """What the resident is told of tickets: their states, what was promised, for when."""
    told = track(show.store, show.row(number).code)["tickets"]
    return [(one["state"], one["promise"], one["promised_for"]) for one in told]


def test_after_the_wrap_its_ticket_and_the_residents_page_follow(show: Show, tickets: Tickets) -> None:
    number = show.answered()
    made = promised(show, number, department="ЖКХ", due="2027-03-02")
    show.wrapped()
    [before] = show.tickets()
    show.do("question.amend_promise", number, promise=made, text="Починим к лету", due="2027-06-01", reason="Паводок")
    [after] = show.tickets()
    assert after.resolution_due.date().isoformat() == "2027-06-01" and after.department == "ЖКХ"
    assert after.version == before.version
    assert [e.type for e in tickets.events()][-2:] == ["ticket.retold", "tickets.rescheduled"]
    assert on_track(show, number) == [("open", "Починим к лету", "2027-06-01")]


def test_another_department_is_given_its_ticket(show: Show, tickets: Tickets) -> None:
    number = show.answered()
    made = promised(show, number, department="ЖКХ")
    show.wrapped()
    [ticket] = show.tickets()
    tickets.do("ticket.take", ticket.number)
    show.do("question.amend_promise", number, promise=made, department="Дорожное управление", reason="Их мост")
    [after] = show.tickets()
    assert (after.state, after.department, after.owner) == ("assigned", "Дорожное управление", None)
    assert tickets.events(ticket.number)[-1].data == {"department": "Дорожное управление", "from": "ЖКХ"}


def test_withdrawn_after_the_wrap_its_ticket_is_closed_with_the_reason(show: Show, tickets: Tickets) -> None:
    number = show.answered()
    made = promised(show, number, department="ЖКХ")
    show.wrapped()
    [ticket] = show.tickets()
    show.do("question.withdraw_promise", number, promise=made, reason="Мост федеральный")
    [after] = show.tickets()
    assert (after.number, after.state, after.promise_id) == (ticket.number, "closed", None)
    assert tickets.events(ticket.number)[-1].type == "ticket.closed"
    with show.store.read() as connection:
        assert stored_tickets.has_note(connection, ticket.id, "Починим мост — Мост федеральный")
    assert on_track(show, number) == [("closed", None, None)]


@pytest.mark.parametrize("verb", ["amend_promise", "withdraw_promise"])
def test_a_promise_that_was_kept_stays(show: Show, tickets: Tickets, verb: str) -> None:
    number = show.answered()
    made = promised(show, number, department="ЖКХ")
    show.wrapped()
    [ticket] = show.tickets()
    tickets.do("ticket.take", ticket.number)
    tickets.do("ticket.resolve", ticket.number, answer="Починили.")
    more = {"due": "2027-06-01"} if verb == "amend_promise" else {}
    refusal = show.refused("illegal", f"question.{verb}", number, promise=made, reason="Поздно", **more)
    assert ticket.number in str(refusal)


def test_of_two_who_change_a_promise_one_does(show: Show) -> None:
    number = show.answered()
    made, version = promised(show, number), show.row(number).version
    done = at_once(
        lambda: show.do("question.amend_promise", number, promise=made, version=version, text="А", reason="Так"),
        lambda: show.do("question.withdraw_promise", number, promise=made, version=version, reason="Так"),
    )
    assert done.count("conflict") == 1
    with show.store.read() as connection:
        left = connection.execute(select(promise.c.text).where(promise.c.id == made)).scalars().all()
    assert left == ([] if done[0] == "conflict" else ["А"])


# A ticket that is a question again


def test_a_ticket_is_a_new_question_again(show: Show, tickets: Tickets) -> None:
    number = show.shortlisted()
    made = show.do("question.ticket", number)["ticket"]
    assert show.do("question.recall", number)["ticket"] == made
    assert (show.row(number).state, show.tickets()) == ("new", [])
    assert show.page(number)["history"][-1]["from_ticket"] == made
    last = tickets.events()[-1]
    assert (last.type, last.data) == ("tickets.removed", {"count": 1, "tickets": [made]})


def test_one_that_somebody_works_on_is_called_back_too(show: Show, tickets: Tickets) -> None:
    number = show.asked()
    tickets.do("ticket.assign", show.do("question.ticket", number)["ticket"], department="ЖКХ")
    show.do("question.recall", number)
    assert show.row(number).state == "new"


ANSWERED: dict[str, Callable[[Tickets, str], Any]] = {
    "on the way": lambda tickets, made: tickets.do("ticket.reply", made, text="Разбираемся."),
    "for good": lambda tickets, made: tickets.do("ticket.resolve", made, answer="Починили."),
    "before everybody": lambda tickets, made: tickets.do("ticket.publish", made, text="Починили."),
}


@pytest.mark.parametrize("answer", ANSWERED.values(), ids=ANSWERED)
def test_a_ticket_that_was_answered_stays(show: Show, tickets: Tickets, answer: Callable[[Tickets, str], Any]) -> None:
    number = show.asked()
    made = show.do("question.ticket", number)["ticket"]
    tickets.do("ticket.assign", made, department="ЖКХ")
    answer(tickets, made)
    assert made in str(show.refused("illegal", "question.recall", number))
    assert [row.number for row in show.tickets()] == [made]


def test_after_the_wrap_nothing_is_called_back(show: Show) -> None:
    number = show.asked()
    show.wrapped()
    show.refused("illegal", "question.recall", number)


def test_of_one_who_calls_it_back_and_one_who_answers_one_wins(show: Show, tickets: Tickets) -> None:
    number = show.asked()
    made = show.do("question.ticket", number)["ticket"]
    tickets.do("ticket.assign", made, department="ЖКХ")
    back, answered = at_once(
        lambda: show.do("question.recall", number),
        lambda: tickets.do("ticket.resolve", made, answer="Починили."),
    )
    if back == "illegal":
        assert answered["ok"] and show.row(number).state == "ticketed"
    else:
        assert answered == "not_found" and show.row(number).state == "new"


# A declined one restored


def test_before_the_wrap_a_declined_question_is_new_again(show: Show) -> None:
    number = show.asked()
    show.do("question.decline", number, reason="spam")
    assert "ticket" not in show.do("question.restore", number)
    assert show.row(number).state == "new"


def test_after_the_wrap_it_becomes_a_ticket(show: Show) -> None:
    number = show.asked()
    show.do("question.decline", number, reason="spam")
    show.wrapped()
    made = show.do("question.restore", number)["ticket"]
    [ticket] = show.tickets()
    assert (ticket.number, ticket.kind, show.row(number).state) == (made, "unanswered", "ticketed")
    assert (show.types()[-1], show.events()[-1].state) == ("question.restored", "ticketed")
    assert show.view(number)["decline"] is None


def test_once_the_show_is_put_away_it_stays_declined(show: Show) -> None:
    number = show.asked()
    show.do("question.decline", number, reason="spam")
    show.wrapped()
    show.do("broadcast.archive")
    show.refused("illegal", "question.restore", number)


def test_of_two_who_restore_one_does_and_one_ticket_is_made(show: Show) -> None:
    number = show.asked()
    show.do("question.decline", number, reason="spam")
    show.wrapped()
    version = show.row(number).version
    done = at_once(*[lambda: show.do("question.restore", number, version=version)] * 2)
    assert done.count("conflict") == 1
    assert len(show.tickets()) == 1


# Who may


@pytest.mark.parametrize(
    ("type_", "role"),
    [
        ("broadcast.unair", Role.MODERATOR),
        ("broadcast.unwrap", Role.COORDINATOR),
        ("question.unwant", Role.OBSERVER),
        ("question.recall", Role.HEAD),
        ("question.withdraw_promise", Role.MODERATOR),
    ],
)
def test_it_is_not_everybodys(type_: str, role: Role) -> None:
    assert not Actor(name="Кто-то", roles=frozenset({role})).may(COMMANDS[type_].roles)
