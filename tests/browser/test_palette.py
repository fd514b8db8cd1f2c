"""Ctrl+K: the verbs of the screen, the ways to others, questions and settings; by the keyboard alone."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.browser.axe import serious_in_both_themes
from tests.browser.stage import Stage
from tests.support.browser import Complaints, lent
from tests.support.entrance import let_in
from tests.support.server import Server

WORDS = "Что сделать"
ADMINISTRATION = "/admin/broadcasts"


def palette(page: Page) -> Locator:
    page.keyboard.press("Control+k")
    expect(page.get_by_role("combobox", name=WORDS)).to_be_focused()
    return page.locator("dialog.palette")


def seek(page: Page, words: str) -> Locator:
    """The line that Enter chooses, once these words are typed."""
    found = palette(page)
    found.get_by_role("combobox").fill(words)
    return found.locator("[aria-selected=true]")


@pytest.fixture
def outside(browser: Browser, small_server: Server) -> Iterator[Page]:
    """An administrator's page, which has no live screen."""
    with Complaints().heard_in(lent(browser)) as context:
        let_in(context, small_server.installation, small_server.installation.key(None, "admin"), small_server.url)
        page = context.new_page()
        page.goto(f"{small_server.url}{ADMINISTRATION}")
        yield page


def test_a_verb_is_found_by_its_words_and_done_as_by_its_key(small_stage: Stage, small_context: BrowserContext) -> None:
    number = small_stage.api.ask("Когда починят мост?")["number"]
    desk = small_stage.open(small_context, "desk", f"?open={number}")
    line = seek(desk, "отклон")
    expect(line).to_contain_text("Отклонить")
    expect(line.locator("kbd")).to_have_text("D")
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("dialog", name=re.compile("Отклонить"))).to_be_visible()


def test_words_of_the_other_layout_are_understood(small_stage: Stage, small_context: BrowserContext) -> None:
    desk = small_stage.open(small_context, "desk")
    expect(seek(desk, "jnrkjybnm")).to_contain_text("Отклонить")


def test_a_verb_that_cannot_be_done_says_why_and_stays(small_stage: Stage, small_context: BrowserContext) -> None:
    desk = small_stage.open(small_context, "desk")
    line = seek(desk, "отклонить")
    expect(line).to_have_attribute("aria-disabled", "true")
    expect(line).to_contain_text("Сначала откройте вопрос.")
    desk.keyboard.press("Enter")
    expect(line).to_be_visible()


def test_a_question_is_opened_by_its_number(small_stage: Stage, small_context: BrowserContext) -> None:
    numbers = [small_stage.api.ask(text)["number"] for text in ("Где аптека?", "Где автобус?")]
    desk = small_stage.open(small_context, "desk")
    expect(seek(desk, str(numbers[0]))).to_contain_text(f"Открыть № {numbers[0]}")
    desk.keyboard.press("Enter")
    expect(desk.locator("desk-pane h2")).to_contain_text(f"№ {numbers[0]}")


def test_the_rundown_finds_what_stands_in_its_list(small_stage: Stage, small_context: BrowserContext) -> None:
    number = small_stage.listed("Когда откроют аптеку?")
    rundown = small_stage.open(small_context, "rundown")
    expect(seek(rundown, "аптеку")).to_contain_text(f"№ {number}: Когда откроют аптеку?")
    rundown.keyboard.press("Enter")
    expect(rundown).to_have_url(re.compile(f"chosen={number}"))


def test_the_arrows_choose_and_escape_gives_the_focus_back(small_stage: Stage, small_context: BrowserContext) -> None:
    desk = small_stage.open(small_context, "desk")
    desk.keyboard.press("/")
    search = desk.get_by_role("searchbox", name="Поиск")
    expect(search).to_be_focused()
    found = palette(desk)
    second = found.get_by_role("option").nth(1).inner_text()
    desk.keyboard.press("ArrowDown")
    expect(found.locator("[aria-selected=true]")).to_have_text(second, use_inner_text=True)
    chosen = found.locator("[aria-selected=true]").get_attribute("id")
    expect(found.get_by_role("combobox")).to_have_attribute("aria-activedescendant", str(chosen))
    desk.keyboard.press("Escape")
    expect(found).to_have_count(0)
    expect(search).to_be_focused()


def test_it_leads_to_another_screen_of_the_show(small_stage: Stage, small_context: BrowserContext) -> None:
    desk = small_stage.open(small_context, "desk")
    expect(seek(desk, "вёрстка")).to_contain_text("Вёрстка")
    desk.keyboard.press("Enter")
    expect(desk).to_have_url(small_stage.address("rundown"))


def test_light_and_dark_are_turned_over_from_it(small_stage: Stage, small_context: BrowserContext) -> None:
    head = small_stage.open(small_context, "head")
    before = head.evaluate("matchMedia('(prefers-color-scheme: dark)').matches ? 'light' : 'dark'")
    expect(seek(head, "светл")).to_be_visible()
    head.keyboard.press("Enter")
    expect(head.locator("html")).to_have_attribute("data-theme", before)


def test_a_prompter_in_full_screen_is_covered_by_nothing(small_stage: Stage, small_context: BrowserContext) -> None:
    prompter = small_stage.open(small_context, "prompter")
    opened = palette(prompter)
    prompter.keyboard.press("Escape")
    expect(opened).to_have_count(0)
    prompter.keyboard.press("f")
    prompter.wait_for_function("document.fullscreenElement")
    prompter.keyboard.press("Control+k")
    prompter.evaluate("new Promise((done) => requestAnimationFrame(() => setTimeout(done, 100)))")
    expect(prompter.locator("dialog")).to_have_count(0)


def test_a_page_of_the_administration_has_it_too(outside: Page) -> None:
    expect(seek(outside, "журнал")).to_contain_text("Журнал")
    outside.keyboard.press("Enter")
    expect(outside).to_have_url(re.compile("/admin/audit"))


def test_the_language_is_chosen_from_it(outside: Page) -> None:
    expect(seek(outside, "english")).to_contain_text("English")
    outside.keyboard.press("Enter")
    expect(outside.locator("html")).to_have_attribute("lang", "en")
    expect(outside).to_have_url(re.compile(ADMINISTRATION))


@pytest.mark.parametrize("screen", ["desk", "rundown", "head", "tickets"])
def test_axe_finds_nothing_on_it_in_either_theme(
    screen: str, small_stage: Stage, small_context: BrowserContext
) -> None:
    page = small_stage.open(small_context, screen)
    expect(palette(page).get_by_role("group", name="Справка")).to_be_visible()
    assert not serious_in_both_themes(page)
