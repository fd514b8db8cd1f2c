"""Topics learned by a button, a guess with its reason on the desk, what people made of it, and a model refused."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from live.store.database import Database
from live.store.transaction import Store
from tests.browser.axe import serious_in_both_themes
from tests.support.backends import EMBEDDED, Backends
from tests.support.browser import Complaints, lent
from tests.support.entrance import let_in
from tests.support.server import SECRET, Server
from tests.workers.language.school import PATIENCE, SAID, School

SIZES = {"wide": (1440, 900), "phone": (360, 740)}

LONG = 1000.0 * PATIENCE


@dataclass
class Office:
    """A server, and a centre that has decided on topics behind its back."""

    server: Server
    school: School

    def page(self, context: BrowserContext) -> Page:
        page = context.new_page()
        page.goto(f"{self.server.url}/admin/learning")
        return page

    def learned(self, page: Page) -> None:
        """Learn now, and wait for the end."""
        button = page.get_by_role("button", name="Учиться сейчас")
        button.click()
        expect(page.get_by_role("button", name="Учиться сейчас")).to_be_enabled(timeout=LONG)

    def desk(self, context: BrowserContext, number: int) -> Page:
        desk = context.new_page()
        desk.goto(f"{self.server.url}/b/{self.school.show.slug}/desk?open={number}")
        expect(desk.locator("desk-pane h2")).to_have_text(f"№ {number}", timeout=30_000)
        return desk


@pytest.fixture
def office(backends: Backends, tmp_path: Path) -> Iterator[Office]:
    """A server and a database of its own: what is learned is the whole centre's."""
    with backends.installation(EMBEDDED, tmp_path) as own, Server(own).start() as server:
        store = Store(Database(own.database_url), SECRET)
        yield Office(server, School(store).decided())
        store.database.close()


@pytest.fixture
def olga(browser: Browser, office: Office) -> Iterator[BrowserContext]:
    installation = office.server.installation
    with Complaints().heard_in(
        lent(browser, reduced_motion="reduce", viewport={"width": 1440, "height": 900})
    ) as context:
        let_in(context, installation, installation.key(None, "admin", "moderator"), office.server.url)
        yield context


def test_a_learned_topic_says_why_and_what_people_make_of_it_is_counted(office: Office, olga: BrowserContext) -> None:
    page = office.page(olga)
    office.learned(page)
    expect(page.get_by_text("моделью № 1")).to_be_visible()
    left, corrected = office.school.show.asked("Огромная яма на дороге"), office.school.show.asked("Асфальт разбит")

    desk = office.desk(olga, left)
    topic = desk.locator(".kind", has_text="Тема")
    expect(topic.locator(".present")).to_contain_text("Дороги", timeout=30_000)
    expect(topic.locator(".why")).to_contain_text("яма")
    expect(topic.locator(".why")).to_contain_text("%")
    desk.keyboard.press("s")
    expect(desk.locator("desk-shortlist .row")).to_contain_text("яма")

    desk = office.desk(olga, corrected)
    expect(desk.locator(".kind .why")).to_be_visible(timeout=30_000)
    desk.keyboard.press("c")
    desk.locator("dialog").get_by_role("combobox").fill("Вода")
    desk.keyboard.press("Enter")
    expect(desk.locator(".kind .present").first).to_contain_text("Вода")
    expect(desk.locator(".kind .why")).to_have_count(0)

    page.reload()
    row = page.get_by_role("table").nth(1).get_by_role("row", name="Дороги")
    expect(row).to_contain_text("50 %")
    mistake = page.get_by_role("link", name=f"№ {corrected}")
    expect(mistake).to_be_visible()
    expect(page.locator(".mistakes li")).to_contain_text("поставлено: Вода")


def test_what_was_learned_and_is_no_better_is_shown_as_refused(office: Office, olga: BrowserContext) -> None:
    words = {"Дороги": ["яма", "асфальт", "дорога"], "Вода": ["вода", "колонка"], "Школы": ["школа", "учитель"]}
    office.school.lists(*SAID, words=words)
    page = office.page(olga)
    office.learned(page)
    row = page.get_by_role("table").last.get_by_role("row").nth(1)
    expect(row).to_contain_text("не взята: не лучше")
    expect(row).to_contain_text("ключевые слова: 100 %")
    expect(page.get_by_text("по ключевым словам", exact=True)).to_be_visible()


@pytest.mark.parametrize("size", SIZES)
def test_the_page_is_for_everybody(office: Office, olga: BrowserContext, size: str) -> None:
    office.school.learn()
    page = office.page(olga)
    width, height = SIZES[size]
    page.set_viewport_size({"width": width, "height": height})
    assert serious_in_both_themes(page) == {}
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "it is wider than the window"
