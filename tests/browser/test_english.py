"""The desk in English: what is left of Russian is what people wrote."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.stage import NAME, Stage, signed_in

VISIBLE = """() => {
  const said = [document.title, document.body.innerText];
  for (const element of document.querySelectorAll('body *')) {
    for (const name of ['aria-label', 'title', 'placeholder']) said.push(element.getAttribute(name) || '');
    if (element.matches('.unseen, option')) said.push(element.textContent);
  }
  return said.join('\\n');
}"""
WRITTEN = """() => {
  const {lists, broadcast} = document.querySelector('live-desk').feed.state;
  return [...lists.topics, ...lists.localities].map(({name}) => name).concat(broadcast.title);
}"""


CHOOSE = """() => fetch('/language/en', {
  method: 'POST', redirect: 'manual', headers: {'X-CSRFToken': document.querySelector('meta[name=csrf]').content},
})"""


def russian(desk: Page) -> list[str]:
    """The lines with Cyrillic letters, but for the centre's own names."""
    text: str = desk.evaluate(VISIBLE)
    for words in sorted([*desk.evaluate(WRITTEN), NAME], key=len, reverse=True):
        text = text.replace(words, "")
    return [line for line in text.splitlines() if re.search("[а-яё]", line.lower())]


@pytest.fixture(scope="module")
def english_stage(small_shows: Iterator[Stage]) -> Stage:
    stage = next(small_shows)
    stage.api.ask_many([{"text": f"When will the bridge at the mill be mended, {n}?"} for n in range(8)])
    stage.go_on_air()
    stage.api.command("question.shortlist", question=1, version=1)
    stage.api.command("question.take", question=1, version=2)
    stage.api.command("question.merge", question=4, version=1, into=3)
    stage.api.command("question.decline", question=5, version=1, reason="spam")
    stage.api.command("question.edit", question=3, version=stage.view(3)["version"], air_text="When will it be mended?")
    version = stage.view(3)["version"]
    stage.api.command("question.note", question=3, version=version, text="Slowly", **{"for": "head"})
    return stage


def test_nothing_russian_is_left_on_the_desk(english_stage: Stage, browser: Browser) -> None:
    stage = english_stage
    with signed_in(browser, stage) as context:
        desk = stage.open(context, "desk", "?tab=all&open=3")
        desk.evaluate(CHOOSE)
        desk.reload()
        expect(desk.locator("desk-pane h2")).to_contain_text("№ 3")
        desk.wait_for_function("document.querySelector('live-desk').actions.hints.status === 'known'")
        desk.keyboard.press("h")
        expect(desk.locator(".history .wordings")).to_be_visible()
        desk.locator(".askers summary").click()
        expect(desk.locator(".askers li")).to_have_count(1)
        assert russian(desk) == []
        for key in ("d", "m", "c", "l", "n", "t", "v", "a", "Shift+Slash"):
            desk.keyboard.press(key)
            expect(desk.locator("dialog[open]")).to_be_visible()
            # What the centre wrote itself, such as a reason of its own, is in its own language.
            own = desk.evaluate(
                "document.querySelector('live-desk').feed.state.lists.reasons.map((r) => r.label || '')"
            )
            assert [text for text in russian(desk) if not any(label and label in text for label in own)] == [], key
            desk.keyboard.press("Escape")
            expect(desk.locator("dialog")).to_have_count(0)
        for place in range(3):
            desk.locator("desk-list .pick").nth(place).click()
        expect(desk.locator(".selection")).to_be_visible()
        assert russian(desk) == []
        desk.get_by_label("Search").fill("bridge")
        expect(desk.locator(".not-all")).to_be_visible()
        desk.evaluate(
            "document.querySelector('live-desk').actions.answered('restore', {number: 3, version: 1})"
            ".then(({error}) => import('static/parts/toast.js').then(({refusal}) => refusal(error.detail)))"
        )
        expect(desk.locator(".toast.refusal")).to_be_visible()
        assert russian(desk) == []
        context.set_offline(True)
        expect(desk.locator(".cut-off")).to_be_visible()
        assert russian(desk) == []
