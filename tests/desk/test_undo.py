"""What goes wrong in an evening is taken back while nobody has built on it; the books balance after each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import select

from live.desk import close
from live.desk.close import wrap_slice, wrapping
from live.domain.people import Actor, Role
from live.domain.refused import Refused
from live.followup.residents import rate
from live.protocol.commands import COMMANDS
from live.store.tables import audit
from live.store.transaction import Store
from tests.desk.together import at_once
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
        lambda: tickets.do("ticket.assign", row.number, department="ЖКХ", version=row.version),
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
