"""A graphic of the station's own in our page: uploaded by hand, driven by what is on air, and without rights."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, FrameLocator, Page, expect

from tests.browser.graphic import SIZE, air, answer, edit, expect_text, opaque, opened
from tests.browser.stage import Stage
from tests.support.api import NAMED
from tests.support.browser import Complaints, lent
from tests.support.entrance import let_in
from tests.support.scale import scaled
from tests.support.server import Server
from tests.support.station_graphic import packed

pytestmark = pytest.mark.faults

TAKES = Path(__file__).with_name("station_takes.js").read_text("utf-8")
SHOWN = ".station.here"
LAYER = "document.querySelector('live-overlay').station.driven.get('question').layer"


@pytest.fixture(scope="module")
def admin(small_server: Server) -> str:
    return small_server.installation.key(None, "admin")


@pytest.fixture
def office(browser: Browser, small_server: Server, admin: str) -> Iterator[Page]:
    """The administrator's page."""
    with Complaints().heard_in(lent(browser)) as context:
        let_in(context, small_server.installation, admin, small_server.url)
        yield context.new_page()


@pytest.fixture
def machine(browser: Browser) -> Iterator[BrowserContext]:
    """A graphics machine. What a graphic is refused stands in its console."""
    with Complaints(console=False).heard_in(lent(browser, viewport=SIZE)) as context:
        yield context


@pytest.fixture
def show(small_stage: Stage) -> Stage:
    small_stage.go_on_air()
    return small_stage


def uploaded(office: Page, server: Server, style: str = "plain", **fields: Any) -> int:
    """A graphic with the question's words in its fields, whose manners are those; its number."""
    office.goto(f"{server.url}/admin/graphics")
    package = {"name": "third.zip", "mimeType": "application/zip", "buffer": packed(**fields)}
    office.locator("input[type=file]").set_input_files(package)  # type: ignore[arg-type]  # as its pages say it
    office.get_by_role("button", name="Загрузить").click()
    expect(office.get_by_role("status").first).to_have_text("Загружен. Укажите, что попадёт в его поля.")
    if style != "plain":
        office.locator("[name='source.3']").select_option("typed")
        office.locator("[name='value.3']").select_option(style)
        office.get_by_role("button", name="Сохранить").click()
        expect(office.get_by_role("status").first).to_have_text("Сохранено.")
    return int(office.url.split("/")[-1].split("?")[0])


def third(page: Page) -> FrameLocator:
    """What stands in the frame that is in sight."""
    return page.frame_locator(SHOWN)


def test_it_shows_what_is_on_air_and_leaves_with_it(show: Stage, office: Page, machine: BrowserContext) -> None:
    page = opened(machine, show, f"&graphic={uploaded(office, show.server)}")
    expect(page.locator(SHOWN)).to_have_count(0)
    author = {"author": {"name": "Анна П."}, "consent": NAMED, "locality": "Сосновка"}
    number = air(show, "Когда починят мост?", **author)
    expect(third(page).locator(".words")).to_have_text("Когда починят мост?")
    expect(third(page).locator(".third")).to_be_visible()
    expect(page.locator(".plate[data-number]:not([hidden])")).to_have_count(0)
    edit(show, number, "Когда починят мост через реку?")
    expect(third(page).locator(".words")).to_have_text("Когда починят мост через реку?")
    second = air(show, "Где вода?")
    expect(third(page).locator(".words")).to_have_text("Где вода?")
    expect(page.locator(SHOWN)).to_have_count(1)
    assert opaque(page) > 10_000
    answer(show, second)
    expect(page.locator(SHOWN)).to_have_count(0)
    assert opaque(page) == 0


def test_the_graphic_is_cleared_and_shown_by_the_same_buttons(
    show: Stage, office: Page, machine: BrowserContext
) -> None:
    page = opened(machine, show, f"&graphic={uploaded(office, show.server)}")
    air(show, "Кто снимет титр?")
    expect(third(page).locator(".words")).to_have_text("Кто снимет титр?")
    show.api.command("graphic.clear")
    expect(page.locator(SHOWN)).to_have_count(0)
    show.api.command("graphic.show")
    expect(third(page).locator(".words")).to_have_text("Кто снимет титр?")


def test_a_poll_is_ours_where_the_station_has_no_graphic_for_it(
    show: Stage, office: Page, machine: BrowserContext
) -> None:
    page = opened(machine, show, f"&graphic={uploaded(office, show.server)}")
    air(show, "Что ремонтировать?")
    expect(third(page).locator(".words")).to_have_text("Что ремонтировать?")
    poll = show.api.command("poll.open", question="Нужен ли парк?", options=["Да", "Нет"])["poll"]
    show.api.command("poll.show", poll=poll)
    expect(page.locator(".poll[data-poll]:not([hidden], .leaving) .asked")).to_contain_text("Нужен ли парк?")
    expect(page.locator(SHOWN)).to_have_count(0)


def test_a_key_of_casparcg_brings_its_next_step_and_then_the_first(
    show: Stage, office: Page, machine: BrowserContext
) -> None:
    page = opened(machine, show, f"&graphic={uploaded(office, show.server)}")
    air(show, "Что дальше?", locality="Сосновка")
    words = third(page).locator(".words")
    expect(words).to_have_text("Что дальше?")
    for told in ("Сосновка", "Что дальше?"):
        page.wait_for_function(f"!{LAYER}._shown.frame.busy")
        page.evaluate("next()")
        expect(words).to_have_text(told)


def test_it_reaches_nothing_of_ours(show: Stage, office: Page, machine: BrowserContext) -> None:
    """Cookies, storage, our page, our API, the internet, scripts from elsewhere: all that it tries fails."""
    machine.add_cookies([{"name": "live", "value": "secret", "url": show.server.url}])
    page = opened(machine, show, f"&graphic={uploaded(office, show.server, 'curious')}")
    asked: list[str] = []
    machine.on("request", lambda request: asked.append(request.url))
    air(show, "Что ей видно?")
    expect(third(page).locator("[data-reached]")).to_have_attribute("data-reached", "nothing")
    assert page.locator(SHOWN).get_attribute("sandbox") == "allow-scripts"
    assert not [url for url in asked if "/api/v1/broadcasts" in url or "example.org" in url]


@pytest.mark.parametrize("style", ["refuses", "silent"])
def test_where_it_does_not_play_ours_is_on_air(show: Stage, office: Page, machine: BrowserContext, style: str) -> None:
    page = opened(machine, show, f"&graphic={uploaded(office, show.server, style)}")
    air(show, "Будет ли титр?")
    page.wait_for_function(f"{LAYER}.failed")
    expect_text(page, "Будет ли титр?")
    air(show, "А следующий?")
    expect_text(page, "А следующий?")
    expect(page.locator(".station")).to_have_count(0)


def test_one_whose_script_is_broken_or_that_was_removed_leaves_the_air_to_ours(
    show: Stage, office: Page, machine: BrowserContext
) -> None:
    broken = uploaded(office, show.server, files={"third/graphic.mjs": b"export default 7"})
    page = opened(machine, show, f"&graphic={broken}")
    removed = opened(machine, show, f"&graphic={uploaded(office, show.server, version='gone')}")
    office.get_by_role("button", name="Удалить").click()
    expect(office.get_by_role("heading", name="Титры станции")).to_be_visible()
    air(show, "Чей титр?")
    expect_text(page, "Чей титр?")
    expect(third(removed).locator(".words")).to_have_text("Чей титр?")  # its frame was prepared before
    air(show, "А теперь?")
    removed.wait_for_function(f"{LAYER}.failed")
    expect_text(removed, "А теперь?")


def test_it_is_tried_on_its_own_page_with_what_the_form_says(office: Page, small_server: Server) -> None:
    uploaded(office, small_server)
    office.get_by_label("Слова для пробы").fill("Скоро ли лето?")
    office.get_by_role("button", name="Показать").click()
    expect(third(office).locator(".words")).to_have_text("Скоро ли лето?")
    office.locator("[name='source.0']").select_option("typed")
    office.locator("[name='value.0']").fill("Тема недели")
    expect(third(office).locator(".words")).to_have_text("Тема недели")
    office.get_by_role("button", name="Убрать").click()
    expect(office.locator(SHOWN)).to_have_count(0)


def test_the_gallery_chooses_it_for_its_picture_and_for_the_addresses(
    show: Stage, office: Page, machine: BrowserContext
) -> None:
    number = uploaded(office, show.server, name="Титр вечера")
    air(show, "Кто выбирает?")
    show.enter(machine)
    gallery = machine.new_page()
    gallery.goto(show.address("gallery"))
    gallery.get_by_label("Титр вопроса").select_option(str(number))
    inner = gallery.frame_locator(".preview iframe").frame_locator(SHOWN)
    expect(inner.locator(".words")).to_have_text("Кто выбирает?")
    assert gallery.url.endswith(f"?graphic={number}")


@pytest.mark.soak
def test_no_frame_shows_a_wrong_text_however_the_takes_are_cut(
    show: Stage, office: Page, machine: BrowserContext
) -> None:
    page = opened(machine, show, f"&graphic={uploaded(office, show.server)}")
    page.evaluate(TAKES)
    told = page.evaluate("([many, seed]) => stationTakes(many, seed)", [scaled(60, 1000), 20261130])
    assert (told["wrong"], told["left"]) == ([], 0)
    assert told["seen"] > 60 and told["settled"] > 3, "the look has seen plates, and some that stood still"
