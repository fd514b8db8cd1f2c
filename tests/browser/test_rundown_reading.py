"""What a producer reads off the list and the card: the question first, a cut name whole under the pointer."""

from __future__ import annotations

import re

from playwright.sync_api import BrowserContext, Route, expect

from tests.browser.stage import Stage

NAME = "Константин Христофорович Преображенский-Вознесенский-Младший"
PLACE = "Верхняя Новомихайловская Речица у Красного Камня"
GREETED = "Здравствуйте, студия. Почему фельдшер приезжает к нам раз в неделю?"
ASKED = "Почему фельдшер приезжает к нам раз в неделю?"


def test_a_row_begins_with_the_question_and_chosen_shows_all_of_it(
    small_stage: Stage, small_context: BrowserContext
) -> None:
    small_stage.listed(GREETED)
    rundown = small_stage.open(small_context, "rundown")
    words = rundown.locator("rundown-order .place .words")
    expect(words).to_have_text(ASKED)
    words.click()
    expect(words).to_have_text(GREETED)


def test_a_name_that_is_cut_stands_whole_in_its_hint(small_stage: Stage, small_context: BrowserContext) -> None:
    small_stage.go_on_air()
    for number in range(1, 4):
        small_stage.api.ask(GREETED, author={"name": NAME}, locality=PLACE)
        small_stage.api.command("question.shortlist", question=number, version=1)
    small_stage.api.command("question.take", question=1, version=2)
    rundown = small_stage.open(small_context, "rundown")
    names = rundown.locator(".card .clip, rundown-order .facts .clip")
    expect(names).to_have_count(4)  # on air, the next on its card and in its row, the one after it
    for name in names.all():
        assert name.evaluate("one => one.scrollWidth > one.clientWidth")
        expect(name).to_have_attribute("title", f"{NAME}, {PLACE}")


def at_a_minute_a_question(route: Route) -> None:
    """The server's own answer, but for the pace: nobody waits for it here."""
    route.fulfill(json={**route.fetch().json(), "pace": 60})


def test_a_pace_is_told_of_a_list_that_is_not_empty(small_stage: Stage, small_context: BrowserContext) -> None:
    small_stage.go_on_air()
    small_context.route(re.compile(r"/api/v1/.*/rundown\?"), at_a_minute_a_question)
    rundown = small_stage.open(small_context, "rundown")
    rundown.wait_for_function("document.querySelector('rundown-clock').pace === 60")
    expect(rundown.locator(".show-facts")).to_be_visible()
    expect(rundown.locator(".pace")).to_have_count(0)
    small_stage.listed(GREETED)
    expect(rundown.locator(".pace")).to_contain_text("успеем 1 из 1")
