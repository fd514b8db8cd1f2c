"""The head's screen on a tablet in both directions, on a laptop and a phone, with the longest texts."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.browser.axe import serious_in_both_themes
from tests.browser.stage import TABLET, Stage, signed_in
from tests.support.api import NAMED

STANDING: ViewportSize = {"width": 800, "height": 1280}
LAPTOP: ViewportSize = {"width": 1440, "height": 900}
PHONE: ViewportSize = {"width": 360, "height": 740}
SIZES: dict[str, ViewportSize] = {"lying": TABLET, "standing": STANDING, "laptop": LAPTOP, "phone": PHONE}
LONGEST = ("Предолгоесловобезединогопробела" * 3 + " и ещё слова, чтобы текст занял много строк. " * 100)[:4000]

LEAST = """() => [...document.querySelectorAll('main button, main summary, .acts button, .sheet button, .sheet .input')]
  .map(each => Math.min(each.getBoundingClientRect().height, each.getBoundingClientRect().width))
  .reduce((least, side) => Math.min(least, side), 99)"""

LOW = """() => [...document.querySelectorAll('.acts button')].map(button => {
  const {top, bottom, right} = button.getBoundingClientRect();
  return top > innerHeight * 0.66 && bottom <= innerHeight && right <= innerWidth;
})"""

WIDER = """() => [...document.querySelectorAll('head-chart')].some(
  ({clientWidth, _plot}) => _plot.width > clientWidth || _plot.width < clientWidth * 0.9)"""


OVER = """() => [...document.querySelectorAll('.queue *, .side *')]
  .filter(each => !each.closest('.unseen, .clip'))
  .filter(each => each.getBoundingClientRect().right > each.closest('.queue, .side').getBoundingClientRect().right + 2)
  .map(({className}) => className)"""
"""What reaches over the side of its column."""


@pytest.fixture(scope="module")
def crowd(small_shows: Iterator[Stage]) -> Stage:
    """Three hundred in the list, the longest texts first, a promise of a thousand letters and many short ones."""
    stage = next(small_shows)
    long = {
        "text": LONGEST,
        "locality": "Верхняя Речица",
        "topic": "Т" * 200,
        "author": {"name": "Имя " * 15},
        "consent": NAMED,
    }
    stage.api.ask_many([long, long, long, *({"text": f"Вопрос {n}?", "topic": f"Тема {n % 9}"} for n in range(300))])
    stage.go_on_air()
    listed = [{"question": n, "version": 1} for n in range(1, 304)]
    stage.api.command("questions.bulk", do="question.shortlist", questions=listed)
    stage.api.command("question.note", question=1, version=2, text="С" * 1000, **{"for": "head"})
    stage.api.command("question.take", question=3, version=2)
    stage.api.command("question.take", question=1, version=3, previous={"question": 3, "version": 3, "as": "answered"})
    stage.api.command("question.promise", question=1, version=4, promise=LONGEST[:1000], department="О" * 200)
    for number in range(4, 24):
        stage.api.command("question.promise", question=number, version=2, promise="Починим", due="2030-12-01")
    return stage


@pytest.fixture
def head(browser: Browser, crowd: Stage) -> Iterator[Page]:
    with signed_in(browser, crowd, viewport=TABLET, has_touch=True, reduced_motion="reduce") as context:
        page = crowd.open(context, "head")
        expect(page.locator(".promised li")).to_have_count(21)
        expect(page.locator("head-chart li")).to_have_count(7)
        yield page


def test_turned_however_nothing_scrolls_sideways_and_all_is_large_enough(head: Page) -> None:
    for name, size in SIZES.items():
        head.set_viewport_size(size)
        head.wait_for_function(f"!({WIDER})()")
        assert head.evaluate("document.documentElement.scrollWidth") <= size["width"], name
        assert head.evaluate(OVER) == [], name
        assert head.evaluate(LOW) == [True, True], name
        assert head.evaluate(LEAST) >= 44, name
        head.get_by_role("button", name="Обещание").tap()
        head.wait_for_function("document.querySelector('head-assignment').ready")
        assert head.evaluate("document.querySelector('.sheet').scrollWidth") <= size["width"], name
        assert head.evaluate(LEAST) >= 44, name
        head.keyboard.press("Escape")


@pytest.mark.parametrize("size", ["lying", "standing"])
def test_axe_finds_nothing_serious_in_either_direction(head: Page, size: str) -> None:
    head.set_viewport_size(SIZES[size])
    assert serious_in_both_themes(head) == {}
    head.get_by_role("button", name="Обещание").tap()
    head.wait_for_function("document.querySelector('head-assignment').ready")
    assert serious_in_both_themes(head) == {}


def test_charts_take_their_colours_from_the_theme(head: Page) -> None:
    painted = "document.querySelector('head-chart canvas').toDataURL()"
    dark = head.evaluate(painted)
    head.get_by_role("button", name="Светлая или тёмная тема").tap()
    head.wait_for_function(f"before => {painted} !== before", arg=dark)


def test_nothing_on_air_and_an_empty_list_are_said(small_stage: Stage, browser: Browser) -> None:
    with signed_in(browser, small_stage, viewport=TABLET, reduced_motion="reduce") as context:
        page = small_stage.open(context, "head")
        expect(page.get_by_text("В эфире ничего нет.")).to_be_visible()
        expect(page.get_by_text("Вёрстка пуста.")).to_be_visible()
        expect(page.locator("head-chart .none")).to_have_text(["Пока ничего."] * 2)
        expect(page.locator(".acts")).to_have_count(0)
        assert serious_in_both_themes(page) == {}
