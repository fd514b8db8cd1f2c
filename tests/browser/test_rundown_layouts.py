"""The rundown on one, two and three monitors: chosen from a list, kept on the device, steered in one window."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.browser.axe import serious_in_both_themes
from tests.browser.gallery import expect_air, expect_order, press, ready, second_producer
from tests.browser.stage import Stage, signed_in
from tests.support.browser import in_step

LAYOUT = Path(__file__).with_name("layout.js")
LAYOUTS = """async () => {
  const { LAYOUTS } = await import('/static/rundown/layouts.js');
  return LAYOUTS.flatMap(({name, monitors}) => monitors.flatMap((one, at) => 'areas' in one ? [[name, at + 1]] : []));
}"""
"""Every monitor of every layout that is a window of the rundown."""

SIZES = ((1920, 1080), (1440, 900), (1280, 720))


@pytest.fixture
def rundown(small_stage: Stage, small_context: BrowserContext) -> Page:
    """A show on air, with three questions in the list, of one who is not named on air."""
    author = {"name": "Константин Преображенский-Вознесенский"}
    small_stage.api.ask_many([{"text": f"Вопрос {n}?", "author": author} for n in range(1, 4)])
    for n in range(1, 4):
        small_stage.api.command("question.shortlist", question=n, version=1)
    small_stage.go_on_air()
    page = small_stage.open(small_context, "rundown")
    ready(page)
    return page


def choices(page: Page) -> Locator:
    page.keyboard.press("w")
    expect(page.locator("dialog .layout")).to_have_count(10)
    return page.locator("dialog .layout")


def choose(page: Page, name: str) -> None:
    choices(page)
    choice(page, name).check()
    page.keyboard.press("Enter")
    expect(page.locator("dialog")).to_have_count(0)


def choice(page: Page, name: str) -> Locator:
    return page.locator(f"dialog .layout input[value='{name}']")


def expect_layout(page: Page, name: str) -> None:
    expect(page.locator("main")).to_have_attribute("data-layout", name)


def second_monitor(page: Page) -> Page:
    with page.expect_popup() as opened:
        choose(page, "two-talk")
    opened.value.wait_for_selector(".centre .card")
    return opened.value


def test_a_layout_is_chosen_by_keys_and_kept_on_the_device(rundown: Page) -> None:
    expect_layout(rundown, "usual")
    choices(rundown)
    expect(rundown.locator("dialog :checked")).to_be_focused()
    rundown.keyboard.press("ArrowDown")
    rundown.keyboard.press("Enter")
    expect_layout(rundown, "order")
    expect(rundown.locator(".side")).to_have_count(0)
    rundown.reload()
    in_step(rundown)
    expect_layout(rundown, "order")
    expect_order(rundown, 1, 2, 3)


def test_what_was_chosen_is_said_where_it_is_chosen_again(rundown: Page) -> None:
    choose(rundown, "talk")
    rundown.get_by_role("button", name="Раскладка").click()
    expect(rundown.locator("dialog :checked")).to_have_value("talk")
    rundown.keyboard.press("Escape")
    expect_layout(rundown, "talk")


def test_the_prompters_copy_is_larger_where_it_has_room(rundown: Page) -> None:
    rundown.set_viewport_size({"width": 1440, "height": 900})
    before = rundown.locator(".picture").bounding_box()
    choose(rundown, "talk")
    expect(rundown.locator("main > .side rundown-talk")).to_be_visible()
    after = rundown.locator(".picture").bounding_box()
    assert before and after and after["width"] > before["width"] and after["height"] > before["height"]


def test_a_further_monitor_is_a_window_that_is_looked_at(rundown: Page, small_stage: Stage) -> None:
    second = second_monitor(rundown)
    assert "layout=two-talk&monitor=2" in second.url
    expect(second).to_have_title(re.compile("^Монитор 2"))
    expect(second.locator("rundown-clock")).to_be_visible()
    expect(second.locator("rundown-talk")).to_be_visible()
    for absent in ("rundown-order", ".hands", "rundown-health"):
        expect(second.locator(absent)).to_have_count(0)
    press(rundown, "v")
    expect_air(second, "Вопрос 1?")


def test_the_air_is_steered_in_the_first_window_alone(rundown: Page, small_stage: Stage) -> None:
    second = second_monitor(rundown)
    for key in ("v", "a", "r"):
        press(second, key)
        expect(second.locator(".toast")).to_contain_text("Эфиром управляют на первом мониторе")
    second.keyboard.press("w")
    expect(second.locator(".toast")).to_contain_text("Раскладку выбирают на первом мониторе")
    expect(second.locator("dialog")).to_have_count(0)
    assert small_stage.view(1)["state"] == "shortlisted"


def test_the_presenter_is_written_to_from_the_further_monitor(rundown: Page) -> None:
    second = second_monitor(rundown)
    second.keyboard.press("m")
    second.keyboard.type("Закругляйтесь")
    second.keyboard.press("Enter")
    expect(second.locator(".messages li")).to_contain_text("Закругляйтесь")
    rundown.keyboard.press("m")
    expect(rundown.locator(".toast")).to_contain_text("в другой раскладке или на другом мониторе")


def test_another_choice_puts_the_same_window_to_use(rundown: Page) -> None:
    second = second_monitor(rundown)
    choose(rundown, "two-around")
    expect_layout(second, "two-around")
    assert len(rundown.context.pages) == 2


def test_a_window_that_the_browser_does_not_open_is_told_and_stands_as_a_link(rundown: Page) -> None:
    rundown.evaluate("window.open = () => null")
    choose(rundown, "three-desk")
    expect(rundown.locator(".toast")).to_contain_text("Браузер не открыл 2 окна")
    expect_layout(rundown, "three-desk")
    choices(rundown)
    with rundown.expect_popup() as opened:
        rundown.get_by_role("link", name="Монитор 3").click()
    expect(opened.value).to_have_url(re.compile("/desk$"))


def test_a_layout_with_a_screen_that_ones_roles_do_not_open_cannot_be_chosen(
    rundown: Page, small_stage: Stage, browser: Browser
) -> None:
    theirs, context = second_producer(browser, small_stage)
    page = theirs.open(context, "rundown")
    calls = choices(page).filter(has_text="Звонки отдельно")
    expect(calls.locator("input")).to_be_disabled()
    expect(calls).to_contain_text("Ваши роли не открывают экран «звонки»")
    expect(choice(page, "three-desk")).to_be_enabled()
    context.close()


def test_a_narrow_window_stands_as_usual_whatever_was_chosen(rundown: Page) -> None:
    choose(rundown, "order")
    rundown.set_viewport_size({"width": 700, "height": 900})
    expect_layout(rundown, "usual")
    expect(rundown.locator(".side")).to_be_visible()
    rundown.set_viewport_size({"width": 1280, "height": 720})
    expect_layout(rundown, "order")


def test_the_list_of_layouts_reads_well(rundown: Page) -> None:
    choices(rundown)
    assert serious_in_both_themes(rundown) == {}


def test_nothing_overlaps_in_any_layout(rundown: Page, small_stage: Stage, browser: Browser) -> None:
    long = "Почему третью неделю нет воды в домах по Садовой улице? " * 20
    small_stage.listed(long)
    small_stage.api.command("presenter.message", text="Закругляйтесь " * 10)
    press(rundown, "v")
    wrong = {}
    with signed_in(browser, small_stage, reduced_motion="reduce") as context:
        for name, number in rundown.evaluate(LAYOUTS):
            page = small_stage.open(context, "rundown", f"?layout={name}&monitor={number}")
            page.evaluate(LAYOUT.read_text())
            for width, height in SIZES:
                page.set_viewport_size({"width": width, "height": height})
                found = page.evaluate("layout()")
                if found["wrong"] or len(found["great"]) != (3 if number == 1 else 0):
                    wrong[f"{name} {number} {width}"] = found
            page.close()
    assert not wrong, json.dumps(wrong, ensure_ascii=False, indent=1)
