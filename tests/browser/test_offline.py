"""A screen of the air lives through a lost network: its page, its files and its last state are kept on the device."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.stage import Stage, signed_in, stages
from tests.support.backends import EMBEDDED, Backends
from tests.support.browser import KEEPING, in_step, lent
from tests.support.entrance import let_in
from tests.support.proxy import StallingLine
from tests.support.server import Server

pytestmark = pytest.mark.faults

KEPT = "import('static/parts/offline.js').then(({keepPage}) => keepPage())"
IN_STORAGE = "Object.keys(localStorage).filter((key) => key.startsWith('live.kept.')).length"


@pytest.fixture
def watching(browser: Browser, small_stage: Stage) -> Iterator[BrowserContext]:
    """A device whose requests may fail: that is what these tests are about."""
    with signed_in(browser, small_stage, **KEEPING) as context:
        yield context


def on_air(stage: Stage, text: str) -> int:
    stage.go_on_air()
    number = stage.listed(text)
    stage.api.command("question.take", question=number, version=2)
    return number


def kept(stage: Stage, context: BrowserContext, text: str) -> Page:
    """A prompter whose page and whose state are on the device."""
    prompter = stage.open(context, "prompter")
    expect(prompter.locator(".words")).to_have_text(text)
    assert prompter.evaluate(KEPT) is True
    prompter.wait_for_function(f"{IN_STORAGE} === 1")
    return prompter


def test_a_reload_without_a_network_shows_the_last_state(small_stage: Stage, watching: BrowserContext) -> None:
    on_air(small_stage, "Что останется на экране?")
    prompter = kept(small_stage, watching, "Что останется на экране?")
    watching.set_offline(True)
    prompter.reload()
    expect(prompter.locator(".words")).to_have_text("Что останется на экране?")
    expect(prompter.locator(".trust")).to_contain_text("нет связи с")


def test_a_page_reloaded_without_a_network_is_current_when_it_is_back(
    small_stage: Stage, watching: BrowserContext
) -> None:
    number = on_air(small_stage, "Прежний вопрос?")
    prompter = kept(small_stage, watching, "Прежний вопрос?")
    watching.set_offline(True)
    prompter.reload()
    version = small_stage.view(number)["version"]
    small_stage.api.command("question.edit", question=number, version=version, air_text="Поправленный вопрос?")
    watching.set_offline(False)
    expect(prompter.locator(".trust")).to_have_text("на связи")
    expect(prompter.locator(".mark")).to_contain_text("Текст исправлен")  # it is the line being read
    prompter.keyboard.press("r")
    expect(prompter.locator(".words")).to_have_text("Поправленный вопрос?")


def test_a_screen_that_is_refused_forgets_what_it_kept(small_stage: Stage, watching: BrowserContext) -> None:
    on_air(small_stage, "Уже не для этого экрана?")
    prompter = kept(small_stage, watching, "Уже не для этого экрана?")
    watching.set_offline(True)
    expect(prompter.locator(".trust")).to_contain_text("нет связи с")
    watching.clear_cookies()
    watching.set_offline(False)
    expect(prompter.get_by_text("Уже не для этого экрана?")).to_have_count(0)
    assert prompter.evaluate(IN_STORAGE) == 0


def test_a_page_that_leads_to_the_sign_in_is_kept_no_longer(small_stage: Stage, watching: BrowserContext) -> None:
    on_air(small_stage, "Пока ссылка жива?")
    prompter = kept(small_stage, watching, "Пока ссылка жива?")
    page = f"caches.open('live-screens').then((cache) => cache.match('/b/{small_stage.slug}/prompter')).then(Boolean)"
    assert prompter.evaluate(page) is True
    watching.clear_cookies()
    prompter.goto(small_stage.address("prompter"))
    expect(prompter.get_by_label("Пароль")).to_be_visible()
    assert prompter.evaluate(page) is False


def test_a_page_opened_while_the_server_is_away_heals_when_it_is_back(
    backends: Backends, browser: Browser, tmp_path: Path
) -> None:
    with backends.installation(EMBEDDED, tmp_path) as installation, Server(installation).start() as server:
        stage = next(stages(server))
        on_air(stage, "Сервер вернётся?")
        with signed_in(browser, stage, **KEEPING) as context:
            prompter = kept(stage, context, "Сервер вернётся?")
            server.kill()
            prompter.reload()
            expect(prompter.locator(".words")).to_have_text("Сервер вернётся?")
            server.start()
            expect(prompter.locator(".trust")).to_have_text("на связи")


def test_a_line_that_looks_open_and_carries_nothing_is_given_up(small_stage: Stage, browser: Browser) -> None:
    with StallingLine(small_stage.server.port) as line, lent(browser) as context:
        let_in(context, small_stage.server.installation, small_stage.token, line.url)
        prompter = context.new_page()
        prompter.goto(f"{line.url}/b/{small_stage.slug}/prompter")
        in_step(prompter)
        first = "document.querySelector('live-prompter').feed._socket.io.engine.id"
        before = prompter.evaluate(first)
        line.stall()
        expect(prompter.locator(".trust")).to_contain_text("нет связи с", timeout=15000)
        line.resume()
        expect(prompter.locator(".trust")).to_have_text("на связи")
        assert prompter.evaluate(first) != before
