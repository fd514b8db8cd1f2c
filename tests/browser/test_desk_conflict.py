"""Two people on one question: nothing is overwritten unseen, nothing that was typed is lost."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.browser.stage import Stage, signed_in


@pytest.fixture
def other(browser: Browser, small_stage: Stage) -> Iterator[BrowserContext]:
    """A second person, at a desk of their own."""
    context = signed_in(browser, small_stage)
    yield context
    context.close()


HELD_BACK = """() => {
  const {feed} = document.querySelector('live-desk');
  const command = feed.command.bind(feed);
  const held = new Promise((send) => { window.send = () => send(); });
  feed.command = async (...args) => { await held; return command(...args); };
}"""
"""The screen's commands wait until `send()`."""


def begun(stage: Stage, context: BrowserContext, text: str = "Мой текст") -> tuple[int, Page, Locator]:
    """A question with an edit begun: its number, the desk, the field."""
    number = stage.api.ask("исходный текст")["number"]
    desk = stage.open(context, "desk", f"?open={number}")
    desk.keyboard.press("e")
    field = desk.get_by_label("Текст для эфира")
    field.fill(text)
    return number, desk, field


def collided(stage: Stage, context: BrowserContext) -> tuple[int, Page, Locator]:
    """The same, refused because another saved first."""
    number, desk, field = begun(stage, context)
    stage.api.command("question.edit", question=number, version=1, air_text="Чужой текст")
    expect(desk.locator("desk-texts")).to_contain_text("За время правки вопрос изменился")
    field.press("Control+Enter")
    expect(desk.locator(".theirs")).to_contain_text("Чужой")
    return number, desk, field


def test_a_change_by_another_is_told_while_typing(
    small_stage: Stage, small_context: BrowserContext, other: BrowserContext
) -> None:
    number, desk, field = begun(small_stage, small_context)
    theirs = small_stage.open(other, "desk", f"?open={number}")
    theirs.keyboard.press("e")
    theirs.get_by_label("Текст для эфира").fill("Чужой текст")
    theirs.keyboard.press("Control+Enter")
    expect(desk.locator("desk-texts .wrong").first).to_contain_text("За время правки вопрос изменился")
    expect(field).to_be_focused()
    field.press("End")
    desk.keyboard.type(" дальше")
    expect(field).to_have_value("Мой текст дальше")


def test_both_texts_stand_side_by_side_with_their_difference(small_stage: Stage, small_context: BrowserContext) -> None:
    number, desk, field = collided(small_stage, small_context)
    expect(field).to_have_value("Мой текст")
    expect(field).to_be_focused()
    expect(desk.locator(".theirs h3")).to_contain_text("Сейчас (Мария, ")
    expect(desk.locator(".theirs ins")).to_have_text("Чужой")
    expect(desk.locator(".theirs del")).to_have_text("Мой")
    assert small_stage.view(number)["air_text"] == "Чужой текст"


def test_ones_own_text_is_saved_on_what_is_there_now(small_stage: Stage, small_context: BrowserContext) -> None:
    number, desk, field = collided(small_stage, small_context)
    field.fill("Общий текст")
    field.press("Tab")
    expect(desk.get_by_role("button", name="Сохранить мой")).to_be_focused()
    desk.keyboard.press("Enter")
    expect(field).to_have_count(0)
    expect(desk.locator(".aloud")).to_have_text("Общий текст")
    revisions = small_stage.view(number)["revisions"]
    assert [wording["air_text"] for wording in revisions] == ["Чужой текст", "Общий текст"]


def test_what_is_there_now_is_left_and_ones_own_dropped(small_stage: Stage, small_context: BrowserContext) -> None:
    number, desk, field = collided(small_stage, small_context)
    field.press("Tab")
    desk.keyboard.press("Tab")
    expect(desk.get_by_role("button", name="Оставить нынешний")).to_be_focused()
    desk.keyboard.press("Enter")
    expect(field).to_have_count(0)
    expect(desk.locator(".aloud")).to_have_text("Чужой текст")
    desk.reload()
    expect(desk.locator(".aloud")).to_have_text("Чужой текст")
    assert small_stage.view(number)["version"] == 2


def test_a_text_dropped_by_mistake_is_taken_back(small_stage: Stage, small_context: BrowserContext) -> None:
    _, desk, field = collided(small_stage, small_context)
    desk.get_by_role("button", name="Оставить нынешний").click()
    desk.locator(".toast").get_by_role("button", name="Отменить").click()
    expect(field).to_have_value("Мой текст")


def test_a_third_who_is_faster_still_is_shown_as_well(small_stage: Stage, small_context: BrowserContext) -> None:
    number, desk, field = collided(small_stage, small_context)
    desk.evaluate(HELD_BACK)
    field.press("Control+Enter")
    small_stage.api.command("question.edit", question=number, version=2, air_text="Третий текст")
    expect(desk.locator(".theirs ins")).to_have_text("Третий")
    desk.evaluate("window.send()")
    expect(desk.get_by_role("button", name="Сохранить мой")).to_be_visible()
    assert small_stage.view(number)["air_text"] == "Третий текст"
    field.press("Control+Enter")
    expect(desk.locator(".aloud")).to_have_text("Мой текст")


def test_another_topic_does_not_stop_an_edit(small_stage: Stage, small_context: BrowserContext) -> None:
    number, desk, field = begun(small_stage, small_context)
    small_stage.api.command("question.classify", question=number, version=1, topic="Дороги")
    field.press("Control+Enter")
    expect(desk.locator(".aloud")).to_have_text("Мой текст")
    view = small_stage.view(number)
    assert (view["air_text"], view["topic"]) == ("Мой текст", "Дороги")


def test_a_question_declined_meanwhile_keeps_the_text_to_copy(
    small_stage: Stage, small_context: BrowserContext
) -> None:
    number, desk, field = begun(small_stage, small_context)
    small_stage.api.command("question.decline", question=number, version=1, reason="spam")
    expect(desk.locator("desk-texts")).to_contain_text("Вопрос сейчас «отклонён» (Мария, ")
    expect(field).to_have_value("Мой текст")
    expect(desk.get_by_role("button", name="Скопировать")).to_be_visible()
    small_stage.api.command("question.restore", question=number, version=2)
    expect(desk.locator("desk-pane .head .chip").first).to_have_text("новый")
    field.press("Control+Enter")
    expect(desk.locator(".aloud")).to_have_text("Мой текст")


def test_a_draft_outlives_another_question_and_a_reload(small_stage: Stage, small_context: BrowserContext) -> None:
    number, desk, field = begun(small_stage, small_context)
    field.press("Escape")
    expect(desk.locator(".kept")).to_contain_text("несохранённый черновик")
    second = small_stage.api.ask("Другой вопрос")["number"]
    desk.goto(small_stage.address("desk", f"?open={second}"))
    desk.goto(small_stage.address("desk", f"?open={number}"))
    desk.get_by_role("button", name="Продолжить").click()
    expect(field).to_have_value("Мой текст")
    desk.reload()
    expect(field).to_have_value("Мой текст")
    field.press("Control+Enter")
    expect(desk.locator(".aloud")).to_have_text("Мой текст")
    desk.reload()
    expect(desk.locator(".aloud")).to_have_text("Мой текст")
    expect(desk.locator(".kept")).to_have_count(0)


def test_leaving_an_unchanged_edit_asks_nothing(small_stage: Stage, small_context: BrowserContext) -> None:
    _, desk, field = begun(small_stage, small_context, "исходный текст")
    field.press("Escape")
    expect(desk.locator(".aloud")).to_be_focused()
    expect(desk.locator(".kept")).to_have_count(0)


def test_an_edit_over_a_cut_line_is_saved_once(small_stage: Stage, browser: Browser) -> None:
    with signed_in(browser, small_stage) as context:
        number, desk, field = begun(small_stage, context)
        context.set_offline(True)
        expect(desk.locator(".trust")).to_contain_text("нет связи с")
        field.press("Control+Enter")
        expect(desk.locator("desk-texts")).to_contain_text("Сохраняется…")
        expect(field).to_have_value("Мой текст")
        context.set_offline(False)
        expect(desk.locator(".aloud")).to_have_text("Мой текст")
        assert [wording["air_text"] for wording in small_stage.view(number)["revisions"]] == ["Мой текст"]


def test_a_draft_outlives_a_reload_after_a_cut_line(small_stage: Stage, browser: Browser) -> None:
    with signed_in(browser, small_stage) as context:
        number, desk, field = begun(small_stage, context)
        context.set_offline(True)
        expect(desk.locator(".trust")).to_contain_text("нет связи с")
        field.press("Control+Enter")
        context.set_offline(False)
        desk.reload()
        expect(desk.locator("desk-pane h2")).to_contain_text(str(number))
        saved = desk.locator(".aloud", has_text="Мой текст")
        expect(field.or_(saved).first).to_be_visible()  # It was on its way already, or it is still a draft.
        if field.count():
            expect(field).to_have_value("Мой текст")
            field.press("Control+Enter")
        expect(desk.locator(".aloud")).to_have_text("Мой текст")
        assert [wording["air_text"] for wording in small_stage.view(number)["revisions"]] == ["Мой текст"]
