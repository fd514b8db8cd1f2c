"""Pedals, gamepads and shuttles move the text: taught on a page, remembered, and never against the presenter's hand."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from tests.browser.controllers import GOES, OUTSIDE, PUSHES, RESTS, TAUGHT, dialog, do, leads, leave, moved, stands
from tests.browser.prompting import LONG, correct, expect_words, lines, rect, scroll_to, standing, state, take
from tests.browser.stage import Stage, signed_in
from tests.support.browser import in_step
from tests.support.process import wait_until

RUNNING = "document.querySelector('live-prompter').reel.scroll.running"
ALL = ("gamepad", "midi", "hid")


def opened(page: Page, stage: Stage, *scripts: str) -> Page:
    """A question on air before the presenter, in a browser with the controllers that are not there."""
    for script in (OUTSIDE, *scripts):
        page.add_init_script(script)
    page.goto(stage.address("prompter"))
    in_step(page)
    expect_words(page, LONG)
    scroll_to(page, 8)
    return page


@pytest.fixture
def number(small_stage: Stage) -> int:
    small_stage.go_on_air()
    return take(small_stage, LONG)


@pytest.fixture
def prompter(small_stage: Stage, small_context: BrowserContext, number: int) -> Page:
    """One whose computer knows all three of them; each has been let go."""
    page = opened(small_context.new_page(), small_stage, TAUGHT)
    do(page, "; ".join(RESTS.values()))
    page.wait_for_function("document.querySelector('live-prompter').control.there.size === 3")
    do(page, "; ".join(RESTS.values()))
    return page


# The text


@pytest.mark.parametrize("kind", [ALL[0], *(pytest.param(kind, marks=pytest.mark.faults) for kind in ALL[1:])])
def test_a_controller_moves_the_text_while_it_is_pushed_and_no_longer(prompter: Page, kind: str) -> None:
    do(prompter, PUSHES[kind])
    assert moved(prompter) > 0
    expect(prompter.locator(".reading-line")).to_have_class("reading-line running")
    do(prompter, RESTS[kind])
    assert stands(prompter)
    assert not prompter.evaluate(RUNNING)


@pytest.mark.faults
@pytest.mark.parametrize("push", ["outside.pad([0, -1])", "outside.report(0xf9, 0, 0, 0, 0)"])
def test_it_goes_back_too(prompter: Page, push: str) -> None:
    do(prompter, push)
    assert moved(prompter) < 0


@pytest.mark.faults
def test_a_harder_push_is_faster_and_none_is_faster_than_the_top(prompter: Page) -> None:
    """In lines a second: whatever the size of the letters."""
    speeds = []
    for value in (10, 40, 80, 127):
        do(prompter, f"outside.midi(0xb0, 11, {value})")
        speeds.append(prompter.evaluate("document.querySelector('live-prompter').control.mixer.speed"))
    assert speeds == sorted(speeds) and speeds[0] == 0 < speeds[1] and speeds[3] == 6


@pytest.mark.faults
def test_it_stops_at_the_ends_of_the_text(prompter: Page) -> None:
    scroll_to(prompter, 1)
    do(prompter, "outside.pad([0, -1])")
    prompter.wait_for_function("document.querySelector('live-prompter').reel.scroll.position <= 0")
    assert prompter.evaluate(
        "(({scroll}) => scroll.position >= scroll._bounds.home)(document.querySelector('live-prompter').reel)"
    )


# The presenter's hand


@pytest.mark.faults
@pytest.mark.parametrize(
    "key", ["ArrowUp", *(pytest.param(key, marks=pytest.mark.faults) for key in ("Space", "PageDown", "Home", "wheel"))]
)
def test_the_hand_wins_at_once_and_the_controller_waits_until_it_has_been_let_go(prompter: Page, key: str) -> None:
    do(prompter, PUSHES["midi"])
    assert moved(prompter) > 0
    if key == "wheel":
        prompter.mouse.wheel(0, 5)
    else:
        prompter.keyboard.press(key)
    assert leads(prompter) is None
    for value in (126, 90, 127):
        do(prompter, f"outside.midi(0xb0, 11, {value})")
    prompter.wait_for_function("document.querySelector('live-prompter').reel.scroll._target === null")
    assert stands(prompter)
    do(prompter, RESTS["midi"])
    do(prompter, PUSHES["midi"])
    assert moved(prompter) > 0


@pytest.mark.faults
def test_a_finger_on_the_screen_wins_before_it_has_moved(small_stage: Stage, browser: Browser, number: int) -> None:
    with signed_in(browser, small_stage, has_touch=True) as context:
        page = opened(context.new_page(), small_stage, TAUGHT)
        do(page, RESTS["gamepad"])
        do(page, PUSHES["gamepad"])
        assert moved(page) > 0
        finger = context.new_cdp_session(page)
        finger.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": 600, "y": 500}]})
        page.wait_for_function("document.querySelector('live-prompter').control.mixer.leads === null")
        assert stands(page)


# The gallery's words


def starts(prompter: Page, stage: Stage) -> bool:
    """Whether it goes when it is told to: on a machine that is busy the word may come too late, and is to move nothing
    then."""
    stage.api.command("prompter.steer", do="start")
    try:
        prompter.wait_for_function(RUNNING, timeout=3_000)
    except PlaywrightTimeout:
        return False
    return True


@pytest.mark.faults
def test_a_word_of_the_gallerys_starts_the_text_and_takes_none_from_a_pushed_controller(
    prompter: Page, small_stage: Stage
) -> None:
    do(prompter, "outside.midi(0xb0, 11, 40)")  # Gently: not to be at the end before the gallery is heard.
    small_stage.api.command("prompter.steer", do="stop")
    seen = small_stage.api.command("prompter.steer", do="page")["seq"]
    prompter.wait_for_function("seq => document.querySelector('live-prompter').feed.to >= seq", arg=seen)
    assert moved(prompter) > 0
    do(prompter, RESTS["midi"])
    wait_until(lambda: starts(prompter, small_stage), "a word that is not late starts the text")
    prompter.keyboard.press("ArrowUp")
    assert not prompter.evaluate(RUNNING)


# What goes by itself


@pytest.mark.faults
def test_a_controller_ends_what_goes_by_itself_as_the_hand_does(prompter: Page) -> None:
    prompter.keyboard.press("Space")
    do(prompter, PUSHES["hid"])
    assert not prompter.evaluate(RUNNING)
    do(prompter, RESTS["hid"])
    assert stands(prompter)


@pytest.mark.faults
def test_one_that_is_at_rest_leaves_what_goes_by_itself_alone(prompter: Page) -> None:
    prompter.keyboard.press("Space")
    do(prompter, "; ".join(RESTS.values()))
    assert prompter.evaluate(RUNNING)


# What is lost


@pytest.mark.faults
@pytest.mark.parametrize("kind", [ALL[0], *(pytest.param(kind, marks=pytest.mark.faults) for kind in ALL[1:])])
def test_an_unplugged_controller_leaves_the_text_standing_and_says_so(prompter: Page, kind: str) -> None:
    do(prompter, PUSHES[kind])
    assert moved(prompter) > 0
    do(prompter, GOES[kind])
    assert stands(prompter)
    expect(prompter.locator(".told")).to_contain_text("пропало: текст стоит")


@pytest.mark.faults
@pytest.mark.parametrize("kind", ALL)
def test_an_unplugged_controller_leaves_what_the_presenter_started(prompter: Page, kind: str) -> None:
    prompter.keyboard.press("Space")
    do(prompter, GOES[kind])
    assert prompter.evaluate(RUNNING)
    assert moved(prompter) > 0


@pytest.mark.faults
@pytest.mark.parametrize(
    ("kind", "press"), [("gamepad", "outside.pad([0, 0], [0])"), ("hid", "outside.report(0, 0, 0, 0x40, 0)")]
)
def test_what_a_controllers_button_started_stops_with_it(prompter: Page, kind: str, press: str) -> None:
    do(prompter, press)
    assert prompter.evaluate(RUNNING)
    do(prompter, RESTS[kind])
    assert prompter.evaluate(RUNNING)
    do(prompter, GOES[kind])
    assert not prompter.evaluate(RUNNING)


@pytest.mark.faults
def test_what_a_controllers_button_started_does_not_go_on_after_a_reload(prompter: Page) -> None:
    do(prompter, "outside.pad([0, 0], [0])")
    assert prompter.evaluate(RUNNING)
    prompter.reload()
    expect_words(prompter, LONG)
    assert not prompter.evaluate(RUNNING)


@pytest.mark.faults
def test_one_that_is_plugged_in_pushed_moves_nothing(prompter: Page) -> None:
    do(prompter, GOES["midi"])
    do(prompter, f"outside.midiBack(); {PUSHES['midi']}")
    assert stands(prompter)
    do(prompter, RESTS["midi"])
    do(prompter, PUSHES["midi"])
    assert moved(prompter) > 0


@pytest.mark.faults
def test_a_page_that_is_not_seen_is_not_moved(prompter: Page) -> None:
    do(prompter, PUSHES["midi"])
    prompter.evaluate("""() => {
      Object.defineProperty(document, 'hidden', {configurable: true, get: () => true});
      document.dispatchEvent(new Event('visibilitychange'));
    }""")
    for script in (f"{RESTS['midi']}; {PUSHES['midi']}", "outside.report(0, 0, 0, 0x40, 0)"):
        do(prompter, script)
        assert stands(prompter)
    prompter.evaluate("delete document.hidden; document.dispatchEvent(new Event('visibilitychange'))")
    do(prompter, "outside.midi(0xb0, 11, 120)")
    assert stands(prompter)


@pytest.mark.faults
def test_a_gamepad_pushed_while_the_page_was_not_seen_moves_nothing_when_it_is(prompter: Page) -> None:
    """No frames are given to a page that nobody sees, so nothing was heard of it."""
    prompter.evaluate("document.querySelector('live-prompter').control.pads.stop()")
    prompter.evaluate("outside.pad([0, 1])")
    prompter.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    assert stands(prompter)
    prompter.evaluate("document.querySelector('live-prompter').control.pads.start()")
    do(prompter, "outside.pad([0, 0.9])")
    assert stands(prompter)
    do(prompter, RESTS["gamepad"])
    do(prompter, PUSHES["gamepad"])
    assert moved(prompter) > 0


# The reading line


@pytest.mark.faults
@pytest.mark.parametrize("kind", [ALL[1], *(pytest.param(kind, marks=pytest.mark.faults) for kind in (ALL[0], ALL[2]))])
def test_a_correction_below_the_reading_line_moves_nothing_while_a_controller_moves_the_text(
    small_stage: Stage, prompter: Page, number: int, kind: str
) -> None:
    """The words stand where they stood but for what the controller has moved them, and it goes on."""
    read = lines(prompter)[8]
    do(prompter, PUSHES[kind])
    before = standing(prompter, read)
    corrected = LONG.replace("8. Здравствуйте, живём", "8. Добрый вечер, мы живём давно")
    correct(small_stage, number, corrected)
    expect_words(prompter, corrected)
    assert standing(prompter, read) == pytest.approx(before, abs=0.5)
    assert leads(prompter) is not None
    expect(prompter.locator(".mark")).to_have_count(0)


@pytest.mark.faults
def test_a_correction_of_what_is_read_waits_while_a_controller_moves_the_text(
    small_stage: Stage, prompter: Page, number: int
) -> None:
    do(prompter, PUSHES["midi"])
    correct(small_stage, number, LONG.replace("1. Здравствуйте", "1. Добрый вечер", 1))
    expect(prompter.locator(".mark")).to_contain_text("Текст исправлен")
    expect_words(prompter, LONG)
    do(prompter, RESTS["midi"])
    below = lines(prompter)[state(prompter)["line"] + 1]
    before = rect(prompter, below)
    assert stands(prompter)
    assert rect(prompter, below) == before


@pytest.mark.faults
def test_a_new_question_stands_at_its_top_until_the_controller_has_been_let_go(
    small_stage: Stage, prompter: Page
) -> None:
    do(prompter, PUSHES["hid"])
    following = LONG.replace("Садовой", "Лесной")
    take(small_stage, following)
    expect_words(prompter, following)
    do(prompter, "outside.report(6, 0, 0, 0, 0)")
    assert stands(prompter)
    assert state(prompter)["line"] == 0
    do(prompter, RESTS["hid"])
    do(prompter, PUSHES["hid"])
    assert moved(prompter) > 0


@pytest.mark.faults
def test_what_has_left_the_air_stays_while_a_controller_moves_it(
    small_stage: Stage, small_context: BrowserContext, number: int
) -> None:
    page = small_context.new_page()
    for script in (OUTSIDE, TAUGHT):
        page.add_init_script(script)
    page.clock.install()
    page.goto(small_stage.address("prompter"))
    expect_words(page, LONG)
    page.wait_for_function("document.querySelector('live-prompter').control.there.size === 2")
    page.evaluate(RESTS["midi"])
    page.evaluate("outside.midi(0xb0, 11, 20)")
    small_stage.api.command("question.return", question=number, version=3)
    expect(page.locator(".reel")).to_have_class("reel left")
    page.clock.run_for(20_000)
    expect(page.locator(".reel")).to_have_class("reel left")
    page.evaluate(RESTS["midi"])
    page.clock.run_for(10_000)
    expect(page.locator(".reel")).to_have_class("reel idle")


# The page


def tried(page: Page) -> str:
    """Where the text of the trial stands."""
    found: str = page.evaluate("document.querySelector('.trial-text').style.transform")
    return found


@pytest.mark.faults
def test_a_midi_pedal_is_taught_by_pushing_it_and_known_after_a_reload(
    small_stage: Stage, small_context: BrowserContext, number: int
) -> None:
    page = opened(small_context.new_page(), small_stage)
    do(page, PUSHES["midi"])
    assert stands(page)
    dialog(page)
    page.get_by_role("button", name="Подключить MIDI").click()
    assert page.evaluate("outside.asked") is None  # no system messages
    page.get_by_role("button", name="Научить движению").click()
    done = page.get_by_role("button", name="Готово")
    expect(done).to_be_disabled()
    for value in (2, 60, 120, 30, 0):
        do(page, f"outside.midi(0xb0, 11, {value})")
    expect(page.locator("prompter-controller")).to_contain_text("регулятор 11, канал 1")
    done.click()
    before = state(page)["position"], tried(page)
    do(page, RESTS["midi"])
    do(page, PUSHES["midi"])
    expect(page.locator(".now-speed")).to_have_text("вперёд, 4 строк/с")
    page.wait_for_function("was => document.querySelector('.trial-text').style.transform !== was", arg=before[1])
    assert state(page)["position"] == before[0]  # the presenter's own text stands meanwhile
    leave(page)
    assert stands(page)
    for turn in ("the page", "its reload"):
        if turn == "its reload":
            page.reload()
            expect_words(page, LONG)
            page.wait_for_function("document.querySelector('live-prompter').control.there.size === 1")
        do(page, RESTS["midi"])
        do(page, PUSHES["midi"])
        assert moved(page) > 0, turn
