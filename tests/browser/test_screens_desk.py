"""What a moderator relies on: the keyboard, an unmoving list, drafts that survive, an address that holds the state."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.browser.stage import Stage


@pytest.mark.faults
def test_keys_work_by_their_place_in_a_russian_layout(small_stage: Stage, small_context: BrowserContext) -> None:
    number = small_stage.api.ask("Где автобус?")["number"]
    desk = small_stage.open(small_context, "desk", f"?open={number}")
    desk.evaluate("dispatchEvent(new KeyboardEvent('keydown', {code: 'KeyS', key: 'ы', bubbles: true}))")
    expect(desk.locator("desk-shortlist .row")).to_contain_text("Где автобус?")


def test_what_was_just_done_is_taken_back_by_one_key(small_stage: Stage, small_context: BrowserContext) -> None:
    number = small_stage.api.ask("Где автобус?")["number"]
    desk = small_stage.open(small_context, "desk", f"?open={number}")
    desk.keyboard.press("s")
    expect(desk.locator("desk-shortlist .row")).to_have_count(1)
    expect(desk.locator(".toast")).to_contain_text("в вёрстке")
    desk.keyboard.press("z")
    expect(desk.locator("desk-shortlist .row")).to_have_count(0)
    assert small_stage.view(number)["state"] == "new"


def test_a_decline_needs_its_reason_and_shows_it(small_stage: Stage, small_context: BrowserContext) -> None:
    number = small_stage.api.ask("Продам гараж")["number"]
    desk = small_stage.open(small_context, "desk", f"?open={number}")
    desk.keyboard.press("d")
    expect(desk.locator("dialog input").first).to_be_focused()
    desk.keyboard.press("8")
    desk.keyboard.press("Enter")
    expect(desk.locator("dialog .wrong")).to_have_text("Напишите, в чём причина.")
    desk.keyboard.press("6")
    desk.keyboard.press("Enter")
    expect(desk.locator("dialog")).to_have_count(0)
    desk.goto(small_stage.address("desk", f"?tab=declined&open={number}"))
    expect(desk.locator("desk-pane")).to_contain_text("Отклонён: Реклама, спам")


@pytest.mark.faults
def test_new_questions_wait_while_one_of_the_list_is_open(small_stage: Stage, small_context: BrowserContext) -> None:
    number = small_stage.api.ask("Первый?")["number"]
    desk = small_stage.open(small_context, "desk", f"?open={number}")
    small_stage.api.ask_many([{"text": f"Ещё вопрос {n}?"} for n in range(7)])
    counter = desk.locator("desk-list .waiting .button:not(.bare)")
    expect(counter).to_contain_text("7 новых")
    expect(desk.locator("desk-list .row")).to_have_count(1)
    counter.click()
    expect(desk.locator("desk-list .row")).to_have_count(8)


@pytest.mark.faults
def test_a_stale_act_is_refused_with_a_sentence(small_stage: Stage, small_context: BrowserContext) -> None:
    number = small_stage.api.ask("Две руки на одном вопросе?")["number"]
    desk = small_stage.open(small_context, "desk", f"?open={number}")
    expect(desk.locator("desk-pane h2")).to_contain_text(str(number))
    stale = desk.evaluate("document.querySelector('live-desk').opened")
    small_stage.api.command("question.decline", question=number, version=1, reason="spam")
    expect(desk.locator("desk-pane .head .chip").first).to_have_text("отклонён")
    desk.evaluate("view => document.querySelector('live-desk').actions.send('shortlist', view)", stale)
    expect(desk.locator(".toast.refusal")).to_contain_text(f"Вопрос № {number} за это время изменился")
    assert small_stage.view(number)["state"] == "declined"


@pytest.mark.faults
def test_an_edit_begun_on_an_older_question_is_not_lost(small_stage: Stage, small_context: BrowserContext) -> None:
    number = small_stage.api.ask("исходный текст")["number"]
    desk = small_stage.open(small_context, "desk", f"?open={number}")
    desk.keyboard.press("e")
    field = desk.get_by_label("Текст для эфира")
    field.fill("Мой текст")
    small_stage.api.command("question.edit", question=number, version=1, air_text="Чужой текст")
    expect(desk.locator("desk-pane .wrong").first).to_contain_text("вопрос изменился")
    desk.keyboard.press("Control+Enter")
    expect(desk.locator("desk-pane .theirs")).to_contain_text("Чужой")
    expect(field).to_have_value("Мой текст")
    assert small_stage.view(number)["air_text"] == "Чужой текст"


@pytest.mark.faults
def test_reload_and_back_keep_the_tab_and_the_question(small_stage: Stage, small_context: BrowserContext) -> None:
    first, second = (small_stage.api.ask(text)["number"] for text in ("Один?", "Два?"))
    desk = small_stage.open(small_context, "desk", "?tab=all")
    desk.locator(".rows .row", has_text="Один?").click()
    desk.locator(".rows .row", has_text="Два?").click()
    desk.reload()
    expect(desk.locator("desk-pane h2")).to_contain_text(str(second))
    expect(desk.locator(".tabs [aria-current]")).to_contain_text("Все")
    desk.go_back()
    expect(desk.locator("desk-pane h2")).to_contain_text(str(first))


@pytest.mark.faults
def test_words_filter_what_stands_and_what_arrives(small_stage: Stage, small_context: BrowserContext) -> None:
    small_stage.api.ask("Нет воды третью неделю")
    small_stage.api.ask("Дорога разбита")
    desk = small_stage.open(small_context, "desk")
    desk.get_by_label("Поиск").fill("воды")
    expect(desk.locator(".rows .row")).to_have_count(1)
    small_stage.api.ask("Снова нет воды")
    small_stage.api.ask("Снова дорога")
    expect(desk.locator(".rows .row")).to_have_count(2)
    desk.get_by_role("button", name="Показать всё").click()
    expect(desk.locator(".rows .row")).to_have_count(4)


@pytest.mark.faults
def test_a_question_by_hand_is_opened_once_it_is_stored(small_stage: Stage, small_context: BrowserContext) -> None:
    desk = small_stage.open(small_context, "desk")
    desk.keyboard.press("a")
    desk.locator("dialog").get_by_label("Вопрос", exact=True).fill("Спросили на улице")
    desk.get_by_role("button", name="Добавить").click()
    expect(desk.locator("desk-pane")).to_contain_text("Спросили на улице")


@pytest.mark.faults
def test_an_older_question_that_nobody_holds_is_fetched(small_stage: Stage, small_context: BrowserContext) -> None:
    small_stage.api.ask_many([{"text": f"Вопрос {n}?"} for n in range(230)])
    desk = small_stage.open(small_context, "desk", "?open=3")
    expect(desk.locator("desk-pane h2")).to_contain_text("№ 3")
    expect(desk.locator(".rows .row[aria-current]")).to_have_attribute("aria-posinset", "228")


def test_opening_a_question_shows_others_who_holds_it(small_stage: Stage, small_context: BrowserContext) -> None:
    number = small_stage.api.ask("Кто держит?")["number"]
    mine = small_stage.open(small_context, "desk", f"?open={number}")
    expect(mine.locator("desk-pane .chip.own")).to_have_text("у вас")
    other = small_stage.open(small_context, "desk", f"?open={number}")
    expect(other.locator("desk-pane .head")).to_contain_text("занято: Мария")
