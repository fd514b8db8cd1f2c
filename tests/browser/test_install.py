"""A browser installs it as a program of its own, by the rules of a manifest; its shortcuts lead to the next show."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.stage import Stage, signed_in
from tests.support import binaries
from tests.support.browser import OPTIONS
from tests.support.server import Server


@pytest.fixture
def whole(browser: Browser) -> Iterator[Browser]:
    """Chromium as people have it, where it is there: the small one may have no installing."""
    program = binaries.required(binaries.chromium() or binaries.some_chromium(), "Chromium")
    launched = browser.browser_type.launch(executable_path=program, args=OPTIONS)
    yield launched
    launched.close()


def told(page: Page, method: str) -> dict[str, Any]:
    answer: dict[str, Any] = page.context.new_cdp_session(page).send(method)
    return answer


def test_a_browser_finds_it_installable(small_server: Server, whole: Browser) -> None:
    context = whole.new_context()
    page = context.new_page()
    page.goto(f"{small_server.url}/login")
    manifest = told(page, "Page.getAppManifest")
    assert manifest["errors"] == []
    body = json.loads(manifest["data"])
    assert (body["name"], body["lang"], body["display"], body["start_url"]) == ("Прямая линия", "ru", "standalone", "/")
    assert told(page, "Page.getInstallabilityErrors")["installabilityErrors"] == []
    for icon in body["icons"]:
        assert page.request.get(f"{small_server.url}{icon['src']}").ok, icon
    context.close()


def test_it_has_the_readers_language_and_its_own_type(small_server: Server, page: Page) -> None:
    answer = page.request.get(f"{small_server.url}/manifest.webmanifest?lang=en")
    assert answer.headers["content-type"] == "application/manifest+json"
    assert answer.json()["name"] == "Direct line"


def test_a_shortcut_leads_to_the_screen_of_the_show_that_is_on(small_stage: Stage, browser: Browser) -> None:
    small_stage.go_on_air()
    context = signed_in(browser, small_stage)
    page = context.new_page()
    page.goto(f"{small_stage.server.url}/open/desk")
    assert page.url.split("?")[0] == small_stage.address("desk")
    page.goto(f"{small_stage.server.url}/open/calls")
    assert page.url == f"{small_stage.server.url}/"
    context.close()
