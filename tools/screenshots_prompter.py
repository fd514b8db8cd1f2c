"""Pictures of the prompter's control: a pedal, a gamepad and a shuttle that are not there."""

from __future__ import annotations

from playwright.sync_api import ViewportSize, expect

from tests.browser.controllers import OUTSIDE, RESTS, TAUGHT, do
from tools.pictured_show import PRESENTER
from tools.studio import WIDE, Picture, Studio, Take, Theme


def control(studio: Studio, take: Take, size: ViewportSize = WIDE, theme: Theme = "dark") -> None:
    """The gamepad's settings while it is pushed."""
    with studio.context(PRESENTER, size, theme) as context:
        for script in (OUTSIDE, TAUGHT):
            context.add_init_script(script)
        page = studio.screen(context, "/b/{slug}/prompter")
        do(page, RESTS["gamepad"])
        page.keyboard.press("Shift+P")
        page.locator(".controllers button", has_text="Wireless Controller").click()
        do(page, "outside.pad([0, 0.6])")
        expect(page.locator(".now-speed")).to_contain_text("вперёд")
        page.evaluate("document.querySelector('live-prompter').control.pads.stop()")
        page.evaluate(
            "(({_tried: text}) => { text.drive(0); text.put(64); })(document.querySelector('live-prompter').control)"
        )
        take(page)


PROMPTER: dict[str, Picture] = {"prompter-control": control}
