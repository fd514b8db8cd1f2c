"""The search through whatever the tests make the product write: it finds what was planted, wherever it stands."""

from __future__ import annotations

import io
import sqlite3
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, Response
from playwright.sync_api import Browser
from werkzeug.test import TestResponse

from tests.support.browser import lent
from tests.support.screen import searched_packets
from tests.support.searched import SEARCH, Misplaced, Search
from tests.support.searching import Searched, search_database
from tests.support.site import Site

TOKEN, PASSWORD, PHONE, MAIL = "planted-0b1c2d3e4f", "посаженный пароль", "+79000000077", "planted@example.org"


@pytest.fixture
def search() -> Search:
    made = Search()
    made.plant(TOKEN, "a phrase that was planted, 77")
    made.plant_password(PASSWORD)
    return made


@pytest.mark.parametrize(
    "planted",
    [TOKEN, "a phrase that was planted, 77", "a%20phrase%20that%20was%20planted%2C%2077", PASSWORD, PHONE, MAIL]
    + ["tel:8 (900) 000-00-77", "%2B79000000077", "https://vk.com/id77"],
)
def test_what_stands_in_a_log_is_found_once_it_has_been_written(search: Search, planted: str, tmp_path: Path) -> None:
    log = tmp_path / "server.log"
    log.write_text("nothing yet, at 2026-11-26T07:44:51.790000000Z, 127.0.0.1:8900\n")
    search.log(log)
    with log.open("a") as more:
        more.write(f'{{"event": "GET /in/{planted}?x=1"}}\n')
    with pytest.raises(Misplaced, match="the log server.log"):
        search.log(log)


@pytest.mark.parametrize("planted", [TOKEN, PHONE])
@pytest.mark.parametrize("table", ["audit", "event", "command"])
def test_what_stands_with_the_acts_is_found(search: Search, planted: str, table: str, tmp_path: Path) -> None:
    file = tmp_path / "acts.db"
    columns = {"audit": "subject, facts", "event": "type, data", "command": "id, result"}
    with closing(sqlite3.connect(file)) as connection:
        for name, held in columns.items():
            connection.execute(f"CREATE TABLE {name} ({held})")
        search_database(f"sqlite:///{file}", search)
        connection.execute(f"INSERT INTO {table} VALUES ('something', ?)", [f'{{"said": "{planted}"}}'])
        connection.commit()
    with pytest.raises(Misplaced, match=f"a row of {table}"):
        search_database(f"sqlite:///{file}", search)


def framed(search: Search, said: str, token: str | None = None) -> None:
    """A screen that has joined by this token, or by its cookie, takes a frame; then its test ends."""
    searched_packets("desk", token, search)(encoded_packet=f'2/live,["events",{{"said": "{said}"}}]')
    search.settle()


@pytest.mark.parametrize(
    ("planted", "token"),
    [(PHONE, None), (PHONE, "the-token-of-a-link"), (MAIL, None), (TOKEN, None), (TOKEN, "a-key-of-a-program")],
)
def test_what_stands_in_a_sockets_frame_is_found_when_its_test_ends(
    search: Search, planted: str, token: str | None
) -> None:
    search.plant_link("the-token-of-a-link")
    with pytest.raises(Misplaced, match="a frame to desk"):
        framed(search, planted, token)
    search.settle()  # It is told once.


def test_a_program_is_told_contacts_and_whoever_asks_is_told_what_they_asked_for(search: Search) -> None:
    framed(search, PHONE, "a-key-of-a-program")
    search.meant(PHONE)
    framed(search, PHONE)
    with pytest.raises(Misplaced):
        framed(search, PHONE)  # In the next test nobody has asked for it.


def test_what_a_text_marks_as_not_for_the_air_is_let_be_in_its_spelling_alone(search: Search) -> None:
    search.frame(f'["events", {{"text": "Звоните {PHONE}", "marks": [{{"kind": "phone", "words": "{PHONE}"}}]}}]', "it")
    search.page(f'<p>Звоните <span class="covered through">{PHONE}</span></p>', "/b/show/desk")
    search.settle()
    search.page('<p class="covered">8 900 000-00-77</p><a href="tel:+79000000077"></a>', "/b/show/desk")
    with pytest.raises(Misplaced):
        search.settle()


@pytest.mark.parametrize("path", ["/admin/subjects", "/admin/people/7"])
def test_a_page_that_is_there_to_tell_contacts_tells_no_secret(search: Search, path: str) -> None:
    search.page(f"<p>{PHONE}</p>", path)
    search.settle()
    search.page(f"<p>{PHONE} {TOKEN}</p>", path)
    with pytest.raises(Misplaced, match=TOKEN):
        search.settle()


def test_a_page_whose_address_only_begins_alike_tells_none(search: Search) -> None:
    search.page(f"<p>{PHONE}</p>", "/admin/people-elsewhere")
    with pytest.raises(Misplaced):
        search.settle()


@pytest.mark.parametrize("planted", [TOKEN, PHONE, MAIL])
def test_what_a_browsers_page_shows_is_found_when_it_is_closed(browser: Browser, planted: str) -> None:
    SEARCH.plant(TOKEN)
    shown = {"/page": ("text/html", f"<p>{planted}</p>".encode())}
    with Site(shown) as site, lent(browser) as context:
        context.new_page().goto(f"{site.url}/page")
    with pytest.raises(Misplaced, match="the page /page"):
        SEARCH.settle()


def packed() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("sheet.xml", f"<c>{TOKEN}</c>")
    return file.getvalue()


def ask(answer: str | bytes, path: str = "/page", **request: Any) -> TestResponse:
    app = Flask("answering")
    app.test_client_class = Searched
    app.add_url_rule("/page", view_func=lambda: Response(answer), methods=["GET", "POST"])
    return app.test_client().open(path, **request)


KNOWN: dict[str, Any] = {"headers": {"Authorization": "Bearer a-key-of-a-program"}}
BY_LINK: dict[str, Any] = {"headers": {"Authorization": "Bearer the-token-of-a-link"}}
SIGNED_IN: dict[str, Any] = {"headers": {"Cookie": "live=a-session"}}


@pytest.mark.parametrize(
    "asked",
    [
        lambda: ask(f"<p>{TOKEN}</p>", **KNOWN),
        lambda: ask(packed(), **KNOWN),
        lambda: ask(f"<p>{PHONE}</p>"),
        lambda: ask(f"<p>{PHONE}</p>", **BY_LINK),
        lambda: ask(f"<p>{PHONE}</p>", **SIGNED_IN),
        lambda: ask(f"<input value='{PASSWORD}'>", method="POST", data={"password": PASSWORD}),
    ],
    ids=[
        "a secret",
        "a secret in a file",
        "a contact to a stranger",
        "a contact to a link",
        "a contact to a person",
        "a password to who typed it",
    ],
)
def test_what_stands_in_an_answer_is_found(asked: Callable[[], TestResponse]) -> None:
    SEARCH.plant(TOKEN)
    SEARCH.plant_link("the-token-of-a-link")
    SEARCH.plant_password(PASSWORD)
    with pytest.raises(Misplaced, match="the answer to"):
        asked()


def test_what_belongs_there_is_let_be() -> None:
    SEARCH.plant(TOKEN)
    assert ask(f"<a href='?token={TOKEN}'>", f"/page?token={TOKEN}").status_code == 200
    assert ask(f"<p>{PHONE}</p>", **KNOWN).status_code == 200
    assert ask(f"<input value='{PHONE}'>", method="POST", data={"contact": PHONE}).status_code == 200
