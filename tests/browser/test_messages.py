"""What a screen tells a person: one message at a time, in one line, where it covers nothing that is worked with."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.stage import Stage, signed_in

SIZES = ((1440, 900), (1280, 800), (720, 900), (360, 740))
SCREENS = ("desk", "rundown", "calls", "head", "tickets", "prompter")

TELL = """([kind, text]) => import('static/parts/toast.js').then(({ note, refusal }) =>
  kind === 'note' ? note(text, 'Отменить (Z)', () => {}) : refusal(text))"""

COVERED = """() => {
  const toast = document.querySelector('.toast');
  const told = toast.getBoundingClientRect();
  const over = (rect) =>
    Math.min(rect.right, told.right) - Math.max(rect.left, told.left) > 1 &&
    Math.min(rect.bottom, told.bottom) - Math.max(rect.top, told.top) > 1;
  const others = 'button, a[href], input, select, textarea, summary, [role=tab], [role=option], .rows, .columns li';
  const narrow = innerWidth < 600; // a phone's bar of one row is covered but for its mark
  const covered = [...document.querySelectorAll(others)]
    .filter((one) => !(narrow && one.closest('.topbar')))
    .filter((one) => !toast.contains(one) && one.checkVisibility() && !one.classList.contains('skip'))
    .filter((one) => over(one.getBoundingClientRect()))
    .map((one) => one.outerHTML.slice(0, 120));
  return { covered, top: told.top, right: told.right, width: told.width, height: told.height };
}"""


COVERS = """what => {
  const [told, other] = ['.toast', what].map((one) => document.querySelector(one).getBoundingClientRect());
  return other.right > told.left && told.right > other.left && other.bottom > told.top && told.bottom > other.top;
}"""

CUT = "() => { const says = document.querySelector('.toast .says'); return says.scrollHeight > says.clientHeight + 1; }"


def tell(page: Page, kind: str, text: str) -> None:
    page.evaluate(TELL, [kind, text])


def settled(page: Page) -> None:
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done())))")


@pytest.mark.parametrize("screen", SCREENS)
def test_a_message_covers_no_button_no_tab_and_no_list(small_stage: Stage, browser: Browser, screen: str) -> None:
    small_stage.api.ask_many([{"text": f"Где автобус {n}?"} for n in range(30)])
    small_stage.go_on_air()
    token = small_stage.server.installation.key(small_stage.slug, "moderator", "screener", "producer", "head")
    everything = Stage(small_stage.server, small_stage.slug, token if screen == "calls" else small_stage.token)
    with signed_in(browser, everything) as context:
        page = everything.open(context, screen)
        wrong: dict[Any, Any] = {}
        for width, height in SIZES:
            page.set_viewport_size({"width": width, "height": height})
            settled(page)
            for kind, text in (("note", "№ 93 в вёрстке."), ("refusal", "Вопрос № 5 за это время изменился. " * 8)):
                tell(page, kind, text)
                expect(page.locator(f".toast.{kind}")).to_have_count(1)
                found = page.evaluate(COVERED)
                if found["covered"] or found["height"] > 50 or found["right"] > width or found["top"] < 0:
                    wrong[width, kind] = found
                page.locator(".toast").get_by_role("button", name="Закрыть").click()
                page.mouse.move(width / 2, height / 2)
                expect(page.locator(".toast")).to_have_count(0)
        assert not wrong, "\n".join(f"{key}: {found}" for key, found in wrong.items())


def test_one_message_stands_and_a_refusal_is_not_pushed_away(small_stage: Stage, browser: Browser) -> None:
    with signed_in(browser, small_stage) as context:
        desk = small_stage.open(context, "desk")
        tell(desk, "note", "Один.")
        tell(desk, "note", "Два.")
        expect(desk.locator(".toast")).to_have_count(1)
        expect(desk.locator(".toast")).to_contain_text("Два.")
        tell(desk, "refusal", "Нельзя.")
        tell(desk, "note", "Три.")
        expect(desk.locator(".toast")).to_have_count(1)
        expect(desk.locator(".toast.refusal")).to_contain_text("Нельзя.")
        desk.get_by_role("button", name="Закрыть").click()
        expect(desk.locator(".toast")).to_contain_text("Три.")


@pytest.mark.parametrize("screen", ["desk", "rundown", "calls"])
def test_a_long_refusal_leaves_the_show_s_clock_in_sight(small_stage: Stage, browser: Browser, screen: str) -> None:
    small_stage.go_on_air()
    token = small_stage.server.installation.key(small_stage.slug, "moderator", "screener", "producer")
    with signed_in(browser, Stage(small_stage.server, small_stage.slug, token)) as context:
        page = small_stage.open(context, screen)
        tell(page, "refusal", "Вопрос № 5 за это время изменился. " * 8)
        expect(page.locator(".toast.refusal")).to_be_visible()
        assert not page.evaluate(COVERS, ".topbar live-tick")


@pytest.mark.parametrize("screen", ["desk", "tickets"])
def test_a_phone_shows_two_sentences_whole_and_the_mark_beside_them(
    small_stage: Stage, browser: Browser, screen: str
) -> None:
    with signed_in(browser, small_stage, viewport={"width": 360, "height": 740}) as context:
        page = small_stage.open(context, screen)
        tell(page, "refusal", "Это изменилось, пока вы писали. Посмотрите ещё раз.")
        expect(page.locator(".toast.refusal")).to_be_visible()
        assert not page.evaluate(CUT)
        assert not page.evaluate(COVERS, ".topbar .trust")


def test_what_is_too_long_for_its_line_unfolds_under_the_pointer(small_stage: Stage, browser: Browser) -> None:
    with signed_in(browser, small_stage) as context:
        desk = small_stage.open(context, "desk")
        tell(desk, "refusal", "Вопрос № 5 за это время изменился. " * 8)
        toast = desk.locator(".toast")
        folded = toast.bounding_box()
        toast.hover()
        unfolded = toast.bounding_box()
        assert folded and unfolded and unfolded["height"] > folded["height"] + 10
