"""The pages of each role say what its screen does: the keys and the pictures are theirs."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext

from tests.browser.stage import Stage, signed_in

DOCS = Path(__file__).resolve().parents[2] / "docs"
ROW = re.compile(r"^\| (?!клавиша|---)(.+?) \| (.+?) \|$", re.MULTILINE)

SHOWN = """[...document.querySelectorAll('.all-keys section')].map(section => [
  section.querySelector('h3').textContent,
  [...section.querySelectorAll('dt')].map(dt => [dt.textContent.trim(), dt.nextElementSibling.textContent.trim()]),
])"""


def tables(page: str) -> dict[str, list[list[str]]]:
    """Heading → the keys under it, as they are written in a page."""
    keys = (DOCS / page).read_text("utf-8").split("## Клавиши", 1)[1]
    sections = (section.split("\n", 1) for section in keys.split("### ")[1:])
    return {title.strip(): [list(row) for row in ROW.findall(body)] for title, body in sections}


def test_the_page_has_the_keys_of_the_desk(small_stage: Stage, small_context: BrowserContext) -> None:
    desk = small_stage.open(small_context, "desk")
    desk.keyboard.press("Shift+Slash")
    desk.locator(".all-keys").wait_for()
    assert tables("moderator.md") == dict(desk.evaluate(SHOWN))


def test_the_page_has_the_keys_of_the_calls(small_stage: Stage, browser: Browser) -> None:
    token = small_stage.server.installation.key(small_stage.slug, "screener")
    with signed_in(browser, Stage(small_stage.server, small_stage.slug, token)) as context:
        calls = small_stage.open(context, "calls")
        calls.keyboard.press("Shift+Slash")
        calls.locator(".all-keys").wait_for()
        assert tables("screener.md") == dict(calls.evaluate(SHOWN))


def test_the_page_has_the_keys_of_the_rundown(small_stage: Stage, small_context: BrowserContext) -> None:
    rundown = small_stage.open(small_context, "rundown")
    rundown.keyboard.press("Shift+Slash")
    rundown.locator(".all-keys").wait_for()
    assert tables("producer.md") == dict(rundown.evaluate(SHOWN))


def test_the_page_has_the_keys_of_the_tickets(small_stage: Stage, small_context: BrowserContext) -> None:
    tickets = small_stage.open(small_context, "tickets")
    tickets.locator("tickets-list").wait_for()
    tickets.keyboard.press("Shift+Slash")
    tickets.locator(".all-keys").wait_for()
    assert tables("department.md") == dict(tickets.evaluate(SHOWN))


def test_every_picture_that_a_page_shows_is_there() -> None:
    pages = [DOCS.parent / "README.md", *DOCS.glob("*.md")]
    shown = {Path(name).name for page in pages for name in re.findall(r"\]\(([^)]+\.png)\)", page.read_text("utf-8"))}
    taken = {picture.name for picture in (DOCS / "screenshots").iterdir()}
    assert shown <= taken
