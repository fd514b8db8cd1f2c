"""Several messages of one person at the desk: read under the question, parted by a key, with the thread beside it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence

import pytest
import requests
from playwright.sync_api import Browser, BrowserContext, ViewportSize, expect

from tests.browser.axe import serious_in_both_themes
from tests.browser.stage import Stage, signed_in
from tests.browser.test_recordings import plays
from tests.support import pictures
from tests.support.browser import Complaints
from tests.support.file_server import FileServer
from tests.support.site import a_sound

SECRET = "callback-secret"
PHONE: ViewportSize = {"width": 360, "height": 740}


class Comments:
    """What is written under one post of VK, as it tells of it."""

    def __init__(self, stage: Stage) -> None:
        settings = {"secret": SECRET, "confirmation": "c", "group_id": "456", "joins": "60"}
        self._url = stage.server.url + stage.server.installation.channel("vk", stage.slug, **settings)
        self._last = 0

    def write(self, text: str, who: int = 777, attachments: Sequence[Mapping[str, object]] = ()) -> None:
        self._last += 1
        comment = {"id": self._last, "post_id": 7, "post_owner_id": -456, "from_id": who, "text": text}
        comment |= {"attachments": list(attachments)}
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


@pytest.mark.faults
def test_on_a_telephone_a_moderator_sees_thread_picture_and_hears_the_voice(
    small_stage: Stage, browser: Browser
) -> None:
    comments = Comments(small_stage)
    with FileServer() as network, Complaints().heard_in(signed_in(browser, small_stage, viewport=PHONE)) as context:
        sizes = [{"url": network.has("/bridge.jpg", pictures.photo()), "width": 640, "height": 480}]
        said = {"link_mp3": network.has("/voice.wav", a_sound())}
        comments.write("А у нас тоже нет воды", who=778)
        came = [{"type": "photo", "photo": {"sizes": sizes}}, {"type": "audio_message", "audio_message": said}]
        comments.write("Вот такой у нас мост", attachments=came)
        desk = small_stage.open(context, "desk", "?open=2")
        attached = desk.get_by_role("region", name="Вложения")
        picture, sound = attached.locator(".shots img"), attached.locator("audio")
        expect(picture).to_be_visible(timeout=30_000)
        expect(picture).to_have_js_property("complete", True)
        expect(sound).to_have_attribute("src", re.compile(rf"^/b/{small_stage.slug}/questions/2/files/"))
        assert plays(sound)
        thread = desk.locator("desk-pane .thread")
        thread.locator("summary").click()
        expect(thread).to_contain_text("А у нас тоже нет воды")
        assert desk.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        assert serious_in_both_themes(desk) == {}
