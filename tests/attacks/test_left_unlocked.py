"""A computer that was left signed in: what gives rights to others asks for the password again.

Of finding H3 of the security review.
"""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from live.store.centre import sessions
from tests.support.rooms import Clock
from tests.web.house import House, csrf

PASSWORD = "верный пароль"
HTML = {"Accept": "text/html"}
GUARDED = (
    *("/admin/people", "/admin/keys", "/admin/retention", "/admin/subjects", "/admin/channels/new", "/admin/backup"),
)


@pytest.fixture
def olga(house: House, clock: Clock) -> FlaskClient:
    """An administrator who has just signed in."""
    client, login = house.device(), f"olga-{uuid.uuid4().hex[:6]}"
    house.user(login, PASSWORD, "admin")
    house.sign_in(client, login, PASSWORD)
    return client


def confirm(client: FlaskClient, password: str, next_: str) -> TestResponse:
    page = client.get(f"/account/confirm?next={next_}", headers=HTML).text
    body = {"csrf_token": csrf(page), "password": password, "next": next_}
    return client.post("/account/confirm", data=body, headers=HTML)


@pytest.mark.parametrize("path", GUARDED)
def test_the_password_is_asked_for_again_after_a_quarter_of_an_hour(olga: FlaskClient, clock: Clock, path: str) -> None:
    clock.pass_(minutes=14)
    assert olga.get(path, headers=HTML).status_code == 200
    clock.pass_(minutes=2)
    asked = olga.get(path, headers=HTML)
    assert (asked.status_code, asked.location) == (303, f"/account/confirm?next={path}")
    assert olga.get(path).status_code == 403
    assert olga.get("/admin/lists/topics").status_code == 200
    before = olga.get_cookie("live")
    assert confirm(olga, PASSWORD, path).location == path
    assert olga.get_cookie("live") != before
    assert olga.get(path, headers=HTML).status_code == 200


def test_a_form_that_was_opened_in_time_may_be_filled_in_and_no_longer(
    house: House, olga: FlaskClient, clock: Clock
) -> None:
    token = csrf(olga.get("/admin/people", headers=HTML).text)
    person = {"csrf_token": token, "name": "Нина", "login": f"nina-{uuid.uuid4().hex[:6]}", "where": "0"}
    clock.pass_(minutes=20)
    assert olga.post("/admin/people", data=person, headers=HTML).status_code == 200
    clock.pass_(minutes=20)
    with house.unchanged():
        late = olga.post("/admin/people", data={**person, "login": f"inna-{uuid.uuid4().hex[:6]}"}, headers=HTML)
    assert late.status_code == 303 and late.location.startswith("/account/confirm")


def test_a_wrong_password_confirms_nothing_and_is_not_guessed(olga: FlaskClient, clock: Clock) -> None:
    clock.pass_(minutes=16)
    answers = [confirm(olga, f"мимо-{n}", "/admin/people").status_code for n in range(6)]
    assert answers == [400] * 5 + [429]
    assert olga.get("/admin/people").status_code == 403


def test_a_confirmation_leads_nowhere_else(olga: FlaskClient) -> None:
    assert confirm(olga, PASSWORD, "//evil.example").location == "/"


def test_a_confirmation_lengthens_no_session(house: House, olga: FlaskClient, clock: Clock) -> None:
    clock.pass_(minutes=50)
    assert confirm(olga, PASSWORD, "/").status_code == 303
    cookie = olga.get_cookie("live")
    assert cookie is not None
    with house.store.read() as connection:
        [row] = sessions.by_hashes(connection, [sessions.hash_of(str(cookie.value))])
    assert row.expires_at == clock() + timedelta(hours=11, minutes=10)
