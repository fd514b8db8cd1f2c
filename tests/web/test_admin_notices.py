"""The administrator's page of notices: what is chosen and written, kept as typed, refused with a sentence."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from typing import Any

import pytest
from werkzeug.test import TestResponse

from live.domain.followup.notice import Kind, Where
from live.language.default_notices import TEXTS
from live.store.centre import lists
from live.store.followup import notices
from tests.web.administrator import HTML, PASSWORD, Administrator
from tests.web.house import House, csrf
from tests.web.keeper import said

PAGE = "/admin/notices"


class Teller(Administrator):
    """An administrator at the page of notices."""

    def page(self) -> str:
        return html.unescape(self.client.get(PAGE, headers=HTML).text)

    def save(self, fields: Mapping[str, Any] | None = None, *, on: Any = (), version: str = "") -> TestResponse:
        page = self.client.get(PAGE, headers=HTML).text
        shown = re.search(r'name="version" value="(\d+)"', page)
        assert shown
        body = {
            "csrf_token": csrf(page),
            "version": version or shown[1],
            "on": list(on),
            **{f"text-{kind}": text for kind, text in TEXTS.items()},
            "begins": "22:00",
            "ends": "08:00",
        }
        return self.client.post(PAGE, data={**body, **(fields or {})}, headers=HTML)

    def rules(self) -> Any:
        with self.house.store.read() as connection:
            return notices.rules(connection)


@pytest.fixture
def olga(house: House) -> Teller:
    teller = Teller(house)
    assert teller.save().status_code == 303
    return teller


def test_nothing_is_told_until_somebody_switches_it_on_and_the_page_says_so(olga: Teller) -> None:
    assert "Ничего не включено" in olga.page()
    assert olga.save(on=("arrived", "declined")).status_code == 303
    page = olga.page()
    assert "Ничего не включено" not in page
    assert re.findall(r'name="on" value="(\w+)" checked', page) == ["arrived", "declined"]
    assert olga.rules().on == {Kind.ARRIVED, Kind.DECLINED}


def test_the_centres_words_are_kept_and_shown_as_a_resident_reads_them(olga: Teller) -> None:
    assert olga.save({"text-arrived": "{имя}, ваш номер {номер}.\r\nСсылка: {ссылка}"}).status_code == 303
    assert olga.rules().texts == {Kind.ARRIVED: "{имя}, ваш номер {номер}.\nСсылка: {ссылка}"}
    assert "Анна, ваш номер 214." in olga.page()


def test_a_channel_goes_as_far_as_is_chosen(olga: Teller) -> None:
    vk = olga.added("vk", secret="callback-secret")
    assert f'name="by-{vk.id}"' in olga.page() and olga.rules().where(vk.id) is Where.PRIVATE
    assert olga.save({f"by-{vk.id}": "everywhere"}).status_code == 303
    assert olga.rules().where(vk.id) is Where.EVERYWHERE


def test_a_broadcast_may_be_told_of_less(olga: Teller) -> None:
    number = olga.house.id_of(olga.slug)
    every = [kind.value for kind in Kind if kind is not Kind.ON_AIR]
    assert olga.save({f"has-{number}": "1", f"of-{number}": every}).status_code == 303
    assert olga.rules().off == {number: {Kind.ON_AIR}}
    assert "не всё" in olga.page()


def test_both_hours_empty_are_no_quiet_hours(olga: Teller) -> None:
    assert olga.save({"begins": "", "ends": ""}).status_code == 303
    assert olga.rules().quiet is None


@pytest.mark.parametrize(
    ("field", "typed", "says"),
    [
        ("text-arrived", " ", "Напишите, что сообщить жителям"),
        ("text-declined", "{адрес}", "«адрес»"),
        ("text-on_air", "я" * 1001, "не больше"),
        ("begins", "25:00", "Тихие часы"),
        ("on", "born", "Откройте её заново"),
        ("by-1", "loud", "Откройте её заново"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence_and_stays_typed(
    olga: Teller, field: str, typed: str, says: str
) -> None:
    if field.startswith("by-"):
        field = f"by-{olga.added('vk', secret='callback-secret').id}"
    with olga.house.unchanged():
        response = olga.save({field: typed})
    assert response.status_code == 400 and says in said(response)
    if field.startswith("text-"):
        assert html.escape(typed) in response.text


def test_who_saves_after_somebody_else_is_told_so_and_nothing_is_lost(olga: Teller) -> None:
    with olga.house.store.read() as connection:
        seen = str(lists.read(connection, "notices").version)
    assert olga.save(on=("arrived",)).status_code == 303
    with olga.house.unchanged():
        response = olga.save(on=("declined",), version=seen)
    assert response.status_code == 409 and "тем временем" in said(response)
    assert olga.rules().on == {Kind.ARRIVED}


def test_nobody_but_the_centres_administrator_opens_it(house: House) -> None:
    client = house.app.test_client()
    house.user("vera-notices", PASSWORD, "moderator", "coordinator")
    house.sign_in(client, "vera-notices", PASSWORD)
    assert client.get(PAGE, headers=HTML).status_code == 403


def test_where_no_address_is_known_the_page_asks_for_it(olga: Teller) -> None:
    assert "Адрес центра не указан" in olga.page() and 'href="/admin/centre"' in olga.page()
