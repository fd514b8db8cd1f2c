"""The administrator's page of the centre: what it says to residents, and who may hold and send their form."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from live.admin.passkeys import Site
from live.web.crew.second_step import site
from tests.support.server import Installation
from tests.web.administrator import HTML, Administrator
from tests.web.house import House, csrf
from tests.web.keeper import said

PAGE = "/admin/centre"
FIELDS = {"name": "ЦУР района", "zone": "Europe/Samara"}


class Keeper(Administrator):
    """An administrator at the page of the centre."""

    def save(self, **fields: str) -> TestResponse:
        page = self.client.get(PAGE, headers=HTML).text
        return self.client.post(PAGE, data={"csrf_token": csrf(page), **FIELDS, **fields}, headers=HTML)


@pytest.fixture
def olga(house: House) -> Iterator[Keeper]:
    keeper = Keeper(house)
    yield keeper
    assert keeper.save(zone="Europe/Ulyanovsk").status_code == 303


@pytest.fixture
def resident(house: House) -> FlaskClient:
    return house.app.test_client()


def test_what_is_saved_stands_in_its_fields(olga: Keeper) -> None:
    told = {"policy": "https://raion.example/policy", "per_minute": "60", "per_hour": "1000"}
    assert olga.save(**told, sites="https://raion.example, https://*.school.example/").status_code == 303
    page = html.unescape(olga.client.get(PAGE, headers=HTML).text)
    assert all(f'value="{value}"' in page for value in told.values())
    assert ">https://raion.example\nhttps://*.school.example</textarea>" in page


def test_the_page_on_personal_data_is_linked_at_the_form(olga: Keeper, resident: FlaskClient) -> None:
    olga.save(policy="https://raion.example/policy")
    form = resident.get(f"/b/{olga.slug}/ask").text
    assert form.count('href="https://raion.example/policy"') == 2, "beside the consent, and at the foot"


def test_the_sites_that_are_named_may_hold_the_form_and_nothing_else(olga: Keeper, resident: FlaskClient) -> None:
    olga.save(sites="https://raion.example")
    form, elsewhere = resident.get(f"/b/{olga.slug}/ask"), resident.get("/login")
    assert form.headers["Content-Security-Policy"].endswith("frame-ancestors 'self' https://raion.example")
    assert elsewhere.headers["Content-Security-Policy"].endswith("frame-ancestors 'self'")
    olga.save()
    assert resident.get(f"/b/{olga.slug}/ask").headers["Content-Security-Policy"].endswith("frame-ancestors 'self'")


def test_one_address_may_send_the_form_as_often_as_is_said(olga: Keeper, resident: FlaskClient) -> None:
    resident.environ_base["REMOTE_ADDR"] = "2001:db8:77::1"
    olga.save(per_minute="2", per_hour="2")
    answers = [resident.post(f"/b/{olga.slug}/ask", data={}).status_code for _ in range(3)]
    assert answers == [400, 400, 429]


def test_links_that_are_handed_out_begin_with_the_centres_address(olga: Keeper) -> None:
    olga.save(address="https://Live.example/")
    assert 'data-form="https://live.example/' in olga.client.get(f"/b/{olga.slug}/desk", headers=HTML).text
    olga.save()
    assert 'data-form="http://localhost/' in olga.client.get(f"/b/{olga.slug}/desk", headers=HTML).text


def test_a_passkey_is_bound_to_where_the_server_is_asked_whatever_the_page_says(olga: Keeper) -> None:
    olga.save(address="https://live.example")
    with olga.house.app.test_request_context(base_url="https://10.0.0.5:8443"):
        assert site() == Site("10.0.0.5", "https://10.0.0.5:8443")


def test_a_server_that_was_started_with_an_address_answers_to_no_other(embedded: Installation) -> None:
    house = House(embedded, LIVE_ADDRESS="http://localhost")
    try:
        keeper = Keeper(house)
        assert re.search(
            r'readonly type="url"[^>]* value="http://localhost"', keeper.client.get(PAGE, headers=HTML).text
        )
        keeper.save(address="https://live.example")
        desk = keeper.client.get(f"/b/{keeper.slug}/desk", headers=HTML).text
        assert 'data-form="http://localhost/' in desk
        keeper.save()
    finally:
        house.close()


@pytest.mark.parametrize(
    ("field", "typed", "says"),
    [
        ("address", "live.example", "«live.example» — не адрес"),
        ("address", "https://*.example", "«https://*.example» — не адрес"),
        ("address", "https://live.example/desk", "«https://live.example/desk» — не адрес"),
        ("policy", "raion.example", "Страница о персональных данных"),
        ("policy", "javascript:alert(1)", "Страница о персональных данных"),
        ("policy", "https://raion.example/" + "x" * 300, "Страница о персональных данных"),
        ("sites", "https://raion.example; script-src *", "«https://raion.example;» — не сайт"),
        ("sites", "*", "«*» — не сайт"),
        ("sites", " ".join(f"https://s{n}.example" for n in range(51)), "не больше 50 сайтов"),
        ("per_minute", "0", "два целых числа"),
        ("per_minute", "много", "два целых числа"),
        ("per_hour", "5", "два целых числа"),
    ],
)
def test_what_is_none_is_refused_with_a_sentence_and_what_was_typed_stays(
    olga: Keeper, field: str, typed: str, says: str
) -> None:
    with olga.house.unchanged():
        response = olga.save(**{field: typed})
    assert response.status_code == 400 and says in said(response)
    assert html.escape(typed) in response.text


def test_no_fewer_come_in_an_hour_than_in_a_minute(olga: Keeper) -> None:
    response = olga.save(per_minute="10", per_hour="5")
    assert response.status_code == 400 and "за час" in said(response)
