"""MAX: answered under the message that is answered, asked from the stored marker on, its errors understood."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.channels.calling import Caller, texts
from tests.support.stub import Fault, reset
from tests.support.stubs.max import TOKEN, Max, error

ANNA, ASKED = "max:123", "456/mid.0041"


@pytest.fixture
def bot() -> Iterator[Max]:
    with Max() as stub:
        yield stub


@pytest.fixture
def caller(bot: Max) -> Caller:
    return Caller("max", bot, token=TOKEN)


def test_a_reply_stands_under_the_message_that_it_answers(caller: Caller, bot: Max) -> None:
    assert caller.reply(ANNA, ASKED).id == "mid.1000"
    assert bot.sent == [{"to": "456", "text": "Мост починят в мае", "link": {"type": "reply", "mid": "mid.0041"}}]


def test_without_a_chat_the_person_is_written_to(caller: Caller, bot: Max) -> None:
    caller.reply(ANNA, None)
    assert bot.sent == [{"to": "user 123", "text": "Мост починят в мае"}]


def test_where_the_message_is_gone_the_reply_simply_stands_in_the_chat(caller: Caller, bot: Max) -> None:
    bot.removed.add("mid.0041")
    caller.reply(ANNA, ASKED)
    assert bot.sent == [{"to": "456", "text": "Мост починят в мае"}]


def test_a_comment_under_a_post_is_left_to_a_person(caller: Caller, bot: Max) -> None:
    failed = caller.refused(ANNA, "comment:-7/mid.0041")
    assert failed.kind == "never" and "by hand" in failed.reason and not bot.calls


@pytest.mark.parametrize(
    ("fault", "kind", "reason", "wait"),
    [
        (error(429, "too.many.requests"), "later", "The network is busy.", 1),
        (Fault(status=429, headers={"Retry-After": "7"}), "later", "The network is busy.", 7),
        (error(503, "service.unavailable"), "later", "The network is busy.", None),
        (error(401, "verify.token"), "never", "MAX does not accept the token.", None),
        (Fault(status=401), "never", "MAX does not accept the token.", None),
        (error(400, "something.new"), "never", "MAX refuses it.", None),
        (error(500, "internal.error"), "unsure", "Something broke at the network.", None),
        (Fault(answer={"success": False}), "unsure", "The network's answer cannot be read.", None),
        (Fault(answer="no"), "unsure", "The network's answer cannot be read.", None),
        (reset(late=True), "unsure", "The network did not answer.", None),
    ],
)
def test_what_max_answers_is_understood(
    caller: Caller, fault: Fault, kind: str, reason: str, wait: float | None
) -> None:
    failed = caller.refused(ANNA, ASKED, fault)
    assert (failed.kind, failed.reason, failed.wait) == (kind, reason, wait)


def test_who_has_stopped_the_bot_gets_nothing_and_a_person_is_told_so(caller: Caller, bot: Max) -> None:
    bot.stopped_by.add("456")
    failed = caller.refused(ANNA, ASKED)
    assert failed.kind == "never" and "stopped" in failed.reason and "chat.denied" in failed.detail


def test_a_text_that_is_too_long_is_not_cut_but_refused(caller: Caller, bot: Max) -> None:
    assert caller.refused(ANNA, ASKED, text="ж" * 4001).reason == "The text is too long for MAX."
    assert not bot.calls
    caller.reply(ANNA, ASKED, "ж" * 4000)
    assert len(bot.sent) == 1


@pytest.mark.parametrize("token", ["", "token\r\nX-Other: 1", "токен"])
def test_without_a_token_that_can_be_one_nothing_is_asked(bot: Max, token: str) -> None:
    assert Caller("max", bot, token=token).refused(ANNA, ASKED).kind == "never"
    assert not bot.calls


def test_nobody_is_written_to_of_whom_nothing_is_known(caller: Caller, bot: Max) -> None:
    assert caller.refused(None, None).kind == "never" and not bot.calls


def test_max_is_asked_from_the_stored_marker_on(caller: Caller, bot: Max) -> None:
    bot.write(1, "Вопрос 1")
    first = caller.poll()
    for number in (2, 3):
        bot.write(number, f"Вопрос {number}")
    assert texts(first) == ["Вопрос 1"]
    assert texts(caller.poll(first.state)) == texts(caller.poll(first.state)) == ["Вопрос 2", "Вопрос 3"]


def test_check_tells_which_way_the_messages_come(bot: Max) -> None:
    hooked, asking = Caller("max", bot, token=TOKEN), Caller("max", bot, token=TOKEN, longpoll="yes")
    assert "nothing comes" in hooked.unchecked().reason
    assert asking.check() == "MAX accepts the token."
    bot.subscriptions.append({"url": "https://live.example/hooks/max/key", "time": 1785571200000})
    assert hooked.check() == "MAX accepts the token."
    assert "only one of them" in asking.unchecked().reason
    assert Caller("max", bot).check() == "It only receives: there is no token."
    assert Caller("max", bot, token="another").unchecked().reason == "MAX does not accept the token."
