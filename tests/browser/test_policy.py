"""No page of ours does what its own policy forbids (finding H6): each is opened, at work, and its browser asked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.stage import Stage
from tests.support.browser import in_step, lent

LISTEN = """
  window.forbidden = [];
  addEventListener('securitypolicyviolation',
    ({violatedDirective, blockedURI, sourceFile, lineNumber}) =>
      forbidden.push([violatedDirective, blockedURI, sourceFile, lineNumber].join(' ')), true);
"""

FRAMES = "requestAnimationFrame(() => requestAnimationFrame(() => { window.drawn = true; }))"

SCREENS = ("desk", "calls", "rundown", "prompter", "head", "tickets")
PAGES = (
    *("/", "/login", "/nowhere", "/b/{slug}/ask", "/b/{slug}/ask/qr", "/b/{slug}/both", "/b/{slug}/import"),
    *("/b/{slug}/health", "/b/{slug}/report", "/b/{slug}/rundown/print", "/track"),
    *("/admin/people", "/admin/webhooks", "/admin/retention"),
    *("/admin/channels", "/admin/channels/new", "/admin/lists/topics", "/admin/lists/calendar", "/admin/lists/reasons"),
)


@pytest.fixture(scope="module")
def busy(small_shows: Iterator[Stage]) -> Stage:
    """A show in its middle, with something for every screen to draw; the key is an administrator's."""
    stage = next(small_shows)
    stage.go_on_air()
    author = {"name": "Анна П.", "contact": "tel:+79000000012"}
    shown = stage.api.ask("Когда починят мост?", author=author, locality="Сосновка", topic="ЖКХ")["number"]
    stage.api.command("question.shortlist", question=shown, version=1)
    stage.api.command("question.take", question=shown, version=2)
    stage.listed("Когда вернут автобус?")
    ticketed = stage.api.ask("Где сквер?", author=author)["number"]
    stage.api.command("question.ticket", question=ticketed, version=1, department="ЖКХ")
    declined = stage.api.ask("Реклама")["number"]
    stage.api.command("question.decline", question=declined, version=1, reason="spam")
    admin = stage.server.installation.key(None, "admin", "screener", "coordinator")
    stage.server.api(stage.slug, admin).command("call.open", number="+79000000013")
    return Stage(stage.server, stage.slug, admin)


@pytest.fixture
def page(browser: Browser, busy: Stage) -> Iterator[Page]:
    context = lent(browser)
    busy.enter(context)
    page = context.new_page()
    page.add_init_script(LISTEN)
    yield page
    context.close()


def forbidden(page: Page) -> list[Any]:
    """What the policy has stopped in the page and in its frames, once it has been drawn."""
    page.evaluate(FRAMES)
    page.wait_for_function("window.drawn")
    return [found for frame in page.frames for found in frame.evaluate("window.forbidden")]


@pytest.mark.parametrize("screen", SCREENS)
def test_a_live_screen_does_nothing_that_its_policy_forbids(busy: Stage, page: Page, screen: str) -> None:
    page.goto(busy.address(screen))
    in_step(page)
    assert forbidden(page) == []


@pytest.mark.parametrize("path", PAGES)
def test_a_page_does_nothing_that_its_policy_forbids(busy: Stage, page: Page, path: str) -> None:
    page.goto(busy.server.url + path.format(slug=busy.slug))
    assert forbidden(page) == []


def test_the_graphic_does_nothing_that_its_policy_forbids(busy: Stage, page: Page) -> None:
    page.goto(busy.address("overlay"))
    expect(page.locator("live-overlay .words")).to_contain_text("Когда починят мост?")
    assert forbidden(page) == []


def test_a_graphic_that_is_refused_asks_again_by_its_own_script(busy: Stage, browser: Browser) -> None:
    """It has no file beside it that would have to be loaded: the policy names it by its hash."""
    context = lent(browser)
    page = context.new_page()
    page.add_init_script(LISTEN)
    page.goto(busy.address("overlay"))
    with page.expect_request(lambda request: request.resource_type == "fetch"):
        pass
    assert forbidden(page) == []
    context.close()


def test_a_question_is_asked_and_followed_within_the_policy(busy: Stage, page: Page) -> None:
    page.goto(busy.address("ask"))
    page.get_by_label("Ваш вопрос", exact=True).fill("Когда починят колонку?")
    page.locator("#consent").check()
    page.get_by_role("button", name="Отправить вопрос").click()
    expect(page.get_by_role("heading", name="Вопрос принят")).to_be_visible()
    assert forbidden(page) == []
    page.get_by_role("link", name="Узнать, что с вопросом").click()
    expect(page.get_by_text("Когда починят колонку?")).to_be_visible()
    assert forbidden(page) == []


def test_a_script_in_a_page_that_is_not_ours_does_not_run(busy: Stage, page: Page) -> None:
    page.goto(busy.address("desk"))
    in_step(page)
    page.evaluate("""() => {
      document.body.insertAdjacentHTML('beforeend', '<img src="x:" onerror="window.ran = 1"><p style="top:1px">');
      document.body.append(Object.assign(document.createElement('script'), {textContent: 'window.ran = 2'}));
    }""")
    page.wait_for_function("window.forbidden.length >= 3")
    assert page.evaluate("window.ran") is None
