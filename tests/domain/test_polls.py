"""What may be asked in a poll, what counts as a vote, and how parts are told."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from live.domain.broadcast import State as BroadcastState
from live.domain.people import Role
from live.domain.polls import poll as rules
from live.domain.polls.poll import Option, Poll, State
from tests.domain.grid import refused

NOW = datetime(2026, 12, 1, 12, tzinfo=UTC)
OPTIONS = (Option(1, "Да"), Option(2, "Нет, не нужен"), Option(3, "Ёлка"))


def a_poll(
    state: State = State.OPEN, *, many: bool = False, until: datetime | None = None, shown: bool = False, gone: int = 0
) -> Poll:
    options = tuple(Option(one.number, one.text, one.number == gone) for one in OPTIONS)
    return Poll(7, state, many, True, shown, until, options)


def test_producers_and_moderators_steer_polls() -> None:
    assert {Role.PRODUCER, Role.MODERATOR} == rules.STEERING


def test_options_stand_in_one_line_each() -> None:
    assert rules.checked_options([" Дороги \n и мосты", "Школы"]) == ["Дороги и мосты", "Школы"]


@pytest.mark.parametrize("options", [["Одна"], ["а"] * 0, [str(n) for n in range(11)], ["Да", " "]])
def test_too_few_too_many_and_empty_ones_are_refused(options: list[str]) -> None:
    refused("invalid", lambda: rules.checked_options(options))


@pytest.mark.parametrize("other", ["Да", "да", " Да ", "Д\u200bа"])
def test_two_options_that_read_alike_are_one(other: str) -> None:
    assert "Да" in str(refused("invalid", lambda: rules.checked_options(["Да", other]))).title()


@pytest.mark.parametrize("state", BroadcastState)
def test_a_poll_is_opened_and_shown_where_questions_are_taken(state: BroadcastState) -> None:
    def opens() -> None:
        rules.check_opens(state, 0, None, NOW)

    def shows() -> None:
        rules.check_shows(a_poll(), state)

    for act in (opens, shows):
        if state in ("collecting", "on_air"):
            act()
        else:
            refused("illegal", act)


def test_ten_are_open_at_most() -> None:
    rules.check_opens(BroadcastState.ON_AIR, rules.MOST_OPEN - 1, None, NOW)
    refused("illegal", lambda: rules.check_opens(BroadcastState.ON_AIR, rules.MOST_OPEN, None, NOW))


@pytest.mark.parametrize("hours", [0, -1, 366 * 24 + 1])
def test_its_end_lies_ahead_and_not_too_far(hours: int) -> None:
    until = NOW + timedelta(hours=hours)
    refused("invalid", lambda: rules.check_opens(BroadcastState.ON_AIR, 0, until, NOW))
    rules.check_opens(BroadcastState.ON_AIR, 0, NOW + timedelta(hours=1), NOW)


def test_what_is_on_air_is_not_shown_again_and_what_is_not_is_not_hidden() -> None:
    refused("illegal", lambda: rules.check_shows(a_poll(shown=True), BroadcastState.ON_AIR))
    refused("illegal", lambda: rules.check_hides(a_poll()))
    rules.check_hides(a_poll(shown=True))


def test_a_closed_one_counts_nothing_more() -> None:
    refused("illegal", lambda: rules.check_open(a_poll(State.CLOSED)))
    refused("closed", lambda: rules.chosen(a_poll(State.CLOSED), [1], NOW))


def test_its_end_closes_it_though_nobody_has_noticed_yet() -> None:
    ending = a_poll(until=NOW)
    assert rules.chosen(ending, [1], NOW - timedelta(microseconds=1)) == 1
    refused("closed", lambda: rules.chosen(ending, [1], NOW))


def test_one_option_is_chosen_or_several_where_that_is_said() -> None:
    refused("invalid", lambda: rules.chosen(a_poll(), [1, 2], NOW))
    refused("invalid", lambda: rules.chosen(a_poll(), [], NOW))
    assert rules.chosen(a_poll(), [2, 2], NOW) == 0b10
    assert rules.chosen(a_poll(many=True), [3, 1], NOW) == 0b101


def test_an_option_that_is_not_there_and_one_that_was_taken_away_are_told_apart() -> None:
    refused("not_found", lambda: rules.chosen(a_poll(), [4], NOW))
    refused("illegal", lambda: rules.chosen(a_poll(gone=2), [2], NOW))


def test_two_options_are_left_at_least() -> None:
    rules.check_withdraws(a_poll(), 1)
    refused("illegal", lambda: rules.check_withdraws(a_poll(gone=2), 1))
    refused("illegal", lambda: rules.check_withdraws(a_poll(State.CLOSED), 1))
    refused("not_found", lambda: rules.check_withdraws(a_poll(), 9))


@given(st.sets(st.integers(1, 10), min_size=1))
def test_what_was_chosen_is_read_back(numbers: set[int]) -> None:
    assert rules.numbers_of(sum(map(rules.bit, numbers))) == sorted(numbers)


@pytest.mark.parametrize(
    ("text", "options"),
    [
        ("1", [1]),
        (" 2. ", [2]),
        ("№ 3", [3]),
        ("#1", [1]),
        ("2️⃣", [2]),
        ("Да", [1]),
        ("да!", [1]),
        ("«елка»", [3]),
        ("нет, не нужен", [2]),
        ("4", []),
        ("1 2", []),
        ("10", []),
        ("", []),
        ("1 мост когда починят?", []),
        ("Да когда же починят мост", []),
        ("нет", []),
    ],
)
def test_a_message_is_a_vote_where_it_is_an_option_and_nothing_else(text: str, options: list[int]) -> None:
    assert rules.said(a_poll(), text) == options


def test_several_digits_count_where_several_may_be_chosen() -> None:
    assert rules.said(a_poll(many=True), "1, 3") == [1, 3]
    assert rules.said(a_poll(many=True), "1, 4") == []


@pytest.mark.parametrize("text", ["2", "Нет, не нужен"])
def test_an_option_that_was_taken_away_is_no_vote(text: str) -> None:
    assert rules.said(a_poll(gone=2), text) == []


def test_hands_are_added_to_ballots_and_of_several_options_the_most_count() -> None:
    assert rules.voters(10, [3, 4], many=False) == 17
    assert rules.voters(10, [3, 4], many=True) == 14
    assert rules.voters(10, [], many=True) == 10


VOTES = st.lists(st.integers(0, 10**6), min_size=2, max_size=10)


@given(VOTES)
def test_parts_of_all_votes_add_up_to_a_hundred(votes: list[int]) -> None:
    parts = rules.shares(votes, sum(votes), many=False)
    assert sum(parts) == (100 if any(votes) else 0)
    assert all(abs(part - 100 * one / (sum(votes) or 1)) < 1 for part, one in zip(parts, votes, strict=True))


@given(VOTES)
def test_more_votes_are_never_a_smaller_part(votes: list[int]) -> None:
    parts = dict(zip(votes, rules.shares(votes, sum(votes), many=False), strict=True))
    ordered = [parts[one] for one in sorted(parts)]
    assert all(one <= more + 1 for one, more in zip(ordered, ordered[1:], strict=False))


def test_of_several_options_each_part_is_of_the_voters() -> None:
    assert rules.shares([3, 2, 0], 3, many=True) == [100, 67, 0]
    assert rules.shares([0, 0], 0, many=True) == [0, 0]
