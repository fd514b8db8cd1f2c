"""What is new is told to who looks elsewhere: a sound where that was chosen, a count in the title of a hidden tab."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.office import Office, offices
from tests.browser.stage import Stage
from tests.support.api import Api

LISTENED = """
if (window.tones === undefined) {
  window.tones = 0;
  const start = OscillatorNode.prototype.start;
  OscillatorNode.prototype.start = function (...given) { window.tones += 1; return start.apply(this, given); };
}
"""
"""A page that counts the tones it sounds."""

HIDE = """hidden => {
  Object.defineProperty(document, 'hidden', { configurable: true, get: () => hidden });
  document.dispatchEvent(new Event('visibilitychange'));
}"""
"""As the browser says it of a tab that is not looked at: a headless one shows every tab."""

ON, OFF = "Звук включён.", "Звук выключен."


@pytest.fixture
def context(small_context: BrowserContext) -> BrowserContext:
    small_context.add_init_script(LISTENED)
    return small_context


@pytest.fixture
def residents(small_stage: Stage) -> Api:
    """A program that brings what residents ask: nobody of the desk."""
    token = small_stage.server.installation.key(small_stage.slug, "source")
    return small_stage.server.api(small_stage.slug, token)


@pytest.fixture(scope="module")
def office(small_shows: Iterator[Stage]) -> Office:
    return offices(next(small_shows))


def tones(page: Page) -> int:
    heard: int = page.evaluate("window.tones")
    return heard


def test_the_title_counts_what_is_new_while_the_tab_is_hidden(
    small_stage: Stage, context: BrowserContext, residents: Api
) -> None:
    desk = small_stage.open(context, "desk")
    title = desk.title()
    desk.evaluate(HIDE, True)
    for text in ("Когда починят мост?", "Где аптека?"):
        residents.ask(text)
    expect(desk).to_have_title(f"(2) {title}")
    desk.evaluate(HIDE, False)
    expect(desk).to_have_title(title)


def test_the_count_is_off_by_one_key_for_good(small_stage: Stage, context: BrowserContext, residents: Api) -> None:
    desk = small_stage.open(context, "desk")
    title = desk.title()
    desk.keyboard.press("Shift+q")
    expect(desk.locator(".toast")).to_contain_text("не видно, сколько нового")
    again = small_stage.open(context, "desk")
    again.evaluate(HIDE, True)
    residents.ask("Когда починят мост?")
    expect(again.locator("desk-list [data-number]")).to_have_count(1)
    assert again.title() == title


def test_a_new_question_sounds_once_the_sound_is_chosen(
    small_stage: Stage, context: BrowserContext, residents: Api
) -> None:
    desk = small_stage.open(context, "desk")
    residents.ask("Где аптека?")
    expect(desk.locator("desk-list [data-number]")).to_have_count(1)
    assert tones(desk) == 0
    desk.keyboard.press("q")
    expect(desk.locator(".toast")).to_contain_text(ON)
    told = tones(desk)
    assert told > 0, "what is turned on is heard"
    residents.ask("Когда починят мост?")
    desk.wait_for_function(f"window.tones > {told}")
    desk.keyboard.press("q")
    expect(desk.locator(".toast")).to_contain_text(OFF)


def test_ones_own_question_is_no_news(small_stage: Stage, context: BrowserContext) -> None:
    desk = small_stage.open(context, "desk")
    title = desk.title()
    desk.evaluate(HIDE, True)
    small_stage.api.command("question.add", text="Записано по телефону")
    expect(desk.locator("desk-list [data-number]")).to_have_count(1)
    assert desk.title() == title


def test_a_ticket_that_becomes_ones_own_is_news_on_the_board(office: Office, browser: Browser) -> None:
    with office.at_work(browser, office.igor) as board:
        title = board.title()
        board.evaluate(HIDE, True)
        office.ticket("Когда починят мост?")
        expect(board).to_have_title(f"(1) {title}")


def test_the_keys_stand_in_the_dialog_and_in_the_palette(small_stage: Stage, context: BrowserContext) -> None:
    desk = small_stage.open(context, "desk")
    desk.keyboard.press("Shift+Slash")
    expect(desk.get_by_role("dialog")).to_contain_text("звук о новом вопросе")
    desk.keyboard.press("Escape")
    desk.keyboard.press("Control+k")
    desk.locator("dialog.palette input").fill("звук")
    expect(desk.locator("[aria-selected=true]")).to_contain_text("Звук о новом вопросе")
    desk.keyboard.press("Enter")
    expect(desk.locator(".toast")).to_contain_text(re.compile(ON))
