"""A real Chromium for the tests that look at pages, and what it complained about."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, ConsoleMessage, Error, Page, sync_playwright

from tests.support import binaries

OPTIONS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-dev-shm-usage"]


@contextmanager
def chromium(whole: bool = False) -> Iterator[Browser]:
    """This machine's Chromium, headless; it ends with the block. `whole`: as people have it, where it is there."""
    found = (binaries.chromium() if whole else None) or binaries.some_chromium()
    program = binaries.required(found, "Chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=OPTIONS)
        try:
            yield browser
        finally:
            browser.close()


class Complaints:
    """The errors of every page that it listens to: uncaught exceptions and what the console calls an error."""

    def __init__(self) -> None:
        self.heard: list[str] = []

    def listen(self, page: Page) -> None:
        page.on("pageerror", self._error)
        page.on("console", self._console)

    def _error(self, error: Error) -> None:
        self.heard.append(str(error))

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.heard.append(message.text)


HELD = """element => {
  const feed = document.querySelector(element).feed;
  const {broadcast, counts, questions, messages, tickets} = feed.state;
  return {broadcast, counts, messages, to: feed.to, questions: Object.fromEntries(questions),
    tickets: Object.fromEntries(tickets)};
}"""


def held(page: Page, screen: str) -> dict[str, Any]:
    """What a live screen holds, so that it can be compared with a fresh one."""
    state: dict[str, Any] = page.evaluate(HELD, f"live-{screen}")
    state["counts"] = {word: n for word, n in state["counts"].items() if n}
    return state
