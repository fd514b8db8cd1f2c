"""What Telegram tells by itself of a poll on its pages: how many have voted in a channel, who has in a group."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from live.domain.refused import Refused
from live.store.polls import posts
from live.store.transaction import Store
from tests.desk.paging import Paging, paging
from tests.support.stubs import telegram


@pytest.fixture
def bot(clocked: Store) -> Iterator[Paging]:
    yield from paging(clocked, "telegram")


@pytest.fixture
def group(clocked: Store) -> Iterator[Paging]:
    yield from paging(clocked, "telegram", chat="rayon_chat")


def test_what_a_channel_tells_is_counted_the_last_word_whenever_it_comes(bot: Paging) -> None:
    bot.post()
    first, second = bot.stub.vote(0, 3), bot.stub.vote(1, 2)
    bot.tells(second, first)
    assert bot.votes() == [{"telegram_poll": 3}, {"telegram_poll": 2}, {}]
    assert bot.view()["voters"] == 5


def test_in_a_group_a_person_counts_once_with_the_word_that_they_wrote(group: Paging) -> None:
    group.show.do("poll.close", poll=group.poll)
    group.poll = group.opened(chats=True)
    group.post()
    group.tells(group.stub.write(1, "дороги"), group.stub.choose(123, 2), group.stub.choose(77, 2))
    assert (group.votes(), group.view()["voters"]) == ([{}, {}, {"telegram": 2}], 2)


def test_in_a_group_a_vote_is_of_the_option_that_stands_there(group: Paging) -> None:
    group.show.do("poll.withdraw", poll=group.poll, option=1)
    group.post()
    group.tells(group.stub.choose(123, 1))
    assert group.votes() == [{}, {}, {"telegram": 1}]


def test_whoever_takes_a_vote_back_has_none_and_may_vote_again(group: Paging) -> None:
    group.post()
    group.tells(group.stub.choose(123, 0), group.stub.choose(77, 0), group.stub.choose(123))
    assert (group.votes()[0], group.view()["voters"]) == ({"telegram": 1}, 1)
    group.tells(group.stub.choose(123, 1))
    assert (group.votes()[1], group.view()["voters"]) == ({"telegram": 1}, 2)


def test_in_a_group_how_many_there_are_is_not_counted_beside_who_they_are(group: Paging) -> None:
    group.post()
    group.tells(group.stub.choose(123, 0), group.stub.vote(0))
    assert group.votes()[0] == {"telegram": 1}


def test_a_vote_in_a_closed_one_comes_too_late(group: Paging) -> None:
    group.post()
    group.tells(group.stub.choose(123, 0))
    group.show.do("poll.close", poll=group.poll)
    group.tells(group.stub.choose(77, 0), group.stub.choose(123))
    assert (group.votes()[0], group.view()["voters"]) == ({"telegram": 1}, 1)


def test_a_poll_that_is_none_of_ours_is_nobodys_vote(bot: Paging) -> None:
    bot.post()
    told = bot.stub.vote(0)
    told["poll"]["id"] = "9"
    bot.tells(told)
    assert bot.votes()[0] == {}


def test_a_vote_that_comes_before_its_post_is_known_is_told_again(group: Paging) -> None:
    group.post()
    with group.store.write() as tx:
        [row] = posts.of_polls(tx.connection, [group.poll])[group.poll]
        posts.save(tx, row.id, state="posting", name=None)
    vote = group.stub.choose(123, 0)
    with pytest.raises(Refused) as caught:
        group.tells(vote)
    assert caught.value.code == "unavailable"
    with group.store.write() as tx:
        posts.move(tx, row.id, "deliver", name=row.name)
    group.tells(vote)
    assert group.votes()[0] == {"telegram": 1}


def test_in_its_channel_telegram_ends_it_with_the_poll(bot: Paging) -> None:
    bot.post()
    bot.show.do("poll.close", poll=bot.poll)
    bot.work()
    assert (bot.state, len(bot.stub.stopped)) == ("ended", 1)


def test_one_whose_message_is_gone_is_ended_all_the_same(bot: Paging) -> None:
    bot.post()
    bot.show.do("poll.close", poll=bot.poll)
    bot.stub.fail(f"/bot{telegram.TOKEN}/stopPoll", telegram.error(400, "Bad Request: message to edit not found"))
    bot.work()
    assert bot.state == "ended"
