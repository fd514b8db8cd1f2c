"""A device's cookie: a copy of it dies with the session, nobody can plant one, and the secret key makes none.

Findings H3, M6 and M13 of the security review.
"""

from __future__ import annotations

import gzip
import re
import uuid
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from flask.sessions import SecureCookieSessionInterface
from flask.testing import FlaskClient
from sqlalchemy import select

from live.store.backup import backup
from live.store.centre import sessions
from live.store.tables import account, session
from live.workers.sessions import Sessions
from tests.support.rooms import Clock
from tests.support.screen import Screen
from tests.support.server import Installation, Server
from tests.web.house import House, csrf, knock, problem

pytestmark = pytest.mark.faults

PASSWORD = "верный пароль"
HTML = {"Accept": "text/html"}


@pytest.fixture(scope="module")
def house(backend: Installation) -> Iterator[House]:
    opened = House(backend)
    yield opened
    opened.close()


def person(house: House, *roles: str) -> str:
    """The login of a new person."""
    login = f"maria-{uuid.uuid4().hex[:6]}"
    house.user(login, PASSWORD, *(roles or ("moderator",)))
    return login


def signed_in(house: House, *roles: str) -> FlaskClient:
    client = house.device()
    assert house.sign_in(client, person(house, *roles), PASSWORD).status_code == 302
    return client


def held(client: FlaskClient, name: str = "live") -> str:
    cookie = client.get_cookie(name)
    assert cookie is not None
    return str(cookie.value)


def copied(house: House, cookie: str) -> FlaskClient:
    """Another device with a copy of a cookie."""
    thief = house.device()
    thief.set_cookie("live", cookie)
    return thief


def sign_out(client: FlaskClient) -> None:
    assert client.post("/logout", data={"csrf_token": csrf(client.get("/").text)}, headers=HTML).location == "/login"


def test_a_copied_cookie_is_dead_after_the_sign_out_in_every_process(house: House, running: Server) -> None:
    slug, maria = house.show(), signed_in(house)
    cookie = held(maria)
    thief = copied(house, cookie)
    there = {"Cookie": f"live={cookie}"}
    assert thief.get(f"/b/{slug}/desk").status_code == 200
    assert knock(running.url, {"broadcast": slug, "screen": "desk"}, there) == "joined"
    sign_out(maria)
    problem(thief.get(f"/b/{slug}/desk"), "unauthorized", 401)
    assert knock(running.url, {"broadcast": slug, "screen": "desk"}, there) == "unauthorized"


def test_a_sign_out_ends_the_sockets_that_a_copy_has_opened(
    house: House, running: Server, join: Callable[..., Screen]
) -> None:
    slug, maria = house.show(), signed_in(house)
    stolen = join(running, slug, "desk", None, headers={"Cookie": f"live={held(maria)}"})
    other = join(running, slug, "desk", None, headers={"Cookie": f"live={held(signed_in(house))}"})
    sign_out(maria)
    stolen.wait_for(lambda s: not s.connected, "its connection has ended")
    assert other.connected


@pytest.fixture(scope="module")
def running(backend: Installation, house: House) -> Iterator[Server]:
    with Server(backend).start() as server:
        yield server


def test_every_sign_in_and_every_link_has_a_new_cookie_and_ends_the_one_before(house: House) -> None:
    slug, client, login = house.show(), house.device(), person(house)
    cookies = []
    house.sign_in(client, login, PASSWORD)
    cookies.append(held(client))
    client.get(f"/in/{house.key(slug, 'presenter', screen='prompter')}")
    cookies.append(held(client))
    house.sign_in(client, login, PASSWORD)
    cookies.append(held(client))
    assert len(set(cookies)) == 3
    answers = [copied(house, one).get(f"/b/{slug}/desk").status_code for one in cookies]
    assert answers == [401, 401, 200]


def test_a_link_keeps_who_has_signed_in_and_lengthens_nothing(house: House, clock: Clock) -> None:
    slug, client = house.show(), signed_in(house, "admin")
    clock.pass_(minutes=50)
    client.get(f"/in/{house.key(slug, 'presenter', screen='prompter')}")
    assert [client.get(f"/b/{slug}/{screen}").status_code for screen in ("desk", "prompter")] == [200, 200]
    with house.store.read() as connection:
        [row] = sessions.by_hashes(connection, [sessions.hash_of(held(client))])
    assert row.expires_at == clock() + timedelta(hours=11, minutes=10)


def test_the_cookie_is_random_and_what_is_stored_opens_nothing(house: House) -> None:
    slug, cookie = house.show(), held(signed_in(house))
    assert re.fullmatch("[A-Za-z0-9_-]{43}", cookie)
    with house.store.read() as connection:
        rows = connection.execute(select(session)).all()
    assert rows and cookie not in repr(rows)
    for row in rows:
        problem(copied(house, row.id_hash).get(f"/b/{slug}/desk"), "unauthorized", 401)


def test_the_secret_key_signs_nobody_in(house: House) -> None:
    slug, login = house.show(), person(house, "admin")
    with house.store.read() as connection:
        number = connection.execute(select(account.c.id).where(account.c.login == login)).scalar_one()
    signer = SecureCookieSessionInterface().get_signing_serializer(house.app)
    assert signer is not None
    forged = signer.dumps({"credentials": [f"user:{number}"], "_permanent": True})
    thief = house.device()
    for name in ("live", "live-page"):
        thief.set_cookie(name, forged)
    problem(thief.get(f"/b/{slug}/desk"), "unauthorized", 401)
    problem(thief.get("/admin/people"), "unauthorized", 401)


@pytest.mark.parametrize(("roles", "idle", "whole"), [(["moderator"], 12, 24 * 14), (["admin"], 1, 12)])
def test_a_session_ends_when_nobody_uses_it_and_in_any_case(
    house: House, clock: Clock, roles: list[str], idle: int, whole: int
) -> None:
    """`idle` and `whole` are hours."""
    slug, task = house.show(), Sessions(house.store, house.app.extensions["live"].credentials)
    left, used = signed_in(house, *roles), signed_in(house, *roles)

    def opens(client: FlaskClient) -> bool:
        return client.get(f"/b/{slug}/desk").status_code == 200

    passed = 0.0
    while passed + idle * 0.9 < whole:
        clock.pass_(hours=idle * 0.9)
        passed += idle * 0.9
        assert opens(used), passed
        task.tick()
    assert not opens(left)
    clock.pass_(hours=whole - passed)
    assert not opens(used)


def test_a_device_that_came_by_links_alone_is_not_put_out_overnight(house: House, clock: Clock) -> None:
    slug, tablet = house.show(), house.device()
    tablet.get(f"/in/{house.key(slug, 'head', screen='head')}")
    clock.pass_(hours=20)
    assert tablet.get(f"/b/{slug}/head").status_code == 200
    clock.pass_(days=30)
    assert tablet.get(f"/b/{slug}/head").status_code == 401


def test_where_a_device_was_opened_is_known_after_a_restart_for_as_long_as_it_is_used(
    house: House, clock: Clock
) -> None:
    credentials = house.app.extensions["live"].credentials
    slug, task = house.show(), Sessions(house.store, credentials)
    at_home, gone, signed_off = (f"2001:db8:{uuid.uuid4().hex[:4]}::1" for _ in range(3))

    def opened(address: str) -> FlaskClient:
        client = house.device(address)
        assert house.sign_in(client, person(house), PASSWORD).status_code == 302
        return client

    used, _, ended = opened(at_home), opened(gone), opened(signed_off)
    assert {at_home, gone, signed_off} <= set(credentials.addresses(3600))
    clock.pass_(minutes=50)
    assert used.get(f"/b/{slug}/desk").status_code == 200
    task.tick()
    sign_out(ended)
    clock.pass_(minutes=50)
    assert {at_home, gone, signed_off} & set(credentials.addresses(3600)) == {at_home}


def test_a_request_writes_nothing_and_the_task_tells_of_its_use(house: House, clock: Clock) -> None:
    slug, maria = house.show(), signed_in(house)
    clock.pass_(hours=2)
    with house.unchanged():
        assert maria.get(f"/b/{slug}/desk").status_code == 200
    Sessions(house.store, house.app.extensions["live"].credentials).tick()
    with house.store.read() as connection:
        seen = connection.execute(select(session.c.seen_at)).scalars().all()
    assert clock() in seen


def test_a_session_outlives_a_restart(house: House, backend: Installation) -> None:
    slug, cookie = house.show(), held(signed_in(house))
    again = House(backend)
    assert copied(again, cookie).get(f"/b/{slug}/desk").status_code == 200
    again.close()


@pytest.mark.parametrize("why", ["https", "address"])
def test_over_https_the_cookies_are_this_hosts_alone(house: House, why: str) -> None:
    """Whether the request itself came so, or the installation's address says so and a proxy says nothing."""
    live = house.app.extensions["live"]
    base = "https://live.example" if why == "https" else "http://live.example"
    if why == "address":
        named = replace(live.settings, address="https://live.example")
        house.app.extensions["live"] = replace(live, settings=named)
    try:
        client = house.device()
        answer = client.get(f"/in/{house.key(house.show(), 'head', screen='head')}", base_url=base)
        cookies = answer.headers.getlist("Set-Cookie")
    finally:
        house.app.extensions["live"] = live
    assert {cookie.split("=")[0] for cookie in cookies} == {"__Host-live", "__Host-live-page"}
    for cookie in cookies:
        assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(cookie.split("; ")), cookie
        assert "Domain" not in cookie


def test_a_cookie_that_a_sibling_site_has_planted_is_not_believed(house: House) -> None:
    slug, planted = house.show(), held(signed_in(house))
    victim = house.device()
    victim.set_cookie("live", planted, domain="live.example")
    assert victim.get(f"/b/{slug}/desk", base_url="https://live.example").status_code == 401


CLEARED = '"storage", "cache"'


def test_signing_out_empties_the_browser(house: House) -> None:
    maria = signed_in(house)
    token = csrf(maria.get("/").text)
    answer = maria.post("/logout", data={"csrf_token": token}, headers=HTML)
    assert answer.headers["Clear-Site-Data"] == CLEARED
    assert maria.get_cookie("live") is None


def test_the_way_to_the_sign_in_empties_a_browser_whose_session_was_ended_and_no_other(
    house: House, clock: Clock
) -> None:
    slug = house.show()
    token = house.key(slug, "head", screen="head")
    tablet, sleeper = house.device(), signed_in(house)
    tablet.get(f"/in/{token}")
    house.revoke(token)
    revoked = tablet.get(f"/b/{slug}/head", headers=HTML)
    assert revoked.location.startswith("/login") and revoked.headers["Clear-Site-Data"] == CLEARED
    clock.pass_(hours=13)
    for other in (sleeper, house.device()):
        sent = other.get(f"/b/{slug}/desk", headers=HTML)
        assert sent.location.startswith("/login") and "Clear-Site-Data" not in sent.headers


def test_a_device_that_signs_out_ends_there_alone(house: House) -> None:
    slug, login = house.show(), person(house)
    one, other = house.device(), house.device()
    for client in (one, other):
        house.sign_in(client, login, PASSWORD)
    sign_out(one)
    assert other.get(f"/b/{slug}/desk").status_code == 200


def test_a_copy_of_the_database_holds_no_session(house: House, backend: Installation) -> None:
    """What was ended after it would begin again."""
    signed_in(house)
    path = backend.folder / f"{uuid.uuid4().hex}.gz"
    backup(house.store, path)
    copy = gzip.decompress(path.read_bytes()).decode()
    assert '["account"' in copy and '["session"' not in copy
