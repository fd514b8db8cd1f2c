"""The text moves by itself, by hand and by keys, and by nothing else."""

from __future__ import annotations

import string

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.prompting import LONG, expect_words, lines, rect, scroll_to, state, take
from tests.browser.stage import Stage, signed_in

RUNNING = "document.querySelector('live-prompter').reel.scroll.running"
STILL = """() => {
  const {_target, running} = document.querySelector('live-prompter').reel.scroll;
  return _target === null && !running;
}"""


def leading(page: Page) -> float:
    found: float = page.evaluate("document.querySelector('live-prompter').reel.lines.leading")
    return found


def still(page: Page) -> None:
    """Until a move by hand has run out."""
    page.wait_for_function(STILL)


def at(page: Page, line: int) -> None:
    """The text comes to rest with this line at the reading line."""
    still(page)
    assert state(page)["position"] == pytest.approx(line * leading(page), abs=1)


@pytest.fixture
def prompter(small_stage: Stage, small_context: BrowserContext) -> Page:
    small_stage.go_on_air()
    take(small_stage, LONG)
    page = small_stage.open(small_context, "prompter")
    expect_words(page, LONG)
    return page


@pytest.mark.parametrize(("size", "measure"), [(48, None), (120, 20)])
def test_the_speed_is_in_words_a_minute_whatever_the_size(
    small_stage: Stage, small_context: BrowserContext, size: int, measure: int | None
) -> None:
    small_stage.go_on_air()
    take(small_stage, LONG)
    page = small_context.new_page()
    page.clock.install()
    page.goto(small_stage.address("prompter"))
    expect_words(page, LONG)
    page.evaluate(
        "set => document.querySelector('live-prompter').view.change(set)",
        {"size": size, "measure": measure, "speed": 150},
    )
    page.clock.run_for(100)
    page.keyboard.press("Space")
    page.clock.run_for(60_000)
    now = state(page)
    assert now["running"]
    read = " ".join(lines(page)[: now["line"]]).split()
    in_a_line = len(LONG.split()) / len(lines(page))
    assert len(read) == pytest.approx(150, abs=2 * in_a_line)


def test_the_text_stops_by_itself_with_its_last_line_at_the_reading_line(prompter: Page) -> None:
    last = len(lines(prompter)) - 1
    scroll_to(prompter, last - 1)
    prompter.evaluate("document.querySelector('live-prompter').view.change({speed: 240, size: 36})")
    prompter.keyboard.press("Space")
    prompter.wait_for_function(f"!{RUNNING}")
    at(prompter, len(lines(prompter)) - 1)


def test_space_starts_and_pauses_and_a_held_key_does_it_once(prompter: Page) -> None:
    for key in ("Space", ".", "F5"):
        prompter.keyboard.press(key)
        assert prompter.evaluate(RUNNING)
        prompter.keyboard.down(key)
        for _ in range(3):
            prompter.keyboard.down(key)
        assert not prompter.evaluate(RUNNING)
        prompter.keyboard.up(key)
    expect_words(prompter, LONG)


def test_keys_move_the_text_by_lines_by_what_is_in_sight_and_to_the_top(prompter: Page) -> None:
    for key, line in (("ArrowDown", 1), ("ArrowDown", 2), ("ArrowUp", 1)):
        prompter.keyboard.press(key)
        at(prompter, line)
    page = prompter.evaluate("document.querySelector('live-prompter').reel.below")
    lowest = lines(prompter)[1 + page]
    assert rect(prompter, lowest)[3] <= prompter.evaluate(
        "document.querySelector('.below').getBoundingClientRect().top"
    )
    prompter.keyboard.press("PageDown")
    at(prompter, 1 + page)
    prompter.keyboard.press("PageUp")
    at(prompter, 1)
    prompter.keyboard.press("Space")
    prompter.keyboard.press("Home")
    at(prompter, 0)


def test_a_wheel_pauses_the_text_and_moves_it(prompter: Page) -> None:
    scroll_to(prompter, 3)
    prompter.keyboard.press("Space")
    prompter.mouse.wheel(0, 400)
    still(prompter)
    assert state(prompter)["position"] > 3 * leading(prompter) + 350


def test_a_finger_moves_the_text_and_a_tap_brings_the_controls(small_stage: Stage, browser: Browser) -> None:
    small_stage.go_on_air()
    take(small_stage, LONG)
    with signed_in(browser, small_stage, has_touch=True, viewport={"width": 1180, "height": 820}) as context:
        page = small_stage.open(context, "prompter")
        page.keyboard.press("Space")
        finger = context.new_cdp_session(page)

        def touch(kind: str, y: float | None = None) -> None:
            points = [] if y is None else [{"x": 600, "y": y}]
            finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

        touch("touchStart", 700)
        for y in range(690, 390, -10):
            touch("touchMove", y)
        touch("touchEnd")
        still(page)
        assert state(page)["position"] > 280
        expect(page.locator(".controls")).to_have_count(0)
        page.touchscreen.tap(600, 500)
        expect(page.locator(".controls")).to_be_visible()


def test_faster_and_slower_are_told_in_the_corner_and_remembered(prompter: Page) -> None:
    prompter.keyboard.press("ArrowRight")
    prompter.keyboard.press("ArrowRight")
    expect(prompter.locator(".told")).to_have_text("130 слов/мин")
    prompter.keyboard.press("ArrowLeft")
    expect(prompter.locator(".told")).to_have_text("125 слов/мин")


def test_another_size_keeps_the_line_being_read_at_the_reading_line(prompter: Page) -> None:
    scroll_to(prompter, 12)
    first = lines(prompter)[12].split()[0]
    before = prompter.evaluate("document.querySelector('live-prompter').reel.place.offset")
    for _ in range(5):
        prompter.keyboard.press("+")
    prompter.wait_for_function("document.querySelector('live-prompter').reel.size === 104")
    begins = "(({lines, place}) => lines.starts[lines.at(place.offset)])(document.querySelector('live-prompter').reel)"
    assert prompter.evaluate(begins) <= before
    assert first in state(prompter)["text"]


def test_a_key_that_has_no_meaning_does_nothing(prompter: Page) -> None:
    scroll_to(prompter, 3)
    before = state(prompter)
    known = {"F", "R"}
    for letter in [*(set(string.ascii_uppercase) - known), *string.digits, "Tab", "Escape", "End", "Insert", "Delete"]:
        prompter.keyboard.press(letter if len(letter) > 1 or letter.isdigit() else f"Key{letter}")
    assert state(prompter) == before
    expect(prompter.locator("dialog")).to_have_count(0)
    expect(prompter.locator(".stage")).to_have_class("stage")


def test_a_pedal_is_taught_a_key_that_the_device_remembers(prompter: Page) -> None:
    prompter.keyboard.press("Shift+Slash")
    prompter.get_by_role("button", name="Свои клавиши…").click()
    prompter.get_by_role("button", name="Назначить пуск и пауза").click()
    prompter.keyboard.press("Control+F8")
    prompter.get_by_role("button", name="Назначить на строку вперёд").click()
    prompter.keyboard.press("Escape")
    expect(prompter.locator(".taught .own-key")).to_have_text(["Ctrl+F8"])
    prompter.keyboard.press("Escape")
    prompter.reload()
    expect_words(prompter, LONG)
    prompter.keyboard.press("Control+F8")
    assert prompter.evaluate(RUNNING)
    prompter.keyboard.press("Space")
    assert not prompter.evaluate(RUNNING)


def test_a_taught_key_is_forgotten(prompter: Page) -> None:
    prompter.keyboard.press("Shift+Slash")
    prompter.get_by_role("button", name="Свои клавиши…").click()
    prompter.get_by_role("button", name="Назначить пуск и пауза").click()
    prompter.keyboard.press("PageDown")
    prompter.get_by_role("button", name="Забыть свои клавиши: пуск и пауза").click()
    expect(prompter.locator(".taught .own-key")).to_have_count(0)
    prompter.keyboard.press("Escape")
    prompter.keyboard.press("PageDown")
    assert not prompter.evaluate(RUNNING)
    still(prompter)
    assert state(prompter)["position"] > 0


def test_a_long_pause_of_the_machine_moves_nothing(small_stage: Stage, small_context: BrowserContext) -> None:
    """A laptop that slept goes on from the line at which it fell asleep, and is current again."""
    small_stage.go_on_air()
    take(small_stage, LONG)
    page = small_context.new_page()
    page.clock.install()
    page.goto(small_stage.address("prompter"))
    expect_words(page, LONG)
    page.keyboard.press("Space")
    page.clock.run_for(5_000)
    before = state(page)["position"]
    page.clock.fast_forward("01:00:00")
    assert state(page)["running"]
    assert state(page)["position"] - before < 50
    take(small_stage, "Что стало после сна?")
    page.clock.run_for(5_000)
    expect_words(page, "Что стало после сна?")
