"""VK's methods over real HTTP: what our file makes of them; and the real client library takes the stub for VK."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import pytest
import requests
import vk_api
from requests.adapters import HTTPAdapter

from live.channels import Failed, OutgoingMessage, check, http_of, vk
from live.channels.capabilities import Checks, Names, Polls, Replies, Setup, Understands
from tests.support.stubs.vk import TOKEN, USER_TOKEN, Vk, error


@pytest.fixture
def stub() -> Iterator[Vk]:
    with Vk() as made:
        yield made


def settings(stub: Vk, **more: str) -> dict[str, str]:
    return {"token": TOKEN, "group_id": "456", "host": stub.url, **more}


def test_vk_has_every_ability() -> None:
    for ability in (Replies, Polls, Understands, Checks, Names, Setup):
        assert isinstance(vk, ability), ability


class Redirected(HTTPAdapter):
    """Sends whatever is meant for VK to the stub."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self.to = urlsplit(url)

    def send(self, request: requests.PreparedRequest, *args: Any, **more: Any) -> requests.Response:
        request.url = urlunsplit(urlsplit(str(request.url))._replace(scheme=self.to.scheme, netloc=self.to.netloc))
        return super().send(request, *args, **more)


def real_client(stub: Vk, token: str = TOKEN) -> vk_api.VkApi:
    session = requests.Session()
    session.mount("https://", Redirected(stub.url))
    return vk_api.VkApi(token=token, api_version="5.199", session=session)


def test_the_real_client_library_talks_to_the_stub(stub: Vk) -> None:
    client = real_client(stub).get_api()
    [anna] = client.users.get(user_ids=[123])
    assert (anna["first_name"], anna["last_name"]) == ("Анна", "Петрова")
    first = client.messages.send(peer_id=123, message="В мае", random_id=7)
    assert client.messages.send(peer_id=123, message="В мае", random_id=7) == first and len(stub.posted) == 1
    made = client.wall.createComment(owner_id=-456, post_id=7, message="В мае", guid="g")
    assert made["comment_id"] and client.groups.getLongPollServer(group_id=456)["key"]


def test_the_real_client_library_knows_the_stubs_errors(stub: Vk) -> None:
    stub.fail("/method/messages.send", error(901))
    with pytest.raises(vk_api.ApiError) as caught:
        real_client(stub).get_api().messages.send(peer_id=123, message="В мае", random_id=7)
    assert caught.value.code == 901
    with pytest.raises(vk_api.ApiError) as caught:
        real_client(stub, "wrong").get_api().users.get(user_ids=[123])
    assert caught.value.code == 5


@pytest.mark.parametrize(
    ("code", "kind", "waits"),
    [(6, "later", True), (9, "later", True), (14, "later", True), (29, "later", True), (10, "unsure", False)]
    + [(code, "never", False) for code in (5, 7, 15, 212, 213, 801, 901, 914, 100)],
)
def test_an_error_of_vk_says_what_is_to_be_done(stub: Vk, code: int, kind: str, waits: bool) -> None:
    stub.fail("/method/messages.send", error(code))
    given = settings(stub)
    with pytest.raises(Failed) as failed:
        vk.reply(OutgoingMessage("vk:123", "В мае", 7, "message:123_10"), given, http_of(vk, given))
    assert (failed.value.kind, bool(failed.value.wait)) == (kind, waits)
    assert f"VK {code}" in failed.value.detail


@pytest.mark.parametrize("contact", [None, "vk:-77", "tel:+79000000012"])
def test_one_who_cannot_be_reached_is_not_answered(stub: Vk, contact: str | None) -> None:
    given = settings(stub)
    with pytest.raises(Failed) as failed:
        vk.reply(OutgoingMessage(contact, "В мае", 7), given, http_of(vk, given))
    assert failed.value.kind == "never" and not stub.calls


def test_a_check_tells_what_works_and_what_does_not(stub: Vk) -> None:
    assert check("vk", settings(stub, user_token=USER_TOKEN)) == "VK accepts the token."
    assert check("vk", {}) == "It only receives: there is no token."
    for wrong in ({"token": "wrong"}, {"user_token": "wrong"}):
        with pytest.raises(Failed, match="VK does not accept the token."):
            check("vk", settings(stub, **wrong))
    stub.rights = ("messages",)
    with pytest.raises(Failed) as failed:
        check("vk", settings(stub))
    assert failed.value.detail == "manage, wall"


def test_what_is_to_be_asked_for_and_polled_follows_from_the_settings() -> None:
    with_token = {"token": TOKEN, "group_id": "456"}
    assert (
        vk.needs_setup(with_token)
        and not vk.needs_setup({**with_token, "confirmation": "c"})
        and not vk.needs_setup({})
    )
    assert not vk.polls(with_token) and not vk.polls({"longpoll": "yes"}) and not vk.polls({"video": "-456_9"})
    assert vk.polls({**with_token, "longpoll": "yes"}) and vk.polls({**with_token, "video": "-456_9"})
    assert not vk.needs_setup({**with_token, "longpoll": "yes"})
