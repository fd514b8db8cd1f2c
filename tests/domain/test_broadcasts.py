"""A broadcast's moves, and what its state and kind allow."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from live.domain import broadcast, question
from live.domain.broadcast import Broadcast, Kind, State
from live.domain.people import Role
from tests.domain.grid import Grid, refused, refused_with_moves

MOVES = Grid("""
                    planned     collecting  on_air      wrapping    wrapped   archived
open                collecting  -           -           -           -         -
open_intake         -           collecting  on_air      -           -         -
close_intake        -           collecting  on_air      -           -         -
air                 -           on_air      -           -           -         -
wrap                -           wrapping    wrapping    -           -         -
finish              -           -           -           wrapped     -         -
archive             -           -           -           -           archived  -
unair               -           -           collecting  -           -         -
unwrap              -           -           -           -           wrapping  -
back_on_air         -           -           -           on_air      -         -
back_to_collecting  -           -           -           collecting  -         -
""")

EVENTS = {
    "open": "opened", "open_intake": "intake_opened", "close_intake": "intake_closed", "air": "aired",
    "wrap": "wrapping", "finish": "wrapped", "archive": "archived", "unair": "unaired", "unwrap": "unwrapping",
    "back_on_air": "unwrapped", "back_to_collecting": "unwrapped",
}  # fmt: skip


UNSAID = {"back_on_air", "back_to_collecting"}
"""Moves that a refusal does not offer: a wrap that is taken back comes to one of them by itself."""


def show(state: str, intake_open: bool = True) -> Broadcast:
    return Broadcast("june", Kind.SHOW, State(state), intake_open, version=3)


STANDING = broadcast.new("all-year", Kind.STANDING)


def test_the_design_and_the_code_know_the_same_states_and_verbs() -> None:
    assert MOVES.states == [state.value for state in State]
    assert set(MOVES.rows) == set(broadcast.TRANSITIONS)


@pytest.mark.parametrize(("state", "verb", "after"), MOVES.legal())
def test_a_move_that_is_there(state: str, verb: str, after: str) -> None:
    change = broadcast.transition(show(state), verb)
    assert (change.after.state, change.after.version) == (State(after), 4)
    (event,) = change.events
    assert (event.type, event.was, event.state) == (f"broadcast.{EVENTS[verb]}", state, after)


@pytest.mark.parametrize(("state", "verb"), MOVES.illegal())
def test_a_move_that_is_not_there_is_refused_with_those_that_are(state: str, verb: str) -> None:
    there_are = [one for one in MOVES.of(state) if one not in UNSAID and broadcast.TRANSITIONS[one].roles]
    refused_with_moves(lambda: broadcast.transition(show(state), verb), there_are)


@pytest.mark.parametrize("before", [True, False])
@pytest.mark.parametrize(("state", "verb", "after"), MOVES.legal())
def test_the_intake_is_a_flag_that_four_moves_set(state: str, verb: str, after: str, before: bool) -> None:
    set_to = {"open": True, "open_intake": True, "close_intake": False, "wrap": False}
    assert broadcast.transition(show(state, before), verb).after.intake_open is set_to.get(verb, before)


@pytest.mark.parametrize("verb", [verb for verb in MOVES.rows if verb != "archive"])
def test_a_standing_broadcast_makes_no_move(verb: str) -> None:
    refused("illegal", lambda: broadcast.transition(STANDING, verb))


def test_but_one_it_is_archived_once_and_takes_nothing_any_more() -> None:
    change = broadcast.transition(STANDING, "archive")
    assert (change.after.state, change.after.takes_questions) == (State.ARCHIVED, False)
    assert [event.type for event in change.events] == ["broadcast.archived"]
    refused("illegal", lambda: broadcast.transition(change.after, "archive"))


SETTINGS = ("title", "zone", "starts_at", "minutes", "standing_id", "head_sees_contacts", "names_on_air")

EDITABLE = {
    **{state: set(SETTINGS) for state in ("planned", "collecting", "on_air")},
    **{state: set(SETTINGS) - broadcast.PLANNING for state in ("wrapping", "wrapped")},
    "archived": set(),
}


@pytest.mark.parametrize("name", SETTINGS)
@pytest.mark.parametrize("state", MOVES.states)
def test_what_is_planned_stands_once_the_show_is_over_and_all_once_it_is_archived(state: str, name: str) -> None:
    if name not in EDITABLE[state]:
        refused("illegal", lambda: broadcast.edit(show(state), {name}, anew=False))
        return
    change = broadcast.edit(show(state), {name}, anew=True)
    assert (change.after.state, change.after.version) == (State(state), 4)
    (event,) = change.events
    assert (event.type, event.was, event.state, event.data) == ("broadcast.edited", state, state, {"anew": True})


@pytest.mark.parametrize("name", SETTINGS)
def test_a_standing_broadcast_has_none_of_a_shows_own_settings(name: str) -> None:
    if name in broadcast.OF_SHOWS:
        refused("illegal", lambda: broadcast.edit(STANDING, {name}, anew=False))
    else:
        assert broadcast.edit(STANDING, {name}, anew=False).after.version == 2


NOON = datetime(2026, 12, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize("state", MOVES.states)
def test_a_start_in_the_past_is_refused_until_the_show_has_begun(state: str) -> None:
    def check(starts_at: datetime) -> None:
        broadcast.check_start(show(state), starts_at, NOON, ZoneInfo("Asia/Kamchatka"))

    check(NOON + timedelta(minutes=1))
    if state in ("planned", "collecting"):
        assert "01.12.2026 23:59" in str(refused("invalid", lambda: check(NOON - timedelta(minutes=1))))
    else:
        check(NOON - timedelta(minutes=1))


@pytest.mark.parametrize("state", MOVES.states)
def test_what_is_on_air_cannot_be_deleted(state: str) -> None:
    if state in ("on_air", "wrapping"):
        refused("illegal", lambda: broadcast.check_deletable(show(state)))
    else:
        broadcast.check_deletable(show(state))


@pytest.mark.parametrize("leads", [(1, 0, 0), (0, 1, 0), (0, 0, 1)])
def test_a_standing_broadcast_that_is_needed_is_not_archived(leads: tuple[int, int, int]) -> None:
    refused("illegal", lambda: broadcast.check_retirable(*leads))
    broadcast.check_retirable(0, 0, 0)


@pytest.mark.parametrize(
    ("first", "repeat", "days"),
    [
        ("2026-12-02", "week", "12-02 12-09 12-16 12-23"),
        ("2026-12-02", "fortnight", "12-02 12-16 12-30 01-13"),
        ("2026-12-09", "month", "12-09 01-13 02-10 03-10"),
        ("2026-12-30", "month", "12-30 01-27 02-24 03-31"),
        ("2027-02-28", "month", "02-28 03-28 04-25 05-23"),
    ],
)
def test_the_days_of_a_series(first: str, repeat: str, days: str) -> None:
    found = broadcast.days_of(date.fromisoformat(first), broadcast.Repeat(repeat), 4)
    assert " ".join(f"{day:%m-%d}" for day in found) == days
    assert {day.weekday() for day in found} == {date.fromisoformat(first).weekday()}


def test_a_show_is_planned_and_a_standing_broadcast_open_from_the_start() -> None:
    assert broadcast.new("june", Kind.SHOW) == Broadcast("june", Kind.SHOW, State.PLANNED, False)
    assert not broadcast.new("june", Kind.SHOW).takes_questions
    assert STANDING.takes_questions


@pytest.mark.parametrize("intake_open", [True, False])
@pytest.mark.parametrize("state", MOVES.states)
def test_questions_from_outside_need_an_open_intake(state: str, intake_open: bool) -> None:
    takes = intake_open and state in ("collecting", "on_air")
    assert show(state, intake_open).takes_questions is takes


@pytest.mark.parametrize("intake_open", [True, False])
@pytest.mark.parametrize("state", MOVES.states)
def test_the_desk_adds_while_the_broadcast_runs_whatever_the_intake(state: str, intake_open: bool) -> None:
    if state in ("collecting", "on_air"):
        broadcast.check_by_hand(show(state, intake_open))
    else:
        assert state in str(refused("closed", lambda: broadcast.check_by_hand(show(state, intake_open))))


NEED_THE_AIR = {"take", "answer"}
NEED_A_RUNDOWN = {"shortlist", "move", "plan", "take", "answer", "reopen", "want", "unwant"}
OF_THE_LINE = {"finish", "unfinish"}
EVEN_BEFORE = {"transfer"}
EVEN_AFTERWARDS = {"restore", "amend_promise", "withdraw_promise", "summarise", "send_answer", "show_file", "hide_file"}


@pytest.mark.parametrize("verb", [verb for verb in question.TRANSITIONS if verb not in OF_THE_LINE])
@pytest.mark.parametrize("state", MOVES.states)
def test_a_show_lets_its_questions_be_moved_while_it_runs(state: str, verb: str) -> None:
    allowed = state == "on_air" or (state == "collecting" and verb not in NEED_THE_AIR)
    allowed = allowed or (state == "wrapped" and verb in EVEN_AFTERWARDS)
    allowed = allowed or (state == "planned" and verb in EVEN_BEFORE)
    if allowed:
        broadcast.check_moderation(show(state), verb)
    else:
        said = str(refused("illegal", lambda: broadcast.check_moderation(show(state), verb)))
        assert ("begin collecting" if state == "planned" and verb not in NEED_THE_AIR else state) in said


@pytest.mark.parametrize("verb", sorted(OF_THE_LINE))
@pytest.mark.parametrize("state", MOVES.states)
def test_on_a_show_a_question_is_answered_on_air(state: str, verb: str) -> None:
    assert "on air" in str(refused("illegal", lambda: broadcast.check_moderation(show(state), verb)))


@pytest.mark.parametrize("verb", question.TRANSITIONS)
def test_a_standing_broadcast_has_no_rundown(verb: str) -> None:
    if verb in NEED_A_RUNDOWN:
        refusal = refused("illegal", lambda: broadcast.check_moderation(STANDING, verb))
        assert "ticket" in str(refusal) and "decline" in str(refusal)
    else:
        broadcast.check_moderation(STANDING, verb)


def test_the_producer_moves_a_broadcast_and_an_administrator_may_take_back() -> None:
    by_people = {verb: transition.roles for verb, transition in broadcast.TRANSITIONS.items() if transition.roles}
    undone = dict.fromkeys(["unair", "unwrap"], {Role.PRODUCER, Role.ADMIN})
    others = MOVES.rows.keys() - {"finish", *UNSAID, *undone}
    assert by_people == dict.fromkeys(others, {Role.PRODUCER}) | undone
