"""nginx and Caddy as they are shipped, before two servers: who comes through, from where, and what they keep of it."""

from __future__ import annotations

import json
import socket
import ssl
import warnings
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from typing import Any

import pytest
import requests
from requests.adapters import HTTPAdapter
from sqlalchemy import func, select

from live.store.database import Database
from live.store.tables import audit
from live.web.request import LARGE
from tests.deploy.conftest import Behind
from tests.support.process import wait_until
from tests.support.screen import Screen
from tests.support.searched import SEARCH
from tests.support.server import Show
from tests.web.house import csrf

pytestmark = pytest.mark.faults

MADE_UP = "198.51.100.9"

TOO_LARGE, PIECE = 60_000_000, 100_000
"""Bytes."""


@pytest.fixture(scope="module")
def show(behind: Behind) -> Show:
    return behind.installation.show("air", crew="source moderator producer presenter gallery")


@pytest.fixture
def join(behind: Behind, show: Show) -> Iterator[Callable[..., Screen]]:
    with ExitStack() as stack:

        def joined(screen: str) -> Screen:
            return stack.enter_context(behind.front.screen(show.slug, screen, show.keys["crew"]))

        yield joined


def sockets(behind: Behind) -> list[int]:
    """How many screens are connected to each server, as it says itself."""
    told = [requests.get(f"{server.url}/metrics", timeout=10).text for server in behind.servers]
    lines = [[line for line in text.splitlines() if line.startswith("live_sockets{")] for text in told]
    return [sum(int(float(line.split()[-1])) for line in of_one) for of_one in lines]


def test_screens_join_both_servers_and_are_told_of_what_comes_to_either(
    behind: Behind, show: Show, join: Callable[..., Screen]
) -> None:
    desks = [join("desk") for _ in range(4)]
    wait_until(lambda: all(sockets(behind)), "each server has some of them")
    asked = [server.api(show.slug, show.keys["crew"]).ask("Когда починят мост?")["number"] for server in behind.servers]
    asked.append(behind.front.api(show.slug, show.keys["crew"]).ask("Когда починят дорогу?")["number"])
    for desk in desks:
        desk.wait_for(lambda s: set(asked) <= set(s.mirror.questions), "every question is there")
        assert desk.connections == 1


@contextmanager
def browser(behind: Behind, address: str) -> Iterator[requests.Session]:
    """Who comes from an address of this machine."""
    with requests.Session() as http:
        adapter = HTTPAdapter()
        adapter.poolmanager.connection_pool_kw["source_address"] = (address, 0)
        http.mount("https://", adapter)
        http.verify = behind.front.verify
        yield http


def refused_from(behind: Behind, address: str) -> int:
    """How many entries of the audit have this address."""
    with closing(Database(behind.installation.database_url)) as database, database.read() as connection:
        entries = select(func.count()).select_from(audit).where(audit.c.address == address)
        return int(connection.execute(entries).scalar_one())


def signs_in_wrongly(http: requests.Session, behind: Behind, login: str, **headers: str) -> int:
    where = f"{behind.front.url}/login"
    fields = {"login": login, "password": "wrong", "csrf_token": csrf(http.get(where, timeout=10).text)}
    answer = http.post(where, data=fields, headers={"Referer": where, **headers}, timeout=10)
    return answer.status_code


def test_an_address_that_a_stranger_makes_up_is_not_believed(behind: Behind) -> None:
    told = {"X-Forwarded-For": MADE_UP, "X-Real-IP": MADE_UP, "Forwarded": f"for={MADE_UP}"}
    before = refused_from(behind, "127.0.0.7")
    with browser(behind, "127.0.0.7") as http:
        assert signs_in_wrongly(http, behind, "nobody", **told) == 401
    wait_until(lambda: refused_from(behind, "127.0.0.7") > before, "the audit has where it came from")
    assert refused_from(behind, MADE_UP) == 0


def test_who_tries_too_often_keeps_nobody_else_out(behind: Behind) -> None:
    with browser(behind, "127.0.0.8") as one, browser(behind, "127.0.0.9") as other:
        tries = [
            signs_in_wrongly(one, behind, f"nobody-{n}", **{"X-Forwarded-For": f"198.51.100.{n}"}) for n in range(12)
        ]
        assert tries[-1] == 429
        assert signs_in_wrongly(other, behind, "somebody") == 401


def test_a_name_that_a_stranger_forwards_is_not_believed(behind: Behind) -> None:
    told = {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "http"}
    answer = requests.get(f"{behind.front.url}/", headers=told, timeout=10, allow_redirects=False)
    assert answer.status_code < 400 and "evil" not in answer.text and "evil" not in answer.headers.get("Location", "")


def heard(line: ssl.SSLSocket) -> bytes:
    """What has come over a line by now."""
    line.settimeout(0.01)
    try:
        return line.recv(64)
    except TimeoutError:
        return b""
    finally:
        line.settimeout(30)


def test_a_body_above_what_the_product_takes_is_refused_before_it_has_come(behind: Behind, show: Show) -> None:
    head = (
        f"POST /b/{show.slug}/ask HTTP/1.1\r\nHost: 127.0.0.1:{behind.front.port}\r\nContent-Length: {TOO_LARGE}\r\n"
        "Content-Type: multipart/form-data; boundary=x\r\n\r\n"
    )
    context = ssl.create_default_context(cafile=str(behind.front.verify))
    with (
        socket.create_connection(("127.0.0.1", behind.front.port), timeout=30) as line,
        context.wrap_socket(line, server_hostname="127.0.0.1") as secure,
    ):
        secure.sendall(head.encode())
        sent, answer = 0, b""
        while not answer and sent < TOO_LARGE:
            secure.sendall(b"-" * PIECE)
            sent += PIECE
            answer = heard(secure)
        assert answer.startswith(b"HTTP/1.1 413 ") and sent < TOO_LARGE


def test_a_body_as_large_as_the_product_takes_comes_through(behind: Behind, show: Show) -> None:
    api = behind.front.api(show.slug, show.keys["crew"])
    texts = [{"text": f"Почему нет воды на улице {n}? " + "Очень ждём. " * 50} for n in range(400)]
    assert LARGE > len(json.dumps({"questions": texts})) > LARGE / 2
    assert len(api.ask_many(texts)) == 400


def test_http_is_sent_on_to_https(behind: Behind) -> None:
    answer = requests.get(f"{behind.front.plain_url}/login?next=/", timeout=10, allow_redirects=False)
    assert (answer.status_code, answer.headers["Location"]) == (308, f"{behind.front.sends_on_to}/login?next=/")


def test_an_old_tls_is_refused(behind: Behind) -> None:
    context = ssl.create_default_context(cafile=str(behind.front.verify))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        context.minimum_version = context.maximum_version = ssl.TLSVersion.TLSv1_1
    context.set_ciphers("DEFAULT:@SECLEVEL=0")  # Else this side would not even try.
    with (
        socket.create_connection(("127.0.0.1", behind.front.port), timeout=10) as line,
        pytest.raises(ssl.SSLError) as refused,
    ):
        context.wrap_socket(line, server_hostname="127.0.0.1")
    assert refused.value.reason == "TLSV1_ALERT_PROTOCOL_VERSION"


def test_a_request_has_an_id_that_a_stranger_does_not_choose(behind: Behind) -> None:
    where, chosen = f"{behind.front.url}/healthz", {"X-Request-Id": "chosen-by-a-stranger"}
    ids = {requests.get(where, headers=chosen, timeout=10).headers["X-Request-Id"] for _ in range(2)}
    assert len(ids) == 2 and all(len(one) >= 32 for one in ids)  # As long as the front makes them, and no server.


def test_what_is_on_air_is_told_while_the_answer_goes_on(behind: Behind, show: Show) -> None:
    api = behind.front.api(show.slug, show.keys["crew"])
    number = api.ask("Когда дадут тепло?")["number"]
    api.command("question.shortlist", question=number, version=1)
    stream = requests.get(f"{api.base}/on-air/stream", headers=dict(api.http.headers), stream=True, timeout=30)
    with closing(stream):
        told = on_air(stream)
        assert next(told)["now"] is None
        api.command("question.take", question=number, version=2)
        assert next(told)["now"]["number"] == number
    api.command("question.return", question=number, version=3)


def on_air(stream: requests.Response) -> Iterator[dict[str, Any]]:
    """What each event says that is no pulse."""
    event = ""
    for line in stream.iter_lines(chunk_size=1):
        name, _, rest = line.decode().partition(": ")
        if name == "event":
            event = rest
        elif name == "data" and event == "on-air":
            yield json.loads(rest)


def test_a_page_is_not_packed_and_a_sheet_is_as_the_server_has_packed_it(behind: Behind) -> None:
    asked = {"Accept": "text/html", "Accept-Encoding": "gzip"}
    page = requests.get(f"{behind.front.url}/login", headers=asked, timeout=10)
    assert "Content-Encoding" not in page.headers and "no-store" in page.headers["Cache-Control"]
    sheet = page.text.split('rel="stylesheet" href="')[1].split('"')[0]
    answer = requests.get(f"{behind.front.url}{sheet}", headers=asked, timeout=10)
    assert answer.headers["Content-Encoding"] == "gzip" and "immutable" in answer.headers["Cache-Control"]


def test_what_opens_something_stands_in_no_log_of_theirs(behind: Behind, show: Show) -> None:
    secret = "opens-something-0f3a9c71"
    SEARCH.plant(secret)
    for path in (f"/in/{secret}", f"/track/{secret}", f"/hooks/vk/{secret}", f"/b/{show.slug}/overlay?token={secret}"):
        headers = {"Referer": f"{behind.front.url}/in/{secret}", "X-Telegram-Bot-Api-Secret-Token": secret}
        requests.get(f"{behind.front.url}{path}", headers=headers, timeout=10)
    last = f"/b/{show.slug}/overlay"
    wait_until(lambda: any(last in log.read_text("utf-8", "replace") for log in behind.front.logs), "they stand there")
    for log in behind.front.logs:
        SEARCH.log(log)
