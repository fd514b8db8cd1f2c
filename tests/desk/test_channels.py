"""The administrator's verbs on channels: what a secret goes through, what is refused, what two people do at once."""

from __future__ import annotations

from typing import Any

import pytest

from live.admin.channels import (
    Wanted,
    add_channel,
    ask_network,
    change_channel,
    new_key,
    pause_channel,
    route_channels,
)
from live.channels import CallSignal, Failed
from live.desk.calls import signal
from live.domain import broadcast as rules
from live.domain.people import By
from live.domain.refused import Refused
from live.store.centre import channels
from live.store.centre.channels import Channel
from live.store.transaction import Store
from tests.support.rooms import Show
from tests.support.stub import Fault
from tests.support.stubs.vk import TOKEN, Vk

OLGA = By("Ольга", "admin")
SECRET = "callback-secret"


def wanted(title: str = "", made: str = "", dropped: str = "", **settings: str) -> Wanted:
    return Wanted(title, settings, frozenset(made.split()), frozenset(dropped.split()))


def added(show: Show, type_: str = "vk", **settings: Any) -> int:
    channel_id, _ = add_channel(show.store, type_, new_key(), show.slug, wanted(**settings), OLGA)
    return channel_id


def kept(store: Store, channel_id: int) -> Channel:
    with store.read() as connection:
        return channels.by_id(connection, store.seal, channel_id)


def everything(store: Store) -> list[Channel]:
    with store.read() as connection:
        return channels.all_of(connection, store.seal)


def change(store: Store, channel_id: int, **typed: Any) -> dict[str, str]:
    return change_channel(store, channel_id, kept(store, channel_id).version, wanted(**typed), OLGA)


def test_a_channel_is_added_with_what_was_typed(show: Show) -> None:
    one = kept(show.store, added(show, title="  Группа   района ", secret=SECRET, group_id=" 456 ", token=TOKEN))
    assert (one.type, one.slug, one.title) == ("vk", show.slug, "Группа района")
    assert one.settings == {"secret": SECRET, "group_id": "456", "token": TOKEN}


def test_a_secret_of_ours_that_was_left_empty_is_made(show: Show) -> None:
    channel_id, made = add_channel(show.store, "telegram", new_key(), show.slug, wanted(), OLGA)
    assert set(made) == {"secret"} and len(made["secret"]) == 32 and made["secret"].isalnum()
    assert kept(show.store, channel_id).settings == made


def test_a_secret_of_ours_that_was_typed_is_taken(show: Show) -> None:
    channel_id, made = add_channel(show.store, "telegram", new_key(), show.slug, wanted(secret=SECRET), OLGA)
    assert made == {} and kept(show.store, channel_id).settings == {"secret": SECRET}


LONG = "x" * 4001

WRONG: dict[str, tuple[str, str, dict[str, Any]]] = {
    "an unknown network": ("not_found", "icq", {}),
    "a strange setting": ("invalid", "vk", {"colour": "red"}),
    "a setting too long": ("invalid", "vk", {"group_id": LONG}),
    "a title too long": ("invalid", "vk", {"title": "ж" * 201}),
    "a control character": ("invalid", "vk", {"token": "to\x07ken"}),
    "a secret of theirs that is required": ("invalid", "mango", {"api_key": "key"}),
    "a host that is no address": ("invalid", "vk", {"host": "api.vk.ru"}),
    "a host with a name and a password": ("invalid", "vk", {"host": "https://olga:word@api.vk.ru"}),
}


@pytest.mark.parametrize(("code", "type_", "typed"), WRONG.values(), ids=WRONG)
def test_what_is_no_channel_is_refused(show: Show, code: str, type_: str, typed: dict[str, Any]) -> None:
    before = everything(show.store)
    with pytest.raises(Refused) as caught:
        added(show, type_, **typed)
    assert caught.value.code == code
    assert everything(show.store) == before


def test_a_refusal_never_tells_a_secret(show: Show) -> None:
    for token in ("unspoken\x07token", "unspoken" * 1000):
        with pytest.raises(Refused) as caught:
            added(show, token=token)
        assert "unspoken" not in str(caught.value)


def test_one_form_adds_one_channel(show: Show) -> None:
    key = new_key()
    add_channel(show.store, "ok", key, show.slug, wanted(), OLGA)
    with pytest.raises(Refused) as caught:
        add_channel(show.store, "ok", key, show.slug, wanted(), OLGA)
    assert caught.value.code == "conflict"
    assert [one.key for one in everything(show.store)].count(key) == 1


@pytest.mark.parametrize("key", ["", "short", "!" * 24, "x" * 25])
def test_a_key_that_is_none_of_ours_is_refused(show: Show, key: str) -> None:
    with pytest.raises(Refused) as caught:
        add_channel(show.store, "ok", key, show.slug, wanted(), OLGA)
    assert caught.value.code == "invalid"


def put_away(store: Store) -> str:
    show = Show(store).on_air().wrapped()
    show.do("broadcast.archive")
    assert show.broadcast.state == rules.ARCHIVED.value
    return show.slug


def test_nothing_delivers_to_what_takes_no_questions(show: Show) -> None:
    channel_id = added(show)
    for slug, code in (("tickets", "illegal"), (put_away(show.store), "illegal"), ("nowhere", "not_found")):
        with pytest.raises(Refused) as caught:
            route_channels(show.store, [channel_id], slug, OLGA)
        assert caught.value.code == code
        with pytest.raises(Refused):
            add_channel(show.store, "ok", new_key(), slug, wanted(), OLGA)
    assert kept(show.store, channel_id).slug == show.slug


def test_an_empty_secret_stays_and_an_empty_setting_goes(show: Show) -> None:
    channel_id = added(show, secret=SECRET, token=TOKEN, group_id="456", title="Группа")
    assert change(show.store, channel_id) == {}
    one = kept(show.store, channel_id)
    assert (one.settings, one.title) == ({"secret": SECRET, "token": TOKEN}, None)


def test_a_secret_is_replaced_made_anew_or_taken_away(show: Show) -> None:
    channel_id = added(show, secret=SECRET, token=TOKEN)
    change(show.store, channel_id, token="another-token")
    assert kept(show.store, channel_id).settings == {"secret": SECRET, "token": "another-token"}
    made = change(show.store, channel_id, made="secret", dropped="token")
    assert made["secret"] != SECRET
    assert kept(show.store, channel_id).settings == made


def test_a_secret_of_theirs_is_never_made(show: Show) -> None:
    channel_id = added(show, secret=SECRET, token=TOKEN)
    assert change(show.store, channel_id, made="token") == {}
    assert kept(show.store, channel_id).settings["token"] == TOKEN


def test_a_required_secret_of_theirs_is_not_taken_away(show: Show) -> None:
    channel_id = added(show, "mango", api_key="key", api_salt="the-salt")
    with pytest.raises(Refused) as caught:
        change(show.store, channel_id, api_key="key", dropped="api_salt")
    assert caught.value.code == "invalid"
    assert kept(show.store, channel_id).settings["api_salt"] == "the-salt"


def test_another_host_gets_no_secret_that_was_given_for_the_old_one(show: Show) -> None:
    channel_id = added(show, secret=SECRET, token=TOKEN)
    with pytest.raises(Refused) as caught:
        change(show.store, channel_id, host="https://elsewhere.example", secret="new-secret")
    assert caught.value.params["names"] == ["token"]
    change(show.store, channel_id, host="https://elsewhere.example", made="secret", token="new-token")
    with pytest.raises(Refused):
        change(show.store, channel_id)  # Back to the network's own, with theirs.
    assert kept(show.store, channel_id).settings["token"] == "new-token"


def test_what_was_changed_meanwhile_is_not_overwritten(show: Show) -> None:
    channel_id = added(show, secret=SECRET, token=TOKEN, group_id="456")
    seen = kept(show.store, channel_id).version
    with show.store.write() as tx:
        channels.learn(tx, channel_id, {"confirmation": "c0de"})
    with pytest.raises(Refused) as caught:
        change_channel(show.store, channel_id, seen, wanted(group_id="457"), OLGA)
    assert caught.value.code == "conflict"
    assert kept(show.store, channel_id).settings["confirmation"] == "c0de"


def test_how_a_channel_does_is_no_change_of_it(show: Show) -> None:
    """A page that stands open may be saved though questions have come meanwhile."""
    channel_id = added(show, secret=SECRET)
    seen = kept(show.store, channel_id).version
    pause_channel(show.store, channel_id, True, OLGA)
    with show.store.write() as tx:
        channels.touch(tx, [channel_id])
    change_channel(show.store, channel_id, seen, wanted("Группа"), OLGA)
    assert kept(show.store, channel_id).title == "Группа"


def test_channels_move_all_or_none(show: Show) -> None:
    other, mine = Show(show.store), [added(show) for _ in range(3)]
    with pytest.raises(Refused) as caught:
        route_channels(show.store, [*mine, 2**31 - 1], other.slug, OLGA)
    assert caught.value.code == "not_found"
    assert {kept(show.store, one).slug for one in mine} == {show.slug}
    route_channels(show.store, mine, other.slug, OLGA)
    assert {kept(show.store, one).slug for one in mine} == {other.slug}
    with pytest.raises(Refused):
        route_channels(show.store, [], other.slug, OLGA)


def test_a_channel_is_paused_and_goes_on(show: Show) -> None:
    channel_id = added(show)
    for paused in (True, False):
        pause_channel(show.store, channel_id, paused, OLGA)
        assert kept(show.store, channel_id).paused is paused


def test_a_channel_that_is_not_there_is_not_found(show: Show) -> None:
    nobody = 2**31 - 1
    for act in (
        lambda: change_channel(show.store, nobody, "", wanted(), OLGA),
        lambda: pause_channel(show.store, nobody, True, OLGA),
        lambda: ask_network(show.store, nobody, ""),
    ):
        with pytest.raises(Refused) as caught:
            act()
        assert caught.value.code == "not_found"


def test_a_network_says_whether_a_channel_works(show: Show) -> None:
    with Vk() as vk:
        good = added(show, secret=SECRET, token=TOKEN, group_id="456", host=vk.url)
        bad = added(show, secret=SECRET, token="wrong-token", group_id="456", host=vk.url)
        assert ask_network(show.store, good, "") == "VK accepts the token."
        with pytest.raises(Failed) as caught:
            ask_network(show.store, bad, "")
    assert caught.value.kind == "never"


def test_what_a_network_repeats_of_a_secret_is_left_out(show: Show) -> None:
    echo = Fault(answer={"error": {"error_code": 5, "error_msg": f"invalid access_token ({TOKEN})"}})
    with Vk() as vk:
        vk.fail("", echo)
        channel_id = added(show, secret=SECRET, token=TOKEN, group_id="456", host=vk.url)
        with pytest.raises(Failed) as caught:
            ask_network(show.store, channel_id, "")
    assert "invalid access_token (…)" in caught.value.detail
    assert TOKEN not in str(caught.value)


def test_a_call_by_telephone_is_news_of_its_channel(show: Show) -> None:
    channel_id = added(show, "phone")
    assert kept(show.store, channel_id).last_at is None
    signal(show.store, show.id, f"channel:{channel_id}", CallSignal("call-1", "ringing"))
    assert kept(show.store, channel_id).last_at is not None


def test_a_key_is_never_taken_for_an_option() -> None:
    assert all(new_key().isalnum() for _ in range(200))
