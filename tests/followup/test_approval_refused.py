"""Who decides on an answer that waits, and on which; and what the board lists of them."""

from __future__ import annotations

import pytest

from live.domain.refused import Refused
from live.store.transaction import Store
from live.views.tickets.board import TicketCounting
from live.views.tickets.listing import Mine
from tests.followup.approving import ANNA, SECOND, Approving


@pytest.fixture
def approving(store: Store) -> Approving:
    return Approving(store)


@pytest.mark.parametrize(
    ("verb", "fields"),
    [("approve", {}), ("correct", {"text": SECOND}), ("return_answer", {"note": "Назовите день."})],
)
def test_only_a_coordinator_decides(approving: Approving, verb: str, fields: dict[str, str]) -> None:
    number = approving.waiting()
    approving.tickets.refused("forbidden", f"ticket.{verb}", number, by=approving.igor, **fields)
    assert approving.queued(number) == []


def test_a_coordinator_does_not_withdraw_what_an_executor_wrote(approving: Approving) -> None:
    approving.tickets.refused("forbidden", "ticket.withdraw_answer", approving.waiting(), by=ANNA)


def test_another_departments_executor_withdraws_nothing(approving: Approving) -> None:
    other = approving.executor("Пётр", "Вода")
    approving.tickets.refused("not_found", "ticket.withdraw_answer", approving.waiting(), by=other)


VERBS = [
    ("approve", {}),
    ("correct", {"text": SECOND}),
    ("return_answer", {"note": "Назовите день."}),
    ("withdraw_answer", {}),
]


@pytest.mark.parametrize(("verb", "fields"), VERBS)
def test_where_nothing_waits_there_is_nothing_to_decide(
    approving: Approving, verb: str, fields: dict[str, str]
) -> None:
    number = approving.worked()
    by = approving.igor if verb == "withdraw_answer" else ANNA
    approving.tickets.refused("illegal", f"ticket.{verb}", number, by=by, **fields)
    assert approving.queued(number) == [] and approving.fates(number) == []


@pytest.mark.parametrize(("verb", "fields"), VERBS)
def test_who_has_not_seen_the_version_that_waits_decides_nothing(
    approving: Approving, verb: str, fields: dict[str, str]
) -> None:
    number = approving.waiting()
    seen = approving.tickets.row(number).version
    approving.write(number, SECOND)
    by = approving.igor if verb == "withdraw_answer" else ANNA
    refusal = approving.tickets.refused("conflict", f"ticket.{verb}", number, by=by, version=seen, **fields)
    assert number in str(refusal)
    assert approving.fates(number)[-1] == (SECOND, "waiting", "Игорь") and approving.queued(number) == []


def test_approved_twice_it_goes_once(approving: Approving) -> None:
    number = approving.waiting()
    seen = approving.tickets.row(number).version
    approving.tickets.do("ticket.approve", number, by=ANNA)
    approving.tickets.refused("conflict", "ticket.approve", number, by=ANNA, version=seen)
    approving.tickets.refused("illegal", "ticket.approve", number, by=ANNA)
    assert len(approving.queued(number)) == 1


def test_a_return_says_why(approving: Approving) -> None:
    approving.tickets.refused("invalid", "ticket.return_answer", approving.waiting(), by=ANNA, note=" ")


def test_many_are_not_approved_at_once(approving: Approving) -> None:
    number = approving.waiting()
    with pytest.raises(Refused, match="ticket.approve"):
        approving.tickets.bulk("ticket.approve", number, by=ANNA)
    assert approving.queued(number) == []


# The board


def test_the_tab_and_its_count_hold_what_waits(approving: Approving) -> None:
    def counted(department: str | None) -> int:
        return TicketCounting(approving.store).of(department, Mine(None, "Анна"), None)["approval"]

    whole, number = counted(None), approving.waiting()
    assert [one["number"] for one in approving.on_the_tab(approving.department)] == [number]
    assert (counted(None), counted(approving.department), counted("Вода")) == (whole + 1, 1, 0)
    approving.tickets.do("ticket.approve", number, by=ANNA)
    assert approving.on_the_tab(approving.department) == [] and counted(None) == whole
