"""The channels' page shows what could not be read: each of them is looked at, tried again, or dismissed."""

from __future__ import annotations

import html
import json
import re
import uuid

import pytest

from live.desk.receive import set_aside
from live.views.admin.channels import ChannelView, all_channels
from tests.web.administrator import HTML, SECRET, Administrator, asked
from tests.web.house import House, problem


@pytest.fixture
def olga(each_house: House) -> Administrator:
    return Administrator(each_house)


def dead(house: House, view: ChannelView, body: str) -> None:
    response = house.client.post(f"/hooks/vk/{view.key}", data=body)
    assert response.text == "ok"


def letters(page: str) -> list[str]:
    return re.findall(r'href="/admin/channels(/\d+/letters/\d+)"', page)


def test_a_dead_letter_is_looked_at_whole_without_its_secret(each_house: House, olga: Administrator) -> None:
    view = olga.added(secret=SECRET)
    broken = {"type": "wall_reply_new", "object": {"text": "Мост <b>"}, "group_id": 456, "secret": SECRET}
    dead(each_house, view, json.dumps(broken))
    assert "1 не прочитано" in olga.line(view)
    [path] = letters(olga.get(f"/{view.id}"))
    page = html.unescape(olga.get(path))
    assert '"text": "Мост <b>"' in page and r'{"type": "wall_reply_new"' in page
    assert SECRET not in page
    assert "нет или это не" in page


def test_another_channels_letter_is_not_found(each_house: House, olga: Administrator) -> None:
    view, other = olga.added(secret=SECRET), olga.added(secret=SECRET)
    dead(each_house, view, json.dumps({"type": "wall_reply_new", "object": {}, "group_id": 456, "secret": SECRET}))
    [path] = letters(olga.get(f"/{view.id}"))
    stolen = path.replace(f"/{view.id}/", f"/{other.id}/", 1)
    problem(olga.client.get(f"/admin/channels{stolen}"), "not_found", 404)


def test_dead_letters_are_tried_again(each_house: House, olga: Administrator) -> None:
    """What a broadcast that was not open could not take becomes a question; what cannot be read waits on."""
    slug = each_house.show("open", "air", "wrap")
    view = olga.added(secret=SECRET)
    olga.press(view, "route", broadcast=slug)
    asked(each_house, view)
    dead(each_house, view, json.dumps({"type": "wall_reply_new", "object": {}, "group_id": 456, "secret": SECRET}))
    assert olga.now(view).dead == 2
    olga.press(view, "route", broadcast=olga.slug)
    tried = olga.press(view, "retry")
    page = olga.client.get(tried.location, headers=HTML).text
    assert "Доставлено: 1. Ещё ждут: 1." in page and len(letters(page)) == 1
    [question] = each_house.caller(olga.slug, "moderator").read("/questions")["questions"]
    assert question["text"] == "Когда починят мост?"


def test_a_dead_letter_is_dismissed_by_name_and_waits_no_longer(each_house: House, olga: Administrator) -> None:
    view = olga.added(secret=SECRET)
    dead(each_house, view, json.dumps({"type": "wall_reply_new", "object": {}, "group_id": 456, "secret": SECRET}))
    [path] = letters(olga.get(f"/{view.id}"))
    page = olga.get(path)
    olga.post(path, page, do="dismiss")
    assert olga.now(view).dead == 0
    assert "Снято с разбора:" in olga.get(path) and 'value="dismiss"' not in olga.get(path)
    assert olga.post(path, page, do="dismiss").status_code == 409


def test_what_the_trap_of_a_form_caught_comes_in_alone(each_house: House, olga: Administrator) -> None:
    """A run of letters leaves it; a person who has looked at it takes it in."""
    body = json.dumps({"text": "Где мост?", "name": "", "contact": "", "locality": "", "id": uuid.uuid4().hex})
    set_aside(each_house.store, each_house.id_of(olga.slug), body)
    [view] = [view for view in all_channels(each_house.store).listed if view.type == "form" and view.dead]
    assert "Доставлено: 0. Ещё ждут: 1." in olga.client.get(olga.press(view, "retry").location, headers=HTML).text
    [path] = letters(olga.get(f"/{view.id}"))
    olga.post(path, olga.get(path), do="retry")
    assert olga.now(view).dead == 0
    [question] = each_house.caller(olga.slug, "moderator").read("/questions")["questions"]
    assert question["text"] == "Где мост?"
