"""Where a form sends its reader on to: always an address of ours, however the one that was asked for is written."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit

import pytest
from flask.testing import FlaskClient
from hypothesis import example, given, settings
from hypothesis import strategies as st

from live.web.inside import inside
from tests.web.house import House, csrf

OURS = "https://live.example/login"
TRICKS = [
    "/",
    "//",
    "\\",
    "%2f",
    "%5c",
    "%09",
    "evil.example",
    "https:",
    ":",
    "@",
    ".",
    "?",
    "#",
    "[",
    "。",
    "／",
    "мост",
]
ADDRESSES = st.lists(
    st.sampled_from([*map(chr, range(0x21)), "\x7f", "\x85", "\u2028", *TRICKS]) | st.characters(), max_size=8
).map(lambda some: "/" + "".join(some))


def host_for_a_browser(location: str) -> str:
    """The host that a browser goes to: it trims, drops tabs and newlines, and takes a backslash for a slash."""
    cleaned = location.strip("".join(map(chr, range(0x21))))
    for dropped in "\t\n\r":
        cleaned = cleaned.replace(dropped, "")
    return urlsplit(urljoin(OURS, cleaned.replace("\\", "/"))).netloc


@given(ADDRESSES)
@settings(max_examples=1000)
@example("/\t/evil.example/")
@example("/\n/evil.example/")
@example("/\\evil.example")
@example("/\ud800")
def test_an_address_is_inside_or_dropped(asked: str) -> None:
    path = inside(asked)
    assert path.isascii() and path.isprintable() and " " not in path
    assert host_for_a_browser(path) == "live.example"


@pytest.mark.parametrize("path", ["/", "/b/may/desk?state=new&q=%D0%BC%2F", "/tickets?open=1#a", "/b/a//b"])
def test_an_address_of_ours_stays_as_it_is(path: str) -> None:
    assert inside(path) == path


def test_letters_beyond_ascii_are_written_as_a_header_may_hold_them() -> None:
    assert inside("/мост и дом") == "/%D0%BC%D0%BE%D1%81%D1%82%20%D0%B8%20%D0%B4%D0%BE%D0%BC"


@pytest.fixture(scope="module")
def form(house: House) -> tuple[FlaskClient, str]:
    """A device, and the token of the form that changes the language."""
    client = house.app.test_client()
    return client, csrf(client.get("/login").text)


@given(ADDRESSES.filter(lambda asked: not any(0xD800 <= ord(letter) < 0xE000 for letter in asked)))
@settings(max_examples=200, deadline=None)
@example("/\t/evil.example/")
@example("/\n/evil.example/")
@example("/\r/evil.example/")
def test_choosing_a_language_leads_nowhere_else(form: tuple[FlaskClient, str], asked: str) -> None:
    client, token = form
    answer = client.post("/language/ru", data={"next": asked, "csrf_token": token})
    assert answer.status_code == 302
    assert host_for_a_browser(answer.headers["Location"]) == "live.example"
