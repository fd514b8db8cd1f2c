"""Telegram: answered under the message that is answered, asked from the stored update on, its errors understood."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from live.channels import telegram
from live.channels.capabilities import OutgoingMessage
from tests.channels.calling import Caller, texts
from tests.support.stub import Fault, reset
from tests.support.stubs.telegram import TOKEN, Telegram, error

ANNA, ASKED = "telegram:123", "123_41"


@pytest.fixture
def bot() -> Iterator[Telegram]:
    with Telegram() as stub:
        yield stub


@pytest.fixture
def caller(bot: Telegram) -> Caller:
    return Caller("telegram", bot, token=TOKEN)


def test_a_reply_stands_under_the_message_that_it_answers(caller: Caller, bot: Telegram) -> None:
    assert caller.reply(ANNA, ASKED).id == "123_1000"
    under = {"message_id": 41, "allow_sending_without_reply": True}
    assert bot.sent == [{"chat_id": 123, "text": "Мост починят в мае", "reply_parameters": under}]


def test_who_asked_in_a_group_is_answered_in_the_group(caller: Caller, bot: Telegram) -> None:
    sent = caller.reply(ANNA, "-1001234567890_41")
    assert (bot.sent[0]["chat_id"], sent.link) == (-1001234567890, "https://t.me/rayon_chat/1000")


def test_without_a_message_to_answer_the_person_is_written_to(caller: Caller, bot: Telegram) -> None:
    caller.reply(ANNA, None)
    assert bot.sent == [{"chat_id": 123, "text": "Мост починят в мае"}]


def test_a_group_is_written_to_more_slowly() -> None:
    assert telegram.rate(OutgoingMessage(ANNA, "", 1, "-100_1")) < telegram.rate(OutgoingMessage(ANNA, "", 1, ASKED))


@pytest.mark.parametrize(
    ("fault", "kind", "reason", "wait"),
    [
        (error(429, "Too Many Requests: retry after 7", retry_after=7), "later", "The network is busy.", 7),
        (Fault(status=503), "later", "The network is busy.", None),
        (error(401, "Unauthorized"), "never", "Telegram does not accept the token.", None),
        (error(400, "Bad Request: chat not found"), "never", "This conversation is not there.", None),
        (error(400, "Bad Request: message is too long"), "never", "The text is too long for Telegram.", None),
        (error(400, "Bad Request: something new"), "never", "Telegram refuses it.", None),
        (Fault(status=400, answer=["no", "object"]), "never", "Telegram refuses it.", None),
        (error(500, "Internal Server Error"), "unsure", "Something broke at the network.", None),
        (Fault(answer={"ok": False}), "unsure", "The network's answer cannot be read.", None),
        (Fault(answer="no"), "unsure", "The network's answer cannot be read.", None),
        (reset(late=True), "unsure", "The network did not answer.", None),
    ],
)
def test_what_telegram_answers_is_understood(
    caller: Caller, fault: Fault, kind: str, reason: str, wait: float | None
) -> None:
    failed = caller.refused(ANNA, ASKED, fault)
    assert (failed.kind, failed.reason, failed.wait) == (kind, reason, wait)


def test_who_has_stopped_the_bot_gets_nothing_and_a_person_is_told_so(caller: Caller, bot: Telegram) -> None:
    bot.stopped_by.add(123)
    failed = caller.refused(ANNA, ASKED)
    assert failed.kind == "never" and "stopped" in failed.reason and "blocked by the user" in failed.detail


@pytest.mark.parametrize("token", ["", "no token", f"{TOKEN}/../x", "700000001:Ж"])
def test_without_a_token_that_can_be_one_nothing_is_asked(bot: Telegram, token: str) -> None:
    assert Caller("telegram", bot, token=token).refused(ANNA, ASKED).kind == "never"
    assert not bot.calls


def test_nobody_is_written_to_of_whom_nothing_is_known(caller: Caller, bot: Telegram) -> None:
    assert caller.refused(None, None).kind == "never" and not bot.calls


def test_a_message_that_was_taken_is_sent_whatever_else_is_answered(caller: Caller, bot: Telegram) -> None:
    bot.fail("", Fault(answer={"ok": True, "result": True}))
    assert caller.reply(ANNA, ASKED).id is None


def test_telegram_is_told_of_an_update_only_with_the_next_question(caller: Caller, bot: Telegram) -> None:
    for number in (1, 2):
        bot.write(number, f"Вопрос {number}")
    first = caller.poll()
    assert texts(first) == texts(caller.poll()) == ["Вопрос 1", "Вопрос 2"]
    bot.write(3, "Вопрос 3")
    assert texts(caller.poll(first.state)) == ["Вопрос 3"] and len(bot.updates) == 1


def test_an_update_that_is_none_is_kept_and_the_next_ones_are_read(caller: Caller, bot: Telegram) -> None:
    bot.happen({"message": "no object"})
    bot.write(1, "Вопрос")
    polled = caller.poll()
    assert texts(polled) == ["Вопрос"] and polled.outcomes[0][1].dead


def test_check_tells_which_way_the_messages_come(bot: Telegram) -> None:
    hooked, asking = Caller("telegram", bot, token=TOKEN), Caller("telegram", bot, token=TOKEN, longpoll="yes")
    assert "nothing comes" in hooked.unchecked().reason
    assert asking.check() == "Telegram accepts the token."
    bot.webhook = "https://live.example/hooks/telegram/key"
    assert hooked.check() == "Telegram accepts the token."
    assert "only one of them" in asking.unchecked().reason
    bot.last_error = "Wrong response from the webhook: 403 Forbidden"
    assert "403 Forbidden" in hooked.unchecked().detail
    assert Caller("telegram", bot).check() == "It only receives: there is no token."
    assert Caller("telegram", bot, token="700000002:other").unchecked().reason == "Telegram does not accept the token."
