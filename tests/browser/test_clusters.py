"""What is asked about now: on the rundown, before the head, and as what narrows the desk."""

from __future__ import annotations

import os
from pathlib import Path

from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.browser.axe import serious_in_both_themes
from tests.browser.stage import Stage
from tests.support.gathering import BUS, FOUNTAIN, WATER

PICTURES = os.environ.get("LIVE_PICTURES_OF_CLUSTERS")
PHONE = {"width": 360, "height": 740}
DESK = {"width": 1440, "height": 900}
SOON = 60_000
"""Milliseconds: the language work and the clusters' comes behind the show's own."""


def kept(page: Page, name: str) -> None:
    """Pictures for whoever asks for them, on a desk and on a phone."""
    if PICTURES:
        for size in (DESK, PHONE):
            page.set_viewport_size({"width": size["width"], "height": size["height"]})
            page.screenshot(path=Path(PICTURES) / f"{name}-{size['width']}.png", full_page=True)
        page.set_viewport_size({"width": DESK["width"], "height": DESK["height"]})


def asked(stage: Stage) -> None:
    places = ("Сосновка", "Ключи", "Сосновка", None)
    texts = [(text, places[n % 4]) for n, text in enumerate([*WATER, *BUS, *FOUNTAIN, *WATER])]
    stage.api.ask_many([{"text": text, **({"locality": place} if place else {})} for text, place in texts])


def themes(page: Page) -> Locator:
    return page.locator("live-clusters li")


def test_the_rundown_tells_what_is_asked_now_and_leads_to_it_on_the_desk(
    small_stage: Stage, small_context: BrowserContext
) -> None:
    rundown = small_stage.open(small_context, "rundown")
    expect(rundown.locator("live-clusters")).to_contain_text("спросили хотя бы трое")
    asked(small_stage)
    expect(themes(rundown)).to_have_count(3, timeout=SOON)
    first = themes(rundown).first
    expect(first).to_contain_text("Горячая вода")
    expect(first.locator(".many")).to_have_text("6")
    expect(first).to_contain_text("+6 за 10 минут")
    expect(first).to_contain_text("Сосновка, Ключи")
    expect(themes(rundown).filter(has_text="нет такой темы")).to_contain_text("Новый фонтан")
    assert not serious_in_both_themes(rundown)
    kept(rundown, "rundown")
    first.get_by_role("link", name="Горячая вода").click()
    expect(rundown.locator("desk-list .row")).to_have_count(6)
    expect(rundown.locator(".not-all")).to_contain_text("спрашивают: Горячая вода — 6 из 12")


def test_the_head_sees_counts_alone(small_stage: Stage, small_context: BrowserContext) -> None:
    head = small_stage.open(small_context, "head")
    asked(small_stage)
    expect(themes(head)).to_have_count(3, timeout=SOON)
    expect(themes(head).first.locator(".many")).to_have_text("6")
    expect(head.locator("live-clusters a, live-clusters svg")).to_have_count(0)
    assert not serious_in_both_themes(head)
    kept(head, "head")


def test_the_desk_is_narrowed_and_what_joins_comes_in_until_the_chip_is_pressed(
    small_stage: Stage, small_context: BrowserContext
) -> None:
    desk = small_stage.open(small_context, "desk")
    asked(small_stage)
    choice = desk.get_by_label("о чём спрашивают")
    expect(choice.locator("option")).to_have_count(4, timeout=SOON)
    choice.select_option(label="Вечерний автобус · 3")
    rows = desk.locator("desk-list .row")
    expect(rows).to_have_count(3)
    kept(desk, "desk")
    small_stage.api.ask("Вечерний автобус нужен и в выходные")
    expect(desk.locator("desk-list")).to_contain_text("нужен и в выходные", timeout=SOON)
    desk.reload()
    expect(desk.locator("desk-list .row")).to_have_count(4)
    desk.get_by_role("button", name="Вечерний автобус").click()
    expect(desk.locator(".not-all")).to_have_count(0)


def test_a_number_of_no_cluster_in_the_address_narrows_to_nothing_and_says_so(
    small_stage: Stage, small_context: BrowserContext
) -> None:
    asked(small_stage)
    desk = small_stage.open(small_context, "desk", "?cluster=777")
    expect(desk.locator(".not-all")).to_contain_text("№ 777")
    expect(desk.locator("desk-list .row")).to_have_count(0)
    desk.get_by_role("button", name="Показать всё").click()
    expect(desk.locator("desk-list .row").first).to_be_visible()
