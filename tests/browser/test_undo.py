"""What goes wrong in an evening is taken back on the screens: the air, «беру», a promise, the end of the show."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.axe import serious_in_both_themes
from tests.browser.stage import Stage


def asked(page: Page, confirm: str, **fields: str) -> None:
    """A dialog is filled in and confirmed."""
    dialog = page.get_by_role("dialog")
    for name, words in fields.items():
        dialog.locator(f"[name={name}]").fill(words)
    dialog.get_by_role("button", name=confirm, exact=True).click()
    expect(dialog).to_have_count(0)


def test_an_air_and_an_end_by_mistake_are_taken_back_and_the_list_stands_as_it_did(
    small_stage: Stage, small_context: BrowserContext
) -> None:
    numbers = [small_stage.listed(f"Вопрос {n}?") for n in (1, 2)]
    small_stage.go_on_air()
    rundown = small_stage.open(small_context, "rundown")
    rundown.get_by_role("button", name="Отменить начало эфира…").click()
    asked(rundown, "Отменить начало эфира")
    expect(rundown.locator("live-topbar")).to_contain_text("Приём вопросов")
    small_stage.go_on_air()
    small_stage.api.command("broadcast.wrap")
    rundown.get_by_role("button", name="Отменить завершение…").click()
    rundown.emulate_media(reduced_motion="reduce")  # A colour on its way from one theme to the other is neither's.
    assert serious_in_both_themes(rundown) == {}
    asked(rundown, "Отменить завершение", reason="Ведущий ещё говорил")
    expect(rundown.locator("live-topbar")).to_contain_text("В эфире")
    shown = rundown.locator("rundown-order [data-number]")
    expect(shown).to_have_count(2)
    assert [int(row.get_attribute("data-number") or 0) for row in shown.all()] == numbers
    expect(rundown.get_by_role("region", name="Эфир", exact=True)).to_contain_text("Мария: Ведущий ещё говорил")


def test_the_head_gives_a_question_up_and_puts_a_promise_right(
    small_stage: Stage, small_context: BrowserContext
) -> None:
    number = small_stage.listed("Когда починят мост?")
    head = small_stage.open(small_context, "head")
    head.get_by_role("button", name="Беру вопрос").click()
    head.get_by_role("button", name="всё-таки не беру").click()
    expect(head.get_by_role("button", name="Беру вопрос")).to_be_visible()
    version = small_stage.view(number)["version"]
    small_stage.api.command("question.promise", question=number, version=version, promise="Починим мост")
    promised = head.get_by_label("Обещано сегодня")
    promised.get_by_role("button", name="Исправить…").click()
    asked(head, "Исправить", text="Починим дорогу", due="2027-06-01", reason="Оговорка")
    expect(promised).to_contain_text("Починим дорогу")
    promised.get_by_role("button", name="Отозвать…").click()
    asked(head, "Отозвать", reason="Мост федеральный")
    expect(promised).to_contain_text("Пока ничего")
    assert small_stage.view(number)["promises"] == []


def test_a_ticket_made_by_haste_is_a_question_again_and_leaves_the_board(
    small_stage: Stage, small_context: BrowserContext
) -> None:
    number = small_stage.api.ask("Где автобус?")["number"]
    made = small_stage.api.command("question.ticket", question=number, version=1)["ticket"]
    board = small_stage.open(small_context, "tickets", f"?q={made}&tab=all")
    row = board.locator(f"[data-number='{made}']")
    expect(row).to_be_visible()
    desk = small_stage.open(small_context, "desk", f"?open={number}&tab=all")
    desk.get_by_role("button", name=re.compile("Вернуть в вопросы")).click()
    asked(desk, "Вернуть в вопросы")
    expect(desk.locator("desk-pane .head")).to_contain_text("новый")
    expect(row).to_have_count(0)


@pytest.mark.faults
def test_after_the_show_a_declined_question_is_restored_as_a_ticket(
    small_stage: Stage, small_context: BrowserContext
) -> None:
    number = small_stage.api.ask("Где автобус?")["number"]
    small_stage.api.command("question.decline", question=number, version=1, reason="spam")
    small_stage.api.command("broadcast.wrap")
    desk = small_stage.open(small_context, "desk", f"?open={number}&tab=all")
    desk.get_by_role("button", name=re.compile("Восстановить")).click()
    asked(desk, "Восстановить")
    expect(desk.locator("desk-pane .head")).to_contain_text("передан в работу")
