"""What nginx and Caddy are told agrees with what the server does, and no log of theirs has what opens something."""

from __future__ import annotations

import re

import pytest

from live.domain.files.attached import ANSWER_LARGEST, ANSWER_TOGETHER
from live.files import ograf
from live.runtime.connections import BODY, HEAD, IDLE
from live.settings import read
from live.web.admin.control import graphics
from live.web.crew import answer_files
from live.web.edge import strangers
from live.web.exchange import carried, form_files
from live.web.request import LARGE
from live.web.residents import photos
from tests.support.front import DEPLOY, EXAMPLE
from tests.support.server import ROOT, SECRET
from tests.web.conftest import house
from tests.web.house import House

__all__ = ["house"]  # the fixture

MIB = 1024 * 1024
NGINX = (DEPLOY / "nginx/live.conf").read_text("utf-8")
CADDY = (DEPLOY / "caddy/Caddyfile").read_text("utf-8")
DROP_IN = (DEPLOY / "caddy/caddy.service.d/live.conf").read_text("utf-8")

BODIES = {
    "LARGE": LARGE,
    "CARRIED": carried.CARRIED,
    "TOGETHER": photos.TOGETHER,
    "ANSWER_TOGETHER + FORM": ANSWER_TOGETHER + form_files.FORM,
    "ANSWER_LARGEST + FORM": ANSWER_LARGEST + answer_files.FORM,
    "LARGEST + FORM": ograf.LARGEST + graphics.FORM,
    "limit": LARGE,  # of a batch, in live/web/access.py
}
"""Every bound on a body that is larger than usual, as the product's source gives it."""

TOLD = {"slug", "number", "file", "form", "poll", "link", "taken", "release", "filename"}
"""What may stand in an address that is told whole: it opens nothing, and is nobody's text."""


def value(pattern: str, text: str) -> str:
    """The one value that a file gives to something."""
    [found] = re.findall(pattern, text, re.MULTILINE)
    return str(found)


def test_both_take_whatever_the_product_takes_and_hardly_more() -> None:
    nginx = int(value(r"client_max_body_size (\d+)m;", NGINX)) * MIB
    caddy = int(value(r"max_size (\d+)MiB$", CADDY)) * MIB
    most = max(BODIES.values())
    assert nginx == caddy and most <= nginx < most + 2 * MIB


def test_every_bound_on_a_body_is_known_here() -> None:
    sources = " ".join(path.read_text("utf-8") for path in (ROOT / "live/web").rglob("*.py"))
    assert set(re.findall(r"max_content_length = (.+)", sources)) - {"request.max_content_length"} == set(BODIES)


def test_nginx_lets_through_what_the_server_takes_of_strangers_and_more_of_who_shows_anything() -> None:
    rates = dict(re.findall(r"^limit_req_zone \S+ zone=(\w+):10m rate=(\d+)r/s;", NGINX, re.MULTILINE))
    bursts = dict(re.findall(r"limit_req zone=(\w+) burst=(\d+) nodelay;", NGINX))
    taken = read({"LIVE_SECRET_KEY": SECRET}).edge.requests * strangers.KNOWN
    assert (int(rates["live_strangers"]), int(bursts["live_strangers"])) == (taken, taken * strangers.BURST)
    assert (int(rates["live_requests"]), int(bursts["live_requests"])) > (taken, taken * strangers.BURST)
    assert value(r'^map \$request_uri \$live_counted \{\n    ~(\S+) "";', NGINX) == "^/static/"


def test_a_kept_connection_to_a_server_ends_before_the_server_ends_it() -> None:
    assert int(value(r"keepalive_timeout (\d+)s;", NGINX)) < IDLE
    assert int(value(r"keepalive (\d+)s$", CADDY)) < IDLE


def test_a_socket_is_waited_for_longer_than_it_is_silent(house: House) -> None:
    engine = house.app.extensions["socketio"].server.eio
    assert int(value(r"proxy_read_timeout (\d+)s;", NGINX)) > engine.ping_interval + engine.ping_timeout
    assert not re.search(r"\b(write|read_body|stream_timeout|response_header_timeout)\b", CADDY)  # Then Caddy waits.


def test_a_slow_head_has_as_long_as_the_server_gives_it() -> None:
    assert int(value(r"client_header_timeout (\d+)s;", NGINX)) == int(value(r"read_header (\d+)s$", CADDY)) == HEAD
    assert int(value(r"client_body_timeout (\d+)s;", NGINX)) == BODY


def told_of_addresses() -> str:
    """The expression by which both find what is told of an address."""
    nginx = value(r"^ *~\^\(\?P<live_path>(.+)\) \$live_path;$", NGINX)
    assert value(r"request>uri regexp `\^\((.+)\)\.\*\$` `\$1`$", CADDY) == nginx
    return nginx


def test_an_address_that_opens_something_is_told_by_its_first_part_alone(house: House) -> None:
    told, seen = re.compile(told_of_addresses()), set()
    for rule in house.app.url_map.iter_rules():
        address = re.sub(r"<(?:[^<>]*:)?(\w+)>", r"the-\1", str(rule)) + "?token=the-token"
        match = told.match(address)
        assert match is not None
        names = set(re.findall(r"the-(\w+)", match[0]))
        assert names <= TOLD and "?" not in match[0], f"{rule}: {match[0]}"
        seen |= rule.arguments
    assert {"token", "code", "key"} <= seen  # What opens something does stand in addresses.


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("/", "/"),
        ("/in/abc123?from=qr", "/in"),
        ("/track/PL-2026-1/data", "/track"),
        ("/b/may/overlay?token=abc123", "/b/may/overlay"),
        ("/static/r-0123456789ab/desk/desk.js", "/static/r-0123456789ab/desk/desk.js"),
        ("/api/v1/broadcasts/may/questions?q=pipe", "/api/v1/broadcasts/may/questions"),
        ("/api/v1/broadcasts/may/control/message/in-five-minutes", "/api/v1/broadcasts/may/control"),
        ("/socket.io/?EIO=4&transport=websocket", "/socket.io"),
    ],
)
def test_what_is_told_of_an_address(address: str, told: str) -> None:
    match = re.match(told_of_addresses(), address)
    assert match is not None and match[0] == told


def test_nothing_is_packed_on_the_way() -> None:
    """The length of a packed page tells of what stands in it beside what a stranger has put there."""
    assert re.search(r"^ *gzip off;", NGINX, re.MULTILINE)
    assert not re.search(r"^\s*encode\b", CADDY, re.MULTILINE) and "compression off" in CADDY


def test_the_page_names_files_that_are_there_and_every_variable() -> None:
    page = (ROOT / "docs/proxy.md").read_text("utf-8")
    named = set(re.findall(r"\bdeploy/[\w./-]+\w", page))
    assert len(named) > 4 and [one for one in named if not (ROOT / one).exists()] == []
    own = {path.name for path in (DEPLOY / "nginx/live").iterdir()}
    assert own == set(re.findall(r"^\| `(\w+\.conf)` \|", page, re.MULTILINE))
    assert set(re.findall(r"^\| `([A-Z]+)` \|", page, re.MULTILINE)) == {"SITE", "SERVERS", "TLS", "BIND"}


def test_what_is_a_centres_own_stands_apart() -> None:
    """The two files that are never edited name no address, no path and no server of an example."""
    for shipped in (NGINX, CADDY):
        directives = re.sub(r"#.*", "", shipped)
        assert EXAMPLE not in directives and "/etc/" not in directives and "/var/" not in directives
    asked = set(re.findall(r"\{\$(\w+)", CADDY))
    assert asked == {"SITE", "SERVERS", "TLS", "BIND", "ADMIN", "HTTP_PORT", "HTTPS_PORT"}
    assert {"SITE", "SERVERS", "TLS", "BIND"} <= set(re.findall(r'Environment="?(\w+)=', DROP_IN))
