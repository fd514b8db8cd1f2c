"""A browser asks for a file of a release once; whatever is newer has another address."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from werkzeug.exceptions import NotFound
from werkzeug.test import Client

from live.web.static_files import Kept, release
from tests.web.house import House

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

HTML = {"Accept": "text/html"}
ROOT = Path(__file__).parents[2]
OTHER_RELEASE = "r-0123456789ab"


def script() -> str:
    return f"/static/{release(ROOT / 'static')}/desk/desk.js"


def test_what_a_page_loads_is_kept_for_good(house: House) -> None:
    page = house.client.get("/login", headers=HTML)
    addresses = re.findall(r'(?:src|href)="(/static/[^"]+)"', page.text)
    assert addresses
    for address in addresses:
        answer = house.client.get(address)
        assert (answer.status_code, answer.cache_control.immutable) == (200, True), address
        assert (answer.cache_control.max_age or 0) > 30 * 24 * 3600


def test_a_file_that_was_given_is_given_again_as_it_was(house: House) -> None:
    address = house.client.get("/login", headers=HTML).text.split('rel="stylesheet" href="')[1].split('"')[0]
    first, again = house.client.get(address), house.client.get(address)
    assert (again.status, again.data) == (first.status, first.data)
    told = [dict(answer.headers) | {"X-Request-Id": "its own"} for answer in (first, again)]
    assert told[0] == told[1]
    assert "Set-Cookie" not in first.headers and first.headers["X-Content-Type-Options"] == "nosniff"
    assert house.client.get(address, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
    part = house.client.get(address, headers={"Range": "bytes=0-3"})
    assert (part.status_code, part.data) == (206, first.data[:4])


@pytest.mark.parametrize("accepted", ["gzip, deflate, br", "*", "br;q=1.0, gzip;q=0.5"])
def test_a_script_is_packed_for_whoever_unpacks_it(house: House, accepted: str) -> None:
    plain = (ROOT / "static" / "desk" / "desk.js").read_bytes()
    answer = house.client.get(script(), headers={"Accept-Encoding": accepted})
    assert answer.headers["Content-Encoding"] == "gzip" and answer.headers["Vary"] == "Accept-Encoding"
    assert gzip.decompress(answer.data) == plain and len(answer.data) < len(plain) / 2
    assert answer.cache_control.immutable and answer.content_length == len(answer.data)
    again = house.client.get(script(), headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize("accepted", ["", "identity", "br", "gzip;q=0", "gzip;q=0, *;q=0.5"])
def test_a_script_comes_as_it_is_to_whoever_does_not_unpack(house: House, accepted: str) -> None:
    house.client.get(script(), headers={"Accept-Encoding": "gzip"})
    answer = house.client.get(script(), headers={"Accept-Encoding": accepted})
    assert "Content-Encoding" not in answer.headers and answer.headers["Vary"] == "Accept-Encoding"
    assert answer.data == (ROOT / "static" / "desk" / "desk.js").read_bytes()


def test_a_font_is_packed_by_itself_and_not_again(house: House) -> None:
    font = next((ROOT / "static" / "vendor").rglob("*.woff2")).relative_to(ROOT / "static")
    answer = house.client.get(f"/static/{release(ROOT / 'static')}/{font}", headers={"Accept-Encoding": "gzip"})
    assert answer.status_code == 200 and "Content-Encoding" not in answer.headers and "Vary" not in answer.headers


def test_a_file_without_its_release_or_of_another_is_the_present_one_and_asked_for_anew(house: House) -> None:
    present = (ROOT / "static" / "theme.css").read_bytes()
    for address in ("/static/theme.css", f"/static/{OTHER_RELEASE}/theme.css"):
        answer = house.client.get(address)
        assert (answer.status_code, answer.data) == (200, present)
        assert answer.cache_control.no_cache and not answer.cache_control.immutable
        assert house.client.get(address, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304


def test_after_warming_what_a_screen_is_made_of_is_given_without_asking_the_app(house: House) -> None:
    packed = {"Accept-Encoding": "gzip"}
    asked_for = house.client.get(script(), headers=packed)
    answered: list[str] = []

    def counted(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        answered.append(environ["PATH_INFO"])
        return house.app.wsgi_app(environ, start_response)

    kept = Kept(NotFound(), counted, ROOT / "static")
    kept.fill(lambda: None)
    assert script() in answered and not any(path.endswith(".woff2") for path in answered)
    answered.clear()
    given = Client(kept).get(script(), headers=packed)
    assert not answered
    assert (given.status, given.data) == (asked_for.status, asked_for.data)
    assert {**given.headers, "X-Request-Id": "its own"} == {**asked_for.headers, "X-Request-Id": "its own"}


def test_what_is_no_file_is_not_found(house: House) -> None:
    for address in ("/static/nothing.css", f"/static/{OTHER_RELEASE}/../app.py", "/static/../app.py"):
        assert house.client.get(address).status_code == 404, address


def test_another_byte_is_another_release(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    for folder, text in ((one, "a"), (other, "b")):
        folder.mkdir()
        (folder / "desk.js").write_text(text)
    assert release(one) != release(other)
