"""Pictures of what comes after a show: its report, the tickets, and the page of the resident who follows one."""

from __future__ import annotations

import re
from typing import Literal

from playwright.sync_api import ViewportSize
from sqlalchemy import create_engine, select

from live.store.tables import question
from tools.pictured_show import OFFICE, PRODUCER
from tools.pictured_tickets import ANSWERED
from tools.studio import PHONE, WIDE, Picture, Studio, Take, Theme

MOST_SCREENFULS = 40


def report(studio: Studio, take: Take, size: ViewportSize, media: Literal["screen", "print"] = "screen") -> None:
    """The report of the show so far; what it says of its own time is the show's."""
    with studio.context(PRODUCER, size, "light" if media == "print" else "dark") as context:
        page = context.new_page()
        page.goto(f"{studio.server.url}/b/{studio.slug}/report")
        page.emulate_media(media=media)
        said = page.locator(".about .quiet")
        now = re.sub(r"(по состоянию на ).*$", r"\g<1>26.11.2026, 13:44:20", said.inner_text())
        said.evaluate("(line, text) => { line.textContent = text; }", now)
        take(page)


def tickets(
    studio: Studio, take: Take, size: ViewportSize = WIDE, open: str = "", theme: Theme = "dark", query: str = ""
) -> None:
    """The board, with the ticket open whose row says `open`."""
    with studio.context(OFFICE[0], size, theme) as context:
        page = studio.screen(context, f"/tickets?sort=due{query}")
        page.wait_for_function("document.querySelector('live-tickets').listing.status === 'ready'")
        if open:
            row = page.locator("tickets-list .row", has_text=open)
            page.locator("tickets-list").hover()
            for _screenful in range(MOST_SCREENFULS):  # A list draws what is in sight alone.
                if row.count():
                    break
                page.mouse.wheel(0, size["height"] / 2)
                page.wait_for_timeout(100)
            row.click()
            page.locator("ticket-detail .past").wait_for()
            page.wait_for_function("document.querySelector('live-tickets').page.links")
        page.wait_for_function("document.querySelector('live-tickets').counts.today !== undefined")
        take(studio.still(page))


def by_hand(studio: Studio, take: Take, size: ViewportSize = WIDE) -> None:
    """Whom somebody has to call, in the place of the list of tickets."""
    with studio.context(OFFICE[0], size) as context:
        page = studio.screen(context, "/tickets?tab=by_hand")
        page.locator("tickets-by-hand li").first.wait_for()
        page.wait_for_function("document.querySelector('live-tickets').counts.today !== undefined")
        take(studio.still(page))


def track(studio: Studio, take: Take) -> None:
    """What the resident reads whose question has its answer."""
    engine = create_engine(studio.server.installation.database_url)
    with engine.connect() as connection:
        code = connection.execute(select(question.c.code).where(question.c.text == ANSWERED)).scalar_one()
    engine.dispose()
    with studio.context(OFFICE[0], {"width": 360, "height": 1120}, "light") as context:
        page = context.new_page()
        page.goto(f"{studio.server.url}/track/{code}")
        take(page)


AFTER: dict[str, Picture] = {
    "tickets-1440": lambda studio, take: tickets(studio, take, open="Затопило подвал"),
    "tickets-light-1440": lambda studio, take: tickets(studio, take, open="Затопило подвал", theme="light"),
    "tickets-360": lambda studio, take: tickets(studio, take, PHONE),
    "ticket-360": lambda studio, take: tickets(studio, take, PHONE, open="Затопило подвал"),
    "report-1440": lambda studio, take: report(studio, take, {"width": 1440, "height": 1900}),
    "report-360": lambda studio, take: report(studio, take, {"width": 360, "height": 1700}),
    "report-print": lambda studio, take: report(studio, take, {"width": 1040, "height": 1400}, "print"),
    "tickets-answered-1440": lambda studio, take: tickets(studio, take, open=ANSWERED),
    "tickets-by-hand-1440": by_hand,
    "tickets-by-hand-360": lambda studio, take: by_hand(studio, take, PHONE),
    "track": track,
}
