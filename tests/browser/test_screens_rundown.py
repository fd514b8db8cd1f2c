"""The producer's order: by hand, by key, by the pointer, always told by the server and seen by everyone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.gallery import carry, expect_order, pick_up, press
from tests.browser.stage import Stage, signed_in


@pytest.fixture
def rundown(small_stage: Stage, small_context: BrowserContext) -> Page:
    """A rundown of four questions, numbered 1 to 4 in their order."""
    for n in range(1, 5):
        small_stage.listed(f"Вопрос {n}?")
    return small_stage.open(small_context, "rundown")


def test_a_question_is_dragged_to_its_place(rundown: Page) -> None:
    expect_order(rundown, 1, 2, 3, 4)
    pick_up(rundown, "Вопрос 4?")
    carry(rundown, "Вопрос 2?")
    expect_order(rundown, 1, 4, 2, 3)
    rundown.mouse.up()
    expect(rundown.locator(".held-place")).to_have_count(0)
    expect_order(rundown, 1, 4, 2, 3)


def test_a_drag_that_is_left_moves_nothing(rundown: Page, small_stage: Stage) -> None:
    pick_up(rundown, "Вопрос 4?")
    carry(rundown, "Вопрос 2?")
    rundown.keyboard.press("Escape")
    expect(rundown.locator(".held-place")).to_have_count(0)
    rundown.mouse.up()
    expect_order(rundown, 1, 2, 3, 4)
    assert small_stage.view(4)["version"] == 2


def test_keys_move_the_chosen_question(rundown: Page) -> None:
    rundown.keyboard.press("ArrowUp")
    expect(rundown.locator(".place.chosen")).to_contain_text("Вопрос 4?")
    rundown.keyboard.press("Alt+ArrowUp")
    expect_order(rundown, 1, 2, 4, 3)
    rundown.keyboard.press("n")
    expect_order(rundown, 4, 1, 2, 3)
    rundown.keyboard.press("Alt+ArrowDown")
    expect_order(rundown, 1, 4, 2, 3)


def test_an_answer_is_taken_back(rundown: Page, small_stage: Stage) -> None:
    small_stage.go_on_air()
    press(rundown, "v")
    expect(rundown.locator(".card.air .aloud")).to_have_text("Вопрос 1?")
    press(rundown, "a")
    rundown.get_by_role("button", name="Отменить (Z)", exact=True).click()
    expect_order(rundown, 1, 2, 3, 4)


def test_an_answer_in_part_leaves_a_ticket_for_the_rest(rundown: Page, small_stage: Stage) -> None:
    small_stage.go_on_air()
    press(rundown, "v")
    expect(rundown.locator(".card.air .aloud")).to_have_text("Вопрос 1?")
    press(rundown, "Shift+A")
    rundown.get_by_label("Что ответили, коротко").fill("Дорогу отсыпят, срок не назван")
    rundown.locator("dialog .button.own").click()
    expect(rundown.locator(".card.air")).to_have_count(0)
    answer = small_stage.view(1)["answer"]
    assert answer == {"summary": "Дорогу отсыпят, срок не назван", "fully": False}


def test_a_show_is_not_finished_by_one_click(rundown: Page, small_stage: Stage) -> None:
    small_stage.go_on_air()
    rundown.get_by_role("button", name="Завершить эфир…").click()
    rundown.locator("dialog").get_by_role("button", name="Завершить эфир").click()
    expect(rundown.locator("dialog")).to_be_visible()
    rundown.keyboard.press("Escape")
    expect(rundown.locator(".topbar .chip")).to_have_text("В эфире")


def test_intake_is_closed_and_opened(rundown: Page) -> None:
    rundown.get_by_role("button", name="Закрыть приём").click()
    expect(rundown.locator(".topbar")).to_contain_text("приём закрыт")
    rundown.get_by_role("button", name="Открыть приём").click()
    expect(rundown.locator(".topbar")).to_contain_text("приём открыт")


def test_another_change_does_not_end_a_drag(rundown: Page, small_stage: Stage) -> None:
    pick_up(rundown, "Вопрос 4?")
    carry(rundown, "Вопрос 2?")
    small_stage.api.command("question.move", question=3, version=2, before=1)
    small_stage.listed("Вопрос 5?")
    rundown.wait_for_function("document.querySelector('live-rundown').feed.state.questions.size === 5")
    expect_order(rundown, 1, 4, 2, 3)
    rundown.mouse.up()
    expect_order(rundown, 3, 1, 4, 2, 5)


def test_a_drop_before_what_has_left_stands_before_the_one_after_it(rundown: Page, small_stage: Stage) -> None:
    pick_up(rundown, "Вопрос 4?")
    carry(rundown, "Вопрос 2?")
    small_stage.api.command("question.return", question=2, version=2)
    rundown.wait_for_function("document.querySelector('rundown-order').questions.length === 3")
    rundown.mouse.up()
    expect_order(rundown, 1, 4, 3)


def test_a_stale_drop_is_refused_and_told(rundown: Page, small_stage: Stage) -> None:
    pick_up(rundown, "Вопрос 4?")
    carry(rundown, "Вопрос 2?")
    small_stage.api.command("question.move", question=4, version=2, before=1)
    rundown.wait_for_function("document.querySelector('live-rundown').feed.state.questions.get(4).version === 3")
    rundown.mouse.up()
    expect(rundown.locator(".toast.refusal")).to_contain_text("№ 4 только что переставил другой")
    expect_order(rundown, 4, 1, 2, 3)


def test_a_question_is_dragged_by_a_finger(small_stage: Stage, browser: Browser) -> None:
    for n in range(1, 5):
        small_stage.listed(f"Вопрос {n}?")
    with signed_in(browser, small_stage, has_touch=True, viewport={"width": 1180, "height": 820}) as context:
        page = small_stage.open(context, "rundown")
        grip = page.locator(".place", has_text="Вопрос 4?").locator(".grip").bounding_box()
        target = page.locator(".place", has_text="Вопрос 2?").bounding_box()
        assert grip and target
        finger = context.new_cdp_session(page)
        x, y = grip["x"] + 10, grip["y"] + grip["height"] / 2

        def touch(kind: str, y: float | None = None) -> None:
            points = [] if y is None else [{"x": x, "y": y}]
            finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

        touch("touchStart", y)
        steps = 12
        for step in range(1, steps + 1):
            touch("touchMove", y + (target["y"] + 8 - y) * step / steps)
        expect_order(page, 1, 4, 2, 3)
        touch("touchEnd")
        expect(page.locator(".held-place")).to_have_count(0)
        expect_order(page, 1, 4, 2, 3)
        assert small_stage.view(4)["version"] == 3


def test_a_question_goes_back_to_the_desk_by_a_key_and_comes_again(rundown: Page, small_stage: Stage) -> None:
    rundown.get_by_role("button", name="2 Другая программа").click()
    rundown.keyboard.press("Delete")
    expect_order(rundown, 1, 3, 4)
    assert small_stage.view(2)["state"] == "new"
    rundown.get_by_role("button", name="Отменить (Z)", exact=True).click()
    expect_order(rundown, 1, 2, 3, 4)
