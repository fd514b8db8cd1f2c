"""A screen that goes over to another address of the centre: who is asked, who is let in with a pass, and who is not."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from live import settings
from live.store.tables import audit
from live.understudy.leader import Leader
from live.views import passes
from live.web.services import services
from tests.support.rooms import Clock
from tests.support.server import SECRET, Installation
from tests.web.house import House, csrf

pytestmark = pytest.mark.faults

FIRST, SECOND, THIRD = "http://first.example:8000", "http://second.example", "http://third.example"
HTML = {"Accept": "text/html"}
PASSWORD = "верный пароль"


@pytest.fixture(scope="module")
def first(embedded: Installation) -> Iterator[House]:
    opened = House(embedded, LIVE_ADDRESSES=f"{SECOND}:80,{FIRST}")
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def second(embedded: Installation, first: House) -> Iterator[House]:
    """Another server over the same rows, which the first one's pages know of."""
    opened = House(embedded, LIVE_ADDRESSES=FIRST)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def show(first: House) -> str:
    return first.show()


@pytest.fixture
def device(first: House, show: str) -> FlaskClient:
    """A moderator's, at the first server."""
    login = f"olga-{uuid.uuid4().hex[:6]}"
    first.user(login, PASSWORD, "moderator")
    client = first.device()
    assert first.sign_in(client, login, PASSWORD).status_code == 302
    return client


def desk(device: FlaskClient, show: str) -> TestResponse:
    return device.get(f"/b/{show}/desk", headers=HTML)


def meta(page: str, name: str) -> str | None:
    found = re.search(f'<meta name="{name}" content="([^"]*)">', page)
    return found[1] if found else None


def pass_of(device: FlaskClient, show: str) -> str:
    found = meta(desk(device, show).text, "live-pass")
    assert found
    return found


def move(client: FlaskClient, told: str, origin: str | None = FIRST, at: str = SECOND, **fields: str) -> TestResponse:
    headers = {**HTML, "Sec-Fetch-Site": "cross-site", **({"Origin": origin} if origin else {})}
    return client.post("/move", data={"pass": told, **fields}, headers=headers, base_url=at)


def is_signed_in(client: FlaskClient, show: str, at: str = SECOND) -> bool:
    return client.get(f"/b/{show}/desk", headers=HTML, base_url=at).status_code == 200


def cookies(answer: TestResponse) -> list[str]:
    return [one for one in answer.headers.getlist("Set-Cookie") if one.startswith("live=")]


def test_a_server_that_serves_says_so_and_its_epoch(first: House) -> None:
    told = first.device().get("/api/v1/standing").get_json()
    assert told == {"serves": True, "epoch": first.app.extensions["live"].queries.epoch()}


def test_a_server_that_ends_serves_nobody(embedded: Installation) -> None:
    house = House(embedded)
    try:
        house.app.extensions["live"].ending.told = True
        assert house.device().get("/api/v1/standing").get_json() == {"serves": False}
    finally:
        house.close()


def test_a_server_in_whose_place_another_leads_serves_nobody(first: House, monkeypatch: pytest.MonkeyPatch) -> None:
    leader = Leader(first.store)
    leader.succession = replace(leader.succession, succeeded_by=SECOND)
    monkeypatch.setitem(first.app.extensions, "live", replace(first.app.extensions["live"], leader=leader))
    assert first.device().get("/api/v1/standing").get_json() == {"serves": False}
    assert first.device().get("/understudy/standing").get_json()["serves"] is False


@pytest.mark.parametrize(("origin", "heard"), [(SECOND, SECOND), (THIRD, None), ("null", None), (None, None)])
def test_only_pages_of_the_centres_addresses_may_read_it(first: House, origin: str | None, heard: str | None) -> None:
    answer = first.device().get("/api/v1/standing", headers={"Origin": origin} if origin else {})
    assert answer.headers.get("Access-Control-Allow-Origin") == heard
    assert "Origin" in answer.vary


def test_a_screen_knows_the_other_addresses_and_may_ask_them(device: FlaskClient, show: str) -> None:
    answer = desk(device, show)
    assert meta(answer.text, "live-addresses") == f"{SECOND} {FIRST}"
    policy = answer.headers["Content-Security-Policy"].split("; ")
    assert f"connect-src 'self' {SECOND} {FIRST}" in policy
    assert f"form-action 'self' {SECOND} {FIRST}" in policy


def test_what_another_server_says_of_itself_stands_in_no_policy_unless_it_is_an_address(first: House) -> None:
    leader = Leader(first.store)
    for said in (f"{THIRD}:80", "http://a;script-src *", "http://b/c"):
        leader.succession = leader.succession.with_other(said)
    told = replace(first.app.extensions["live"], leader=leader)
    assert told.addresses() == (SECOND, FIRST, THIRD)


def test_other_pages_may_send_nothing_there(first: House) -> None:
    answer = first.device().get("/login", headers=HTML)
    assert "form-action 'self';" in answer.headers["Content-Security-Policy"]
    assert SECOND not in answer.headers["Content-Security-Policy"] + answer.text


def test_without_other_addresses_a_screen_has_no_pass(embedded: Installation, first: House, show: str) -> None:
    house = House(embedded)
    try:
        client = house.device()
        house.let_in(client, house.key(show, "moderator"))
        page = client.get(f"/b/{show}/desk", headers=HTML)
        assert page.status_code == 200
        assert meta(page.text, "live-addresses") is meta(page.text, "live-pass") is None
    finally:
        house.close()


def test_a_pass_does_not_tell_what_the_cookie_holds(device: FlaskClient, show: str) -> None:
    cookie = device.get_cookie("live")
    assert cookie and cookie.value not in desk(device, show).text


def test_a_device_goes_on_elsewhere_with_its_session(device: FlaskClient, second: House, show: str) -> None:
    told, elsewhere = pass_of(device, show), second.device()
    assert not is_signed_in(elsewhere, show)
    answer = move(elsewhere, told, next=f"/b/{show}/desk?state=new#12", kept='[["tab","note","</script>"]]')
    assert answer.status_code == 200
    assert f"/b/{show}/desk?state=new#12" in answer.text
    assert '</script>"' not in answer.text
    assert is_signed_in(elsewhere, show)


def test_going_over_is_written_into_the_audit(device: FlaskClient, second: House, show: str) -> None:
    elsewhere = second.device()
    move(elsewhere, pass_of(device, show))
    with second.store.read() as connection:
        newest = connection.execute(select(audit.c.act, audit.c.address).order_by(audit.c.id.desc()).limit(1)).one()
    assert tuple(newest) == ("session.moved", elsewhere.environ_base["REMOTE_ADDR"])


def test_a_sign_out_at_one_address_is_one_at_the_other(device: FlaskClient, second: House, show: str) -> None:
    elsewhere = second.device()
    move(elsewhere, pass_of(device, show))
    page = elsewhere.get("/logout", headers=HTML, base_url=SECOND).text
    left = elsewhere.post("/logout", data={"csrf_token": csrf(page)}, headers=HTML, base_url=SECOND)
    assert left.status_code == 302
    assert desk(device, show).status_code == 302


@pytest.mark.parametrize(
    "next_", ["//evil.example/", "https://evil.example/", "/\\evil.example", "javascript:alert(1)"]
)
def test_it_goes_on_to_no_other_site(device: FlaskClient, second: House, show: str, next_: str) -> None:
    answer = move(second.device(), pass_of(device, show), next=next_)
    assert answer.status_code == 200
    assert "evil" not in answer.text and "alert" not in answer.text
    assert '"next": "/"' in answer.text


def refused(answer: TestResponse) -> None:
    """The page of the sign-in, with why in Russian, and no session."""
    assert answer.status_code == 400
    assert "Войдите здесь." in answer.text and 'name="password"' in answer.text
    assert not cookies(answer)


@pytest.mark.parametrize("origin", [THIRD, "null", "", None])
def test_another_site_cannot_bring_its_own_session(
    device: FlaskClient, second: House, show: str, origin: str | None
) -> None:
    refused(move(second.device(), pass_of(device, show), origin))


@pytest.mark.parametrize("forged", ["", "x" * 200, "gAAAAA", "паспорт"])
def test_a_forged_pass_is_refused(second: House, forged: str) -> None:
    refused(move(second.device(), forged, next="/tickets"))


def test_a_pass_is_good_only_where_its_page_was_told_to_go(device: FlaskClient, second: House, show: str) -> None:
    told = pass_of(device, show)
    refused(move(second.device(), told, at=THIRD))
    assert move(second.device(), told).status_code == 200


def test_a_pass_of_another_secret_is_refused(device: FlaskClient, second: House, show: str) -> None:
    cookie = device.get_cookie("live")
    assert cookie
    with second.app.app_context():
        now = services().store.clock()
    refused(move(second.device(), passes.written(("another secret " * 4,), cookie.value, [SECOND], now)))


def test_a_pass_ends_with_its_session(device: FlaskClient, second: House, show: str) -> None:
    told = pass_of(device, show)
    page = device.get("/logout", headers=HTML).text
    device.post("/logout", data={"csrf_token": csrf(page)}, headers=HTML)
    refused(move(second.device(), told))


@pytest.mark.parametrize(("early", "status"), [(timedelta(minutes=5), 200), (-timedelta(minutes=5), 400)])
def test_a_pass_is_good_for_a_day(first: House, second: House, show: str, early: timedelta, status: int) -> None:
    came_by_a_link = first.device()  # whose session lasts longer than a pass
    first.let_in(came_by_a_link, first.key(show, "moderator"))
    told = pass_of(came_by_a_link, show)
    clock = second.store.clock
    second.store.clock = Clock(clock() + passes.TERM - early)
    try:
        assert move(second.device(), told).status_code == status
    finally:
        second.store.clock = clock


def test_passes_are_not_tried_for_long(second: House) -> None:
    stranger = second.device()
    said = [move(stranger, f"gAAAAA{n}").status_code for n in range(21)]
    assert said == [400] * 20 + [429]


def read(**told: str) -> tuple[str, ...]:
    return settings.read({"LIVE_SECRET_KEY": SECRET, **told}).addresses


def test_addresses_are_told_as_browsers_write_them() -> None:
    told = "HTTP://Second.example:80, https://10.0.0.2:08000,https://a:443"
    assert read(LIVE_ADDRESSES=told) == ("http://second.example", "https://10.0.0.2:8000", "https://a")
    assert read() == ()


@pytest.mark.parametrize(
    "wrong",
    ["second.example", "https://second.example/", "ws://second.example", "https://*.example", "http://a:99999"],
)
def test_an_address_that_no_browser_can_go_to_stops_the_start(wrong: str) -> None:
    with pytest.raises(settings.WrongSetting, match="LIVE_ADDRESSES"):
        read(LIVE_ADDRESSES=wrong)


def test_no_page_is_sent_from_https_to_http() -> None:
    with pytest.raises(settings.WrongSetting, match="LIVE_ADDRESSES"):
        read(LIVE_ADDRESS="https://live.example", LIVE_ADDRESSES=f"{SECOND},https://third.example")
