"""A ticket's moves, and its number."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from live.domain import ticket
from live.domain.people import Role
from live.domain.refused import Refused
from live.domain.ticket import Kind, State, Ticket
from live.domain.transitions import check_version
from tests.domain.grid import Grid, refused, refused_with_moves

MOVES = Grid("""
            open      assigned     in_progress  on_hold      resolved  closed
assign      assigned  assigned     assigned     -            -         -
take        in_progress in_progress in_progress -            -         -
start       -         in_progress  -            -            -         -
hold        -         on_hold      on_hold      -            -         -
resume      -         -            -            in_progress  -         -
reply       open      assigned     in_progress  on_hold      -         -
resolve     -         resolved     resolved     -            -         -
submit      -         in_progress  in_progress  -            -         -
approve     -         -            resolved     -            -         -
correct     -         -            resolved     -            -         -
return_answer   -     -            in_progress  -            -         -
withdraw_answer -     -            in_progress  -            -         -
pass_on     -         -            -            -            resolved  closed
publish     open      assigned     in_progress  on_hold      resolved  closed
close       -         -            -            -            closed    -
rate        -         -            -            -            resolved  closed
reopen      -         -            -            -            assigned  assigned
prioritise  open      assigned     in_progress  on_hold      -         -
formal      open      assigned     in_progress  on_hold      -         -
withdraw    closed    closed       closed       closed       -         -
""")

EVENTS = {
    "assign": "assigned", "take": "taken", "start": "started", "hold": "held", "resume": "resumed",
    "resolve": "resolved", "reply": "replied", "pass_on": "passed_on", "publish": "published", "rate": "rated",
    "close": "closed", "reopen": "reopened", "prioritise": "prioritised", "formal": "formalised",
    "withdraw": "closed", "submit": "submitted", "approve": "resolved", "correct": "resolved",
    "return_answer": "answer_returned", "withdraw_answer": "answer_withdrawn",
}  # fmt: skip


NOBODYS = ("withdraw", "rate", "submit")
"""No command gives these: a promise's end, a resident's mark, and what becomes of an answer that is to be approved."""


def offered(state: str) -> list[str]:
    """What a refusal names: what somebody may give, whether an answer waits or not."""
    return [verb for verb in MOVES.of(state) if verb not in (*NOBODYS, *ticket.ON_WHAT_WAITS)]


def a_ticket(state: str, verb: str = "") -> Ticket:
    """With an answer that waits, where the verb is on one."""
    return Ticket("ПЛ-2026-000123", Kind.UNANSWERED, State(state), 3, verb in ticket.ON_WHAT_WAITS)


def test_the_design_and_the_code_know_the_same_states_and_verbs() -> None:
    assert MOVES.states == [state.value for state in State]
    assert set(MOVES.rows) == set(ticket.TRANSITIONS)


@pytest.mark.parametrize(("state", "verb", "after"), MOVES.legal())
def test_a_move_that_is_there(state: str, verb: str, after: str) -> None:
    change = ticket.transition(a_ticket(state, verb), verb)
    assert (change.after.state, change.after.version) == (State(after), 4)
    (event,) = change.events
    assert (event.type, event.ticket, event.was, event.state) == (
        f"ticket.{EVENTS[verb]}",
        "ПЛ-2026-000123",
        state,
        after,
    )


@pytest.mark.parametrize(("state", "verb"), MOVES.illegal())
def test_a_move_that_is_not_there_is_refused_with_those_that_are(state: str, verb: str) -> None:
    refused_with_moves(lambda: ticket.transition(a_ticket(state, verb), verb), offered(state))


@pytest.mark.parametrize("verb", sorted(ticket.ON_WHAT_WAITS))
@pytest.mark.parametrize("state", list(State))
def test_where_no_answer_waits_nobody_decides_on_one(state: State, verb: str) -> None:
    refusal = refused("illegal", lambda: ticket.transition(a_ticket(state), verb))
    assert "waits for approval" in str(refusal)


@given(st.lists(st.sampled_from(list(ticket.TRANSITIONS)), max_size=12))
def test_whatever_is_done_an_answer_waits_only_of_what_is_in_progress_and_ends_when_it_is_decided(
    verbs: list[str],
) -> None:
    now = a_ticket("assigned")
    for verb in verbs:
        try:
            after = ticket.transition(now, verb).after
        except Refused:
            continue
        assert not after.submitted or after.state is State.IN_PROGRESS
        assert after.submitted == (verb == "submit" or (now.submitted and verb in ticket.LEAVES_IT_WAITING))
        now = after


@pytest.mark.parametrize("verb", MOVES.rows)
def test_a_coordinator_steers_and_an_executor_works(verb: str) -> None:
    if verb in NOBODYS:
        assert not ticket.TRANSITIONS[verb].roles
        return
    if verb == "withdraw_answer":  # A coordinator returns it, and says why.
        assert ticket.TRANSITIONS[verb].roles == {Role.EXECUTOR}
        return
    decides = ("approve", "correct", "return_answer")
    steers = verb in ("assign", "close", "reopen", "publish", "prioritise", "formal", *decides)
    assert ticket.TRANSITIONS[verb].roles == ({Role.COORDINATOR} if steers else {Role.COORDINATOR, Role.EXECUTOR})


def test_a_stale_version_is_a_conflict_that_names_the_state() -> None:
    check_version(a_ticket("on_hold"), 3)
    assert "on_hold" in str(refused("conflict", lambda: check_version(a_ticket("on_hold"), 2)))


@pytest.mark.parametrize(
    ("count", "year", "number"),
    [(1, 2026, "ПЛ-2026-000001"), (123, 2026, "ПЛ-2026-000123"), (1_234_567, 2027, "ПЛ-2027-1234567")],
)
def test_a_number_tells_the_year_and_the_count(count: int, year: int, number: str) -> None:
    assert ticket.number(count, datetime(year, 11, 24, 9, 41, tzinfo=UTC)) == number
