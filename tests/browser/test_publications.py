"""A publication by two people: written by one, seen and posted by the other, corrected, and taken off the page."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FilePayload, Page, ViewportSize, expect

from tests.browser.axe import serious_in_both_themes
from tests.followup.publishing import SETTINGS
from tests.support import pictures
from tests.support.browser import Complaints, lent
from tests.support.entrance import let_in
from tests.support.process import wait_until
from tests.support.server import Installation, Server
from tests.support.stubs import ok, vk

pytestmark = pytest.mark.faults

PICTURES = os.environ.get("LIVE_PICTURES_OF_PUBLICATIONS")
SIZES = {"wide": (1440, 900), "phone": (360, 740)}
TEXT = "Мост через Студёную открыт для движения. Автобус № 7 снова идёт через центр."
LONG = "Капитальный ремонт дорог, мостов и тротуаров во всех деревнях за рекой. " * 40


@pytest.fixture(scope="module")
def community() -> Iterator[vk.Vk]:
    with vk.Vk() as stub:
        yield stub


@pytest.fixture(scope="module")
def centre(embedded: Installation, community: vk.Vk) -> Iterator[Server]:
    with Server(embedded).start() as server, ok.Ok() as group:
        slug = embedded.show().slug
        embedded.channel("vk", slug, host=community.url, secret="callback-secret", **SETTINGS["vk"])
        embedded.channel("ok", slug, host=group.url, **SETTINGS["ok"])
        yield server


@pytest.fixture(scope="module")
def over(centre: Server, embedded: Installation) -> str:
    """A show that was played and is being wrapped up."""
    show = embedded.show("air", crew="source moderator producer")
    crew = centre.api(show.slug, show.keys["crew"])
    for number in range(1, 4):
        crew.ask(f"Когда починят дорогу № {number}?", topic="Дороги")
    for version, verb in enumerate(("shortlist", "take", "answer"), 1):
        crew.command(f"question.{verb}", question=1, version=version)
    crew.command("broadcast.wrap")
    return show.slug


@contextmanager
def person(browser: Browser, centre: Server, size: str) -> Iterator[Page]:
    """A coordinator with a key of their own. A form that is refused is an error to the console."""
    width, height = SIZES[size]
    window: ViewportSize = {"width": width, "height": height}
    with Complaints(console=False).heard_in(lent(browser, reduced_motion="reduce", viewport=window)) as context:
        let_in(context, centre.installation, centre.installation.key(None, "coordinator"), centre.url)
        yield context.new_page()


@pytest.fixture(params=SIZES)
def size(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def anna(browser: Browser, centre: Server, size: str) -> Iterator[Page]:
    with person(browser, centre, size) as page:
        yield page


@pytest.fixture
def boris(browser: Browser, centre: Server, size: str) -> Iterator[Page]:
    with person(browser, centre, size) as page:
        yield page


def seen(page: Page, name: str = "") -> None:
    assert serious_in_both_themes(page) == {}, page.url
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{page.url} is wider than the window"
    if PICTURES and name:
        width = (page.viewport_size or {"width": 0})["width"]
        page.screenshot(path=Path(PICTURES) / f"{name}-{width}.png", full_page=True)


def written(page: Page, centre: Server, text: str = TEXT) -> str:
    """The address of a new draft with a picture."""
    page.goto(f"{centre.url}/publications/new")
    page.get_by_role("textbox", name="Текст").fill(text)
    page.get_by_label("ВКонтакте").check()
    page.get_by_label("Одноклассники").check()
    shot = FilePayload(name="мост.jpg", mimeType="image/jpeg", buffer=pictures.picture(size=(1280, 720)))
    page.get_by_label("Добавить файлы").set_input_files(shot)
    page.get_by_role("button", name="Сохранить черновик").click()
    expect(page.get_by_role("status")).to_contain_text("Нужна проверка вторым человеком")
    return page.url.partition("?")[0]


def until_posted(page: Page, address: str) -> None:
    """The page is read anew, as a person does, until it stands in both networks."""

    def stands() -> bool:
        page.goto(address)
        return page.get_by_role("link", name="стоит на странице").count() == 2

    wait_until(stands, "it stands on both pages")


def test_one_writes_another_sees_and_posts_and_it_stands_there_once(
    anna: Page, boris: Page, centre: Server, community: vk.Vk
) -> None:
    before = len(community.posted)
    address = written(anna, centre)
    seen(anna, "draft")
    expect(anna.locator("main")).to_contain_text("Проверяет другой человек")
    expect(anna.get_by_role("button", name="Проверено, можно публиковать")).to_have_count(0)
    boris.goto(address)
    boris.get_by_role("button", name="Проверено, можно публиковать").click()
    release = boris.get_by_role("button", name="Опубликовать сейчас")
    release.click()
    expect(release).to_have_count(0)
    until_posted(boris, address)
    seen(boris, "posted")
    assert len(community.posted) == before + 1
    anna.goto(address)
    anna.get_by_text("Исправить текст").click()
    anna.get_by_role("textbox", name="Текст").fill("Мост открыт с 8:00.")
    anna.get_by_role("button", name="Отдать на проверку").click()
    expect(anna.get_by_role("button", name="Отдать на проверку")).to_be_hidden()
    seen(anna, "correction")
    boris.goto(address)
    boris.get_by_role("button", name="Проверено, исправить на страницах").click()
    expect(boris.locator("main")).to_contain_text("Исправление отправлено на страницы")
    boris.goto(f"{centre.url}/publications")
    seen(boris, "all")


def test_what_was_typed_stays_where_it_is_refused(anna: Page, centre: Server) -> None:
    anna.goto(f"{centre.url}/publications/new")
    seen(anna, "new")
    anna.get_by_role("textbox", name="Текст").fill(TEXT)
    anna.get_by_role("button", name="Сохранить черновик").click()
    expect(anna.get_by_role("alert")).to_have_text("Отметьте хотя бы одну страницу.")
    expect(anna.get_by_role("textbox", name="Текст")).to_have_value(TEXT)


def test_the_longest_text_fits_the_page(anna: Page, centre: Server) -> None:
    anna.goto(written(anna, centre, LONG))
    seen(anna, "long")


def test_the_outcome_of_a_show_stands_on_the_pages_after_four_presses_of_two_people(
    anna: Page, boris: Page, centre: Server, community: vk.Vk, over: str
) -> None:
    before = len(community.posted)
    publish = anna.get_by_role("link", name="Опубликовать итоги", exact=True)

    def is_over() -> bool:
        anna.goto(f"{centre.url}/b/{over}/report")
        return publish.count() == 1

    wait_until(is_over, "the show is wrapped up", 60)
    publish.click()
    expect(anna.get_by_role("textbox", name="Текст")).to_have_value(re.compile("Поступило вопросов: 3"))
    seen(anna, "outcome")
    anna.get_by_role("button", name="Сохранить черновик").click()
    expect(anna.get_by_role("link", name="отчёт об эфире")).to_have_attribute("href", f"/b/{over}/report")
    boris.goto(anna.url.partition("?")[0])
    seen(boris, "outcome-draft")
    boris.get_by_role("button", name="Проверено, можно публиковать").click()
    release = boris.get_by_role("button", name="Опубликовать сейчас")
    release.click()
    expect(release).to_have_count(0)
    until_posted(boris, boris.url.partition("?")[0])
    *_, post = community.posted.values()
    assert len(community.posted) == before + 1
    assert "Поступило вопросов: 3" in post["message"] and post["attachments"].startswith("photo-")
    anna.goto(f"{centre.url}/b/{over}/report")
    publish.click()
    expect(anna.locator("main")).to_contain_text("Такая публикация уже есть")
