"""A key on the desk is answered at once: what was done is drawn as under way, and is so once its event says it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.browser.stage import Stage, takes_keys, through
from tests.support.proxy import StallingLine


@pytest.fixture
def line(small_stage: Stage) -> Iterator[StallingLine]:
    """Between the desk and its server; while it is stalled the desk hears nothing, and the server still does."""
    with StallingLine(small_stage.server.port) as line:
        yield line


@pytest.fixture
def numbers(small_stage: Stage) -> list[int]:
    return [answer["number"] for answer in small_stage.api.ask_many([{"text": f"{n}-й вопрос?"} for n in (1, 2, 3)])]


@pytest.fixture
def desk(small_stage: Stage, small_context: BrowserContext, line: StallingLine, numbers: list[int]) -> Page:
    """With the newest of three open, and all that it asks for by itself answered."""
    page = through(line, small_stage, small_context, "desk", f"?open={numbers[-1]}")
    page.wait_for_function("document.querySelector('live-desk').actions.hints.status === 'known'")
    page.wait_for_function("document.querySelector('live-desk').listing.order.length === 3")
    return page


def row(desk: Page, number: int) -> Locator:
    return desk.locator(f"#question-{number}")


def expect_under_way(desk: Page, number: int, word: str) -> None:
    expect(row(desk, number)).to_have_attribute("aria-busy", "true")
    expect(row(desk, number).locator(".coming")).to_have_text(word)


def expect_open(desk: Page, number: int) -> None:
    expect(desk.locator("desk-pane h2")).to_have_text(f"№ {number}")


def test_a_key_is_answered_before_the_server_does(desk: Page, line: StallingLine, numbers: list[int]) -> None:
    line.stall()
    desk.keyboard.press("s")
    expect_under_way(desk, numbers[2], "в вёрстке…")
    expect_open(desk, numbers[1])
    expect(desk.locator(".shortlist > .coming")).to_have_text(f"{numbers[2]} в вёрстке…")


def test_what_is_under_way_is_no_state_yet(desk: Page, line: StallingLine, numbers: list[int]) -> None:
    line.stall()
    desk.keyboard.press("s")
    expect_under_way(desk, numbers[2], "в вёрстке…")
    expect(desk.locator("desk-shortlist .row")).to_have_count(0)
    expect(desk.locator("desk-shortlist h2")).to_contain_text("(0)")
    expect(desk.locator(".tabs [aria-current] .count")).to_have_text("3")
    desk.keyboard.press("ArrowUp")
    expect_open(desk, numbers[2])
    expect(desk.locator("desk-pane .head .chip").first).to_have_text("новый")
    expect(desk.locator("desk-pane .head .chip.coming")).to_have_text("в вёрстке…")


def test_its_event_makes_it_so(desk: Page, line: StallingLine, numbers: list[int]) -> None:
    line.stall()
    desk.keyboard.press("s")
    expect_under_way(desk, numbers[2], "в вёрстке…")
    line.resume()
    expect(desk.locator("desk-shortlist .row")).to_contain_text("3-й вопрос?")
    expect(desk.locator(".coming")).to_have_count(0)
    expect(row(desk, numbers[2])).to_have_count(0)
    expect_open(desk, numbers[1])


def test_a_refusal_takes_it_back_and_says_why(
    small_stage: Stage, desk: Page, line: StallingLine, numbers: list[int]
) -> None:
    line.stall()
    small_stage.api.command("question.edit", question=numbers[2], version=1, air_text="Чужая правка?")
    desk.keyboard.press("s")
    expect_under_way(desk, numbers[2], "в вёрстке…")
    line.resume()
    expect(desk.locator(".toast.refusal")).to_contain_text(f"Вопрос № {numbers[2]} за это время изменился")
    expect(desk.locator(".coming")).to_have_count(0)
    expect(row(desk, numbers[2])).not_to_have_attribute("aria-busy", "true")
    expect(row(desk, numbers[2])).to_contain_text("Чужая правка?")
    expect_open(desk, numbers[1])
    desk.locator(".toast.refusal").get_by_role("button", name=f"Открыть № {numbers[2]}").click()
    expect_open(desk, numbers[2])


def test_the_same_key_once_more_does_nothing(
    small_stage: Stage, desk: Page, line: StallingLine, numbers: list[int]
) -> None:
    line.stall()
    desk.keyboard.press("s")
    expect_open(desk, numbers[1])
    takes_keys(desk)
    desk.keyboard.press("ArrowUp")
    expect_open(desk, numbers[2])
    desk.keyboard.press("s")
    line.resume()
    expect(desk.locator("desk-shortlist .row")).to_have_count(1)
    expect(desk.locator(".toast.note")).to_contain_text(f"№ {numbers[2]} в вёрстке.")
    expect(desk.locator(".toast.refusal")).to_have_count(0)
    assert small_stage.view(numbers[2])["version"] == 2


def test_another_key_is_told_that_it_has_to_wait(desk: Page, line: StallingLine, numbers: list[int]) -> None:
    line.stall()
    desk.keyboard.press("s")
    expect_open(desk, numbers[1])
    takes_keys(desk)
    desk.keyboard.press("ArrowUp")
    expect_open(desk, numbers[2])
    desk.keyboard.press("t")
    expect(desk.locator(".toast.refusal")).to_contain_text("предыдущее действие ещё не подтверждено")
    expect(desk.locator("dialog")).to_have_count(0)


def test_a_decline_is_under_way_from_its_reason_on(desk: Page, line: StallingLine, numbers: list[int]) -> None:
    line.stall()
    desk.keyboard.press("d")
    expect(desk.locator("dialog input").first).to_be_focused()
    expect(desk.locator(".coming")).to_have_count(0)
    desk.keyboard.press("6")
    desk.keyboard.press("Enter")
    expect_under_way(desk, numbers[2], "отклонён…")
    expect_open(desk, numbers[1])


def test_one_after_another_passes_over_what_is_under_way(
    small_stage: Stage, desk: Page, line: StallingLine, numbers: list[int]
) -> None:
    line.stall()
    desk.keyboard.press("ArrowDown")
    expect_open(desk, numbers[1])
    desk.keyboard.press("s")
    expect_open(desk, numbers[0])
    takes_keys(desk)
    desk.keyboard.press("s")
    expect_open(desk, numbers[2])
    takes_keys(desk)
    desk.keyboard.press("s")
    expect(desk.locator("desk-pane h2")).to_have_count(0)
    line.resume()
    expect(desk.locator("desk-shortlist .row")).to_have_count(3)
    assert {small_stage.view(number)["version"] for number in numbers} == {2}


def test_many_are_under_way_together(desk: Page, line: StallingLine, numbers: list[int]) -> None:
    desk.keyboard.press("Shift+ArrowDown")
    line.stall()
    desk.keyboard.press("s")
    for number in numbers[1:]:
        expect_under_way(desk, number, "в вёрстке…")
    expect(row(desk, numbers[0])).not_to_have_attribute("aria-busy", "true")
    line.resume()
    expect(desk.locator("desk-shortlist .row")).to_have_count(2)
    expect(desk.locator(".coming")).to_have_count(0)


def test_what_is_under_way_is_announced_only_once_it_is_so(desk: Page, line: StallingLine, numbers: list[int]) -> None:
    line.stall()
    desk.keyboard.press("s")
    expect_under_way(desk, numbers[2], "в вёрстке…")
    expect(desk.locator(":is([aria-live], [role=status], [role=alert]) .coming")).to_have_count(0)
    expect(desk.locator(".toast")).to_have_count(0)
    line.resume()
    expect(desk.locator(".toast[role=status]")).to_contain_text(f"№ {numbers[2]} в вёрстке.")


def test_a_lost_line_leaves_no_mark_and_says_what_waits(
    small_stage: Stage, desk: Page, line: StallingLine, numbers: list[int]
) -> None:
    line.stall()
    desk.keyboard.press("s")
    expect_under_way(desk, numbers[2], "в вёрстке…")
    desk.evaluate("document.querySelector('live-desk').feed._socket.io.engine.close()")
    # The claim of the question that came up may wait beside it.
    expect(desk.locator(".cut-off")).to_contain_text(re.compile("1 действие ждёт отправки|2 действия ждут отправки"))
    expect(desk.locator(".coming")).to_have_count(0)
    expect(row(desk, numbers[2])).not_to_have_attribute("aria-busy", "true")
    line.resume()
    expect(desk.locator("desk-shortlist .row")).to_contain_text("3-й вопрос?")
    expect(row(desk, numbers[2])).to_have_count(0)
    assert small_stage.view(numbers[2])["version"] == 2


def test_a_question_opens_from_what_the_screen_holds(desk: Page, line: StallingLine, numbers: list[int]) -> None:
    line.stall()
    desk.keyboard.press("ArrowDown")
    expect_open(desk, numbers[1])
    expect(desk.locator("desk-pane .aloud")).to_have_text("2-й вопрос?")
    expect(row(desk, numbers[1])).to_have_attribute("aria-current", "true")


def test_a_question_that_the_screen_does_not_hold_opens_with_its_number(
    small_stage: Stage, small_context: BrowserContext, line: StallingLine
) -> None:
    answers = small_stage.api.ask_many([{"text": f"Вопрос {n}?"} for n in range(300)])
    desk = through(line, small_stage, small_context, "desk")
    expect(row(desk, answers[-1]["number"])).to_be_visible()
    line.stall()
    far = answers[3]["number"]  # neither in sight nor the one that waits longest
    desk.evaluate("number => document.querySelector('live-desk').open(number)", far)
    expect(desk.locator("desk-pane")).to_contain_text(f"№ {far} Загружается…")
    line.resume()
    expect(desk.locator("desk-pane .aloud")).to_have_text("Вопрос 3?")
