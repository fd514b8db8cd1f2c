"""The channels' page as a browser without JavaScript uses it: rights, forms, and secrets, shown at most once."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from live.admin.channels import new_key
from live.store.centre import channels
from live.store.followup import outbox
from live.store.tables import channel, dead_letter
from live.views.admin.channels import ChannelView, all_channels
from tests.support.stub import Fault
from tests.support.stubs.vk import TOKEN, Vk
from tests.web.administrator import HTML, SECRET, Administrator, asked
from tests.web.house import House, problem


@pytest.fixture
def olga(each_house: House) -> Administrator:
    return Administrator(each_house)


def settings(house: House, view: ChannelView) -> dict[str, str]:
    with house.store.read() as connection:
        return dict(channels.by_id(connection, house.store.seal, view.id).settings)


def test_the_index_and_the_lists_lead_to_the_channels(olga: Administrator) -> None:
    assert 'href="/admin/channels"' in olga.client.get("/", headers=HTML).text
    assert 'href="/admin/channels"' in olga.client.get("/admin/lists/topics", headers=HTML).text


def test_nobody_but_an_administrator_sees_a_channel(each_house: House, olga: Administrator) -> None:
    view = olga.added(secret=SECRET)
    client = each_house.app.test_client()
    each_house.let_in(client, each_house.key(olga.slug, "moderator", "producer", "screener", "coordinator"))
    for path in ("", "/new", f"/{view.id}", f"/{view.id}/letters/1"):
        problem(client.get(f"/admin/channels{path}"), "forbidden", 403)
        stranger = each_house.app.test_client().get(f"/admin/channels{path}", headers=HTML)
        assert stranger.location.startswith("/login"), path


def test_a_link_for_the_administration_opens_it(each_house: House, olga: Administrator) -> None:
    client: FlaskClient = each_house.app.test_client()
    client.get(f"/in/{each_house.key(None, 'admin', screen='admin')}")
    assert client.get("/admin/channels").status_code == 200


@pytest.mark.parametrize("path", ["", "/new", "/{id}"])
def test_a_page_of_another_site_changes_nothing(each_house: House, olga: Administrator, path: str) -> None:
    view = olga.added(secret=SECRET)
    body = {"type": "ok", "key": new_key(), "broadcast": olga.slug, "do": "pause", "channel": str(view.id)}
    with each_house.unchanged():
        refused = olga.client.post(f"/admin/channels{path.format(id=view.id)}", data=body)
        problem(refused, "invalid", 400)


def test_what_is_not_there_is_not_found(olga: Administrator) -> None:
    view = olga.added(secret=SECRET)
    for path in ("/999999", "/99999999999", f"/{view.id}/letters/999999"):
        problem(olga.client.get(f"/admin/channels{path}"), "not_found", 404)
    assert olga.press(view, "burn").status_code == 400


def test_there_may_be_no_channels_at_all(each_house: House, olga: Administrator) -> None:
    with each_house.store.write() as tx:
        tx.connection.execute(dead_letter.delete())
        tx.connection.execute(channel.delete())
    page = olga.get()
    assert "Каналов пока нет" in page and "Добавить канал" in page


# Adding and secrets


def test_a_channel_is_added_by_its_networks_form(each_house: House, olga: Administrator) -> None:
    response = olga.add("ok", title="Группа района", **{"set-token": TOKEN, "set-group_id": "456"})
    page = olga.client.get(response.location, headers=HTML).text
    assert "Добавлен." in page and "Группа района" in page and 'value="456"' in page
    [path] = re.findall(r'value="http://localhost(/hooks/ok/[0-9a-f]{36})"', page)
    assert each_house.client.post(path, json={"webhookType": "x"}).status_code == 200
    assert 'href="/help/channels/ok"' in page


def test_a_secret_that_was_typed_is_never_shown(olga: Administrator) -> None:
    view = olga.added(secret=SECRET, token=TOKEN)
    page = olga.get(f"/{view.id}")
    assert "задан; впишите новый, чтобы заменить" in page
    assert SECRET not in page and TOKEN not in page


def test_a_secret_that_was_made_is_shown_once(each_house: House, olga: Administrator) -> None:
    response = olga.add("telegram", title="Бот")
    [shown] = re.findall(r'id="made-secret" readonly value="(\w{32})"', response.text)
    assert shown not in olga.get()
    [view] = [view for view in all_channels(each_house.store).listed if view.title == "Бот"][-1:]
    assert settings(each_house, view) == {"secret": shown}
    assert shown not in olga.get(f"/{view.id}")
    again = olga.press(view, "save", make="secret")
    assert shown not in again.text and settings(each_house, view)["secret"] in again.text


def test_a_form_that_is_sent_twice_adds_one_channel_and_shows_no_secret(each_house: House, olga: Administrator) -> None:
    form = {"key": new_key(), "title": "Дважды"}
    first, second = olga.add("max", **form), olga.add("max", **form)
    assert (first.status_code, second.status_code) == (200, 303)
    [view] = [view for view in all_channels(each_house.store).listed if view.title == "Дважды"]
    assert second.location == f"/admin/channels/{view.id}"


def test_what_is_wrong_is_told_and_what_was_typed_stays_but_for_secrets(each_house: House, olga: Administrator) -> None:
    with each_house.unchanged():
        typed = {"title": "Моя группа", "set-token": TOKEN, "set-group_id": "456", "set-host": "api.vk.ru"}
        response = olga.add("vk", **typed)
    assert response.status_code == 400 and 'role="alert"' in response.text
    assert all(f'value="{text}"' in response.text for text in ("Моя группа", "456", "api.vk.ru"))
    assert TOKEN not in response.text


def test_a_network_that_nobody_knows_is_refused(each_house: House, olga: Administrator) -> None:
    assert "Площадки" in olga.get("/new?type=icq")
    with each_house.unchanged():
        assert olga.post("/new", olga.get("/new?type=ok"), type="icq", key=new_key()).status_code == 404


# Changing


def test_settings_are_saved(each_house: House, olga: Administrator) -> None:
    view = olga.added(secret=SECRET, token=TOKEN, group_id="456")
    done = olga.press(view, "save", title="Новое имя", **{"set-group_id": "457", "set-longpoll": "yes"})
    assert "Сохранено." in olga.client.get(done.location, headers=HTML).text
    expected = {"secret": SECRET, "token": TOKEN, "group_id": "457", "longpoll": "yes"}
    assert settings(each_house, view) == expected
    assert "Новое имя" in olga.line(view) and "опрашивает площадку" in olga.line(view)


def test_two_people_who_save_one_channel_are_shown_what_is_saved_now(each_house: House, olga: Administrator) -> None:
    view = olga.added(secret=SECRET, group_id="456")
    page = olga.get(f"/{view.id}")
    assert olga.press(view, "save", **{"set-group_id": "457"}).status_code == 303
    with each_house.unchanged():
        stale = olga.post(f"/{view.id}", page, do="save", **{"set-group_id": "458"})
    assert stale.status_code == 409
    assert 'value="458"' in stale.text and "Сохранено сейчас: 457" in stale.text
    # Having seen both, one more save is a decision.
    assert olga.post(f"/{view.id}", stale.text, do="save", **{"set-group_id": "458"}).status_code == 303
    assert settings(each_house, view)["group_id"] == "458"


def test_a_channel_is_moved_by_itself_and_with_others(each_house: House, olga: Administrator) -> None:
    one, two, other = olga.added(secret=SECRET), olga.added("ok"), each_house.show()
    assert olga.press(one, "route", broadcast=other).status_code == 303
    assert olga.now(one).slug == other
    moved = olga.post("", olga.get(), channel=[str(one.id), str(two.id)], broadcast=olga.slug)
    assert "Переведено." in olga.client.get(moved.location, headers=HTML).text
    assert {olga.now(one).slug, olga.now(two).slug} == {olga.slug}


def test_a_move_to_nowhere_or_of_nothing_is_refused(each_house: House, olga: Administrator) -> None:
    view = olga.added(secret=SECRET)
    with each_house.unchanged():
        assert olga.press(view, "route", broadcast="tickets").status_code == 409
        assert olga.post("", olga.get(), channel=[str(view.id)], broadcast="nowhere").status_code == 404
        nothing = olga.post("", olga.get(), channel=["x"], broadcast=olga.slug)
    assert nothing.status_code == 400 and "Не отмечен ни один канал." in nothing.text


def test_a_channel_is_paused_from_the_list_and_goes_on_from_its_page(olga: Administrator) -> None:
    view = olga.added(secret=SECRET)
    paused = olga.press(view, "pause", back="list")
    assert paused.location == f"/admin/channels?done=paused#channel-{view.id}"
    assert "остановлен" in olga.line(view)
    assert olga.press(view, "resume").location == f"/admin/channels/{view.id}?done=resumed"
    assert not olga.now(view).paused


# How a channel does


def test_a_line_says_how_its_channel_does(each_house: House, olga: Administrator) -> None:
    view = olga.added(secret=SECRET, token=TOKEN)
    assert "ещё ничего не пришло" in olga.line(view)
    asked(each_house, view)
    assert "работает" in olga.line(view)
    with each_house.store.write() as tx:
        channels.set_facts(tx, view.id, last_at=tx.now - timedelta(minutes=11))
    assert "новых нет" in olga.line(view)
    with each_house.store.write() as tx:
        channels.set_facts(tx, view.id, error="The network cannot be reached.", error_at=tx.now)
    assert "не работает" in olga.line(view) and "Площадка недоступна" in olga.line(view)
    assert "остановлен" not in olga.line(view)


def test_replies_that_wait_or_were_not_sent_are_told(each_house: House, olga: Administrator) -> None:
    view = olga.added(secret=SECRET, token=TOKEN)
    asked(each_house, view)
    staff = each_house.caller(olga.slug, "moderator")
    for _ in range(2):
        staff.obey("question.reply", question=1, text="Мост починят в мае")
    assert "2 ответа ждут" in olga.line(view)
    with each_house.store.write() as tx:
        reply = outbox.due(tx.connection, view.id, tx.now)
        assert reply is not None
        outbox.move(tx, reply.id, "send")
        outbox.move(tx, reply.id, "fail", reason="VK does not accept the token.", detail="VK 5")
    assert "1 ответ ждёт" in olga.line(view) and "1 ответ не ушёл" in olga.line(view)
    assert "VK не принимает токен" in olga.get(f"/{view.id}")


def test_that_nobody_works_with_the_networks_is_told(olga: Administrator) -> None:
    olga.added(secret=SECRET, token=TOKEN, group_id="456", longpoll="yes")
    assert "не запущен worker" in olga.get()


def test_a_network_is_asked_because_somebody_pressed(each_house: House, olga: Administrator) -> None:
    with Vk() as vk:
        good = olga.added(secret=SECRET, token=TOKEN, group_id="456", host=vk.url)
        olga.get(f"/{good.id}")
        assert not vk.calls
        with each_house.unchanged():
            told = olga.press(good, "test")
        assert "VK принимает токен" in told.text and "done-text" in told.text
        vk.fail("", Fault(answer={"error": {"error_code": 5, "error_msg": f"invalid access_token ({TOKEN})"}}))
        told = olga.press(good, "test")
    assert "invalid access_token (…)" in told.text and TOKEN not in told.text


# Dead letters


def test_a_mail_server_is_added_with_how_its_line_is_secured_and_its_password_is_never_shown(
    olga: Administrator,
) -> None:
    assert '<option value="starttls"' in olga.get("/new?type=mail")
    server = {"host": "smtp.example.org", "security": "tls", "sender": "line@example.org", "user": "line"}
    view = olga.added("mail", **server, password="mail-password")
    assert settings(olga.house, view) == {**server, "password": "mail-password"}
    page = olga.get(f"/{view.id}")
    assert "mail-password" not in page and '<option value="tls" selected>' in page
    assert f"/hooks/mail/{view.key}" not in page and view.state == "works"


WRONG_SERVERS = {
    "an address": {"set-host": "http://smtp.example.org"},
    "a port with it": {"set-host": "smtp.example.org:465"},
    "another security": {"set-security": "ssl"},
    "no sender": {"set-sender": ""},
}


@pytest.mark.parametrize("fields", WRONG_SERVERS.values(), ids=WRONG_SERVERS)
def test_a_mail_server_that_cannot_be_one_is_refused(
    each_house: House, olga: Administrator, fields: dict[str, str]
) -> None:
    right = {"set-host": "smtp.example.org", "set-security": "tls", "set-sender": "line@example.org"}
    with each_house.unchanged():
        assert olga.add("mail", **{**right, **fields}).status_code == 400


def test_another_mail_server_gets_no_password_that_was_given_for_the_old_one(
    each_house: House, olga: Administrator
) -> None:
    view = olga.added("mail", host="smtp.example.org", sender="line@example.org", password="mail-password")
    with each_house.unchanged():
        refused = olga.press(view, "save", **{"set-host": "other.example.org", "set-sender": "line@example.org"})
    assert refused.status_code == 400
