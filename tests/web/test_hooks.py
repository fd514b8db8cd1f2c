"""The networks' webhooks over HTTP: each is answered as it wants to be, and nothing that it sent is lost."""

from __future__ import annotations

import json
import uuid
from typing import Any

import pytest
from werkzeug.test import TestResponse

from live.desk.inbound import retry_dead
from live.views.queries import Queries
from tests.support.exchange import DESK, MENU, Exchange, Mango, Post, consulted
from tests.support.stubs.vk import TOKEN, Vk
from tests.web.house import Caller, House, Json, problem

SECRET = "callback-secret"


class Community:
    """A VK community's callback to a channel."""

    def __init__(self, house: House, slug: str) -> None:
        self.house = house
        self.path = house.channel("vk", slug, confirmation="c0nf1rm", secret=SECRET, group_id="456")

    def call(self, type_: str, object_: Json | None = None, secret: str = SECRET, **more: Any) -> TestResponse:
        body = {"type": type_, "object": object_ or {}, "group_id": 456, "event_id": uuid.uuid4().hex, "v": "5.199"}
        return self.house.client.post(self.path, json={**body, "secret": secret, **more})

    def comment(self, number: int, text: str = "Когда починят мост?", **more: Any) -> TestResponse:
        return self.call("wall_reply_new", reply(number, text), **more)


def reply(number: int, text: str) -> Json:
    place = {"id": number, "post_id": 7, "post_owner_id": -456, "from_id": 123}
    return {**place, "date": 1785571200, "text": text}


def is_ok(response: TestResponse) -> bool:
    """The two letters that VK wants, as text."""
    return (response.status_code, response.data, response.mimetype) == (200, b"ok", "text/plain")


@pytest.fixture
def desk(each_house: House) -> Caller:
    return each_house.caller(each_house.show("open", "air"), "moderator", "producer")


@pytest.fixture
def community(each_house: House, desk: Caller) -> Community:
    return Community(each_house, desk.base.rsplit("/", 1)[1])


def test_vk_is_told_its_confirmation(each_house: House, community: Community) -> None:
    with each_house.unchanged():
        response = community.call("confirmation")
    assert (response.status_code, response.text, response.mimetype) == (200, "c0nf1rm", "text/plain")


def test_a_comment_on_vk_is_a_question(community: Community, desk: Caller) -> None:
    assert is_ok(community.comment(12))
    [question] = desk.read("/questions")["questions"]
    assert (question["text"], question["source"], question["state"]) == ("Когда починят мост?", "vk", "new")
    assert question["author"] == {
        "name": None,
        "contact": "vk:123",
        "contact_masked": "vk:···23",
        "profile": "https://vk.com/id123",
    }
    assert question["asked_at"] == "2026-08-01T08:00:00.000Z"


def test_a_message_on_vk_is_a_question(community: Community, desk: Caller) -> None:
    message = {"id": 10, "date": 1785571200, "from_id": 123, "peer_id": 456, "text": "Здравствуйте"}
    assert is_ok(community.call("message_new", {"message": message, "client_info": {}}))
    assert desk.read("/questions")["total"] == 1


def test_what_vk_repeats_is_one_question(each_house: House, community: Community, desk: Caller) -> None:
    assert is_ok(community.comment(12, event_id="e-1"))
    with each_house.unchanged():
        assert is_ok(community.comment(12, event_id="e-1"))
        assert is_ok(community.comment(12, event_id="e-2"))
    assert desk.read("/questions")["total"] == 1


def test_a_wrong_secret_is_forbidden_and_keeps_nothing(each_house: House, community: Community) -> None:
    with each_house.unchanged():
        problem(community.comment(12, secret="guessed"), "forbidden", 403)
        problem(community.call("confirmation", secret="guessed"), "forbidden", 403)
        problem(each_house.client.post(community.path, data=b"{"), "invalid", 400)


def test_an_authors_edit_changes_a_new_question_and_stands_beside_a_further_one(
    community: Community, desk: Caller
) -> None:
    community.comment(12)
    assert is_ok(community.call("wall_reply_edit", reply(12, "Когда починят дорогу?")))
    assert desk.read("/questions/1")["text"] == "Когда починят дорогу?"
    version = desk.read("/questions/1")["version"]
    desk.obey("question.shortlist", question=1, version=version)
    assert is_ok(community.call("wall_reply_edit", reply(12, "Уже не надо")))
    question = desk.read("/questions/1")
    assert (question["text"], question["version"]) == ("Когда починят дорогу?", version + 1)
    assert (question["author_change"]["text"], question["author_change"]["deleted"]) == ("Уже не надо", False)


def test_an_authors_deletion_marks_and_never_removes(community: Community, desk: Caller) -> None:
    community.comment(12)
    gone = {"id": 12, "post_id": 7, "owner_id": -456, "deleter_id": 123}
    assert is_ok(community.call("wall_reply_delete", gone))
    question = desk.read("/questions/1")
    assert question["author_change"]["deleted"] is True and question["state"] == "new"


def test_no_network_is_called_while_one_waits_for_its_answer(each_house: House, desk: Caller) -> None:
    with Vk() as vk:
        path = each_house.channel("vk", desk.base.rsplit("/", 1)[1], secret=SECRET, token=TOKEN, host=vk.url)
        for type_ in ("wall_reply_new", "wall_reply_edit", "confirmation"):
            body = {"type": type_, "object": reply(12, "Когда?"), "group_id": 456, "secret": SECRET}
            each_house.client.post(path, json=body)
        assert desk.read("/questions")["total"] == 1 and not vk.calls


def test_what_is_not_used_is_answered_and_changes_nothing(each_house: House, community: Community) -> None:
    with each_house.unchanged():
        assert is_ok(community.call("like_add"))
        assert is_ok(community.call("type_of_tomorrow"))


def test_what_our_rules_would_refuse_is_kept_and_cleaned(community: Community, desk: Caller) -> None:
    assert is_ok(community.comment(12, "ж" * 9000))
    assert is_ok(community.comment(13, ""))
    assert is_ok(community.comment(14, "до\x00 и после\x07"))
    texts = [question["text"] for question in desk.read("/questions")["questions"]]
    assert texts == ["до и после", "Сообщение без текста", "ж" * 4000]


def dead_letters(house: House) -> list[tuple[str, str]]:
    return [(letter.type, letter.body) for letter in Queries(house.store).dead_letters()[1]]


def test_what_cannot_be_read_is_kept_whole(each_house: House, community: Community) -> None:
    before = dead_letters(each_house)
    assert is_ok(community.call("wall_reply_new", {"text": "Без номера"}))
    [new] = [letter for letter in dead_letters(each_house) if letter not in before]
    assert new[0] == "vk" and json.loads(new[1])["object"] == {"text": "Без номера"}


def test_after_the_show_a_message_lands_on_the_standing_broadcast(each_house: House) -> None:
    standing = each_house.standing()
    community = Community(each_house, each_house.show("open", "wrap", standing=standing))
    assert is_ok(community.comment(12))
    [question] = each_house.caller(standing, "moderator").read("/questions")["questions"]
    assert question["source"] == "vk"


def test_without_a_standing_broadcast_a_message_waits_once_in_the_dead_letters(each_house: House) -> None:
    community = Community(each_house, each_house.show("open", "close_intake"))
    before = dead_letters(each_house)
    assert is_ok(community.comment(12, "Опоздал", event_id="late"))
    assert is_ok(community.comment(12, "Опоздал", event_id="late"))
    [new] = [letter for letter in dead_letters(each_house) if letter not in before]
    assert json.loads(new[1])["object"]["text"] == "Опоздал"


def test_odnoklassniki_is_heard_and_answered(each_house: House, desk: Caller) -> None:
    path = each_house.channel("ok", desk.base.rsplit("/", 1)[1])
    body = {
        "sender": {"user_id": "user:123456789012", "name": "Иван"},
        "recipient": {"chat_id": "chat:C3ecb9d02a600"},
        "message": {"text": "Где автобус?", "seq": 1, "mid": "mid:C3ecb9d02a600.15cea67d78d2059"},
        "timestamp": 1498581292941,
    }
    for _ in range(2):
        assert is_ok(each_house.client.post(path, json=body))
    [question] = desk.read("/questions")["questions"]
    assert (question["source"], question["text"]) == ("ok", "Где автобус?")
    assert question["author"]["contact"] == "ok:chat:C3ecb9d02a600"


def posting(house: House) -> Post:
    return lambda path, body, headers: house.client.post(path, data=body, headers=headers)


def an_exchange(house: House, slug: str) -> Exchange:
    return Exchange(posting(house), house.channel("phone", slug, secret=SECRET), SECRET)


def a_mango(house: House, slug: str) -> Mango:
    path = house.channel("mango", slug, api_key="mango-key", api_salt=SECRET)
    return Mango(posting(house), path, "mango-key", SECRET)


def calls(house: House, slug: str) -> list[Json]:
    """What the screeners' log says of the calls, newest last."""
    events = house.caller(slug, "screener").read("/events", limit=1000)["events"]
    return [event for event in events if event["type"].startswith("call.")]


def test_a_call_is_followed_as_the_exchange_tells_it(each_house: House, desk: Caller) -> None:
    slug = desk.base.rsplit("/", 1)[1]
    exchange = an_exchange(each_house, slug)
    for state in ("ringing", "answered", "held", "answered", "ended", "ended"):
        response = exchange.say("100.1", state)
        assert (response.status_code, response.get_json()) == (200, {"ok": True})
    told = calls(each_house, slug)
    assert [event["type"] for event in told] == ["call.opened", "call.taken", "call.held", "call.taken", "call.ended"]
    caller = told[-1]["caller"]
    assert (caller["number"], caller["state"], caller["missed"]) == ("+79000000012", "ended", False)


def test_a_call_that_nobody_took_is_missed(each_house: House, desk: Caller) -> None:
    slug = desk.base.rsplit("/", 1)[1]
    exchange = an_exchange(each_house, slug)
    exchange.say("100.2", "ringing")
    exchange.say("100.2", "ended")
    assert calls(each_house, slug)[-1]["caller"]["missed"] is True


def test_a_call_becomes_a_question_through_its_screener(each_house: House, desk: Caller) -> None:
    slug = desk.base.rsplit("/", 1)[1]
    an_exchange(each_house, slug).say("100.3", "ringing")
    screener = each_house.caller(slug, "screener")
    call = calls(each_house, slug)[-1]["call"]
    screener.obey("call.take", call=call, name="Пётр", locality="Сосновка")
    number = screener.obey("call.hand", call=call, text="Нет воды")["number"]
    question = desk.read(f"/questions/{number}")
    assert (question["source"], question["caller"], question["locality"]) == (
        "phone",
        {"call": call, "gone": False},
        "Сосновка",
    )
    assert question["author"]["contact"] == "tel:+79000000012"


def test_a_wrong_signature_is_forbidden(each_house: House, desk: Caller) -> None:
    exchange = an_exchange(each_house, desk.base.rsplit("/", 1)[1])
    with each_house.unchanged():
        problem(exchange.say("100.4", "ringing", secret="guessed"), "forbidden", 403)
        problem(each_house.client.post(exchange.path, json={"call_id": "1", "state": "ringing"}), "forbidden", 403)


def test_a_call_at_mango_is_followed_over_all_its_legs(each_house: House, desk: Caller) -> None:
    slug = desk.base.rsplit("/", 1)[1]
    mango = a_mango(each_house, slug)
    for event in consulted("e-1"):
        assert is_ok(mango.tell("call", event))
    told = calls(each_house, slug)
    assert [event["type"] for event in told] == ["call.opened", "call.taken", "call.held", "call.taken", "call.ended"]
    assert len({event["call"] for event in told}) == 1
    assert (told[-1]["caller"]["number"], told[-1]["caller"]["missed"]) == ("+79000000012", False)


def test_mangos_summary_ends_a_call_that_went_no_further_than_the_menu(each_house: House, desk: Caller) -> None:
    slug = desk.base.rsplit("/", 1)[1]
    mango = a_mango(each_house, slug)
    mango.call("e-2", MENU, 1, "Appeared")
    mango.call("e-2", MENU, 2, "Disconnected", disconnect_reason=1100)
    assert calls(each_house, slug)[-1]["caller"]["state"] == "ringing"
    summary = {"entry_id": "e-2", "call_direction": 1, "from": {"number": "79000000012"}, "entry_result": 0}
    assert is_ok(mango.tell("summary", summary))
    assert calls(each_house, slug)[-1]["caller"]["missed"] is True


def test_a_recording_becomes_an_attachment_of_the_question_made_from_its_call(each_house: House, desk: Caller) -> None:
    slug = desk.base.rsplit("/", 1)[1]
    mango = a_mango(each_house, slug)
    mango.call("e-3", DESK, 1, "Appeared")
    screener = each_house.caller(slug, "screener")
    call = calls(each_house, slug)[-1]["call"]
    screener.obey("call.take", call=call)
    number = screener.obey("call.hand", call=call, text="Нет воды")["number"]
    version = desk.read(f"/questions/{number}")["version"]
    mango.call("e-3", DESK, 2, "Disconnected")
    assert is_ok(mango.tell("record/added", {"entry_id": "e-3", "recording_id": "r-3=", "timestamp": "1785571200"}))
    question = desk.read(f"/questions/{number}")
    [recording] = question["attachments"]
    assert recording["type"] == "recording" and recording["url"].startswith("https://app.mango-office.ru/vpbx/")
    assert question["version"] == version
    told = calls(each_house, slug)[-1]
    assert (told["type"], told["caller"]["recording_url"]) == ("call.recorded", recording["url"])


def test_a_recording_of_a_call_that_is_not_known_is_kept_whole(each_house: House, desk: Caller) -> None:
    mango = a_mango(each_house, desk.base.rsplit("/", 1)[1])
    before = dead_letters(each_house)
    assert is_ok(mango.tell("record/added", {"entry_id": "e-4", "recording_id": "r-4", "timestamp": 1785571200}))
    [new] = [letter for letter in dead_letters(each_house) if letter not in before]
    assert new[0] == "mango" and "r-4" in new[1]


def test_a_recording_that_was_kept_finds_its_call_once_that_is_known(each_house: House, desk: Caller) -> None:
    slug = desk.base.rsplit("/", 1)[1]
    mango = a_mango(each_house, slug)
    key = mango.path.rsplit("/", 1)[1]
    mango.tell("record/added", {"entry_id": "e-6", "recording_id": "r-6", "timestamp": 1785571200})
    assert retry_dead(each_house.store, key) == (0, 1)
    mango.call("e-6", DESK, 1, "Appeared")
    assert retry_dead(each_house.store, key) == (1, 0)
    told = calls(each_house, slug)[-1]
    assert told["type"] == "call.recorded" and "r-6" in told["caller"]["recording_url"]


def test_a_wrong_sign_of_mango_is_forbidden(each_house: House, desk: Caller) -> None:
    mango = a_mango(each_house, desk.base.rsplit("/", 1)[1])
    mango.salt = "guessed"
    with each_house.unchanged():
        problem(mango.call("e-5", MENU, 1, "Appeared"), "forbidden", 403)


def test_a_channel_of_another_type_is_not_found(each_house: House, community: Community) -> None:
    problem(each_house.client.post(community.path.replace("/vk/", "/ok/"), json={}), "not_found", 404)
