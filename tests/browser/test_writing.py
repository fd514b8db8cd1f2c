"""Who writes about what is seen by the others while they write, without a word of it; and which sources speak."""

from __future__ import annotations

import json

from playwright.sync_api import Browser, BrowserContext, Page, WebSocket, expect

from tests.browser.stage import Stage, signed_in

WRITES = "Мария пишет…"


def test_who_edits_is_named_on_the_row_and_beside_the_question(
    small_stage: Stage, small_context: BrowserContext, browser: Browser
) -> None:
    number = small_stage.api.ask("Когда починят мост?")["number"]
    heard: list[str] = []
    with signed_in(browser, small_stage) as other:
        reader = other.new_page()
        reader.on("websocket", lambda socket: _hear(socket, heard))
        _open(reader, small_stage, number)
        writer = small_stage.open(small_context, "desk", f"?open={number}")
        writer.keyboard.press("e")
        expect(writer.locator("desk-texts textarea")).to_be_focused()
        writer.keyboard.type("Когда починят мост в Каменке?")
        expect(reader.locator("desk-pane .writes")).to_contain_text(WRITES)
        expect(reader.locator(f"#question-{number} .writes")).to_contain_text("пишет…")
        expect(writer.locator("desk-pane .writes")).to_have_count(0)
        assert not [text for text in heard if "Каменке" in text]
        writer.keyboard.press("Escape")
        expect(reader.locator("desk-pane .writes")).to_have_count(0)


def test_who_writes_a_note_is_named_until_the_form_is_left(
    small_stage: Stage, small_context: BrowserContext, browser: Browser
) -> None:
    number = small_stage.api.ask("Когда починят мост?")["number"]
    with signed_in(browser, small_stage) as other:
        reader = other.new_page()
        _open(reader, small_stage, number)
        writer = small_stage.open(small_context, "desk", f"?open={number}")
        writer.keyboard.press("n")
        writer.locator("dialog textarea").first.type("Смета")
        expect(reader.locator("desk-pane .writes")).to_contain_text(WRITES)
        writer.keyboard.press("Escape")
        expect(reader.locator("desk-pane .writes")).to_have_count(0)


def test_typing_for_long_is_said_rarely(small_stage: Stage, small_context: BrowserContext) -> None:
    number = small_stage.api.ask("Когда починят мост?")["number"]
    sent: list[str] = []
    page = small_context.new_page()
    page.on("websocket", lambda socket: socket.on("framesent", lambda frame: sent.append(str(frame))))
    _open(page, small_stage, number)
    page.keyboard.press("e")
    page.locator("desk-texts textarea").press_sequentially("Когда починят мост в Каменке?", delay=10)
    said = [text for text in sent if '"question.write"' in text]
    assert 1 <= len(said) <= 2
    assert all("Камен" not in text for text in said)


def test_the_desk_shows_which_sources_speak(small_stage: Stage, small_context: BrowserContext) -> None:
    small_stage.api.ask("Когда починят мост?")
    desk = small_stage.open(small_context, "desk")
    expect(desk.locator("desk-sources [data-source=api]")).to_have_attribute("data-state", "alive")


def _open(page: Page, stage: Stage, number: int) -> None:
    page.goto(stage.address("desk", f"?open={number}"))
    expect(page.locator("desk-pane")).to_contain_text("Когда починят мост?")


def _hear(socket: WebSocket, heard: list[str]) -> None:
    socket.on("framereceived", lambda frame: heard.append(json.dumps(str(frame), ensure_ascii=False)))
