"""The administrator's page of programs' keys."""

from __future__ import annotations

import html
import re
import uuid
from typing import Any

import pytest
from werkzeug.test import TestResponse

from live.views.admin.people import KeyView, keys
from tests.web.house import Caller, House, csrf

PASSWORD = "верный пароль"
HTML = {"Accept": "text/html"}


class Administrator:
    """Somebody who has signed in as an administrator, at the page of keys."""

    def __init__(self, house: House) -> None:
        self.house, self.client, self.slug = house, house.app.test_client(), house.show()
        self.client.environ_base["REMOTE_ADDR"] = f"2001:db8:{uuid.uuid4().hex[:4]}::1"
        login = f"olga-{uuid.uuid4().hex[:6]}"
        house.user(login, PASSWORD, "admin")
        house.sign_in(self.client, login, PASSWORD)

    def page(self) -> str:
        return self.client.get("/admin/keys", headers=HTML).text

    def make(self, **fields: Any) -> TestResponse:
        where = str(self.house.id_of(self.slug))
        body = {"name": uuid.uuid4().hex, "role": ["source"], "where": where, "days": "", "per_minute": "", **fields}
        return self.client.post("/admin/keys", data={"csrf_token": csrf(self.page()), **body}, headers=HTML)

    def press(self, key: KeyView, do: str, **fields: str) -> TestResponse:
        body = {"csrf_token": csrf(self.page()), "do": do, "days": "", "per_minute": "", **fields}
        return self.client.post(f"/admin/keys/{key.id}", data=body, headers=HTML)

    def key(self, name: str) -> KeyView:
        [found] = [one for one in keys(self.house.store) if one.name == name]
        return found


@pytest.fixture
def olga(each_house: House) -> Administrator:
    return Administrator(each_house)


def token(made: TestResponse) -> str:
    found = re.search(r'readonly value="([\w-]{43})"', made.text)
    assert found, made.text
    return found[1]


def test_a_key_is_shown_once_acts_as_its_roles_may_and_is_revoked(olga: Administrator) -> None:
    made = olga.make(name="Сайт района")
    shown = token(made)
    program = Caller(olga.house.app.test_client(), olga.slug, shown)
    assert program.post("/questions", {"text": "Когда?"}).status_code == 201
    assert program.get("/questions").status_code == 403
    page = olga.page()
    assert "Сайт района" in page and shown not in page
    assert olga.press(olga.key("Сайт района"), "revoke").status_code == 303
    assert program.post("/questions", {"text": "Когда?"}).status_code == 401
    assert olga.press(olga.key("Сайт района"), "revoke").status_code == 404


def test_a_key_is_limited_by_term_and_by_rate(olga: Administrator) -> None:
    name = uuid.uuid4().hex
    olga.make(name=name, days="30", per_minute="60")
    before = olga.key(name)
    assert before.per_minute == 60 and before.expires_at and (before.expires_at - before.created_at).days == 30
    assert olga.press(before, "limit", per_minute="5").status_code == 303
    assert (olga.key(name).per_minute, olga.key(name).expires_at) == (5, before.expires_at)


def test_a_key_for_everywhere_is_told_so(olga: Administrator) -> None:
    name = uuid.uuid4().hex
    olga.make(name=name, where="all", role=["admin"])
    assert olga.key(name).everywhere and "Во всех эфирах и в центре" in olga.page()


@pytest.mark.parametrize(
    "fields",
    [
        {"name": " "},
        {"role": []},
        {"role": ["boss"]},
        {"where": ""},
        {"where": "999999"},
        {"days": "завтра"},
        {"days": "0"},
        {"per_minute": "-1"},
    ],
    ids=str,
)
def test_a_key_that_cannot_be_made_is_told_why(olga: Administrator, fields: dict[str, Any]) -> None:
    with olga.house.unchanged():
        refused = olga.make(**fields)
    assert refused.status_code == 400 and 'role="alert"' in html.unescape(refused.text)
