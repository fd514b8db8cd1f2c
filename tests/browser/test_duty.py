"""Duty in a browser: a shift goes over between two desks, with a note that is confirmed; and how its pages look."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from live.admin.shifts.roster import Planned, add_shift
from live.domain.people import By
from live.store.centre import access
from live.store.database import Database
from live.store.tables import handover, shift
from live.store.transaction import Store
from tests.browser.axe import serious_in_both_themes
from tests.browser.stage import Stage
from tests.support.browser import in_step, lent
from tests.support.entrance import let_in
from tests.support.letters import letters

PASSWORD = "пароль-дежурных"
SIZES: tuple[ViewportSize, ...] = ({"width": 1440, "height": 900}, {"width": 360, "height": 740})
NOTE = "Прорыв на Речной: водоканал обещал до 21:00. Проверить № 12."


@dataclass(frozen=True)
class Line:
    """A line between shows with two moderators: `irina` is on duty for ten minutes more, `petr` after her."""

    stage: Stage
    slug: str
    irina: str
    petr: str

    @contextmanager
    def desk(self, browser: Browser, login: str, screen: str = "", **options: Any) -> Iterator[Page]:
        with lent(browser, **options) as context:
            page = context.new_page()
            page.goto(f"{self.stage.server.url}/login")
            page.get_by_label("Логин").fill(login)
            page.get_by_label("Пароль").fill(PASSWORD)
            page.get_by_role("button", name="Войти").click()
            page.wait_for_url(lambda url: "/login" not in url)
            page.goto(f"{self.stage.server.url}{screen or f'/b/{self.slug}/desk'}")
            in_step(page)
            yield page


@contextmanager
def opened(stage: Stage) -> Iterator[Store]:
    installation = stage.server.installation
    store = Store(Database(installation.database_url), installation.environment()["LIVE_SECRET_KEY"])
    try:
        yield store
    finally:
        store.database.close()


@pytest.fixture
def line(small_stage: Stage) -> Line:
    mark, installation = letters(), small_stage.server.installation
    made = Line(small_stage, f"line-{mark}", f"irina-{mark}", f"petr-{mark}")
    kind = ["--head", "Глава", "--kind", "standing"]
    installation.cli("broadcast", "add", "--slug", made.slug, "--title", "Постоянная линия", *kind)
    for login, name in ((made.irina, "Ирина"), (made.petr, "Пётр")):
        person = ["--login", login, "--name", name, "--role", "moderator", "--role", "coordinator"]
        installation.cli("user", "add", *person, "--password-stdin", stdin=PASSWORD + "\n")
    now, by = datetime.now(UTC), By("Ольга", "admin")
    with opened(small_stage) as store:
        with store.write() as tx:
            tx.connection.execute(handover.delete())
            tx.connection.execute(shift.delete())
        with store.read() as connection:
            people = {row.login: row.id for row in access.accounts_by_login(connection, [made.irina, made.petr])}
        change = now + timedelta(minutes=10)
        add_shift(store, now - timedelta(hours=4), change, Planned(people[made.irina]), by)
        add_shift(store, change, change + timedelta(hours=12), Planned(people[made.petr], ["ЖКХ", "Дороги"]), by)
    return made


def sheet(page: Page) -> Page:
    expect(page.locator("live-duty .strip")).to_be_visible()
    page.keyboard.press("Shift+D")
    expect(page.get_by_role("dialog")).to_be_visible()
    return page


def looked_at(page: Page, name: str) -> None:
    """A picture for whoever wants to look: LIVE_PICTURES names the folder."""
    if folder := os.environ.get("LIVE_PICTURES"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


def test_a_shift_goes_over_with_a_note_that_is_confirmed(line: Line, browser: Browser) -> None:
    with line.desk(browser, line.irina) as irina, line.desk(browser, line.petr) as petr:
        strip = irina.locator("live-duty .strip")
        expect(strip).to_contain_text(re.compile("Дежурит: Ирина до .*смена не принята"))
        expect(sheet(irina).get_by_role("button", name="Принять смену").first).to_be_focused()
        irina.keyboard.press("Enter")
        expect(strip).not_to_contain_text("смена не принята")
        irina.get_by_label("Записка следующему: что открыто, на что смотреть").fill(NOTE)
        irina.keyboard.press("Control+Enter")
        expect(irina.get_by_role("dialog")).to_contain_text("Записка ждёт следующего дежурного.")
        looked_at(irina, "duty-sheet-handed")
        dialog = sheet(petr).get_by_role("dialog")
        expect(dialog).to_contain_text(NOTE)
        dialog.get_by_role("button", name="Принять смену").click()
        looked_at(petr, "duty-sheet-read")
        expect(petr.locator("live-duty .strip .waits")).to_contain_text("Прочитать записку")
        expect(strip).to_contain_text("Дежурит: Ирина")
        dialog.get_by_role("button", name="Прочитано").click()
        expect(strip).to_contain_text("Дежурит: Пётр")
        expect(strip).not_to_contain_text("Ирина")
        expect(irina.get_by_role("dialog")).not_to_contain_text(NOTE)


def test_of_two_who_take_the_same_shift_the_second_reads_who_was_first(line: Line, browser: Browser) -> None:
    with line.desk(browser, line.irina) as irina, line.desk(browser, line.petr, "/tickets") as petr:
        for page in (irina, petr):
            sheet(page)
        petr.get_by_role("button", name="Принять вместо: Ирина").click()
        expect(petr.locator("live-duty .strip")).to_contain_text("Дежурит: Пётр")
        expect(irina.get_by_role("dialog")).to_contain_text("вместо: Ирина")
        expect(irina.get_by_role("dialog").get_by_role("button", name="Принять смену")).to_have_count(0)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: str(size["width"]))
def test_strip_and_sheet_fit_and_axe_finds_nothing_serious(line: Line, browser: Browser, size: ViewportSize) -> None:
    for name, screen in (("desk", ""), ("tickets", "/tickets")):
        with line.desk(browser, line.irina, screen, viewport=size, reduced_motion="reduce") as page:
            expect(page.locator("live-duty .strip")).to_be_visible()
            looked_at(page, f"duty-{name}-{size['width']}")
            assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
            sheet(page)
            looked_at(page, f"duty-{name}-sheet-{size['width']}")
            assert page.evaluate("document.querySelector('dialog').scrollWidth") <= size["width"]
            assert serious_in_both_themes(page) == {}


@pytest.mark.parametrize("size", SIZES, ids=lambda size: str(size["width"]))
def test_the_pages_fit_and_axe_finds_nothing_serious(line: Line, browser: Browser, size: ViewportSize) -> None:
    installation, url = line.stage.server.installation, line.stage.server.url
    with lent(browser, viewport=size, reduced_motion="reduce") as context:
        page = context.new_page()
        let_in(context, installation, installation.key(None, "admin"), url)
        page.goto(f"{url}/admin/shifts")
        for details in page.locator("details").all():
            details.evaluate("one => (one.open = true)")
        looked_at(page, f"roster-{size['width']}")
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
        assert serious_in_both_themes(page) == {}
        page.locator("a.shift").first.click()
        looked_at(page, f"shift-{size['width']}")
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
        assert serious_in_both_themes(page) == {}
    with line.desk(browser, line.irina, viewport=size, reduced_motion="reduce") as page:
        page.goto(f"{url}/account/duty")
        looked_at(page, f"own-{size['width']}")
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
        assert serious_in_both_themes(page) == {}
