"""What is read off the board of tickets: the question first, a line under each row, a long answer in four lines."""

from __future__ import annotations

from playwright.sync_api import Browser, BrowserContext, Locator, expect

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


def test_a_coordinator_has_what_nobody_was_assigned_on_a_tab(small_stage: Stage, small_context: BrowserContext) -> None:
    office = offices(small_stage)
    assigned, waits = office.ticket(ASKED), office.ticket("Когда починят мост?")
    office.command("ticket.assign", assigned, department=office.department)
    page = office.board(small_context, query=f"?department={office.department}")
    page.get_by_role("button", name="Не назначены").click()
    expect(page.locator("tickets-list .row")).to_have_count(1)
    expect(page.locator(f"#ticket-{waits}")).to_be_visible()
    office.command("ticket.assign", waits, department=office.department)
    expect(page.locator("tickets-list .row")).to_have_count(0)


def test_who_does_not_assign_has_no_such_tab(small_stage: Stage, browser: Browser) -> None:
    office = offices(small_stage)
    with office.at_work(browser, office.igor) as board:
        expect(board.get_by_role("button", name="Просрочены")).to_be_visible()
        expect(board.get_by_role("button", name="Не назначены")).to_have_count(0)


def test_each_row_has_its_line(small_stage: Stage, small_context: BrowserContext) -> None:
    """Rows of half a pixel would cover each other's."""
    office = offices(small_stage)
    office.ticket(ASKED)
    page = office.board(small_context, query=f"?department={office.department}")
    rows = page.locator("tickets-list .row")
    expect(rows).to_have_count(1)
    height: float = rows.first.evaluate("row => row.getBoundingClientRect().height")
    assert height == round(height)


def test_a_long_answer_in_writing_takes_four_lines_until_it_is_asked_for(
    small_stage: Stage, small_context: BrowserContext
) -> None:
    office = offices(small_stage)
    number = office.ticket("Протекает крыша", author={"name": "Анна П.", "contact": "tel:+79000000000"})
    office.command("ticket.reply", number, text="Кровельщик придёт завтра. " * 60)
    page = office.board(small_context, query=f"?open={number}")
    text = page.locator("ticket-detail [data-reply] .text")
    expect(text).to_be_visible()
    assert lines(text) == 4
    text.click()
    assert lines(text) > 4


def lines(text: Locator) -> int:
    height: float = text.evaluate("one => one.clientHeight / parseFloat(getComputedStyle(one).lineHeight)")
    return round(height)
