"""The documentation as files: every page, led to files alone, with the search that finds what the server's finds."""

from __future__ import annotations

import json
import posixpath
import re
from pathlib import Path
from urllib.parse import unquote

import pytest
from playwright.sync_api import Page

from live.web.help import book
from tests.web.house import House, Json
from tests.web.test_help import Read
from tools import docs_reference, docs_site

pytestmark = pytest.mark.faults

OF_FILES = re.compile(r'(?:href|src)="([^"#]+)')
ASKS = re.compile(r"\bimport\b|\bexport\b|fetch\(|https?://")
NAMES = sorted([*map(docs_site.file_of, book.pages()), "reference/http.html", "reference/socket.html"])


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    return docs_site.site()


@pytest.fixture(scope="module")
def pages(files: dict[str, bytes]) -> dict[str, Read]:
    return {file: Read(content.decode()) for file, content in files.items() if file.endswith(".html")}


def test_every_page_of_docs_is_there_and_the_two_that_are_made(pages: dict[str, Read]) -> None:
    assert sorted(pages) == NAMES
    assert {"index.html", "channels/index.html", "decisions/index.html"} < pages.keys()


@pytest.mark.parametrize("file", NAMES)
def test_a_page_leads_to_files_that_are_there_and_to_places_in_them(
    files: dict[str, bytes], pages: dict[str, Read], file: str
) -> None:
    page = pages[file]
    assert sorted(set(page.ids)) == sorted(page.ids)
    for link in [*page.links, *page.pictures, *OF_FILES.findall(files[file].decode())]:
        if link.startswith(book.OUTSIDE):
            continue
        path, _, anchor = link.partition("#")
        to = posixpath.normpath(posixpath.join(posixpath.dirname(file), unquote(path))) if path else file
        assert to in files, link
        assert not anchor or unquote(anchor) in pages[to].ids, link


def test_beside_each_page_stand_all_for_users_and_the_first_of_those_for_developers(pages: dict[str, Read]) -> None:
    users = {docs_site.file_of(name) for name, page in book.pages().items() if page.is_for_users} - {"index.html"}
    first = {"reference/http.html", "reference/socket.html", "decisions/index.html", "channels/new.html"}
    beside = {posixpath.normpath(f"channels/{link}") for link in pages["channels/vk.html"].links if "#" not in link}
    assert users | first <= beside


def test_its_script_is_a_plain_one_and_asks_no_server(files: dict[str, bytes]) -> None:
    script = re.sub(r"/\*.*?\*/|//.*", "", files["files/site.js"].decode(), flags=re.DOTALL)
    assert script.startswith("(() => {") and "finder" in script and not ASKS.search(script)


def described(files: dict[str, bytes], name: str) -> Json:
    document: Json = json.loads(files[f"reference/{name}.json"])
    return document


def test_what_the_references_say_is_what_the_server_says_of_itself(house: House, files: dict[str, bytes]) -> None:
    for name in ("openapi", "asyncapi"):
        assert described(files, name) == house.client.get(f"/api/v1/{name}.json").get_json()


@pytest.mark.parametrize(("name", "page"), [("openapi", "http"), ("asyncapi", "socket")])
def test_the_reference_tells_of_each_route_message_and_schema_once(
    files: dict[str, bytes], name: str, page: str
) -> None:
    document, made = described(files, name), {"openapi": docs_reference.http, "asyncapi": docs_reference.socket}
    titles = [heading.title for heading in book.Page(f"reference/{page}", made[name](document)).headings]
    routes = {f"{method.upper()} {path}" for path, item in document.get("paths", {}).items() for method in item}
    assert routes | set(document.get("operations", {})) | set(document["components"]["schemas"]) <= set(titles)
    assert sorted(set(titles)) == sorted(titles)


def test_what_the_search_looks_through_has_every_section_and_the_forms_of_its_words(files: dict[str, bytes]) -> None:
    index = json.loads(files["files/index.js"].decode().removeprefix("globalThis.LIVE_DOCS = ").removesuffix(";\n"))
    assert len(index["sections"]) > 1000
    forms = {stem + end for stem, its in index["stems"].items() for place, _ in its for end in index["endings"][place]}
    assert {"репетицией", "репетициям", "поручения", "поручением", "шел", "идти"} <= forms


def test_in_a_browser_it_is_searched_without_a_server(files: dict[str, bytes], page: Page, tmp_path: Path) -> None:
    docs_site.write(tmp_path / "docs")
    page.goto((tmp_path / "docs/channels/vk.html").as_uri())
    page.get_by_role("searchbox").fill("репетицией")
    found = page.locator("[data-results] li a")
    found.first.wait_for()
    assert "Репетиция" in found.all_inner_texts() and page.locator("[data-results] mark").count() > 0
    found.filter(has_text=re.compile("^Репетиция$")).first.click()
    page.wait_for_url("**/docs/producer.html#**")
    assert page.get_by_role("heading", name="Репетиция", exact=True).is_visible()
