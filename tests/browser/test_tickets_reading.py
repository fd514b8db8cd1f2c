"""What is read off the board of tickets: the question first, a line under each row."""

from __future__ import annotations

from playwright.sync_api import BrowserContext, expect

from tests.browser.office import offices, shown
from tests.browser.stage import Stage

GREETED = "Здравствуйте! Можно ли поставить лавочки у поликлиники?"
ASKED = "Можно ли поставить лавочки у поликлиники?"


def test_a_row_begins_with_the_question(small_stage: Stage, small_context: BrowserContext) -> None:
    office = offices(small_stage)
    number = office.ticket(GREETED)
    other = office.ticket(GREETED + " Пожилым негде присесть.")
    page = office.board(small_context, query=f"?open={number}&department={office.department}&sort=newest")
    expect(page.locator(f"#ticket-{number} .words")).to_have_text(ASKED)
    shown(page, number)
    expect(page.locator("ticket-detail .part").first).to_contain_text(GREETED)  # whole where it is read
    expect(page.locator("ticket-detail .links li", has_text=other).locator("p")).to_have_text(
        f"{ASKED} Пожилым негде присесть."
    )


def test_each_row_has_its_line(small_stage: Stage, small_context: BrowserContext) -> None:
    """Rows of half a pixel would cover each other's."""
    office = offices(small_stage)
    office.ticket(ASKED)
    page = office.board(small_context, query=f"?department={office.department}")
    rows = page.locator("tickets-list .row")
    expect(rows).to_have_count(1)
    height: float = rows.first.evaluate("row => row.getBoundingClientRect().height")
    assert height == round(height)
