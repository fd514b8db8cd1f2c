"""The graphic as a test looks at it: what is in sight, and whether anything is."""

from __future__ import annotations

import base64
from typing import Any

from playwright.sync_api import BrowserContext, Locator, Page, ViewportSize, expect

from tests.browser.stage import Stage

SIZE: ViewportSize = {"width": 1920, "height": 1080}
IN_STEP = "document.querySelector('live-overlay')?.feed?.status === 'in_step'"
STATUS = "status => document.querySelector('live-overlay').feed.status === status"

OPAQUE = """async picture => {
  const bytes = Uint8Array.from(atob(picture), letter => letter.charCodeAt(0));
  const image = await createImageBitmap(new Blob([bytes], {type: 'image/png'}));
  const canvas = new OffscreenCanvas(image.width, image.height).getContext('2d');
  canvas.drawImage(image, 0, 0);
  const {data} = canvas.getImageData(0, 0, image.width, image.height);
  let opaque = 0;
  for (let i = 3; i < data.length; i += 4) if (data[i]) opaque += 1;
  return opaque;
}"""
"""How many pixels of a picture are not wholly transparent."""


def opened(context: BrowserContext, stage: Stage, query: str = "") -> Page:
    """The graphic on a machine of its own, in step."""
    page = context.new_page()
    page.set_viewport_size(SIZE)
    page.goto(stage.address("overlay", f"?token={stage.token}{query}"))
    page.wait_for_function(IN_STEP)
    return page


def air(stage: Stage, text: str, **fields: Any) -> int:
    """A new question goes on air; what was there is answered."""
    number: int = stage.api.ask(text, **fields)["number"]
    stage.api.command("question.shortlist", question=number, version=1)
    fields = {"question": number, "version": 2}
    for present in stage.api.get("/questions", state="on_air")["questions"]:
        fields["previous"] = {"question": present["number"], "version": present["version"], "as": "answered"}
    stage.api.command("question.take", **fields)
    return number


def edit(stage: Stage, number: int, text: str) -> None:
    version = stage.view(number)["version"]
    stage.api.command("question.edit", question=number, version=version, air_text=text)


def answer(stage: Stage, number: int) -> None:
    stage.api.command("question.answer", question=number, version=stage.view(number)["version"])


def plate(page: Page) -> Locator:
    """The plate of the question on air; one that is just leaving is not it."""
    return page.locator(".plate[data-number]:not([hidden])")


def expect_text(page: Page, text: str) -> None:
    expect(plate(page).locator(".words")).to_have_text(text)


def settled(page: Page) -> None:
    """Once nothing moves, in the letters that belong to it."""
    page.wait_for_function("document.getAnimations().length === 0 && document.fonts.status === 'loaded'")


def opaque(page: Page) -> int:
    """How many pixels of the page would cover the picture under it."""
    picture = base64.b64encode(page.screenshot(omit_background=True)).decode()
    count: int = page.evaluate(OPAQUE, picture)
    return count


def expect_nothing(page: Page) -> None:
    """No plate, and once the last one has left not a pixel."""
    expect(plate(page)).to_have_count(0)
    expect(page.locator(".plate:not([hidden])")).to_have_count(0)
    assert opaque(page) == 0
