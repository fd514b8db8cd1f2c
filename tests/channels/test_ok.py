"""Odnoklassniki: messages answered in their conversation, comments fetched with a signature and answered if it lets."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest

from live.channels import Failed, Request, ok
from live.channels.capabilities import Polled
from live.channels.ok import comments
from live.domain.refused import Refused
from tests.channels.calling import Caller, texts
from tests.support.stub import Fault, reset
from tests.support.stubs.ok import APPLICATION_SECRET, GROUP, KEY, TOKEN, TOPIC, USER_TOKEN, Ok, error

CHAT, ASKED = "ok:chat:C3ecb9d02a600", "mid:C3ecb9d02a600.41"
COMMENT = f"comment:GROUP_TOPIC:{TOPIC}:c7"
APPLICATION = {"user_token": USER_TOKEN, "application_key": KEY, "application_secret": APPLICATION_SECRET}


@pytest.fixture
def group() -> Iterator[Ok]:
    with Ok() as stub:
        yield stub


@pytest.fixture
def caller(group: Ok) -> Caller:
    return Caller("ok", group, token=TOKEN, group_id=GROUP, discussions=TOPIC, **APPLICATION)


# Messages


def test_a_message_is_answered_in_its_conversation(caller: Caller, group: Ok) -> None:
    assert caller.reply(CHAT, ASKED).id == "mid:C3ecb9d02a600.1000"
    [sent] = group.sent
    assert (sent["recipient"], sent["message"]) == (
        {"chat_id": "chat:C3ecb9d02a600"},
        {"text": "Мост починят в мае"},
    )


@pytest.mark.parametrize(
    ("fault", "kind", "reason", "wait"),
    [
        (error(8), "later", "Odnoklassniki takes this for a flood and wants a pause.", 60),
        (error(11), "later", "Odnoklassniki's limit for this method is used up.", 900),
        (error(2), "later", "The network is busy.", None),
        (Fault(status=429, headers={"Retry-After": "7"}), "later", "The network is busy.", 7),
        (error(10), "never", "The token has no right to do this.", None),
        (error(102), "never", "Odnoklassniki does not accept the token or the application's keys.", None),
        (error(705), "never", "This conversation is not there.", None),
        (error(7777), "never", "Odnoklassniki refuses it.", None),
        (
            Fault(status=400, answer={"error_code": 454}),
            "never",
            "Odnoklassniki does not let these words through.",
            None,
        ),
        (Fault(status=404), "never", "The network does not take this request.", None),
        (error(1), "unsure", "Something broke at the network.", None),
        (error(9999), "unsure", "Something broke at the network.", None),
        (Fault(answer={}), "unsure", "The network's answer cannot be read.", None),
        (Fault(answer="no"), "unsure", "The network's answer cannot be read.", None),
        (reset(late=True), "unsure", "The network did not answer.", None),
    ],
)
def test_what_odnoklassniki_answers_is_understood(
    caller: Caller, fault: Fault, kind: str, reason: str, wait: float | None
) -> None:
    failed = caller.refused(CHAT, ASKED, fault)
    assert (failed.kind, failed.reason, failed.wait) == (kind, reason, wait)


@pytest.mark.parametrize("fault", [None, Fault(answer={"success": [False]})])
def test_who_allows_no_messages_gets_none_and_a_person_is_told_so(
    caller: Caller, group: Ok, fault: Fault | None
) -> None:
    group.stopped_by.add("chat:C3ecb9d02a600")
    failed = caller.refused(CHAT, ASKED, *([fault] if fault else []))
    assert (failed.kind, failed.reason) == ("never", "This person allows no messages from the community.")


def test_nobody_is_written_to_of_whom_nothing_is_known(caller: Caller, group: Ok) -> None:
    assert caller.refused(None, ASKED).kind == "never" and not group.calls
    assert Caller("ok", group).refused(CHAT, ASKED).reason == "The channel has no token, so it only receives."


@pytest.mark.parametrize(
    ("address", "ranges", "welcome"),
    [
        ("217.20.145.200", "217.20.145.192/28, 217.20.151.160/28", True),
        ("217.20.151.161", "217.20.145.192/28\n217.20.151.160/28", True),
        ("217.20.145.208", "217.20.145.192/28", False),
        ("198.51.100.7", "", True),
        ("198.51.100.7", "no range", False),
        ("", "217.20.145.192/28", False),
    ],
)
def test_where_the_senders_ranges_are_named_nobody_else_is_heard(address: str, ranges: str, welcome: bool) -> None:
    request = Request(b'{"webhookType": "CHAT_SYSTEM"}', {}, address=address)
    if welcome:
        assert ok.read(request, {"ranges": ranges}).ignored
    else:
        with pytest.raises(Refused, match="This address"):
            ok.read(request, {"ranges": ranges})


# Comments


@pytest.mark.parametrize("newest_first", [True, False])
def test_comments_are_fetched_once_each_in_whatever_order_they_are_listed(
    caller: Caller, group: Ok, newest_first: bool
) -> None:
    group.newest_first = newest_first
    for number in range(1, 251):
        group.comment(number, f"Комментарий {number}")
    first = caller.poll()
    assert texts(first) == [f"Комментарий {number}" for number in range(1, 251)]
    assert texts(caller.poll(first.state)) == []
    group.comment(251, "Новый")
    assert texts(caller.poll(first.state)) == ["Новый"]


def test_where_the_newest_come_first_a_look_at_what_is_known_takes_one_call(caller: Caller, group: Ok) -> None:
    for number in range(1, 251):
        group.comment(number, "?")
    state = caller.poll().state
    group.calls.clear()
    caller.poll(state)
    assert len(group.calls) == 1


@pytest.mark.parametrize("newest_first", [True, False])
def test_what_is_no_longer_remembered_is_not_new(caller: Caller, group: Ok, newest_first: bool) -> None:
    group.newest_first = newest_first
    written = comments.REMEMBERED + 120
    for number in range(1, written + 1):
        group.comment(number, "?")
    first = caller.poll()
    group.comment(written + 1, "Новый")
    assert texts(caller.poll(first.state)) == ["Новый"]


def test_a_changed_comment_is_an_authors_change(caller: Caller, group: Ok) -> None:
    group.comment(7, "Где автобус?")
    state = caller.poll().state
    group.comments[TOPIC][0]["text"] = "Где троллейбус?"
    polled = caller.poll(state)
    [(_, outcome)] = polled.outcomes
    assert [(one.external_id, one.text) for one in outcome.changes] == [(COMMENT, "Где троллейбус?")]
    assert not caller.poll(polled.state).outcomes


def test_a_comment_is_answered_under_itself_and_the_answer_is_no_question(caller: Caller, group: Ok) -> None:
    group.comment(7, "Где автобус?")
    state = caller.poll().state
    sent = caller.reply("ok:user:123456789012", COMMENT)
    posted = group.comments[TOPIC][-1]
    assert (posted["text"], posted["reply_to_comment_id"], posted["as_admin"]) == ("Мост починят в мае", "c7", "true")
    assert sent.id == f"comment:GROUP_TOPIC:{TOPIC}:own1000"
    assert sent.link == f"https://ok.ru/group/{GROUP}/topic/{TOPIC}"
    assert texts(caller.poll(state)) == []


def test_where_no_program_may_answer_a_comment_a_person_is_told_so(caller: Caller, group: Ok) -> None:
    group.may_comment = False
    failed = caller.refused("ok:user:123456789012", COMMENT)
    assert failed.kind == "never" and "by hand" in failed.reason
    keyless = Caller("ok", group, token=TOKEN).refused("ok:user:123456789012", COMMENT)
    assert keyless.kind == "never" and "application_key" in keyless.reason


def test_a_discussion_is_named_by_its_number_its_page_or_its_type() -> None:
    given = (
        f"{TOPIC}, https://ok.ru/group/{GROUP}/topic/155 https://ok.ru/video/9 https://ok.ru/live/8;GROUP_PHOTO:7 нет"
    )
    assert comments.discussions_of({"discussions": given}) == [
        ("GROUP_TOPIC", TOPIC),
        ("GROUP_TOPIC", "155"),
        ("GROUP_MOVIE", "9"),
        ("GROUP_MOVIE", "8"),
        ("GROUP_PHOTO", "7"),
    ]


def test_a_discussion_that_is_gone_does_not_keep_back_the_others(group: Ok) -> None:
    caller = Caller("ok", group, discussions=f"1 {TOPIC}", **APPLICATION)
    group.comment(7, "Где автобус?")
    polled: Polled = caller.poll()
    assert texts(polled) == ["Где автобус?"]
    with pytest.raises(Failed):
        caller.poll(polled.state)


@pytest.mark.parametrize(
    "wrong", [{"user_token": "other"}, {"application_key": "other"}, {"application_secret": "other"}]
)
def test_a_wrong_key_or_signature_is_told(group: Ok, wrong: dict[str, str]) -> None:
    failed = Caller("ok", group, discussions=TOPIC, **{**APPLICATION, **wrong}).unchecked()
    assert failed.reason == "Odnoklassniki does not accept the token or the application's keys."


def test_check_tells_what_is_missing(caller: Caller, group: Ok) -> None:
    assert "no webhook" in caller.unchecked().reason
    group.subscriptions.append({"url": "https://live.example/hooks/ok/key", "time": 1785571200000})
    assert caller.check() == "Odnoklassniki accepts the token."
    assert "ranges" in Caller("ok", group, ranges="Москва").unchecked().reason
    assert "application_key" in Caller("ok", group, discussions=TOPIC).unchecked().reason
    assert Caller("ok", group).check() == "It only receives: there is no token."


# Comments under the group's topics


@pytest.fixture
def topical(group: Ok) -> Caller:
    return Caller("ok", group, token=TOKEN, group_id=GROUP, topics="yes", **APPLICATION)


def look(caller: Caller, state: dict[str, Any]) -> Polled:
    """The step in which topics are looked at next."""
    for _ in range(comments.LOOK):
        state = caller.poll(state).state
    return caller.poll(state)


def test_what_is_written_under_a_topic_after_the_first_look_comes_in(topical: Caller, group: Ok) -> None:
    now = int(time.time())
    group.stand(GROUP, 901, now - 60)
    group.comment(1, "До включения", "901")
    first = topical.poll()
    group.comment(2, "После", "901", date_ms=(now + 60) * 1000)
    group.stand(GROUP, 902, now + 60)
    group.comment(3, "Под новой темой", "902", date_ms=(now + 61) * 1000)
    second = look(topical, first.state)
    assert (texts(first), sorted(texts(second))) == ([], ["Под новой темой", "После"])
    assert texts(look(topical, second.state)) == []


def test_a_topic_that_cannot_be_read_is_read_at_the_next_look(topical: Caller, group: Ok) -> None:
    now = int(time.time())
    group.stand(GROUP, 901, now)
    group.stand(GROUP, 902, now)
    state = topical.poll().state
    group.comment(2, "После", "901", date_ms=(now + 60) * 1000)
    group.comment(3, "Ещё", "902", date_ms=(now + 61) * 1000)
    for _ in range(comments.LOOK):
        state = topical.poll(state).state
    group.closed.add("901")
    broken = topical.poll(state)
    assert texts(broken) == ["Ещё"]
    group.closed.clear()
    assert texts(look(topical, broken.state)) == ["После"]


def test_between_two_looks_nothing_is_asked(topical: Caller, group: Ok) -> None:
    state = topical.poll().state
    asked = len(group.calls)
    topical.poll(state)
    assert len(group.calls) == asked
