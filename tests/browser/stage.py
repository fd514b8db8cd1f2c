"""A show on a running server, with the one key that its tests use, and pages opened on its screens."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize

from tests.support.api import Api
from tests.support.browser import in_step, lent
from tests.support.entrance import let_in
from tests.support.proxy import Line
from tests.support.server import Server

NAME = "Мария"
AT_ONCE = 12
TABLET: ViewportSize = {"width": 1280, "height": 800}
"""Ten inches, lying."""

ROLES = ("source", "moderator", "producer", "presenter", "head", "coordinator")


@dataclass(frozen=True)
class Stage:
    """A show that collects questions. `token` holds every role, so that one person can play all of them."""

    server: Server
    slug: str
    token: str

    @property
    def api(self) -> Api:
        return self.server.api(self.slug, self.token)

    def go_on_air(self) -> None:
        self.api.command("broadcast.air")

    def listed(self, text: str) -> int:
        """The number of a new question that stands in the list."""
        number: int = self.api.ask(text)["number"]
        self.api.command("question.shortlist", question=number, version=1)
        return number

    def view(self, number: int) -> dict[str, Any]:
        return self.api.question(number)

    def enter(self, context: BrowserContext) -> None:
        """The context acts by the key from now on."""
        let_in(context, self.server.installation, self.token, self.server.url)

    def open(self, context: BrowserContext, screen: str, query: str = "") -> Page:
        """A screen in a page of its own, once it is in step."""
        page = context.new_page()
        page.goto(self.address(screen, query))
        in_step(page)
        return page

    def address(self, screen: str, query: str = "") -> str:
        path = "/tickets" if screen == "tickets" else f"/b/{self.slug}/{screen}"
        return f"{self.server.url}{path}{query}"


def stages(server: Server) -> Iterator[Stage]:
    """New shows without end, made a few at a time: a process of the command line costs more than a show."""
    while True:
        slugs = [f"show-{uuid.uuid4().hex[:8]}" for _ in range(AT_ONCE)]
        roles = [part for role in ROLES for part in ("--role", role)]
        commands: list[list[str]] = []
        for slug in slugs:
            commands += [
                ["broadcast", "add", "--slug", slug, "--title", "Прямая линия", "--head", "Иван Петров"],
                ["broadcast", "open", slug],
                ["key", "add", *roles, "--broadcast", slug, "--name", NAME],
            ]
        printed = server.installation.several(*commands)
        for slug, key in zip(slugs, printed[2::3], strict=True):
            yield Stage(server, slug, key.split()[-1])


def signed_in(browser: Browser, stage: Stage, **options: Any) -> BrowserContext:
    """A context of its own that the stage's key has entered."""
    context = lent(browser, **options)
    stage.enter(context)
    return context


def through(line: Line, stage: Stage, context: BrowserContext, screen: str, query: str = "") -> Page:
    """A screen that reaches its server by this line, once it is in step."""
    page = context.new_page()
    page.goto(stage.address(screen, query).replace(stage.server.url, f"http://127.0.0.1:{line.port}"))
    in_step(page)
    return page


def takes_keys(desk: Page) -> None:
    """Waits until a key can be meant for the question that has just come up by itself."""
    desk.wait_for_function("document.querySelector('live-desk').shownAt <= performance.now()")
