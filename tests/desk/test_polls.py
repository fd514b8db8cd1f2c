"""Polls: opened, shown, voted in, counted by hand, closed; each voter counts once, and screens hear of all together."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest

from live.desk.polls import steering
from live.desk.polls.casting import Outcome, Vote, cast_group
from live.domain.broadcast import Kind
from live.domain.polls.poll import MOST_OPEN
from live.domain.refused import Refused
from live.store.polls import ballots, polls
from live.store.show import broadcasts
from live.store.transaction import Store
from live.views.feed.sections.polls import Polls
from live.views.polls.view import poll_views
from live.workers.polls.counting import KEPT, PollCounts
from tests.support.rooms import Show, clock_of

QUESTION = "Что чинить первым?"
OPTIONS = ["Дороги", "Школы", "Вода"]


def opened(show: Show, **fields: Any) -> int:
    return int(show.do("poll.open", question=QUESTION, options=OPTIONS, **fields)["poll"])


def vote(show: Show, poll: int, voter: str, *options: int, source: str = "form") -> Outcome:
    [outcome] = cast_group(show.store, show.id, poll, [Vote(source, voter, options)])
    return outcome


def refused_vote(show: Show, poll: int, *options: int) -> str:
    outcome = vote(show, poll, "кто-то", *options)
    assert isinstance(outcome, Refused)
    return outcome.code


def view(show: Show, poll: int) -> dict[str, Any]:
    """As screens are told of it once they were told."""
    steering.look(show.store, show.id, poll)
    with show.store.read() as connection:
        return dict(poll_views(connection, polls.by_ids(connection, [poll]))[0])


def votes(show: Show, poll: int) -> list[dict[str, int]]:
    return [one["by"] for one in view(show, poll)["options"]]


def test_one_that_is_opened_is_told_with_its_options(show: Show) -> None:
    number = opened(show, many=True)
    assert show.types()[-1] == "poll.opened" and show.events()[-1].data == {"poll": number}
    told = view(show, number)
    assert (told["question"], [one["text"] for one in told["options"]]) == (QUESTION, OPTIONS)
    assert (told["state"], told["shown"], told["many"], told["voters"]) == ("open", False, True, 0)


def test_a_poll_of_another_broadcast_is_not_there(show: Show) -> None:
    number = opened(Show(show.store).on_air())
    for verb in ("show", "hide", "close"):
        show.refused("not_found", f"poll.{verb}", poll=number)
    with pytest.raises(Refused, match="no poll"):
        vote(show, number, "а", 1)


def test_before_the_intake_is_opened_and_after_the_end_none_is_opened(store: Store) -> None:
    show = Show(store)
    show.refused("illegal", "poll.open", question=QUESTION, options=OPTIONS)
    show.on_air().wrapped()
    show.refused("illegal", "poll.open", question=QUESTION, options=OPTIONS)


def test_ten_are_open_at_once_and_a_closed_one_makes_room(show: Show) -> None:
    numbers = [opened(show) for _ in range(MOST_OPEN)]
    show.refused("illegal", "poll.open", question=QUESTION, options=OPTIONS)
    show.do("poll.close", poll=numbers[0])
    opened(show)


def test_none_that_is_open_is_older_than_what_screens_hold(show: Show, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Polls, "limit", 3)
    first = opened(show)
    for _ in range(2):
        show.do("poll.close", poll=opened(show))
    assert QUESTION in str(show.refused("illegal", "poll.open", question="Ещё?", options=OPTIONS))
    show.do("poll.close", poll=first)
    opened(show)


def test_one_at_most_is_on_air(show: Show) -> None:
    first, second = opened(show), opened(show)
    show.do("poll.show", poll=first)
    show.do("poll.show", poll=second)
    assert show.types()[-2:] == ["poll.hidden", "poll.shown"]
    assert [view(show, one)["shown"] for one in (first, second)] == [False, True]
    show.refused("illegal", "poll.show", poll=second)
    show.do("poll.hide", poll=second)
    show.refused("illegal", "poll.hide", poll=second)


def test_a_voter_counts_once_and_the_last_word_counts(show: Show) -> None:
    number = opened(show)
    assert vote(show, number, "Анна", 1) is True
    assert vote(show, number, "Анна", 1) is False
    assert vote(show, number, "Анна", 3) is False
    assert (votes(show, number), view(show, number)["voters"]) == ([{}, {}, {"form": 1}], 1)


def test_a_voter_of_another_source_is_another_one(show: Show) -> None:
    number = opened(show)
    for source in ("form", "vk", "api"):
        vote(show, number, "7", 2, source=source)
    assert votes(show, number)[1] == {"api": 1, "form": 1, "vk": 1}
    assert view(show, number)["options"][1]["votes"] == 3


def test_of_one_group_each_voter_has_the_last_word(show: Show) -> None:
    number = opened(show)
    vote(show, number, "в", 1)
    group = [Vote("form", who, (option,)) for who, option in (("а", 1), ("б", 2), ("а", 2), ("в", 3), ("в", 1))]
    assert cast_group(show.store, show.id, number, group) == [True, True, False, False, False]
    assert (votes(show, number), view(show, number)["voters"]) == ([{"form": 1}, {"form": 2}, {}], 3)


def test_one_that_is_no_vote_stops_none_of_its_group(show: Show) -> None:
    number = opened(show)
    first, wrong, last = cast_group(show.store, show.id, number, [Vote("form", str(n), (n,)) for n in (1, 9, 2)])
    assert (first, last) == (True, True) and isinstance(wrong, Refused) and wrong.code == "not_found"
    assert view(show, number)["voters"] == 2


def test_several_options_of_a_voter_count_each_and_the_voter_once(show: Show) -> None:
    number = opened(show, many=True)
    vote(show, number, "а", 1, 3)
    vote(show, number, "б", 3)
    vote(show, number, "а", 2, 3)
    told = view(show, number)
    assert ([one["votes"] for one in told["options"]], told["voters"]) == ([0, 1, 2], 2)
    assert [one["share"] for one in told["options"]] == [0, 50, 100]


def test_a_closed_one_keeps_its_result_and_takes_no_vote(show: Show) -> None:
    number = opened(show)
    show.do("poll.show", poll=number)
    vote(show, number, "а", 1)
    show.do("poll.close", poll=number)
    assert refused_vote(show, number, 1) == "closed"
    told = view(show, number)
    assert (told["state"], told["shown"], told["voters"], told["options"][0]["share"]) == ("closed", True, 1, 100)
    show.refused("illegal", "poll.close", poll=number)
    show.refused("illegal", "poll.count", poll=number, option=1, votes=3)


def test_votes_change_no_screen_until_screens_are_told(show: Show) -> None:
    """What stands in a snapshot is what the events say: a vote between two words would be a screen that is wrong."""
    number = opened(show)
    vote(show, number, "а", 1)
    before = show.head
    with show.store.read() as connection:
        [told] = poll_views(connection, polls.by_ids(connection, [number]))
    assert told["voters"] == 0
    assert view(show, number)["voters"] == 1
    assert show.types(before) == ["poll.counted"]


def test_where_nobody_has_voted_since_nothing_is_told(show: Show) -> None:
    number = opened(show)
    vote(show, number, "а", 1)
    view(show, number)
    before = show.head
    vote(show, number, "а", 1)
    view(show, number)
    assert show.head == before


def test_hands_in_the_studio_are_a_source_of_their_own_and_are_written_anew(show: Show) -> None:
    number = opened(show)
    vote(show, number, "а", 1)
    show.do("poll.count", poll=number, option=1, votes=30)
    show.do("poll.count", poll=number, option=1, votes=12)
    show.do("poll.count", poll=number, option=2, votes=3)
    told = view(show, number)
    assert ([one["by"] for one in told["options"]], told["voters"]) == ([{"form": 1, "hand": 12}, {"hand": 3}, {}], 16)
    show.refused("not_found", "poll.count", poll=number, option=7, votes=1)


def test_an_option_that_is_taken_away_takes_its_votes_and_its_voters_vote_again(show: Show) -> None:
    number = opened(show, many=True)
    vote(show, number, "а", 2)
    vote(show, number, "б", 1, 2)
    show.do("poll.withdraw", poll=number, option=2)
    assert show.types()[-1] == "poll.withdrawn"
    told = view(show, number)
    assert [(one["votes"], one["gone"]) for one in told["options"]] == [(1, False), (0, True), (0, False)]
    assert told["voters"] == 1
    assert refused_vote(show, number, 2) == "illegal"
    assert vote(show, number, "а", 3) is True
    show.refused("illegal", "poll.withdraw", poll=number, option=1)


def test_a_time_that_is_over_closes_it_by_nobody(clocked: Store) -> None:
    show = Show(clocked).on_air()
    until = (clocked.clock() + timedelta(minutes=5)).isoformat()
    number = opened(show, until=until)
    vote(show, number, "а", 1)
    show.clock.pass_(minutes=5)
    assert refused_vote(show, number, 1) == "closed"
    PollCounts(clocked).tick()
    [closed] = [event for event in show.events() if event.type == "poll.closed"]
    assert closed.by_name is None
    assert (view(show, number)["state"], view(show, number)["voters"]) == ("closed", 1)


def test_the_end_of_a_show_closes_its_polls_and_takes_them_off_air(show: Show) -> None:
    first, second = opened(show), opened(show)
    show.do("poll.show", poll=first)
    vote(show, first, "а", 1)
    show.wrapped()
    told = view(show, first)
    assert (told["state"], told["shown"], told["voters"]) == ("closed", False, 1)
    assert view(show, second)["state"] == "closed"
    assert show.books().balances


@pytest.mark.parametrize("on_air", [True, False])
def test_a_cleared_picture_has_no_poll_and_no_question(show: Show, on_air: bool) -> None:
    number, poll = show.taken() if on_air else None, opened(show)
    show.do("poll.show", poll=poll)
    show.do("graphic.clear")
    assert (view(show, poll)["shown"], view(show, poll)["state"]) == (False, "open")
    assert number is None or show.view(number)["graphic"] is False


def test_what_is_cleared_is_not_in_the_picture_for_a_moment_while_its_poll_leaves(show: Show) -> None:
    show.taken()
    show.do("poll.show", poll=opened(show))
    before = len(show.types())
    show.do("graphic.clear")
    assert show.types()[before:] == ["graphic.cleared", "poll.hidden"]


def test_a_graphic_that_is_shown_takes_the_place_of_the_poll(show: Show) -> None:
    number, poll = show.taken(), opened(show)
    show.do("poll.show", poll=poll)
    show.do("graphic.show")
    assert (view(show, poll)["shown"], show.view(number)["graphic"]) == (False, True)


def test_without_a_question_on_air_a_poll_stays_where_a_graphic_is_asked_for(show: Show) -> None:
    poll = opened(show)
    show.do("poll.show", poll=poll)
    show.refused("illegal", "graphic.show")
    assert view(show, poll)["shown"] is True


def test_a_standing_broadcast_has_polls_too(store: Store) -> None:
    line = Show(store, Kind.STANDING)
    assert vote(line, opened(line), "а", 1) is True


def test_votes_and_the_end_at_one_moment_lose_nothing_that_was_told_counted(show: Show) -> None:
    number = opened(show)
    with ThreadPoolExecutor(4) as pool:
        cast = [pool.submit(vote, show, number, str(n), 1 + n % 3) for n in range(20)]
        pool.submit(show.do, "poll.close", poll=number).result()
        outcomes = [one.result() for one in cast]
    counted = sum(one is True for one in outcomes)
    assert {one.code for one in outcomes if isinstance(one, Refused)} <= {"closed"}
    assert view(show, number)["voters"] == counted == sum(map(sum, (one.values() for one in votes(show, number))))


def test_who_has_voted_is_forgotten_a_while_after_the_end_and_the_result_stays(clocked: Store) -> None:
    show = Show(clocked).on_air()
    number = opened(show)
    vote(show, number, "а", 1)
    show.do("poll.close", poll=number)
    before = view(show, number)
    hashes = clocked.voter_hashes(f"{number}:form:а")

    def kept() -> int:
        task = PollCounts(clocked)
        for _ in range(10):  # Polls of other shows are forgotten too, one a tick.
            task.tick()
        with clocked.read() as connection:
            return len(ballots.of_voters(connection, number, hashes))

    clock_of(clocked).pass_(days=KEPT.days - 1)
    assert kept() == 1
    clock_of(clocked).pass_(days=2)
    assert kept() == 0
    assert view(show, number) == before


def test_a_broadcast_that_is_taken_out_takes_its_polls_with_it(store: Store) -> None:
    show = Show(store).on_air()
    number = opened(show)
    vote(show, number, "а", 1)
    with store.write() as tx:
        tx.lock(show.id)
        broadcasts.remove(tx, show.id)
    with store.read() as connection:
        assert not polls.by_ids(connection, [number]) and not polls.options_of(connection, [number])[number]
