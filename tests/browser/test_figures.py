"""The figures' page and the public one: charts are drawn, everybody can use them, at a desk's width and on a phone."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from live.store.database import Database
from live.store.tables import meta
from live.store.transaction import Store
from live.workers.followup.figures import count_slice
from tests.browser.axe import serious_in_both_themes
from tests.browser.stage import Stage, signed_in
from tests.support.browser import Complaints, lent
from tests.support.filled_year import fill
from tests.support.server import Installation, Server

SIZES = ((1440, 900), (820, 1180), (360, 740))
DRAWN = """canvas => {
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  const colours = new Set();
  for (let at = 0; at < data.length; at += 4) if (data[at + 3] > 250) colours.add(data.slice(at, at + 3).join());
  return colours.size;
}"""
"""How many colours stand in a chart."""


@pytest.fixture(scope="module")
def centre(embedded: Installation) -> Iterator[Stage]:
    """A centre that has worked for a hundred days, and tells everybody how."""
    store = Store(Database(embedded.database_url), "of-the-tests")
    fill(store, "line", 1500, 100, datetime.now(UTC))
    with store.write() as tx:
        tx.connection.execute(
            meta.insert(), [{"name": "open", "value": "yes"}, {"name": "centre", "value": "ЦУР района"}]
        )
    while count_slice(store):
        pass
    store.database.close()
    with Server(embedded, LIVE_EMBED_ORIGINS="http://localhost:*").start() as running:
        yield Stage(running, "line", embedded.key(None, "coordinator", "moderator"))


@pytest.fixture
def reader(browser: Browser, centre: Stage) -> Iterator[BrowserContext]:
    with Complaints().heard_in(signed_in(browser, centre)) as opened:
        yield opened


def looked_at(page: Page, name: str) -> None:
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        for canvas in page.locator(".plot canvas").all():
            box = canvas.bounding_box()
            assert box is not None and box["width"] <= width
        if folder := os.environ.get("SHOTS"):
            for scheme in ("dark", "light"):
                page.emulate_media(color_scheme=scheme)
                page.screenshot(path=f"{folder}/{name}-{width}-{scheme}.png", full_page=True)
        assert not serious_in_both_themes(page)
    page.set_viewport_size({"width": 1440, "height": 900})


def drawn(page: Page, many: int) -> None:
    """Each chart shows what came and what was resolved: its two colours besides the axes'."""
    charts = page.locator(".plot canvas")
    expect(charts).to_have_count(many)
    for chart in charts.all():
        assert chart.evaluate(DRAWN) >= 3


def test_the_figures_are_read_narrowed_saved_and_printed(centre: Stage, reader: BrowserContext) -> None:
    page = reader.new_page()
    page.emulate_media(reduced_motion="reduce")
    page.goto(f"{centre.server.url}/")
    page.get_by_role("link", name="Показатели").click()
    expect(page.get_by_role("heading", name="Показатели", exact=True)).to_be_visible()
    page.get_by_role("link", name="90 дней").click()
    drawn(page, 2)
    looked_at(page, "figures")
    page.get_by_text("Числами").first.click()
    expect(page.locator(".chart table").first).to_be_visible()

    with page.expect_download() as download:
        page.get_by_role("link", name="Сохранить XLSX").click()
    assert download.value.suggested_filename.startswith("figures-")

    page.get_by_label("Чьи").select_option("Дорожный отдел")
    page.get_by_role("button", name="Показать").click()
    expect(page.locator(".about .name")).to_have_text("Дорожный отдел")
    expect(page.get_by_role("heading", name="По исполнителям")).to_be_visible()
    expect(page.get_by_role("heading", name="По ведомствам")).to_have_count(0)

    page.emulate_media(media="print")
    expect(page.get_by_role("button", name="Печать")).to_be_hidden()
    expect(page.locator(".period")).to_be_hidden()


def test_a_number_opens_its_list(centre: Stage, reader: BrowserContext) -> None:
    page = reader.new_page()
    page.goto(f"{centre.server.url}/figures")
    page.locator("#by-topic ~ .wide").get_by_role("link", name="Дороги").click()
    expect(page).to_have_url(re.compile("/b/line/desk.*topic="))
    expect(page.locator("desk-list")).to_contain_text("Дороги")
    page.goto(f"{centre.server.url}/figures")
    department = page.locator("#by-department ~ .wide").get_by_role("link").first
    name = department.inner_text()
    department.click()
    expect(page.locator(".about .name")).to_have_text(name)


def test_a_number_is_opened_turned_over_and_leads_to_the_board(centre: Stage, reader: BrowserContext) -> None:
    page = reader.new_page()
    page.emulate_media(reduced_motion="reduce")
    page.goto(f"{centre.server.url}/figures?from={date.today() - timedelta(89)}&to={date.today()}")
    number = page.locator(".sums dd > a[href*='measure=resolved']")
    many = int((number.text_content() or "").replace("\u202f", "").replace(" ", ""))
    number.click()
    expect(page.locator(".about .name")).to_contain_text(re.compile(r"^Решено: [0-9 ]+$"))
    expect(page.locator(".counted li")).to_have_count(min(many, 50))
    looked_at(page, "figure-list")
    page.get_by_role("link", name="Дальше").click()
    expect(page.get_by_role("link", name="В начало")).to_be_visible()
    page.get_by_role("link", name="К показателям").click()
    page.locator("section", has=page.locator("#by-department")).locator("td a").first.click()
    page.locator(".counted b a").first.click()
    expect(page).to_have_url(re.compile(r"/tickets\?open="))
    expect(page.locator("ticket-detail")).to_be_visible()


def test_the_public_figures_stand_in_a_page_of_the_centres_site(centre: Stage, browser: Browser) -> None:
    with Complaints().heard_in(lent(browser)) as stranger:
        page = stranger.new_page()
        page.emulate_media(reduced_motion="reduce")
        page.goto(f"{centre.server.url}/open?days=365")
        expect(page.get_by_role("heading", name="ЦУР района")).to_be_visible()
        drawn(page, 1)
        looked_at(page, "open")
        assert "Исполнитель" not in page.content() and "Дорожный отдел" not in page.content()
