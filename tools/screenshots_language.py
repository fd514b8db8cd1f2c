"""Pictures of what the language work tells: stacks, danger, a shorter wording, what is asked now, and its pages."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tools.pictured_language import ASKED, DANGER, LONG, TEXTS
from tools.pictured_show import MAIN, MODERATOR, OFFICE, PRODUCER
from tools.screenshots_hard import on, page_of
from tools.studio import WIDE, Picture

DESK = f"/b/{{slug}}/desk?open={TEXTS.index(LONG) + 1}"


def offered(page: Page) -> None:
    expect(page.get_by_role("region", name="Короче для эфира")).to_be_visible()
    expect(page.locator("desk-list .row").first).to_be_visible()


def in_danger(page: Page) -> None:
    expect(page.get_by_role("group", name="Опасность для людей")).to_be_visible()


def asked_now(page: Page) -> None:
    expect(page.locator("live-clusters li").first).to_be_visible()


LANGUAGE: dict[str, Picture] = {
    "desk-shorter-1440": on(ASKED, DESK, MODERATOR, WIDE, offered),
    "desk-danger-1440": on(ASKED, f"/b/{{slug}}/desk?open={TEXTS.index(DANGER) + 1}", MODERATOR, WIDE, in_danger),
    "rundown-asked-1440": on(ASKED, "/b/{slug}/rundown", PRODUCER, WIDE, asked_now),
    "admin-learning": page_of(MAIN, "/admin/learning", OFFICE[1], theme="dark"),
    "admin-urgent": page_of(MAIN, "/admin/lists/urgent", OFFICE[1], theme="dark"),
}
