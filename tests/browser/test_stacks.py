"""Stacks on the desk: one row with its count, opened, merged by one key, parted by one, switched off and on again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.stage import Stage, signed_in, takes_keys
from tests.support.process import wait_until

HEATING = "В доме по улице Ленина, дом 5 третий день нет отопления, батареи холодные"
ROAD = "Когда отремонтируют разбитую дорогу к районной больнице и поставят освещение?"
ALONE = "Когда приедет цирк?"


def asked(stage: Stage, *texts: str) -> list[int]:
    questions = [{"text": text, "locality": "Липовка"} for text in texts]
    return [answer["number"] for answer in stage.api.ask_many(questions)]


def row(desk: Page, number: int) -> Any:
    return desk.locator(f"#question-{number}")


def rows(desk: Page) -> Any:
    return desk.locator("desk-list .row")


def stand_under(stage: Stage, number: int, more: int) -> None:
    """Waits until so many stand under this question: what goes there later stays in the list of a desk held still."""
    wait_until(lambda: stage.view(number)["stacked"] == more, f"{more} stand under № {number}")


def opened(stage: Stage, context: BrowserContext, number: int, more: int) -> Page:
    """The desk with this question open, once so many like it stand under it."""
    stand_under(stage, number, more)
    desk = stage.open(context, "desk", f"?open={number}")
    expect(desk.locator("desk-pane .stack-line")).to_contain_text(f"ещё {more} так")
    takes_keys(desk)
    return desk


def test_forty_like_questions_are_one_row_and_one_key_merges_them(
    small_stage: Stage, small_context: BrowserContext
) -> None:
    numbers = asked(small_stage, *[HEATING] * 40)
    desk = opened(small_stage, small_context, numbers[0], 39)
    expect(rows(desk)).to_have_count(1)
    expect(row(desk, numbers[0])).to_contain_text("ещё 39 таких")
    desk.keyboard.press("Shift+G")
    expect(desk.locator("desk-pane .stack-line")).to_have_count(0)
    expect(desk.locator("desk-pane h2 ~ .count")).to_have_text("×40")
    states = {view["state"] for view in small_stage.api.get("/questions", limit=200)["questions"]}
    assert states == {"new", "merged"}
    assert small_stage.view(numbers[0])["askers"] == 40


def test_nothing_is_merged_by_itself(small_stage: Stage, small_context: BrowserContext) -> None:
    numbers = asked(small_stage, *[HEATING] * 3)
    opened(small_stage, small_context, numbers[0], 2)
    assert [small_stage.view(number)["state"] for number in numbers] == ["new"] * 3


def test_one_key_parts_one_and_it_stands_by_itself(small_stage: Stage, small_context: BrowserContext) -> None:
    numbers = asked(small_stage, HEATING, HEATING, HEATING, ALONE)
    desk = opened(small_stage, small_context, numbers[0], 2)
    expect(rows(desk)).to_have_count(2)
    desk.keyboard.press("Shift+O")
    expect(rows(desk)).to_have_count(3)
    row(desk, numbers[1]).click()
    expect(desk.locator("desk-pane h2")).to_contain_text(f"№ {numbers[1]}")
    desk.keyboard.press("Shift+X")
    expect(desk.locator("desk-pane .stack-line")).to_have_count(0)
    expect(desk.locator(".toast").first).to_contain_text("о другом")
    desk.keyboard.press("f")
    expect(rows(desk)).to_have_count(3)
    expect(row(desk, numbers[0])).to_contain_text("ещё 1 такой")


def test_when_the_one_on_top_is_dealt_with_the_next_is_shown(small_stage: Stage, small_context: BrowserContext) -> None:
    numbers = asked(small_stage, *[HEATING] * 3)
    desk = opened(small_stage, small_context, numbers[0], 2)
    desk.keyboard.press("s")
    expect(row(desk, numbers[1])).to_contain_text("ещё 1 такой")
    expect(desk.locator("desk-shortlist .row")).to_have_count(1)


def test_switched_off_each_stands_by_itself_and_the_browser_remembers(
    small_stage: Stage, small_context: BrowserContext
) -> None:
    numbers = asked(small_stage, *[HEATING] * 3)
    desk = opened(small_stage, small_context, numbers[0], 2)
    expect(rows(desk)).to_have_count(1)
    desk.locator(".stack-switch").click()
    expect(rows(desk)).to_have_count(3)
    desk.reload()
    expect(rows(desk)).to_have_count(3)
    expect(desk.locator(".stack-switch")).to_have_attribute("aria-pressed", "false")
    desk.keyboard.press("Shift+L")
    expect(rows(desk)).to_have_count(1)


def test_one_that_stands_under_another_is_found_by_its_words(small_stage: Stage, small_context: BrowserContext) -> None:
    numbers = asked(small_stage, HEATING, f"{HEATING}, болеет бабушка")
    desk = opened(small_stage, small_context, numbers[0], 1)
    desk.get_by_label("Поиск").fill("бабушка ")
    expect(row(desk, numbers[1])).to_be_visible()


def test_on_a_telephone_the_row_tells_how_many(browser: Browser, small_stage: Stage) -> None:
    numbers = asked(small_stage, *[HEATING] * 3)
    stand_under(small_stage, numbers[0], 2)
    with signed_in(browser, small_stage, viewport={"width": 360, "height": 740}) as phone:
        desk = small_stage.open(phone, "desk")
        expect(row(desk, numbers[0])).to_contain_text("ещё 2 таких")


STORIES = [HEATING] * 16 + [ROAD] * 9 + [HEATING.replace("дом 5", "дом 7")] * 5
"""Thirty questions of three stories; ten others stand by themselves."""


@pytest.mark.parametrize("stacks", [True, False], ids=["on", "off"])
def test_keys_a_question_over_forty_with_stacks_and_without(
    stacks: bool, small_stage: Stage, small_context: BrowserContext, tell: Callable[[str], None]
) -> None:
    """Each story is merged into one and put into the list; what stands by itself is put there alone."""
    others = [f"Когда приедет цирк {letter}?" for letter in "абвгдежзик"]
    numbers = asked(small_stage, *STORIES, *others)
    for first, more in ((0, 15), (16, 8), (25, 4)):
        stand_under(small_stage, numbers[first], more)
    desk = small_stage.open(small_context, "desk", f"?open={numbers[0]}")
    expect(desk.locator("desk-pane .stack-line")).to_contain_text("ещё 15 таких")
    if not stacks:
        desk.keyboard.press("Shift+L")
        expect(desk.locator("desk-list .waiting")).to_contain_text("40 вопросов")
    pressed = 0
    desk.evaluate("document.querySelector('live-desk').open(null)")
    desk.keyboard.press("Home")
    while (number := next_new(small_stage)) is not None:
        desk.evaluate("number => document.querySelector('live-desk').open(number)", number)
        expect(desk.locator("desk-pane h2")).to_contain_text(f"№ {number}")
        takes_keys(desk)
        view = small_stage.view(number)
        key = "s"
        if stacks and view["stacked"]:
            key = "Shift+G"
        elif not stacks and has_double(small_stage, number):
            expect(desk.locator("desk-pane .doubles li").first).to_be_visible()
            key = "g"
        desk.keyboard.press(key)
        pressed += 1
        desk.wait_for_function("() => !document.querySelector('live-desk').feed.waiting")
    listed = small_stage.api.get("/questions", state="shortlisted", limit=200)["questions"]
    assert sum(view["askers"] for view in listed) == 40
    assert len(listed) == 13
    tell(f"stacks {'on' if stacks else 'off'}: {pressed / 40:.2f} keys a question over forty")


def next_new(stage: Stage) -> int | None:
    """The oldest question that is still new; on a desk the next one comes up by itself."""
    found = stage.api.get("/questions", state="new", limit=200)["questions"]
    return min((view["number"] for view in found), default=None)


def has_double(stage: Stage, number: int) -> bool:
    """Whether another one that is new or in the list asks the same."""
    text = stage.view(number)["text"]
    others = stage.api.get("/questions", state="new,shortlisted", limit=200)["questions"]
    return any(view["text"] == text for view in others if view["number"] != number)
