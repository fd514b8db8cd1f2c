"""Several messages of one person at the desk: read under the question, parted by a key, with the thread beside it."""

from __future__ import annotations

import json

import pytest
import requests
from playwright.sync_api import Browser, BrowserContext, ViewportSize, expect

from tests.browser.stage import Stage, signed_in

SECRET = "callback-secret"
PHONE: ViewportSize = {"width": 360, "height": 740}


class Comments:
    """What is written under one post of VK, as it tells of it."""

    def __init__(self, stage: Stage) -> None:
        settings = {"secret": SECRET, "confirmation": "c", "group_id": "456", "joins": "60"}
        self._url = stage.server.url + stage.server.installation.channel("vk", stage.slug, **settings)
        self._last = 0

    def write(self, text: str, who: int = 777) -> None:
        self._last += 1
        comment = {"id": self._last, "post_id": 7, "post_owner_id": -456, "from_id": who, "text": text}
        body = {"type": "wall_reply_new", "object": comment, "group_id": 456, "secret": SECRET}
        assert requests.post(self._url, data=json.dumps(body), timeout=10).text == "ok"


@pytest.mark.faults
def test_further_messages_are_read_and_parted(small_stage: Stage, small_context: BrowserContext) -> None:
    comments = Comments(small_stage)
    comments.write("А у нас тоже нет воды", who=778)
    comments.write("Здравствуйте")
    desk = small_stage.open(small_context, "desk", "?open=2")
    expect(desk.locator("desk-pane h2")).to_have_text("№ 2")
    expect(desk.locator("desk-pane .further")).to_have_count(0)
    comments.write("Когда починят мост?")
    comments.write("И где врач?")
    further = desk.locator("desk-pane .further li")
    expect(further).to_have_count(2)
    expect(further.first).to_contain_text("Когда починят мост?")
    expect(desk.locator("desk-list [aria-current=true]")).to_contain_text("+2")
    desk.keyboard.press("Shift+R")
    expect(further).to_have_count(1)
    assert small_stage.view(4)["state"] == "new"
    desk.keyboard.press("z")
    expect(further).to_have_count(2)
    thread = desk.locator("desk-pane .thread")
    thread.locator("summary").click()
    expect(thread).to_contain_text("А у нас тоже нет воды")
    expect(desk.get_by_role("link", name="Где спросили")).to_have_attribute("href", "https://vk.com/wall-456_7?reply=2")


@pytest.mark.faults
def test_on_a_telephone_a_message_is_parted_by_its_button(small_stage: Stage, browser: Browser) -> None:
    comments = Comments(small_stage)
    for text in ("Здравствуйте", "Когда починят мост?"):
        comments.write(text)
    context = signed_in(browser, small_stage, viewport=PHONE, has_touch=True)
    desk = small_stage.open(context, "desk", "?open=1")
    button = desk.get_by_role("button", name="Отделить № 2")
    button.scroll_into_view_if_needed()
    box = button.bounding_box()
    assert box is not None and box["height"] >= 40 and box["x"] + box["width"] <= PHONE["width"]
    button.click()
    expect(desk.locator("desk-pane .further")).to_have_count(0)
    context.close()
