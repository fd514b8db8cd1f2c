"""A poll on the pages of networks: posted once whatever happens, its votes counted, and ended with the poll."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from live.store.polls import posts
from live.store.transaction import Store
from tests.desk.paging import OPTIONS, SETTINGS, STUBS, Paging, paging
from tests.support.rooms import Show
from tests.support.stub import reset
from tests.support.stubs import ok, telegram, vk

POSTS = {"vk": "/method/wall.post", "ok": "/fb.do", "telegram": f"/bot{telegram.TOKEN}/sendPoll"}
"""The call by which something comes to stand on the page; at Odnoklassniki the first of all."""
KNOWS_REPEATED = {"vk": True, "ok": False, "telegram": False}
TOKEN_GONE = {"vk": vk.error(5), "ok": ok.error(102), "telegram": telegram.error(401, "Unauthorized")}
BUSY = {"vk": vk.error(6), "ok": ok.error(2), "telegram": telegram.error(429, "Too Many Requests", retry_after=3)}


@pytest.fixture(params=list(STUBS))
def page(request: pytest.FixtureRequest, clocked: Store) -> Iterator[Paging]:
    yield from paging(clocked, request.param)


@pytest.fixture(params=["vk", "ok"])
def read(request: pytest.FixtureRequest, clocked: Store) -> Iterator[Paging]:
    """Of a network that is asked what is counted."""
    yield from paging(clocked, request.param)


@pytest.fixture
def bot(clocked: Store) -> Iterator[Paging]:
    yield from paging(clocked, "telegram")


def on_the_page(page: Paging) -> int:
    """How many posts with a poll really stand there."""
    stub: Any = page.stub
    if page.network == "vk":
        return sum(method == "wall.post" for method, _ in stub.posted)
    return len(stub.topics if page.network == "ok" else stub.polls)


# To the page


def test_it_is_posted_with_its_options_and_its_link_is_told(page: Paging) -> None:
    page.post()
    post = page.standing
    assert (post["state"], post["reason"], on_the_page(page)) == ("posted", None, 1)
    assert post["link"].startswith(("https://vk.com/wall-", "https://ok.ru/group/", "https://t.me/rayon/"))
    assert page.show.types().count("poll.post_moved") == 2  # Asked for, and done.


@pytest.mark.parametrize("many", [False, True])
def test_each_network_is_given_the_question_the_options_and_whether_several_may_be_chosen(
    clocked: Store, many: bool
) -> None:
    given: dict[str, Any] = {}
    for network, stub in STUBS.items():
        with stub() as running:
            page = Paging(clocked, network, running)
            page.poll = page.opened(many=many)
            page.post()
            given[network] = running
    [poll] = given["vk"].polls.values()
    assert ([one["text"] for one in poll["answers"]], poll["multiple"]) == (OPTIONS, many)
    [topic] = given["ok"].topics.values()
    assert [one["text"] for one in topic["answers"]] == OPTIONS
    assert ("SingleChoice" in topic["options"], topic["group"]) == (not many, ok.GROUP)
    [sent] = given["telegram"].polls.values()
    assert ([one["text"] for one in sent["options"]], sent["allows_multiple_answers"]) == (OPTIONS, many)


def test_a_second_command_posts_nothing_twice(page: Paging) -> None:
    page.post()
    page.show.refused("illegal", "poll.post", poll=page.poll)
    page.work()
    assert on_the_page(page) == 1


def test_a_network_that_is_busy_is_asked_again(page: Paging) -> None:
    page.stub.fail(POSTS[page.network], BUSY[page.network])
    page.post()
    assert page.state == "waiting"
    page.later(minutes=1)
    page.work()
    assert (page.state, on_the_page(page)) == ("posted", 1)


def test_a_token_that_was_taken_back_is_told_and_a_person_tries_again(page: Paging) -> None:
    page.stub.fail(POSTS[page.network], TOKEN_GONE[page.network])
    page.post()
    assert page.state == "failed" and page.standing["reason"]
    page.post(channel=page.channel)
    assert (page.state, on_the_page(page)) == ("posted", 1)


def test_an_answer_that_is_lost_doubles_nothing(page: Paging) -> None:
    """Where the network knows a repeated post it is posted again by itself; elsewhere a person decides."""
    page.stub.fail(POSTS[page.network], reset(late=True))
    page.post()
    page.later(minutes=1)
    page.work()
    assert page.state == ("posted" if KNOWS_REPEATED[page.network] else "unsure")
    assert on_the_page(page) == 1


def test_one_that_a_process_died_over_doubles_nothing(page: Paging) -> None:
    page.show.do("poll.post", poll=page.poll)
    with page.store.write() as tx:
        [row] = posts.of_polls(tx.connection, [page.poll])[page.poll]
        posts.move(tx, row.id, "send", tries=1)
    page.work()
    page.later(minutes=1)
    page.work()
    posted = KNOWS_REPEATED[page.network]
    assert (page.state, on_the_page(page)) == (("posted", 1) if posted else ("unsure", 0))


def test_a_vk_poll_that_was_posted_once_more_is_the_one_that_is_read(clocked: Store) -> None:
    with vk.Vk() as stub:
        page = Paging(clocked, "vk", stub)
        stub.fail(POSTS["vk"], reset(late=True))
        page.post()
        page.later(minutes=1)
        page.work()
        stub.vote(1, 7)
        page.work()
        assert page.votes()[1] == {"vk_poll": 7}


def test_of_what_nobody_knows_a_person_says_that_it_is_left_so_or_posted_again(bot: Paging) -> None:
    bot.stub.fail(POSTS["telegram"], reset(late=True))
    bot.post()
    assert bot.state == "unsure"
    bot.show.do("poll.drop", poll=bot.poll, channel=bot.channel)
    bot.work()
    assert (bot.state, on_the_page(bot)) == ("dropped", 1)
    bot.post(channel=bot.channel)
    assert (bot.state, on_the_page(bot)) == ("posted", 2)


def test_one_that_waits_is_dropped(page: Paging) -> None:
    page.show.do("poll.post", poll=page.poll)
    page.show.do("poll.drop", poll=page.poll, channel=page.channel)
    page.work()
    assert (page.state, on_the_page(page)) == ("dropped", 0)


def test_what_stands_cannot_be_dropped_and_is_not_posted_again(page: Paging) -> None:
    page.post()
    for verb in ("poll.drop", "poll.post"):
        page.show.refused("illegal", verb, poll=page.poll, channel=page.channel)


def test_where_no_channel_takes_polls_that_is_said(show: Show) -> None:
    poll = int(show.do("poll.open", question="Нужен ли мост?", options=["Да", "Нет"])["poll"])
    show.channel("vk", token=vk.TOKEN, group_id="456")
    assert "switched on" in str(show.refused("illegal", "poll.post", poll=poll))


@pytest.mark.parametrize("lacking", ["user_token", "group_id", "polls"])
def test_a_channel_that_lacks_what_vk_needs_takes_no_polls(show: Show, lacking: str) -> None:
    poll = int(show.do("poll.open", question="Нужен ли мост?", options=["Да", "Нет"])["poll"])
    show.channel("vk", **{name: value for name, value in SETTINGS["vk"].items() if name != lacking})
    show.refused("illegal", "poll.post", poll=poll)


def test_a_channel_of_another_broadcast_posts_nothing_of_this_one(page: Paging) -> None:
    other = Show(page.store).on_air()
    poll = int(other.do("poll.open", question="Нужен ли мост?", options=["Да", "Нет"])["poll"])
    other.refused("illegal", "poll.post", poll=poll)
    other.refused("not_found", "poll.post", poll=poll, channel=page.channel)
    other.refused("not_found", "poll.drop", poll=poll, channel=page.channel)


def test_a_closed_one_is_posted_nowhere(page: Paging) -> None:
    page.show.do("poll.post", poll=page.poll)
    page.show.do("poll.close", poll=page.poll)
    page.work()
    assert (page.state, on_the_page(page)) == ("dropped", 0)
    page.show.refused("illegal", "poll.post", poll=page.poll)


def test_a_webhook_that_brings_no_votes_is_told_before_anything_is_posted(clocked: Store) -> None:
    with telegram.Telegram() as stub:
        page = Paging(clocked, "telegram", stub, longpoll="")
        stub.webhook, stub.heard = "https://line.example/hooks/telegram/1", ["message"]
        page.post()
        assert (page.state, on_the_page(page)) == ("failed", 0)
        assert "webhook" in page.standing["reason"]


@pytest.mark.parametrize("chat", ["rayon", "@rayon", "https://t.me/rayon", "t.me/rayon/", "-1001234567890"])
def test_telegrams_channel_is_named_as_people_name_it(clocked: Store, chat: str) -> None:
    with telegram.Telegram() as stub:
        page = Paging(clocked, "telegram", stub, chat=chat)
        page.post()
        assert page.state == "posted"


def test_what_names_no_chat_takes_no_polls(show: Show) -> None:
    poll = int(show.do("poll.open", question="Нужен ли мост?", options=["Да", "Нет"])["poll"])
    show.channel("telegram", **{**SETTINGS["telegram"], "chat": "наш канал"})
    show.refused("illegal", "poll.post", poll=poll)


# From the page


def test_what_is_counted_there_is_counted_here_each_source_apart(read: Paging) -> None:
    read.post()
    read.show.do("poll.count", poll=read.poll, option=1, votes=2)
    read.stub.vote(0, 5)
    read.stub.vote(2, 3)
    read.work()
    of = f"{read.network}_poll"
    assert read.votes() == [{"hand": 2, of: 5}, {}, {of: 3}]
    assert read.view()["voters"] == 10


def test_of_several_that_may_be_chosen_vk_says_how_many_people_there_are(clocked: Store) -> None:
    with vk.Vk() as stub:
        page = Paging(clocked, "vk", stub)
        page.poll = page.opened(many=True)
        page.post()
        [poll] = stub.polls.values()
        poll["answers"][0]["votes"], poll["answers"][1]["votes"], poll["votes"] = 4, 3, 5
        page.work()
        assert (page.votes()[:2], page.view()["voters"]) == ([{"vk_poll": 4}, {"vk_poll": 3}], 5)


def test_of_several_that_may_be_chosen_odnoklassniki_says_nothing_and_the_most_count(clocked: Store) -> None:
    with ok.Ok() as stub:
        page = Paging(clocked, "ok", stub)
        page.poll = page.opened(many=True)
        page.post()
        stub.vote(0, 4)
        stub.vote(1, 3)
        page.work()
        assert page.view()["voters"] == 4


def test_reading_twice_counts_once(read: Paging) -> None:
    read.post()
    read.stub.vote(1, 4)
    read.work()
    before = read.view()["version"]
    read.work()
    assert (read.votes()[1], read.view()["version"]) == ({f"{read.network}_poll": 4}, before)


def test_while_it_cannot_be_read_that_is_told_and_what_was_counted_stays(read: Paging) -> None:
    read.post()
    read.stub.vote(1, 4)
    read.work()
    read.stub.fail("", TOKEN_GONE[read.network])
    read.work()
    assert read.standing["reason"] and read.votes()[1] == {f"{read.network}_poll": 4}
    read.work()
    assert read.standing["reason"] is None


def test_after_the_end_nothing_more_is_counted(read: Paging) -> None:
    read.post()
    read.stub.vote(0, 1)
    read.work()
    read.show.do("poll.close", poll=read.poll)
    read.stub.vote(0, 9)
    read.work()
    assert (read.state, read.votes()[0]) == ("ended", {f"{read.network}_poll": 1})


def test_an_option_that_was_taken_away_counts_no_more_and_does_not_come_back(read: Paging) -> None:
    read.post()
    read.stub.vote(0, 2)
    read.stub.vote(1, 3)
    read.work()
    read.show.do("poll.withdraw", poll=read.poll, option=2)
    assert (read.votes()[1], read.view()["voters"]) == ({}, 2)
    read.stub.vote(1, 1)
    read.work()
    assert (read.votes()[1], read.view()["voters"]) == ({}, 2)


def test_an_option_that_was_taken_away_before_is_not_offered_there(read: Paging) -> None:
    read.show.do("poll.withdraw", poll=read.poll, option=1)
    read.post()
    read.stub.vote(0, 2)  # The first that stands there is the second of ours.
    read.work()
    assert read.votes() == [{}, {f"{read.network}_poll": 2}, {}]


# Its channel


def test_a_paused_channel_posts_nothing_until_it_goes_on(page: Paging) -> None:
    page.pause(True)
    page.post()
    assert page.state == "waiting"
    page.pause(False)
    page.work()
    assert page.state == "posted"


def test_after_a_restore_nobody_knows_what_was_posted(page: Paging) -> None:
    page.show.do("poll.post", poll=page.poll)
    with page.store.write() as tx:
        posts.mark_all_unconfirmed(tx.connection, "The database was restored.")
    page.work()
    assert (page.state, on_the_page(page)) == ("unsure", 0)
