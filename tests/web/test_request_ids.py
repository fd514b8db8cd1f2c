"""The id of a request: in its answer, in the lines of the log that it wrote, and in what a failure shows a person."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from typing import Any

import pytest
import requests

from tests.support.server import Installation, Server, Show
from tests.web.house import House

OURS = re.compile("[2-9a-hjkmnp-z]{8}")
GIVEN = "9f1c27ae-from-the-proxy"
FAR = {"REMOTE_ADDR": "203.0.113.5"}


@pytest.mark.parametrize(
    "path", ["/healthz", "/login", "/nowhere", "/static/theme.css", "/api/v1/broadcasts/nowhere/questions"]
)
def test_each_answer_has_an_id_of_its_own(house: House, path: str) -> None:
    ids = [house.client.get(path).headers["X-Request-Id"] for _ in range(3)]
    assert len(set(ids)) == 3 and all(OURS.fullmatch(one) for one in ids)


@pytest.fixture(scope="module")
def behind(embedded: Installation) -> Iterator[House]:
    """A server behind a proxy on this machine, which goes by one name."""
    opened = House(replace(embedded, extra={"LIVE_PROXIES": "1", "LIVE_ADDRESS": "https://live.example"}))
    yield opened
    opened.close()


def answered(house: House, given: str, peer: str) -> str:
    headers = {"X-Request-Id": given, "X-Forwarded-For": "198.51.100.7", "Host": "live.example"}
    return house.client.get("/healthz", headers=headers, environ_base={"REMOTE_ADDR": peer}).headers["X-Request-Id"]


def test_the_id_that_our_proxy_gives_is_kept(behind: House) -> None:
    assert answered(behind, GIVEN, "127.0.0.1") == GIVEN


@pytest.mark.parametrize("given", ["short", "x" * 65, "with a space", "<b>letters</b>", "кириллицей-названо"])
def test_one_that_is_not_well_formed_is_replaced(behind: House, given: str) -> None:
    sent = given.encode().decode("latin-1")
    assert OURS.fullmatch(answered(behind, sent, "127.0.0.1"))


def test_a_stranger_gives_no_id(behind: House, house: House) -> None:
    assert OURS.fullmatch(answered(behind, GIVEN, "203.0.113.5"))
    assert OURS.fullmatch(answered(house, GIVEN, "127.0.0.1"))


def test_what_is_refused_at_the_door_has_one_too(behind: House) -> None:
    answer = behind.client.get("/login", headers={"Host": "evil.example"}, environ_base=FAR)
    assert answer.status_code == 400 and OURS.fullmatch(answer.headers["X-Request-Id"])


@pytest.fixture(scope="module")
def server(embedded: Installation) -> Iterator[Server]:
    with Server(embedded).start() as running:
        yield running


@pytest.fixture
def asked(server: Server) -> tuple[Show, str]:
    """A show with a question, and the code of whoever asked it."""
    show = server.installation.show("air", desk="moderator", site="source")
    server.api(show.slug, show.keys["site"]).ask("Когда починят мост?")
    with closing(sqlite3.connect(server.installation.database_url.removeprefix("sqlite:///"))) as connection:
        [code] = connection.execute("SELECT code FROM question ORDER BY id DESC LIMIT 1").fetchone()
    return show, str(code)


def spoil(server: Server) -> None:
    """No row of a question can be read any more."""
    with closing(sqlite3.connect(server.installation.database_url.removeprefix("sqlite:///"))) as connection:
        connection.execute("UPDATE question SET attachments = '{'")
        connection.commit()


def logged(server: Server, event: str) -> list[dict[str, Any]]:
    lines = [json.loads(line) for line in server.program.log.read_text().splitlines() if line.startswith("{")]
    return [line for line in lines if line["event"] == event]


def code_in(sentence: str) -> str:
    found = re.search(r"Сообщите администратору код: (\w+)\.", sentence)
    assert found, sentence
    return found[1]


def test_a_failure_tells_a_program_and_a_person_the_code_by_which_the_log_has_it(
    server: Server, asked: tuple[Show, str]
) -> None:
    show, code = asked
    spoil(server)
    listed = requests.get(
        f"{server.url}/api/v1/broadcasts/{show.slug}/questions",
        headers={"Authorization": f"Bearer {show.keys['desk']}"},
        timeout=60,
    )
    page = requests.get(f"{server.url}/track/{code}", headers={"Accept": "text/html"}, timeout=60)
    told = [(answer.status_code, code_in(answer.text), answer.headers["X-Request-Id"]) for answer in (listed, page)]
    assert [status for status, *_ in told] == [500, 500]
    assert [code for _, code, _ in told] == [header for _, _, header in told]
    assert {code for _, code, _ in told} <= {line["request"] for line in logged(server, "a request failed")}


def test_a_command_that_fails_has_a_code_of_its_own(server: Server, asked: tuple[Show, str]) -> None:
    show, _ = asked
    with server.screen(show.slug, "desk", show.keys["desk"]) as desk:
        spoil(server)
        answers = [desk.command("question.shortlist", question=1, version=1) for _ in range(2)]
    codes = [code_in(answer["error"]["detail"]) for answer in answers]
    assert codes[0] != codes[1]
    assert set(codes) <= {line["request"] for line in logged(server, "a command failed")}
