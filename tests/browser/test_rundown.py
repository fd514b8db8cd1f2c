"""The air: it changes once for each decision, whoever decides at the same moment and however often they press."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.browser.gallery import (
    HELD_BACK,
    LATER,
    SECOND,
    expect_air,
    expect_order,
    press,
    pressed_together,
    ready,
    second_producer,
)
from tests.browser.stage import NAME, Stage, signed_in


@pytest.fixture
def rundown(small_stage: Stage, small_context: BrowserContext) -> Page:
    """On air, with four questions in the list."""
    for n in range(1, 5):
        small_stage.listed(f"Вопрос {n}?")
    small_stage.go_on_air()
    page = small_stage.open(small_context, "rundown")
    ready(page)
    return page


@dataclass(frozen=True)
class Other:
    stage: Stage
    page: Page


@pytest.fixture
def other(rundown: Page, small_stage: Stage, browser: Browser) -> Iterator[Other]:
    """A second producer at the same show."""
    stage, context = second_producer(browser, small_stage)
    page = stage.open(context, "rundown")
    ready(page)
    yield Other(stage, page)
    context.close()


def states(stage: Stage) -> dict[int, str]:
    return {number: stage.view(number)["state"] for number in range(1, 5)}


def taken(stage: Stage) -> list[int]:
    """The numbers of every take, in their order."""
    return [event["question"] for event in stage.api.all_events()[1] if event["type"] == "question.taken"]


def send_form(page: Page) -> None:
    page.keyboard.press("Control+Enter")
    expect(page.locator("dialog")).to_have_count(0)
    expect(page.locator(".toast.note")).to_be_visible()


# One person


@pytest.mark.faults
def test_a_double_click_takes_one_question(rundown: Page, small_stage: Stage) -> None:
    rundown.get_by_role("button", name="В эфир V", exact=True).dblclick()
    expect_air(rundown, "Вопрос 1?")
    ready(rundown)
    assert taken(small_stage) == [1]


@pytest.mark.faults
def test_a_key_pressed_many_times_takes_one_question(rundown: Page, small_stage: Stage) -> None:
    for _ in range(5):
        rundown.keyboard.press("v")
    rundown.keyboard.down("v")
    rundown.keyboard.down("v")
    expect_air(rundown, "Вопрос 1?")
    ready(rundown)
    assert taken(small_stage) == [1]


@pytest.mark.faults
def test_a_take_and_an_answer_by_one_hurry_are_one(rundown: Page, small_stage: Stage) -> None:
    rundown.keyboard.press("v")
    rundown.keyboard.press("a")
    expect_air(rundown, "Вопрос 1?")
    ready(rundown)
    assert states(small_stage)[1] == "on_air"


@pytest.mark.faults
def test_a_change_by_another_makes_the_keys_deaf_for_a_moment(rundown: Page, small_stage: Stage) -> None:
    rundown.evaluate("""() => {
      const {feed} = document.querySelector('live-rundown');
      feed.addEventListener('events', () => dispatchEvent(new KeyboardEvent('keydown', {code: 'KeyV'})), {once: true});
    }""")
    small_stage.api.command("question.take", question=1, version=2)
    expect_air(rundown, "Вопрос 1?")
    ready(rundown)
    assert taken(small_stage) == [1]


def test_another_than_the_first_is_taken_from_its_row(rundown: Page, small_stage: Stage) -> None:
    press(rundown, "v")
    expect_air(rundown, "Вопрос 1?")
    row = rundown.locator(".place", has_text="Вопрос 3?")
    row.locator(".pick").click()
    expect(row.locator(".leaving")).to_have_text("№ 1 получит «ответ дан».")
    row.locator(".take-this").click()
    expect_air(rundown, "Вопрос 3?")
    expect_order(rundown, 2, 4)
    assert states(small_stage) == {1: "answered", 2: "shortlisted", 3: "on_air", 4: "shortlisted"}


@pytest.mark.faults
def test_what_becomes_of_the_present_one_is_chosen_before(rundown: Page, small_stage: Stage) -> None:
    press(rundown, "v")
    rundown.get_by_label("вернуть в вёрстку").check()
    press(rundown, "v")
    expect_air(rundown, "Вопрос 2?")
    expect_order(rundown, 1, 3, 4)
    expect(rundown.get_by_label("ответ дан")).to_be_checked()


def test_what_is_on_air_is_put_back(rundown: Page) -> None:
    press(rundown, "v")
    expect_air(rundown, "Вопрос 1?")
    press(rundown, "r")
    expect_order(rundown, 1, 2, 3, 4)


@pytest.mark.faults
def test_an_answered_question_is_reopened_from_what_was_on_air(rundown: Page, small_stage: Stage) -> None:
    press(rundown, "v")
    press(rundown, "a")
    rundown.keyboard.press("2")
    done = rundown.locator(".done-one", has_text="Вопрос 1?")
    expect(done).to_contain_text("ответ дан")
    done.get_by_role("button", name="В вёрстку").click()
    expect(rundown.locator(".done-one")).to_have_count(0)
    rundown.keyboard.press("1")
    expect_order(rundown, 1, 2, 3, 4)


@pytest.mark.faults
def test_an_answer_in_part_is_shown_with_what_was_answered(rundown: Page, small_stage: Stage) -> None:
    press(rundown, "v")
    expect_air(rundown, "Вопрос 1?")
    press(rundown, "Shift+A")
    rundown.get_by_label("Что ответили, коротко").fill("Дорогу отсыпят")
    send_form(rundown)
    rundown.keyboard.press("2")
    expect(rundown.locator(".done-one")).to_contain_text("Дорогу отсыпят")
    expect(rundown.locator(".done-one")).to_contain_text("остальное в поручении")


@pytest.mark.faults
def test_a_promise_is_listed_with_its_date_and_department(rundown: Page, small_stage: Stage) -> None:
    press(rundown, "v")
    expect_air(rundown, "Вопрос 1?")
    press(rundown, "p")
    rundown.get_by_label("Что обещано").fill("Починить фонари")
    rundown.get_by_label("Ведомство").fill("Отдел ЖКХ")
    rundown.get_by_label("Срок").fill("2030-12-10")
    send_form(rundown)
    rundown.keyboard.press("3")
    for part in ("Починить фонари", "до 10 декабря 2030", "Отдел ЖКХ", f"{NAME}, "):
        expect(rundown.locator(".promised")).to_contain_text(part)


@pytest.mark.faults
def test_a_form_that_was_left_keeps_what_was_typed(rundown: Page) -> None:
    press(rundown, "v")
    expect_air(rundown, "Вопрос 1?")
    press(rundown, "p")
    rundown.get_by_label("Что обещано").fill("Починить фонари")
    rundown.keyboard.press("Escape")
    expect(rundown.locator("dialog")).to_have_count(0)
    press(rundown, "p")
    expect(rundown.get_by_label("Что обещано")).to_have_value("Починить фонари")


@pytest.mark.faults
def test_one_button_clears_the_graphic_and_only_clears_it(rundown: Page, small_stage: Stage) -> None:
    button = rundown.locator(".clear-graphic")
    expect(button).to_be_disabled()
    press(rundown, "v")
    expect(button).to_be_enabled()
    before = button.bounding_box()
    rundown.keyboard.press("g")
    expect(button).to_be_disabled()
    assert button.bounding_box() == before
    rundown.keyboard.press("g")
    rundown.get_by_role("button", name="Показать титр").click()
    expect(button).to_be_enabled()


# Two people


@pytest.mark.faults
def test_of_two_takes_at_the_same_moment_one_wins_and_the_other_is_told(
    rundown: Page, other: Other, small_stage: Stage
) -> None:
    pressed_together([rundown, other.page], "v")
    for page in (rundown, other.page):
        expect_air(page, "Вопрос 1?")
        expect_order(page, 2, 3, 4)
    winner = small_stage.view(1)["moved"]["by"]
    loser = other.page if winner == NAME else rundown
    expect(loser.locator(".toast.refusal")).to_contain_text(f"№ 1 уже в эфире ({winner}, ")
    assert taken(small_stage) == [1]


@pytest.mark.faults
def test_of_two_takes_of_different_questions_one_wins(rundown: Page, other: Other, small_stage: Stage) -> None:
    other.page.locator(".place", has_text="Вопрос 3?").locator(".pick").click()
    keys = {rundown: "v", other.page: "Shift+V"}
    for page, key in keys.items():
        page.evaluate(HELD_BACK)
        page.keyboard.press(key)
        page.wait_for_function("window.asked.length === 1")
    for page in keys:
        page.evaluate("send()")
    for page in keys:
        expect(page.locator(".card.air")).to_be_visible()
    (number,) = taken(small_stage)
    loser, winner = (other.page, NAME) if number == 1 else (rundown, SECOND)
    expect(loser.locator(".toast.refusal")).to_contain_text(f"В эфире № {number} ({winner}, ")
    for page in keys:
        expect_air(page, f"Вопрос {number}?")


@pytest.mark.faults
def test_of_two_answers_at_the_same_moment_one_counts(rundown: Page, other: Other, small_stage: Stage) -> None:
    press(rundown, "v")
    expect_air(other.page, "Вопрос 1?")
    pressed_together([rundown, other.page], "a")
    for page in (rundown, other.page):
        expect(page.locator(".card.air")).to_have_count(0)
        expect_order(page, 2, 3, 4)
    expect(rundown.locator(".toast.refusal").or_(rundown.locator(".toast.note"))).to_have_count(1)
    assert taken(small_stage) == [1]


@pytest.mark.faults
def test_a_take_of_what_is_being_edited_is_refused_and_told(rundown: Page, small_stage: Stage) -> None:
    rundown.evaluate(HELD_BACK)
    rundown.keyboard.press("v")
    rundown.wait_for_function("window.asked.length === 1")
    small_stage.api.command("question.edit", question=1, version=2, air_text="Вопрос 1, короче?")
    rundown.evaluate("send()")
    expect(rundown.locator(".toast.refusal")).to_contain_text("Текст № 1 только что поправили")
    expect(rundown.locator(".card.next")).to_contain_text("Вопрос 1, короче?")
    assert taken(small_stage) == []
    press(rundown, "v")
    expect_air(rundown, "Вопрос 1, короче?")


@pytest.mark.faults
def test_an_edit_under_way_while_the_question_is_taken_is_not_lost(
    rundown: Page, small_stage: Stage, small_context: BrowserContext
) -> None:
    """The take wins; whoever edits is told that the presenter reads it now, and the saved text is what is on air."""
    desk = small_stage.open(small_context, "desk", "?open=1&tab=all")
    desk.keyboard.press("e")
    desk.get_by_label("Текст для эфира").fill("Мой текст")
    press(rundown, "v")
    expect_air(rundown, "Вопрос 1?")
    expect(desk.locator("desk-texts .wrong").first).to_have_text("Вопрос в эфире: ведущий сразу увидит правку.")
    expect(desk.get_by_label("Текст для эфира")).to_have_value("Мой текст")
    desk.keyboard.press("Control+Enter")
    expect_air(rundown, "Мой текст")
    assert taken(small_stage) == [1]


# A lost line: in a context whose complaints about it nobody counts


@pytest.fixture
def cut(small_stage: Stage, browser: Browser) -> Iterator[Page]:
    for n in range(1, 5):
        small_stage.listed(f"Вопрос {n}?")
    small_stage.go_on_air()
    with signed_in(browser, small_stage) as context:
        page = small_stage.open(context, "rundown")
        ready(page)
        yield page


@pytest.mark.faults
def test_without_a_line_the_air_is_not_touched_and_the_list_is_exact_after_it(cut: Page, small_stage: Stage) -> None:
    context = cut.context
    context.set_offline(True)
    expect(cut.locator(".trust")).to_contain_text("нет связи с")
    cut.keyboard.press("v")
    expect(cut.locator(".toast.refusal")).to_contain_text("Нет связи: ничего не отправлено")
    expect(cut.get_by_role("button", name="В эфир V", exact=True)).to_be_disabled()
    small_stage.api.command("question.take", question=2, version=2)
    small_stage.api.command("question.return", question=3, version=2)
    small_stage.listed("Вопрос 5?")
    context.set_offline(False)
    expect(cut.locator(".trust")).to_have_text("на связи")
    expect_air(cut, "Вопрос 2?")
    expect_order(cut, 1, 4, 5)
    assert taken(small_stage) == [2]


@pytest.mark.faults
def test_a_take_whose_answer_was_lost_is_done_once(cut: Page, small_stage: Stage) -> None:
    """The line is cut between the press and the answer; the same command is asked again when it is back."""
    cut.evaluate("""() => {
      const {feed} = document.querySelector('live-rundown');
      const emit = feed._socket.emit.bind(feed._socket);
      const send = feed._send.bind(feed);
      feed._send = (id) => { send(id); feed._send = send; feed._socket.io.engine.close(); };
    }""")
    cut.keyboard.press("v")
    expect(cut.locator(".trust")).to_have_text("на связи")
    expect_air(cut, "Вопрос 1?")
    ready(cut)
    expect_order(cut, 2, 3, 4)
    assert taken(small_stage) == [1]


# The clock


@pytest.mark.faults
def test_over_time_is_red_with_its_seconds(rundown: Page) -> None:
    shown = rundown.locator(".show-clock")
    rundown.evaluate(LATER, 2 * 3600 - 200)
    expect(shown).to_have_class("show-clock low")
    expect(shown).to_contain_text("03:20")
    rundown.evaluate(LATER, 2 * 3600 + 133)
    expect(shown).to_have_class("show-clock over")
    expect(shown.locator(".left")).to_have_text("+02:13")
    expect(shown).to_contain_text("сверх времени")
    colour = "element => getComputedStyle(element).color"
    assert shown.locator(".left").evaluate(colour) == shown.locator(".over-words").evaluate(colour)


@pytest.mark.faults
def test_the_time_of_a_question_turns_amber_past_its_length(rundown: Page) -> None:
    press(rundown, "v")
    timer = rundown.locator(".own-clock")
    rundown.evaluate(LATER, 100)
    expect(timer).to_have_class("own-clock ")
    rundown.evaluate(LATER, 260)
    expect(timer).to_have_class("own-clock next-text")
    expect(timer).to_contain_text("04:")


def at_ten_minutes_a_question(route: Route) -> None:
    """The server's own answer, but for the pace: nobody waits for it here."""
    route.fulfill(json={**route.fetch().json(), "pace": 600})


@pytest.mark.faults
def test_the_pace_says_how_many_still_fit(rundown: Page) -> None:
    rundown.route(re.compile(r"/api/v1/.*/rundown\?"), at_ten_minutes_a_question)
    rundown.reload()
    ready(rundown)
    rundown.evaluate(LATER, 2 * 3600 - 1500)
    pace = rundown.locator(".pace")
    expect(pace).to_contain_text("В этом темпе (10:00 на вопрос) успеем 2 из 4.")
    expect(pace).to_contain_text("На все нужно ~40 мин, осталось 25 мин.")
