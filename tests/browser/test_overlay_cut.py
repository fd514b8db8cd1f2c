"""The graphic while its server or its network is away: what is known for a while, then nothing, and never an error."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.graphic import IN_STEP, SIZE, STATUS, air, answer, edit, expect_nothing, expect_text, opened
from tests.browser.stage import Stage, stages
from tests.support.backends import EMBEDDED, Backends
from tests.support.browser import KEEPING, lent
from tests.support.server import Server

pytestmark = pytest.mark.faults

KEPT = "import('static/parts/offline.js').then(({keepPage}) => keepPage())"
GONE = "status => document.querySelector('live-overlay').feed.status !== status"


@pytest.fixture(scope="module")
def mortal(backends: Backends, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that the tests of this file kill, and start again."""
    folder = tmp_path_factory.mktemp("mortal")
    with backends.installation(EMBEDDED, folder) as installation, Server(installation).start() as running:
        yield running


@pytest.fixture(scope="module")
def mortal_shows(mortal: Server) -> Iterator[Stage]:
    return stages(mortal)


@pytest.fixture
def stage(mortal: Server, mortal_shows: Iterator[Stage]) -> Iterator[Stage]:
    show = next(mortal_shows)
    show.go_on_air()
    yield show
    if not mortal.program.running:
        mortal.start()


@pytest.fixture
def machine(browser: Browser) -> Iterator[BrowserContext]:
    """A graphics machine, whose requests may fail: that is what these tests are about."""
    context = lent(browser, viewport=SIZE, reduced_motion="reduce", **KEEPING)
    yield context
    context.close()


def kept(page: Page) -> None:
    assert page.evaluate(KEPT) is True


def test_a_server_killed_and_started_again_under_it(stage: Stage, machine: BrowserContext) -> None:
    """What was shown stays meanwhile; what is on air then is shown then."""
    number = air(stage, "Сервер упадёт?")
    graphic = opened(machine, stage)
    expect_text(graphic, "Сервер упадёт?")
    stage.server.kill()
    graphic.wait_for_function(GONE, arg="in_step")
    expect_text(graphic, "Сервер упадёт?")
    stage.server.start()
    edit(stage, number, "Сервер поднялся?")
    expect_text(graphic, "Сервер поднялся?")
    answer(stage, number)
    expect_nothing(graphic)


def test_a_cut_network_is_lived_through_for_as_long_as_hold_says(stage: Stage, machine: BrowserContext) -> None:
    number = air(stage, "Сеть пропадёт?")
    graphic = opened(machine, stage, "&hold=600")
    assert graphic.evaluate("document.querySelector('live-overlay').hold") == 600
    expect_text(graphic, "Сеть пропадёт?")
    machine.set_offline(True)
    graphic.wait_for_function(STATUS, arg="out_of_touch")
    expect_text(graphic, "Сеть пропадёт?")
    graphic.evaluate("document.querySelector('live-overlay').hold = 0")
    expect_nothing(graphic)
    edit(stage, number, "Сеть вернулась?")
    machine.set_offline(False)
    expect_text(graphic, "Сеть вернулась?")


def test_reloaded_without_a_server_it_is_empty_until_it_knows(stage: Stage, machine: BrowserContext) -> None:
    """Not the browser's error, and not the last question, which may have left the air."""
    number = air(stage, "Что было до перезагрузки?")
    graphic = opened(machine, stage, "&theme=light")
    expect_text(graphic, "Что было до перезагрузки?")
    kept(graphic)
    stage.server.kill()
    graphic.reload()
    graphic.wait_for_function(STATUS, arg="out_of_touch")
    expect_nothing(graphic)
    stage.server.start()
    expect_text(graphic, "Что было до перезагрузки?")
    machine.set_offline(True)
    graphic.reload()
    graphic.wait_for_function(STATUS, arg="out_of_touch")
    expect_nothing(graphic)
    answer(stage, number)
    machine.set_offline(False)
    graphic.wait_for_function(IN_STEP)
    expect_nothing(graphic)


def test_a_page_that_came_half_asks_for_itself_until_it_is_whole(stage: Stage, machine: BrowserContext) -> None:
    """Letters without their plate would be on air: without one of its styles it shows nothing at all."""
    air(stage, "Пришло не всё?")
    graphic = machine.new_page()
    graphic.route("**/overlay.css", lambda route: route.abort())
    graphic.goto(stage.address("overlay", f"?token={stage.token}"))
    graphic.wait_for_function("customElements.get('live-overlay') !== undefined")
    expect_nothing(graphic)
    graphic.unroute("**/overlay.css")
    expect_text(graphic, "Пришло не всё?")


def test_a_revoked_link_goes_dark_and_stays_so_without_a_server_too(stage: Stage, machine: BrowserContext) -> None:
    air(stage, "Уже не для этой машины?")
    link = stage.api.command("link.add", screen="overlay", name="OBS")["link"]
    [listed] = stage.api.get("/links")["links"]
    graphic = machine.new_page()
    graphic.goto(listed["url"])
    expect_text(graphic, "Уже не для этой машины?")
    stage.api.command("link.revoke", link=link)
    graphic.wait_for_function(STATUS, arg="refused")
    expect_nothing(graphic)
    stage.server.kill()
    graphic.evaluate("document.querySelector('live-overlay').feed._socket.connect()")
    graphic.wait_for_function(STATUS, arg="out_of_touch")
    expect_nothing(graphic)
    stage.server.start()
    graphic.reload()
    expect_nothing(graphic)


def test_a_launcher_opened_before_the_server_shows_nothing_and_then_the_graphic(
    stage: Stage, machine: BrowserContext, tmp_path: Path
) -> None:
    """Its frame is in sight only while the graphic in it answers; CasparCG's calls reach it there."""
    air(stage, "Из файла?")
    file = tmp_path / "launcher.html"
    query = f"?token={stage.token}&caspar=1"
    file.write_bytes(stage.api.http.get(stage.address("overlay", f"/launcher.html{query}")).content)
    stage.server.kill()
    launcher = machine.new_page()
    launcher.goto(file.as_uri())
    launcher.evaluate("play(); SILENCE = 1500")
    expect(launcher.locator("iframe")).to_be_hidden()
    expect_nothing(launcher)
    stage.server.start()
    inside = launcher.frame_locator("iframe").locator(".plate[data-number]:not([hidden]) .words")
    expect(inside).to_have_text("Из файла?", timeout=15_000)
    expect(launcher.locator("iframe")).to_be_visible()
    launcher.evaluate("document.querySelector('iframe').src = 'about:blank'")
    expect(launcher.locator("iframe")).to_be_hidden()
    expect(inside).to_have_text("Из файла?", timeout=15_000)
    launcher.evaluate("stop()")
    expect(inside).to_have_count(0)
