"""The moderator's page says what the desk does: its keys are the desk's, and its pictures are there."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import BrowserContext

from tests.browser.stage import Stage

DOCS = Path(__file__).resolve().parents[2] / "docs"
PAGE = (DOCS / "moderator.md").read_text("utf-8")
ROW = re.compile(r"^\| (?!клавиша|---)(.+?) \| (.+?) \|$", re.MULTILINE)

SHOWN = """[...document.querySelectorAll('.all-keys section')].map(section => [
  section.querySelector('h3').textContent,
  [...section.querySelectorAll('dt')].map(dt => [dt.textContent.trim(), dt.nextElementSibling.textContent.trim()]),
])"""


def tables() -> dict[str, list[list[str]]]:
    """Heading → the keys under it, as they are written in the page."""
    keys = PAGE.split("## Клавиши", 1)[1]
    sections = (section.split("\n", 1) for section in keys.split("### ")[1:])
    return {title.strip(): [list(row) for row in ROW.findall(body)] for title, body in sections}


def test_the_page_has_the_keys_of_the_desk(small_stage: Stage, small_context: BrowserContext) -> None:
    desk = small_stage.open(small_context, "desk")
    desk.keyboard.press("Shift+Slash")
    desk.locator(".all-keys").wait_for()
    assert tables() == dict(desk.evaluate(SHOWN))


def test_every_picture_that_a_page_shows_is_there() -> None:
    pages = [DOCS.parent / "README.md", *DOCS.glob("*.md")]
    shown = {Path(name).name for page in pages for name in re.findall(r"\]\(([^)]+\.png)\)", page.read_text("utf-8"))}
    taken = {picture.name for picture in (DOCS / "screenshots").iterdir()}
    assert shown <= taken
