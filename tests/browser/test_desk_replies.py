"""Answering in writing from the desk: what became of each reply is seen, and a person decides where nobody knows."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
import requests
from playwright.sync_api import Browser, BrowserContext, FilePayload, Page, ViewportSize, expect

from tests.browser.axe import serious_in_both_themes
from tests.browser.stage import Stage, signed_in
from tests.browser.test_phone import cut
from tests.support import pictures
from tests.support.browser import Complaints
from tests.support.process import wait_until
from tests.support.stub import reset
from tests.support.stubs.vk import TOKEN, Vk, error

SECRET = "callback-secret"
PHONE: ViewportSize = {"width": 360, "height": 740}


def payload(name: str, content: bytes) -> FilePayload:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": content}


@pytest.fixture
def vk() -> Iterator[Vk]:
    with Vk() as stub:
        yield stub


def asked(stage: Stage, vk: Vk, number: int = 12) -> None:
    """A comment on VK that has become a question."""
    settings = {"secret": SECRET, "confirmation": "c", "token": TOKEN, "group_id": "456", "host": vk.url}
    path = stage.server.installation.channel("vk", stage.slug, **settings)
    comment = {"id": number, "post_id": 7, "post_owner_id": -456, "from_id": 123, "text": "Когда починят мост?"}
    body = {"type": "wall_reply_new", "object": comment, "group_id": 456, "secret": SECRET}
    assert requests.post(stage.server.url + path, data=json.dumps(body), timeout=10).text == "ok"


def reply(desk: Page, text: str) -> None:
    desk.get_by_role("button", name="Ответить письменно").click()
    desk.get_by_label("Ответ", exact=True).fill(text)
    desk.get_by_role("button", name="Отправить", exact=True).click()


def test_all_who_ask_the_same_are_answered_at_once(small_stage: Stage, small_context: BrowserContext, vk: Vk) -> None:
    for comment in (12, 13):
        asked(small_stage, vk, comment)
    small_stage.api.command("question.merge", question=2, version=1, into=1)
    desk = small_stage.open(small_context, "desk", "?open=1")
    desk.get_by_role("button", name="Ответить письменно").click()
    expect(desk.get_by_label("Всем, кто спросил о том же: 2")).to_be_checked()
    desk.get_by_label("Ответ", exact=True).fill("Мост починят в мае")
    desk.get_by_role("button", name="Отправить", exact=True).click()
    expect(desk.locator(".toast")).to_contain_text("№ 1: ответов отправляется: 2.")
    expect(desk.locator(".reply[data-state=sent]")).to_have_count(1)
    wait_until(lambda: len(vk.posted) == 2, "both replies")
    assert sorted(one["reply_to_comment"] for one in vk.posted.values()) == ["12", "13"]


def test_a_reply_is_followed_to_where_it_stands(small_stage: Stage, small_context: BrowserContext, vk: Vk) -> None:
    vk.fail("/method/wall.createComment", error(212))
    asked(small_stage, vk)
    desk = small_stage.open(small_context, "desk", "?open=1")
    reply(desk, "Мост починят в мае")
    shown = desk.locator(".reply")
    expect(shown).to_contain_text("ответ не отправлен")
    expect(shown).to_contain_text("Комментарии там закрыты.")
    shown.get_by_role("button", name="Отправить ещё раз").click()
    expect(shown).to_contain_text("ответ отправлен")
    [posted] = vk.posted.values()
    expect(shown.get_by_role("link")).to_have_attribute("href", f"https://vk.com/wall-456_7?reply={posted['id']}")
    assert posted["message"] == "Мост починят в мае"
    vk.fail("/method/wall.createComment", reset(late=True), error(212))
    reply(desk, "Уточняем: в начале мая")
    unknown = desk.locator(".reply[data-state=unsure]")
    expect(unknown).to_contain_text("неизвестно, дошёл ли ответ")
    unknown.get_by_role("button", name="Дошёл").click()
    expect(desk.locator(".reply[data-state=sent]")).to_have_count(2)


def test_a_photo_and_a_document_go_along(small_stage: Stage, small_context: BrowserContext, vk: Vk) -> None:
    asked(small_stage, vk)
    desk = small_stage.open(small_context, "desk", "?open=1")
    desk.get_by_role("button", name="Ответить письменно").click()
    dialog = desk.get_by_role("dialog")
    dialog.get_by_label("Ответ", exact=True).fill("Мост починят в мае")
    dialog.get_by_label("Приложить файлы").set_input_files(
        [payload("Мост.jpg", pictures.photo()), payload("График работ.pdf", pictures.PDF)]
    )
    chosen = dialog.locator("answer-files .chosen li")
    expect(chosen).to_have_count(2)
    expect(chosen.first.locator("img")).to_be_visible()
    dialog.get_by_role("button", name="Отмена").click()
    desk.get_by_role("button", name="Ответить письменно").click()
    expect(chosen).to_have_count(2)  # What was written and attached stands there again.
    assert serious_in_both_themes(desk) == {}
    dialog.get_by_role("button", name="Отправить", exact=True).click()
    sent = desk.locator(".reply[data-state=sent]")
    expect(sent.locator(".carried img")).to_be_visible()
    expect(sent.get_by_role("link", name="График работ.pdf")).to_be_visible()
    [posted] = vk.posted.values()
    # A picture stands in a comment only where a person's key is there: it is behind a link.
    assert posted["attachments"].startswith("doc-456_") and len(vk.uploaded) == 1
    assert posted["message"].startswith("Мост починят в мае\n\nФайлы к ответу")
    expect(sent).to_contain_text("Площадка не приняла файлы: 1; вместо них ушла ссылка.")
    expect(sent.locator(".text")).to_have_text("Мост починят в мае")


@pytest.mark.faults
def test_with_a_telephone_a_file_is_attached_and_removed(small_stage: Stage, browser: Browser, vk: Vk) -> None:
    asked(small_stage, vk)
    with Complaints(console=False).heard_in(signed_in(browser, small_stage, viewport=PHONE)) as context:
        desk = small_stage.open(context, "desk", "?open=1")
        desk.get_by_role("button", name="Ответить письменно").click()
        dialog = desk.get_by_role("dialog")
        dialog.get_by_label("Приложить файлы").set_input_files(
            [payload("Очень длинное имя " * 6 + ".pdf", pictures.PDF)]
        )
        chosen = dialog.locator("answer-files .chosen li")
        expect(chosen).to_have_count(1)
        assert desk.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        assert cut(desk, "answer-files") == []
        assert chosen.locator(".small").evaluate("size => size.offsetHeight") < 30, "its size stands in one line"
        dialog.get_by_label("Приложить файлы").set_input_files([payload("Видео.mp4", pictures.MP4)])
        expect(dialog.locator("answer-files").get_by_role("alert")).to_contain_text("а этот файл другой")
        chosen.get_by_role("button").click()
        expect(chosen).to_have_count(0)
