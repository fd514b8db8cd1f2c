"""What asks nothing on the desk: its quiet mark with the words, its filter, and that a person takes it off for good."""

from __future__ import annotations

from playwright.sync_api import BrowserContext, expect

from tests.browser.stage import Stage
from tests.support.browser import in_step


def test_thanks_are_marked_with_their_words_found_by_the_filter_and_taken_off(
    small_stage: Stage, small_context: BrowserContext
) -> None:
    small_stage.api.ask("Когда починят мост?")
    number = int(small_stage.api.ask("Спасибо за новую остановку!")["number"])
    desk = small_stage.open(small_context, "desk", f"?open={number}")
    expect(desk.locator("desk-list .row .not-asking")).to_have_text("благодарность")
    expect(desk.locator("desk-list .row")).to_have_count(2)
    mark = desk.get_by_role("group", name="Спрашивает ли он что-нибудь")
    expect(mark).to_contain_text("Ничего не спрашивает, по словам: «Спасибо»")
    desk.get_by_role("button", name="Не вопросы").click()
    expect(desk.locator("desk-list .row")).to_have_count(1)
    in_step(desk)
    mark.get_by_role("button", name="Это вопрос").click()
    expect(mark).to_contain_text("отметка снята; слова: «Спасибо»")
    expect(mark.get_by_role("button")).to_have_count(0)
    assert small_stage.view(number)["not_asking"] is None
    in_step(desk)
    desk.keyboard.press("z")
    expect(mark.get_by_role("button", name="Это вопрос")).to_be_visible()
    in_step(desk)
    desk.keyboard.press("Shift+N")
    expect(mark).to_contain_text("отметка снята; слова: «Спасибо»")


def test_the_key_changes_nothing_where_there_is_no_mark(small_stage: Stage, small_context: BrowserContext) -> None:
    number = int(small_stage.api.ask("Когда починят мост?")["number"])
    desk = small_stage.open(small_context, "desk", f"?open={number}")
    expect(desk.locator("desk-pane h2")).to_have_text(f"№ {number}")
    before = small_stage.view(number)["version"]
    desk.keyboard.press("Shift+N")
    expect(desk.get_by_text(f"У № {number} нет отметки «Не вопрос».")).to_be_visible()
    assert small_stage.view(number)["version"] == before
