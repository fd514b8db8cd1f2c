"""The last act on the rundown and on the board is taken back from its message or by a key."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from tests.browser.gallery import expect_order
from tests.browser.office import Office, offices
from tests.browser.stage import Stage

UNDO = "Отменить (Z)"


@pytest.fixture(scope="module")
def office(small_shows: Iterator[Stage]) -> Office:
    return offices(next(small_shows))


def test_a_moved_question_goes_back_to_where_it_stood(small_stage: Stage, small_context: BrowserContext) -> None:
    first, second, third = (small_stage.listed(text) for text in ("Раз?", "Два?", "Три?"))
    rundown = small_stage.open(small_context, "rundown", f"?chosen={first}")
    expect_order(rundown, first, second, third)
    rundown.keyboard.press("Alt+ArrowDown")
    expect_order(rundown, second, first, third)
    expect(rundown.get_by_role("button", name=UNDO)).to_be_visible()
    rundown.keyboard.press("z")
    expect_order(rundown, first, second, third)


def test_what_somebody_has_changed_since_is_not_taken_back(small_stage: Stage, small_context: BrowserContext) -> None:
    first, second, third = (small_stage.listed(text) for text in ("Раз?", "Два?", "Три?"))
    rundown = small_stage.open(small_context, "rundown", f"?chosen={first}")
    rundown.keyboard.press("Alt+ArrowDown")
    expect_order(rundown, second, first, third)
    small_stage.api.command("question.move", question=first, version=small_stage.view(first)["version"])
    expect_order(rundown, second, third, first)
    rundown.keyboard.press("z")
    expect(rundown.locator(".toast.refusal")).to_be_visible()
    expect_order(rundown, second, third, first)


def test_with_nothing_to_take_back_the_key_says_so(small_stage: Stage, small_context: BrowserContext) -> None:
    rundown = small_stage.open(small_context, "rundown")
    rundown.keyboard.press("z")
    expect(rundown.locator(".toast")).to_contain_text("нечего")


def test_a_ticket_put_on_hold_is_resumed_from_its_message(office: Office, browser: Browser) -> None:
    number = office.ticket("Когда починят мост?")
    with office.at_work(browser, office.igor, f"?open={number}") as board:
        board.locator("ticket-detail .past").wait_for()
        board.keyboard.press("t")
        expect(board.locator("ticket-detail")).to_contain_text("Игорь")
        board.keyboard.press("h")
        board.get_by_role("button", name="Приостановить").last.click()
        board.get_by_role("button", name=UNDO).click()
        expect(board.locator(".toast")).to_contain_text("всё как было")
        assert office.read(number)["held_at"] is None
