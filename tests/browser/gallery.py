"""The rundown as a test works it: one producer or two, who press, drag and wait as people do."""

from __future__ import annotations

from dataclasses import replace

from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.stage import Stage, signed_in

SECOND = "Ольга"

READY = """() => {
  const {deeds, feed} = document.querySelector('live-rundown');
  return deeds.ready && feed.state.broadcast.state === 'on_air';
}"""

HELD_BACK = """() => {
  const {feed} = document.querySelector('live-rundown');
  const command = feed.command.bind(feed);
  window.asked = [];
  const held = new Promise((send) => { window.send = () => send(); });
  feed.command = async (type, fields) => { window.asked.push(type); await held; return command(type, fields); };
}"""
"""The screen's commands wait until `send()`; `asked` names them."""

LATER = """seconds => {
  const {feed} = document.querySelector('live-rundown');
  const aired = Date.parse(feed.state.broadcast.aired_at);
  feed.now = () => new Date(aired + seconds * 1000);
  feed.dispatchEvent(new Event('change'));
}"""
"""The clock of the page stands so many seconds after the show began."""


def ready(page: Page) -> None:
    """Until the keys of the air are heard."""
    page.wait_for_function(READY)


def press(page: Page, key: str) -> None:
    """A key that changes the air, once it is heard again after the last change."""
    ready(page)
    page.keyboard.press(key)


def expect_order(page: Page, *numbers: int) -> None:
    expect(page.locator("rundown-order .pick .facts > b:first-child")).to_have_text([str(n) for n in numbers])


def expect_air(page: Page, text: str) -> None:
    expect(page.locator(".card.air .aloud")).to_have_text(text)


def pick_up(page: Page, text: str) -> None:
    """Takes a row by its handle."""
    grip = page.locator(".place", has_text=text).locator(".grip").bounding_box()
    assert grip
    page.mouse.move(grip["x"] + grip["width"] / 2, grip["y"] + grip["height"] / 2)
    page.mouse.down()
    page.mouse.move(grip["x"] + grip["width"] / 2, grip["y"] + grip["height"] / 2 - 8, steps=3)
    expect(page.locator("rundown-order .held-place")).to_contain_text(text)


def carry(page: Page, over: str) -> None:
    """Moves what is in the hand to the place of another row."""
    target = page.locator("rundown-order .place", has_text=over).bounding_box()
    assert target
    page.mouse.move(target["x"] + 20, target["y"] + target["height"] / 2, steps=8)
    page.mouse.move(target["x"] + 20, target["y"] + 8, steps=8)


def second_producer(browser: Browser, stage: Stage) -> tuple[Stage, BrowserContext]:
    """Another producer with a name and a device of their own; the context is the caller's to close."""
    token = stage.server.installation.key(stage.slug, "producer", name=SECOND)
    theirs = replace(stage, token=token)
    return theirs, signed_in(browser, theirs)


def pressed_together(pages: list[Page], key: str) -> None:
    """Each presses the key before any of their commands has reached the server."""
    for page in pages:
        ready(page)
        page.evaluate(HELD_BACK)
    for page in pages:
        page.keyboard.press(key)
        page.wait_for_function("window.asked.length === 1")
    for page in pages:
        page.evaluate("send()")
