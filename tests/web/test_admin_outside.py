"""The administrator's pages of webhooks and of what is kept of persons, as a browser without JavaScript uses them."""

from __future__ import annotations

import re
import uuid
from typing import Any

import pytest
from werkzeug.test import TestResponse

from live.domain.retention import DEFAULT, Kind
from live.views.tickets.webhooks import WebhookView, receivers
from live.workers.retention import terms
from tests.web.house import House, csrf

HTML = {"Accept": "text/html"}
URL = "https://example.org/told"


class Administrator:
    """Somebody who has signed in as an administrator."""

    def __init__(self, house: House) -> None:
        self.house, self.client = house, house.app.test_client()
        self.client.environ_base["REMOTE_ADDR"] = f"2001:db8:{uuid.uuid4().hex[:4]}::1"
        login = f"olga-{uuid.uuid4().hex[:6]}"
        house.user(login, "верный пароль", "admin")
        house.sign_in(self.client, login, "верный пароль")

    def get(self, page: str) -> str:
        response = self.client.get(f"/admin/{page}", headers=HTML)
        assert response.status_code == 200, response.text
        return response.text

    def post(self, page: str, path: str = "", **fields: Any) -> TestResponse:
        shown = self.get(page)
        version = re.search(r'name="version" value="(\d+)"', shown)
        body = {"csrf_token": csrf(shown), "version": version[1] if version else "", **fields}
        return self.client.post(f"/admin/{page}{path}", data=body, headers=HTML)

    def added(self) -> tuple[WebhookView, str]:
        """A new receiver, and the page that told of it."""
        page = self.post("webhooks", url=URL)
        assert page.status_code == 200, page.text
        return receivers(self.house.store)[-1], page.text


@pytest.fixture
def olga(house: House) -> Administrator:
    return Administrator(house)


def test_a_secret_that_was_made_is_shown_once(olga: Administrator) -> None:
    view, page = olga.added()
    [secret] = re.findall(r'id="made" readonly value="([^"]+)"', page)
    assert view.url == URL and re.fullmatch(r"whsec_[A-Za-z0-9+/]{43}=", secret)
    assert secret not in olga.get("webhooks") and URL in olga.get("webhooks")


def test_what_is_wrong_with_a_receiver_is_told_and_its_address_stays(olga: Administrator) -> None:
    before = len(receivers(olga.house.store))
    refused = olga.post("webhooks", url="ftp://example.org")
    assert refused.status_code == 400 and "ftp://example.org" in refused.text
    assert len(receivers(olga.house.store)) == before


def test_the_buttons_pause_go_on_tell_again_and_remove(olga: Administrator) -> None:
    view, _ = olga.added()

    def now() -> WebhookView:
        [found] = [one for one in receivers(olga.house.store) if one.id == view.id]
        return found

    for do, paused in (("pause", True), ("resume", False)):
        assert olga.post("webhooks", f"/{view.id}", do=do).status_code == 303
        assert now().paused is paused
    assert olga.post("webhooks", f"/{view.id}", do="replay", since="много").status_code == 400
    assert olga.post("webhooks", f"/{view.id}", do="replay", since="0").status_code == 303
    assert now().position == 0
    assert olga.post("webhooks", f"/{view.id}", do="remove").status_code == 303
    assert view.id not in [one.id for one in receivers(olga.house.store)]
    assert olga.post("webhooks", f"/{view.id}", do="pause").status_code == 404


def test_without_the_pages_token_nothing_changes(olga: Administrator) -> None:
    for page in ("webhooks", "retention"):
        assert olga.client.post(f"/admin/{page}", data={"url": URL}, headers=HTML).status_code == 400


def test_terms_are_saved_and_a_wrong_one_is_told(olga: Administrator) -> None:
    fields = {kind.value: str(days) for kind, days in DEFAULT.items()}
    assert olga.post("retention", do="save", **{**fields, "calls": "30"}).status_code == 303
    assert terms(olga.house.store)[Kind.CALLS] == 30
    refused = olga.post("retention", do="save", **{**fields, "calls": "три"})
    assert refused.status_code == 400 and "три" in refused.text
    assert terms(olga.house.store)[Kind.CALLS] == 30


def test_a_stale_save_of_terms_is_refused(olga: Administrator) -> None:
    fields = {kind.value: str(days) for kind, days in DEFAULT.items()}
    assert olga.post("retention", do="save", **fields, version="9999").status_code == 409


def test_a_look_counts_and_stands_among_the_runs(olga: Administrator) -> None:
    assert olga.post("retention", do="look").status_code == 303
    assert "только подсчёт" in olga.get("retention")
