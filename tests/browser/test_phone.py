"""On a phone nothing that is to be read stands half off the edge: the screen's name, the tabs, the health strip."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect

from tests.browser.stage import Stage, signed_in

WIDTH = 360

CUT = """selector => [...document.querySelectorAll(selector)]
  .filter(one => one.scrollWidth > one.clientWidth + 1 || one.getBoundingClientRect().right > innerWidth + 0.5)
  .map(one => one.textContent.trim())"""


@pytest.fixture(params=[True, False], ids=["finger", "mouse"])
def phone(request: pytest.FixtureRequest, browser: Browser, small_stage: Stage) -> Iterator[BrowserContext]:
    """Under a finger the buttons are larger, and leave less room."""
    size: ViewportSize = {"width": WIDTH, "height": 740}
    with signed_in(browser, small_stage, viewport=size, has_touch=request.param, is_mobile=request.param) as context:
        yield context


def cut(page: Page, selector: str) -> list[str]:
    """What of these is cut short, or reaches over the edge."""
    assert page.locator(selector).count()
    found: list[str] = page.evaluate(CUT, selector)
    return found


@pytest.mark.parametrize("screen", ["desk", "rundown", "head"])
def test_the_screens_own_name_is_whole(small_stage: Stage, phone: BrowserContext, screen: str) -> None:
    page = small_stage.open(phone, screen)
    assert cut(page, ".topbar .title") == []
    assert page.locator(".topbar h1").text_content() == f"{page.title().split(' · ')[0]} · Прямая линия"


@pytest.mark.parametrize("screen", ["desk", "rundown", "head"])
def test_the_screens_own_name_is_whole_without_a_line(small_stage: Stage, phone: BrowserContext, screen: str) -> None:
    page = small_stage.open(phone, screen)
    height: float = page.locator(".topbar").evaluate("bar => bar.clientHeight")
    phone.set_offline(True)
    expect(page.locator(".trust")).to_contain_text("нет связи с")
    assert cut(page, ".topbar .title") == []
    assert cut(page, ".trust") == []
    assert page.locator(".topbar").evaluate("bar => bar.clientHeight") == height


def test_every_tab_of_the_desk_is_in_sight_with_thousands(small_stage: Stage, phone: BrowserContext) -> None:
    desk = small_stage.open(phone, "desk")
    desk.evaluate(
        """() => {
          const {feed} = document.querySelector('live-desk');
          feed.state.counts = {new: 4812, shortlisted: 120, on_air: 1, answered: 133, declined: 2210};
          feed.dispatchEvent(new Event('change'));
        }"""
    )
    expect(desk.locator(".tabs .count").last).not_to_have_text("0")
    assert cut(desk, ".tabs button") == []


def test_the_health_strip_is_in_sight_with_what_is_wrong_in_words(small_stage: Stage, phone: BrowserContext) -> None:
    small_stage.api.ask("Когда починят мост?")
    for screen in ("desk", "head", "prompter"):
        small_stage.open(phone, screen)
    rundown = small_stage.open(phone, "rundown")
    marks = rundown.locator(".strip .mark")
    expect(marks.nth(4)).to_be_visible()
    assert cut(rundown, ".strip > *") == []
    fine = rundown.locator('.strip .mark[data-screen="head"]')
    expect(fine.locator(".sign")).to_be_visible()
    expect(fine.locator(".words")).not_to_be_empty()  # still read aloud
    rundown.evaluate(
        """() => {
          const strip = document.querySelector('rundown-health');
          clearTimeout(strip._timer);
          strip._told = {...strip._told, database: false};
          strip.requestUpdate();
        }"""
    )
    wrong = rundown.locator(".strip .next-text .words")
    expect(wrong).to_be_visible()
    assert (wrong.bounding_box() or {"width": 0})["width"] > 40


def test_who_asks_is_whole_on_the_cards(small_stage: Stage, phone: BrowserContext) -> None:
    name = "Константин Христофорович Преображенский-Вознесенский-Младший"
    for number in (1, 2):
        small_stage.api.ask("Где автобус?", author={"name": name})
        small_stage.api.command("question.shortlist", question=number, version=1)
    small_stage.go_on_air()
    small_stage.api.command("question.take", question=1, version=2)
    rundown = small_stage.open(phone, "rundown")
    expect(rundown.locator(".card .line > .clip")).to_have_text([name, name])
    assert cut(rundown, ".card .line > .clip") == []
    clock = rundown.locator("rundown-timer").bounding_box()
    assert clock and clock["x"] + clock["width"] > WIDTH - 40


def test_a_search_that_finds_nothing_leaves_the_queue_in_sight(small_stage: Stage, phone: BrowserContext) -> None:
    number = small_stage.api.ask("Когда починят мост?")["number"]
    desk = small_stage.open(phone, "desk", f"?open={number}&part=list")
    desk.get_by_role("searchbox").fill("водокачка")
    desk.get_by_role("searchbox").press("Enter")
    expect(desk.locator("desk-list .instead")).to_be_visible()
    desk.wait_for_function("document.querySelector('live-desk').shownAt < Infinity")
    expect(desk.locator("main")).to_have_attribute("data-part", "list")
