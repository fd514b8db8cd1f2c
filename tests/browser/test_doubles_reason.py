"""Why one stands among the likely doubles: its house, its meaning or its words; and what is made of it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.browser.axe import serious_in_both_themes
from tests.browser.conftest import watched
from tests.browser.stage import Stage, stages
from tests.support.backends import EMBEDDED, Backends
from tests.support.meaning import model
from tests.support.process import wait_until
from tests.support.server import Server
from tests.workers.language.meant import TAPS, WATER

PICTURES = os.environ.get("LIVE_PICTURES_OF_DOUBLES")
SIZES = {1440: 900, 360: 740}
PATIENCE = 240
"""Seconds: the model's process lets everybody else on the machine go first."""


def kept(page: Page, name: str) -> None:
    """Pictures for whoever asks for them."""
    for width, height in SIZES.items() if PICTURES else ():
        page.set_viewport_size({"width": width, "height": height})
        page.locator(".double").first.scroll_into_view_if_needed()
        page.screenshot(path=Path(str(PICTURES)) / f"{name}-{width}.png")
    page.set_viewport_size({"width": 1440, "height": 900})


@pytest.fixture
def meant(backends: Backends, tmp_path: Path) -> Iterator[Stage]:
    """A show on a server with a model of meaning."""
    models = str(model(tmp_path / "models"))
    with backends.installation(EMBEDDED, tmp_path) as own, Server(own, LIVE_MODELS=models).start() as server:
        yield next(stages(server))


@pytest.fixture
def meant_context(browser: Browser, meant: Stage) -> Iterator[BrowserContext]:
    yield from watched(browser, meant)


def doubles(stage: Stage, number: int) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = stage.api.get(f"/questions/{number}/hints")["similar"]
    return found


def opened(stage: Stage, context: BrowserContext, number: int, double: int) -> tuple[Page, Locator]:
    """The desk with a question open, and the row of what is like it."""
    wait_until(lambda: [one["number"] for one in doubles(stage, number)] == [double], "it is looked at", PATIENCE)
    desk = stage.open(context, "desk", f"?open={number}")
    return desk, desk.locator(f".double[data-number='{double}']")


def test_one_in_other_words_says_that_its_meaning_is_near_and_is_merged_and_taken_back(
    meant: Stage, meant_context: BrowserContext
) -> None:
    first, number = (int(meant.api.ask(text)["number"]) for text in (WATER, TAPS))
    desk, double = opened(meant, meant_context, number, first)
    expect(double).to_contain_text("близко по смыслу")
    expect(double).to_contain_text("≈")
    expect(double.locator("mark")).to_have_count(0)
    expect(double.locator("kbd")).to_have_count(0)  # One key merges into none that shares no word.
    kept(desk, "meaning")
    assert not serious_in_both_themes(desk)
    double.get_by_role("button", name=f"остаётся № {first}").click()
    expect(desk.locator(".toast")).to_contain_text(f"№ {number} объединён")
    assert meant.view(number)["merged_into"] == first
    desk.keyboard.press("z")
    expect(desk.locator(".toast", has_text="Отменено")).to_be_visible()
    assert meant.view(number)["merged_into"] is None


def test_one_of_the_same_house_says_so(small_stage: Stage, small_context: BrowserContext) -> None:
    texts = "Улица Мира, дом 5: протекает крыша", "В доме 5 по улице Мира темно в подъезде"
    first, number = (int(small_stage.api.ask(text)["number"]) for text in texts)
    desk, double = opened(small_stage, small_context, number, first)
    expect(double).to_contain_text("о том же доме")
    kept(desk, "house")
    assert not serious_in_both_themes(desk)


def test_one_in_the_same_words_has_them_marked_and_says_nothing_else(
    small_stage: Stage, small_context: BrowserContext
) -> None:
    texts = "Когда починят мост через Свиягу?", "Почините мост через Свиягу, когда это будет?"
    first, number = (int(small_stage.api.ask(text)["number"]) for text in texts)
    _, double = opened(small_stage, small_context, number, first)
    expect(double.locator("mark").first).to_be_visible()
    expect(double).not_to_contain_text("по смыслу")
    expect(double).not_to_contain_text("доме")
