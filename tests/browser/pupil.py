"""Somebody at a practice: they do what its strip says, by the keys that it shows."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.axe import serious_in_both_themes
from tests.support.browser import in_step
from tests.support.server import Server

PASSWORD = "четыре разных слова"


def sign_in(page: Page, url: str, login: str) -> None:
    page.goto(f"{url}/login")
    page.get_by_label("Логин").fill(login)
    page.get_by_label("Пароль", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Войти", exact=True).click()
    page.wait_for_url(f"{url}/")


HEARD = "() => { const desk = document.querySelector('live-desk'); return !desk || performance.now() >= desk.shownAt; }"
"""Whether a key is meant for what stands there: one pressed in the instant in which a question comes up is not."""

PLACED = "name => Number(new URLSearchParams(location.search).get(name)) || null"
"""A number that the page's address names."""

NEWEST = 99
"""Above every question of a practice."""


class Pupil:
    """Somebody who does what the strip says, by the keys that it shows."""

    def __init__(self, server: Server, context: BrowserContext) -> None:
        self.server, self.context, self.page = server, context, context.new_page()
        self.seconds: dict[str, float] = {}

    def begin(self, role: str) -> None:
        self.page.goto(self.server.url)
        self.page.get_by_role("link", name="Тренировка, 10 минут").press("Enter")
        self.page.get_by_role("region", name=role).get_by_role("button", name="Начать").press("Enter")
        in_step(self.page)
        expect(self.page.locator("practice-strip [data-task]")).to_be_visible()

    @property
    def task(self) -> str | None:
        return self.page.locator("practice-strip [data-task]").get_attribute("data-task")

    def taught(self) -> None:
        """The key that the strip shows."""
        codes = self.page.locator("practice-strip kbd").get_attribute("data-codes")
        assert codes
        self.press(codes.split()[0])

    def open(self, number: int) -> None:
        """By the arrows, as on any evening, once the queue is there: an arrow pressed before leads nowhere."""
        expect(self.page.locator("desk-list .row").first).to_be_visible()
        for _ in range(12):
            if (opened := self._placed("open")) == number:
                return
            self.page.keyboard.press("ArrowDown" if number < (opened or NEWEST) else "ArrowUp")
            self.page.wait_for_function(f"before => ({PLACED})('open') !== before", arg=opened)
        raise AssertionError(f"№ {number} is not to be reached")

    def choose(self, number: int) -> None:
        for _ in range(8):
            if self._placed("chosen") == number:
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"№ {number} is not to be reached")

    def _placed(self, name: str) -> int | None:
        """As the page has it just now: Playwright's own `page.url` hears of it a moment later."""
        number: int | None = self.page.evaluate(PLACED, name)
        return number

    def type(self, text: str) -> None:
        self.page.keyboard.insert_text(text)

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.wait_for_function(HEARD)
            self.page.keyboard.press(key)

    def out_of_the_field(self) -> None:
        """Of the one that a move has led into: the key closes what is open where no field has the focus yet."""
        self.in_a_field()
        self.press("Escape")

    def in_a_field(self) -> None:
        expect(self.page.locator("form :focus")).to_have_count(1)

    def dialog(self) -> None:
        expect(self.page.locator("dialog[open]")).to_be_visible()

    def does(self, task: str, act: Callable[[], object]) -> None:
        """Exactly this task is asked for; it is done once the strip says so."""
        strip = self.page.locator("practice-strip")
        expect(strip.locator(f"[data-task={task}]")).to_be_visible()
        began = time.monotonic()
        act()
        expect(strip.locator(f"[data-task={task}]")).to_have_count(0)
        self.seconds[task] = time.monotonic() - began
        expect(self.page.locator("dialog[open] form:not(:has(.practice-results))")).to_have_count(0)

    def told(self, role: str, capfd: pytest.CaptureFixture[str]) -> None:
        """The table tells of every task, and each was done."""
        table = self.page.locator(".practice-results")
        expect(table).to_be_visible()
        expect(table.locator("tbody tr")).to_have_count(len(self.seconds))
        expect(table.locator("tfoot th")).to_have_text(f"Сделано: {len(self.seconds)} из {len(self.seconds)}")
        places = self.page.evaluate("document.querySelector('practice-strip').told.places")
        assert set(places) == set(self.seconds)
        assert serious_in_both_themes(self.page) == {}
        with capfd.disabled():
            each = ", ".join(f"{task} {took:.1f}" for task, took in self.seconds.items())
            print(
                f"\npractice of a {role}: {sum(self.seconds.values()):.1f} s by script for {len(self.seconds)} ({each})"
            )
