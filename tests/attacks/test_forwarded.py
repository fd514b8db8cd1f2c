"""Whose word on an address counts (M12), what names the server goes by (L6), and no cookie without an origin (M15)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
import websocket
from structlog.testing import capture_logs

from tests.support.raw import RawSocket
from tests.support.server import Installation, Server
from tests.web.house import House, csrf

ATTEMPTS = 12
"""Sign-ins, of which an address has ten a minute."""

ELSEWHERE = {"REMOTE_ADDR": "203.0.113.5"}
OWN = "https://line.raion.example"


@contextmanager
def opened(installation: Installation, **environment: str) -> Iterator[House]:
    house = House(replace(installation, extra=environment))
    yield house
    house.close()


def limited(house: House, peer: str) -> bool:
    """Whether sign-ins that each name another address are one address's all the same."""
    client = house.app.test_client()
    base = {"REMOTE_ADDR": peer}
    token = csrf(client.get("/login", environ_base=base).text)
    fields = {"password": "wrong", "csrf_token": token}
    answers = [
        client.post(
            "/login",
            data={**fields, "login": f"nobody-{n}"},
            headers={"X-Forwarded-For": f"198.51.100.{n}"},
            environ_base=base,
        )
        for n in range(ATTEMPTS)
    ]
    return 429 in {answer.status_code for answer in answers}


def test_an_address_that_a_stranger_makes_up_does_not_count(embedded: Installation) -> None:
    with opened(embedded, LIVE_PROXIES="1") as house:
        assert limited(house, "203.0.113.5")


def test_the_address_that_our_proxy_names_counts(embedded: Installation) -> None:
    with opened(embedded, LIVE_PROXIES="1") as house:
        assert not limited(house, "127.0.0.1")
    with opened(embedded, LIVE_PROXIES="1", LIVE_PROXY_FROM="203.0.113.0/24") as house:
        assert not limited(house, "203.0.113.5")
        assert limited(house, "127.0.0.1")


def test_without_a_proxy_nobody_is_believed(embedded: Installation) -> None:
    with opened(embedded) as house:
        assert limited(house, "127.0.0.1")


@pytest.mark.faults
@pytest.mark.parametrize(
    ("host", "peer", "status"),
    [
        ("line.raion.example", "203.0.113.5", 200),
        ("LINE.raion.example:8443", "203.0.113.5", 200),
        ("second.example", "203.0.113.5", 200),
        ("evil.example", "203.0.113.5", 400),
        ("line.raion.example.evil.example", "203.0.113.5", 400),
        ("127.0.0.1:8000", "203.0.113.5", 400),
        ("[::1", "203.0.113.5", 400),
        ("127.0.0.1:8000", "127.0.0.1", 200),
        ("[::1]:8000", "::1", 200),
        ("evil.example", "127.0.0.1", 400),
    ],
)
def test_an_installation_with_a_name_goes_by_no_other(named: House, host: str, peer: str, status: int) -> None:
    for path in ("/healthz", "/login", "/api/v1/openapi.json"):
        answer = named.app.test_client().get(path, headers={"Host": host}, environ_base={"REMOTE_ADDR": peer})
        assert answer.status_code == status
        assert status == 200 or "evil" not in answer.text


@pytest.fixture(scope="module")
def named(embedded: Installation) -> Iterator[House]:
    with opened(embedded, LIVE_ADDRESS=OWN, LIVE_HOSTS="second.example") as house:
        yield house


def test_a_name_is_asked_for_neither_where_none_is_set(embedded: Installation) -> None:
    with opened(embedded) as house:
        answer = house.app.test_client().get("/login", headers={"Host": "192.168.1.5:8000"}, environ_base=ELSEWHERE)
        assert answer.status_code == 200


@pytest.fixture(scope="module")
def server(embedded: Installation) -> Iterator[Server]:
    with Server(embedded).start() as running:
        yield running


def test_a_socket_does_not_believe_a_forwarded_name(server: Server) -> None:
    headers = {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https"}
    with pytest.raises(websocket.WebSocketBadStatusException):
        RawSocket(server.url, origin="https://evil.example", header=headers)


def test_a_socket_believes_the_name_that_our_proxy_tells(embedded: Installation) -> None:
    headers = {"X-Forwarded-Host": "line.raion.example", "X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.1"}
    with Server(embedded, LIVE_PROXIES="1").start() as behind:
        RawSocket(behind.url, origin=OWN, header=headers).close()


@pytest.mark.parametrize(("origin", "answer"), [(True, "40/live,"), (False, '44/live,{"message":"unauthorized"}')])
def test_a_cookie_without_an_origin_opens_no_socket(server: Server, house: House, origin: bool, answer: str) -> None:
    slug = house.show()
    client = house.app.test_client()
    client.get(f"/in/{house.key(slug, 'moderator', screen='desk')}")
    held = client.get_cookie("live")
    assert held is not None
    with RawSocket(server.url, header={"Cookie": f"live={held.value}"}, suppress_origin=not origin) as line:
        line.join("/live", {"broadcast": slug, "screen": "desk"})
        line.hear_until(answer)


@pytest.fixture(scope="module")
def house(embedded: Installation) -> Iterator[House]:
    opened_house = House(embedded)
    yield opened_house
    opened_house.close()


def test_a_program_with_a_key_needs_no_origin(server: Server, house: House) -> None:
    slug = house.show()
    with RawSocket(server.url, suppress_origin=True) as line:
        line.join("/live", {"broadcast": slug, "screen": "desk", "token": house.key(slug, "moderator")})
        line.hear_until("40/live,")


def warned(house: House, path: str, **headers: str) -> list[str]:
    """What the log says of proxies while a page is asked for from this machine, twice."""
    base = {"REMOTE_ADDR": "127.0.0.1"}
    with capture_logs() as lines:
        for _ in range(2):
            house.app.test_client().get(path, headers=headers, environ_base=base)
    return [line["event"] for line in lines if "LIVE_PROXIES" in line["event"]]


def test_a_proxy_that_nobody_told_of_is_said_once_with_what_to_do(embedded: Installation) -> None:
    """Finding M6: behind it all people are one address, and no cookie is Secure."""
    with opened(embedded) as house:
        [line] = warned(house, "/login", **{"X-Forwarded-For": "198.51.100.7"})
        assert "LIVE_PROXIES=1" in line and "LIVE_PROXY_FROM" in line
    with opened(embedded) as house:
        assert warned(house, "/login") == []


def test_a_proxy_that_tells_nothing_is_said_once_and_a_watcher_on_the_machine_is_none(embedded: Installation) -> None:
    with opened(embedded, LIVE_PROXIES="1") as house:
        assert warned(house, "/readyz") == []
        [line] = warned(house, "/login")
        assert "X-Forwarded-For" in line
    with opened(embedded, LIVE_PROXIES="1") as house:
        assert warned(house, "/login", **{"X-Forwarded-For": "198.51.100.7"}) == []
