"""The path of one question over the screens, each of which shows it without a reload, on each kind of database."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.browser.prompting import hears_enter
from tests.browser.stage import Stage


def test_a_posted_question_appears_at_the_desk(stage: Stage, context: BrowserContext) -> None:
    desk = stage.open(context, "desk")
    number = stage.api.ask("Когда починят мост через Таволжанку?", locality="Сосновка")["number"]
    row = desk.locator("desk-list .row")
    expect(row).to_have_count(1)
    expect(row).to_contain_text(str(number))
    expect(row).to_contain_text("Когда починят мост через Таволжанку?")
    expect(row).to_contain_text("Сосновка")


def test_what_the_producer_takes_stands_on_the_prompter(stage: Stage, context: BrowserContext) -> None:
    stage.go_on_air()
    first, second = stage.listed("Почему нет автобуса?"), stage.listed("Когда построят ФАП?")
    prompter = stage.open(context, "prompter")
    rundown = stage.open(context, "rundown")
    rundown.get_by_role("button", name="В эфир", exact=False).first.click()
    expect(prompter.locator(".reel:not(.idle) .words")).to_have_text("Почему нет автобуса?")
    expect(prompter.locator(".then")).to_contain_text("Когда построят ФАП?")
    expect(rundown.locator(".card.air .aloud")).to_have_text("Почему нет автобуса?")
    assert stage.view(first)["state"] == "on_air"
    assert stage.view(second)["state"] == "shortlisted"


@pytest.mark.faults
@pytest.mark.parametrize(("choice", "after"), [("ответ дан", "answered"), ("вернуть в вёрстку", "shortlisted")])
def test_taking_the_next_says_what_becomes_of_the_one_before(
    stage: Stage, context: BrowserContext, choice: str, after: str
) -> None:
    stage.go_on_air()
    first, _ = stage.listed("Первый?"), stage.listed("Второй?")
    stage.api.command("question.take", question=first, version=2)
    rundown = stage.open(context, "rundown")
    rundown.get_by_label(choice).check()
    rundown.keyboard.press("v")
    expect(rundown.locator(".card.air .aloud")).to_have_text("Второй?")
    assert stage.view(first)["state"] == after


@pytest.mark.faults
def test_a_wording_for_air_waits_on_the_prompter_for_the_presenter(stage: Stage, context: BrowserContext) -> None:
    stage.go_on_air()
    number = stage.listed("ну када уже дорогу зделают")
    stage.api.command("question.take", question=number, version=2)
    prompter = stage.open(context, "prompter")
    desk = stage.open(context, "desk", f"?open={number}")
    desk.get_by_role("button", name="Править").click()
    desk.get_by_label("Текст для эфира").fill("Когда отремонтируют дорогу?")
    desk.keyboard.press("Control+Enter")
    expect(prompter.locator(".mark")).to_contain_text("Текст исправлен")
    prompter.keyboard.press("r")
    expect(prompter.locator(".words")).to_have_text("Когда отремонтируют дорогу?")
    assert stage.view(number)["text"] == "ну када уже дорогу зделают"


@pytest.mark.faults
def test_a_message_reaches_the_presenter_who_says_that_it_is_seen(stage: Stage, context: BrowserContext) -> None:
    prompter = stage.open(context, "prompter")
    rundown = stage.open(context, "rundown")
    rundown.get_by_label("Сообщение").fill("Звонок на второй линии")
    rundown.keyboard.press("Enter")
    expect(prompter.locator(".band")).to_contain_text("Звонок на второй линии")
    hears_enter(prompter)
    prompter.keyboard.press("Enter")
    expect(prompter.locator(".message")).to_have_count(0)
    expect(rundown.locator(".messages li")).to_contain_text("прочитано")


@pytest.mark.faults
def test_the_head_takes_a_question_and_the_producer_sees_it(stage: Stage, context: BrowserContext) -> None:
    stage.listed("Что будет с больницей?")
    rundown = stage.open(context, "rundown")
    head = stage.open(context, "head")
    head.get_by_role("button", name="Беру вопрос").click()
    expect(head.locator(".card.next .chip.own")).to_have_text("вы берёте")
    expect(rundown.locator(".place .own-mark")).to_have_count(1)


@pytest.mark.faults
def test_after_the_wrap_what_was_not_answered_is_a_ticket(stage: Stage, context: BrowserContext) -> None:
    stage.go_on_air()
    stage.listed("Отремонтируют ли школу?")
    tickets = stage.open(context, "tickets")
    rundown = stage.open(context, "rundown")
    rundown.get_by_role("button", name="Завершить эфир…").click()
    rundown.get_by_label("Да, эфир окончен").check()
    rundown.get_by_role("button", name="Завершить эфир", exact=True).click()
    row = tickets.locator(".row", has_text="Отремонтируют ли школу?")
    expect(row).to_have_count(1)
    row.click()
    tickets.get_by_role("button", name="Назначить").click()
    tickets.locator("dialog").get_by_label("Ведомство").fill("Отдел образования")
    tickets.locator("dialog").get_by_role("button", name="Назначить").click()
    expect(tickets.locator("ticket-detail")).to_contain_text("Отдел образования")
    expect(tickets.locator("ticket-detail .chip").first).to_have_text("назначено")
