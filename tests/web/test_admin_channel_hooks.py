"""A channel's webhook set by a button, its path given anew, the channel deleted: from the administrator's page."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

import pytest

from live.store.centre import channels
from live.store.tables import audit, channel
from live.views.admin.channels import ChannelView, all_channels
from tests.support.server import Installation
from tests.support.stubs.max import SECRET as MAX_SECRET
from tests.support.stubs.max import TOKEN as MAX_TOKEN
from tests.support.stubs.max import Max
from tests.support.stubs.vk import TOKEN
from tests.web.administrator import HTML, SECRET, Administrator, asked
from tests.web.house import House, problem

pytestmark = pytest.mark.faults

ADDRESS = "https://live.example"


@pytest.fixture
def olga(each_house: House) -> Administrator:
    return Administrator(each_house)


@pytest.fixture(scope="module")
def known(embedded: Installation) -> Iterator[House]:
    """An installation that the internet knows by a name."""
    opened = House(embedded, LIVE_ADDRESS=ADDRESS, LIVE_HOSTS="localhost")
    yield opened
    opened.close()


@pytest.fixture
def there(known: House) -> Administrator:
    """Its administrator."""
    return Administrator(known)


def bot(olga: Administrator, network: Max, **settings: str) -> ChannelView:
    return olga.added("max", token=MAX_TOKEN, secret=MAX_SECRET, host=network.url, **settings)


def last_act(house: House) -> str:
    with house.store.read() as connection:
        return str(connection.execute(audit.select().order_by(audit.c.id.desc()).limit(1)).one().act)


def test_a_webhook_is_set_tested_and_taken_off_by_a_button(there: Administrator) -> None:
    with Max() as network:
        view = bot(there, network)
        assert "Площадка присылает сообщения сюда." in there.press(view, "subscribe").text
        assert last_act(there.house) == "channel.subscribed"
        assert [one["url"] for one in network.subscriptions] == [f"{ADDRESS}/hooks/max/{view.key}"]
        assert "MAX принимает токен" in there.press(view, "test").text
        assert "Площадка больше ничего сюда не присылает." in there.press(view, "unsubscribe").text
        assert last_act(there.house) == "channel.unsubscribed"
        assert not network.subscriptions


def test_a_test_says_that_the_messages_go_elsewhere(there: Administrator) -> None:
    with Max() as network:
        view = bot(there, network)
        network.subscriptions.append({"url": "https://other.example/bot"})
        told = there.press(view, "test").text
    assert "Площадка присылает сообщения на другой адрес. (https://other.example/bot)" in told


def test_a_path_that_was_given_up_is_taken_off_with_the_next_connecting(there: Administrator) -> None:
    with Max() as network:
        view = bot(there, network)
        there.press(view, "subscribe")
        network.subscriptions.append({"url": "https://other.example/bot"})
        there.press(view, "renew")
        there.press(there.now(view), "subscribe")
        assert {one["url"] for one in network.subscriptions} == {
            f"{ADDRESS}/hooks/max/{there.now(view).key}",
            "https://other.example/bot",
        }


def test_a_server_without_https_is_told_that_no_network_comes(olga: Administrator) -> None:
    with Max() as network:
        view = bot(olga, network)
        told = olga.press(view, "subscribe").text
        assert "Площадки обращаются только по https" in told and not network.calls


def test_who_asks_the_network_itself_sets_no_webhook(there: Administrator) -> None:
    with Max() as network:
        view = bot(there, network, longpoll="yes")
        assert "опрашивает площадку сам" in there.press(view, "subscribe").text
        assert not network.subscriptions


def test_networks_without_such_a_call_have_no_such_button(olga: Administrator) -> None:
    assert 'value="subscribe"' not in olga.get(f"/{olga.added(secret=SECRET, token=TOKEN).id}")
    assert "в её собственных настройках" in olga.press(olga.added(secret=SECRET), "subscribe").text


def test_a_path_that_became_known_leads_nowhere_from_then_on(each_house: House, olga: Administrator) -> None:
    view = olga.added(secret=SECRET, group_id="456")
    done = olga.press(view, "renew")
    assert "Адрес сменён." in olga.client.get(done.location, headers=HTML).text
    assert last_act(each_house) == "channel.renewed"
    problem(each_house.client.post(f"/hooks/vk/{view.key}", json={}), "not_found", 404)
    asked(each_house, olga.now(view))
    assert olga.now(view).last_at is not None


def test_a_channel_that_is_deleted_is_gone_with_its_secrets(each_house: House, olga: Administrator) -> None:
    view = olga.added(secret=SECRET, token=TOKEN, group_id="456")
    done = olga.press(view, "close")
    assert "Канал удалён." in olga.client.get(done.location, headers=HTML).text
    assert last_act(each_house) == "channel.closed"
    problem(each_house.client.post(f"/hooks/vk/{view.key}", json={}), "not_found", 404)
    problem(olga.client.get(f"/admin/channels/{view.id}"), "not_found", 404)
    with each_house.store.read() as connection:
        row = connection.execute(channel.select().where(channel.c.id == view.id)).one()
    assert each_house.store.seal.open(row.settings) == {} and row.key != view.key


def test_what_came_by_a_deleted_channel_stays_and_is_not_answered_by_it(each_house: House, olga: Administrator) -> None:
    view = olga.added(secret=SECRET, token=TOKEN, group_id="456")
    asked(each_house, view)
    olga.press(view, "close")
    moderator = each_house.caller(olga.slug, "moderator")
    refused = moderator.command("question.reply", question=1, text="Мост починят в мае")
    problem(refused, "illegal", 409)


def test_a_channel_with_a_reply_on_its_way_is_not_deleted(each_house: House, olga: Administrator) -> None:
    view = olga.added(secret=SECRET, token=TOKEN, group_id="456")
    asked(each_house, view)
    each_house.caller(olga.slug, "moderator").obey("question.reply", question=1, text="Мост починят в мае")
    with each_house.unchanged():
        refused = olga.press(view, "close")
    assert refused.status_code == 409 and "ещё не отправлены ответы: 1" in refused.text


def test_a_channel_with_unread_messages_is_not_deleted(each_house: House, olga: Administrator) -> None:
    view = olga.added(secret=SECRET, token=TOKEN, group_id="456")
    with each_house.store.write() as tx:
        channels.keep_dead(tx, view.id, "the body is not JSON", uuid.uuid4().hex)
    with each_house.unchanged():
        refused = olga.press(view, "close")
    assert refused.status_code == 409 and "ждут разбора сообщения этого канала: 1" in refused.text
    assert view.id in {one.id for one in all_channels(each_house.store).listed}
