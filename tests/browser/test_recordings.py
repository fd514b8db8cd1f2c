"""A call's recording plays where its question is read, and on its card; who listens is told to nobody."""

from __future__ import annotations

from playwright.sync_api import Browser, Locator, expect

from tests.browser.axe import serious
from tests.browser.lines import PRODUCER, Lines
from tests.support.site import Site, a_sound

PLAYED = "sound => sound.play().then(() => new Promise((done) => sound.addEventListener('ended', () => done(true))))"


def plays(sound: Locator) -> bool:
    expect(sound).to_have_attribute("preload", "none")
    played: bool = sound.evaluate(PLAYED)
    return played


def test_a_recording_plays_at_the_question_and_on_the_card_as_soon_as_it_is_known(
    lines: Lines, browser: Browser
) -> None:
    with Site({"/1.wav": ("audio/wav", a_sound())}) as exchange, lines.context(browser, PRODUCER) as context:
        lines.exchange("c-1", "answered")
        [opened] = lines.told("call.opened")
        number = lines.api.command("call.hand", call=opened["call"], text="Нет воды")["number"]
        desk = lines.open(context, number, "desk")
        calls = lines.open(context, opened["call"])
        expect(calls.locator("call-card h2")).to_be_visible()
        lines.exchange("c-1", "ended", recording_url=f"{exchange.url}/1.wav")
        assert exchange.asked["/1.wav"] == []
        calls.get_by_role("button", name="Показать запись").click()
        for page, where in ((desk, "desk-pane"), (calls, "call-card")):
            sound = page.locator(f"{where} audio")
            assert plays(sound)
            assert serious(page) == []
        assert exchange.asked["/1.wav"] and not any("Referer" in asked for asked in exchange.asked["/1.wav"])
