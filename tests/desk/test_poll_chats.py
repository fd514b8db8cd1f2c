"""A word or a digit in a chat while a poll listens there: a vote, and no question."""

from __future__ import annotations

from datetime import timedelta

import pytest

from live.desk.polls import steering
from live.store.polls import polls
from live.store.transaction import Store
from live.views.polls.view import poll_views
from tests.desk.conversing import NETWORKS, Writing
from tests.support.rooms import Show

VK = "a comment of vk"


def opened(show: Show, chats: bool = True) -> int:
    return int(show.do("poll.open", question="Нужен ли мост?", options=["Да", "Нет"], chats=chats)["poll"])


def counted(show: Show, poll: int) -> list[dict[str, int]]:
    steering.look(show.store, show.id, poll)
    with show.store.read() as connection:
        [told] = poll_views(connection, polls.by_ids(connection, [poll]))
    return [one["by"] for one in told["options"]]


def told(show: Show, network: str, *texts: str) -> int:
    """How many questions there are after one person has written these."""
    writing = Writing(show, network)
    writing.tells(*(writing.body(text, after=n) for n, text in enumerate(texts)))
    return int(show.broadcast.last_number)


@pytest.mark.parametrize("network", NETWORKS)
@pytest.mark.parametrize("text", ["1", "да"])
def test_it_is_counted_and_is_no_question(show: Show, network: str, text: str) -> None:
    poll = opened(show)
    assert told(show, network, text) == 0
    assert counted(show, poll) == [{NETWORKS[network][0]: 1}, {}]


def test_a_person_of_a_network_counts_once_by_the_last_word(show: Show) -> None:
    poll = opened(show)
    assert told(show, VK, "1", "нет", "нет") == 0
    assert counted(show, poll) == [{}, {"vk": 1}]


def test_told_twice_it_is_counted_once(show: Show) -> None:
    poll, writing = opened(show), Writing(show)
    body = writing.body("1")
    writing.tells(body, body)
    assert sum(counted(show, poll)[0].values()) == 1


def test_more_words_are_a_question(show: Show) -> None:
    poll = opened(show)
    assert told(show, VK, "1 автобус на всю деревню, когда будет второй?") == 1
    assert counted(show, poll) == [{}, {}]


def test_where_no_poll_listens_it_is_a_question(show: Show) -> None:
    poll = opened(show, chats=False)
    assert told(show, VK, "1") == 1
    assert counted(show, poll) == [{}, {}]


def test_after_the_end_it_is_a_question(show: Show) -> None:
    poll = opened(show)
    show.do("poll.close", poll=poll)
    assert told(show, VK, "1") == 1
    assert counted(show, poll) == [{}, {}]


def test_after_its_time_it_is_a_question_though_nobody_has_closed_the_poll_yet(clocked: Store) -> None:
    show = Show(clocked).on_air()
    until = (clocked.clock() + timedelta(minutes=5)).isoformat()
    show.do("poll.open", question="Нужен ли мост?", options=["Да", "Нет"], chats=True, until=until)
    show.clock.pass_(minutes=5)
    assert told(show, VK, "1") == 1


def test_of_several_polls_the_one_on_air_is_meant(show: Show) -> None:
    first, second = opened(show), opened(show)
    show.do("poll.show", poll=first)
    told(show, VK, "2")
    assert (counted(show, first)[1], counted(show, second)[1]) == ({"vk": 1}, {})
