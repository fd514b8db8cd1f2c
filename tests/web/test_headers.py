"""What every answer tells the browser to refuse (finding H6, L3)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
import requests

from live.web import headers
from tests.support.server import Server
from tests.web.house import House
from tests.web.test_ask import Resident

FRAMED = {"form": "/b/{slug}/ask", "the graphic": "/b/{slug}/overlay?token={token}"}
ALONE = {"sign-in": "/login", "the board": "/", "nothing": "/nowhere", "the desk": "/b/{slug}/desk?token={token}"}


@pytest.fixture(scope="module")
def show(house: House) -> dict[str, str]:
    slug = house.show()
    return {"slug": slug, "token": house.key(slug, "gallery")}


@contextmanager
def known_as(house: House, address: str) -> Iterator[None]:
    services = house.app.extensions["live"]
    house.app.extensions["live"] = replace(services, settings=replace(services.settings, address=address))
    try:
        yield
    finally:
        house.app.extensions["live"] = services


@pytest.mark.parametrize("path", [*FRAMED.values(), *ALONE.values()], ids=[*FRAMED, *ALONE])
def test_every_page_says_whose_scripts_run_in_it(house: House, show: dict[str, str], path: str) -> None:
    policy = house.client.get(path.format(**show)).headers["Content-Security-Policy"]
    sources = dict(part.split(" ", 1) for part in policy.split("; "))
    assert sources["default-src"] == "'none'" and sources["base-uri"] == "'none'"
    scripts = sources["script-src"].split()
    assert scripts[0] == "'self'" and len(scripts) == 1 + len(headers.INLINE)
    assert all(source.startswith("'sha256-") for source in scripts[1:])
    assert "unsafe" not in policy and "*" not in policy


@pytest.mark.parametrize("path", ALONE.values(), ids=ALONE)
def test_what_is_not_made_for_a_frame_stands_in_none_of_another_site(
    house: House, show: dict[str, str], path: str
) -> None:
    answer = house.client.get(path.format(**show)).headers
    assert answer["Content-Security-Policy"].endswith("; frame-ancestors 'self'")
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    assert answer["Cross-Origin-Opener-Policy"] == answer["Cross-Origin-Resource-Policy"] == "same-origin"


def test_the_graphic_stands_in_a_frame_of_a_file(house: House, show: dict[str, str]) -> None:
    answer = house.client.get(FRAMED["the graphic"].format(**show)).headers
    assert "frame-ancestors" not in answer["Content-Security-Policy"]
    assert not {"X-Frame-Options", "Cross-Origin-Opener-Policy", "Cross-Origin-Resource-Policy"} & set(answer.keys())


def test_a_qr_code_may_be_shown_by_another_site(house: House, show: dict[str, str]) -> None:
    answer = house.client.get(f"/b/{show['slug']}/ask/qr.svg")
    assert answer.status_code == 200 and "Cross-Origin-Resource-Policy" not in answer.headers


def test_no_page_asks_for_the_camera_or_the_place(house: House, show: dict[str, str]) -> None:
    device = house.client.get("/login").headers["Permissions-Policy"]
    assert {"camera=()", "microphone=()", "geolocation=()"} <= set(device.split(", "))


def test_the_residents_form_alone_may_ask_for_the_place(house: House, show: dict[str, str]) -> None:
    resident = Resident(house, show["slug"])
    for page in (resident.page, resident.send(text="")):
        device = set(page.headers["Permissions-Policy"].split(", "))
        assert {"camera=()", "geolocation=(self)"} <= device


def test_the_prompter_alone_may_be_moved_by_pedals_and_gamepads(house: House, show: dict[str, str]) -> None:
    """Not as a picture within another page either: a page's own frames have no more than it has."""
    guards = {screen: device(house, f"/b/{show['slug']}/{screen}") for screen in ("prompter", "desk", "gallery")}
    guards["sign-in"] = device(house, "/login")
    for name, found in guards.items():
        whose = "(self)" if name == "prompter" else "()"
        assert {f"gamepad={whose}", f"hid={whose}", f"midi={whose}", "usb=()"} <= found, name


def device(house: House, path: str) -> set[str]:
    """What of a device the page at this address may ask for, whoever asks for the page."""
    return set(house.client.get(path).headers["Permissions-Policy"].split(", "))


def test_a_browser_is_told_to_stay_on_https_where_the_address_is_so(house: House) -> None:
    with known_as(house, "https://line.raion.example"):
        assert house.client.get("/login").headers["Strict-Transport-Security"] == "max-age=31536000"
    with known_as(house, "http://line.raion.example"):
        assert "Strict-Transport-Security" not in house.client.get("/login").headers


def test_an_address_that_opens_something_is_told_to_nobody(house: House, show: dict[str, str]) -> None:
    """L3: the thank-you's address holds the follow-up code, the graphic's a token; a page does not say otherwise."""
    for path in (Resident(house, show["slug"]).send().location, FRAMED["the graphic"].format(**show)):
        page = house.client.get(path)
        assert page.status_code == 200 and page.headers["Referrer-Policy"] == "no-referrer"
        assert not re.search(r"<meta[^>]*referrer", page.text)


def test_what_socket_io_answers_by_itself_is_what_it_says(server: Server) -> None:
    answer = requests.get(f"{server.url}/socket.io/?EIO=4&transport=polling", timeout=10)
    assert answer.status_code == 400 and answer.headers["X-Content-Type-Options"] == "nosniff"
