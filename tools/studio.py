"""Where the documentation's pictures are taken: a server with an invented show, a browser whose clocks stand."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize

from live.domain.people import Actor
from tests.support.entrance import let_in
from tests.support.server import Server
from tools.pictured_show import MAIN, MODERATOR, NOW, OPENED, PRESENTER, PRODUCER, SECOND, token

Theme = Literal["dark", "light"]

WIDE: ViewportSize = {"width": 1440, "height": 900}
PHONE: ViewportSize = {"width": 360, "height": 740}
TABLET: ViewportSize = {"width": 1280, "height": 800}
STANDING: ViewportSize = {"width": 800, "height": 1280}
FULL_HD: ViewportSize = {"width": 1920, "height": 1080}

STAND_STILL = """now => {
  const {feed} = [...document.querySelectorAll('*')].find(element => element.feed);
  Object.defineProperty(feed, '_offset', {configurable: true, get: () => now - Date.now(), set: () => {}});
  feed.now = () => new Date(now);
  feed.since = new Date(now - 12000);
  feed.dispatchEvent(new Event('change'));
}"""


@dataclass
class Studio:
    """The server with the show, and the browser."""

    server: Server
    browser: Browser
    slug: str = MAIN

    def of(self, slug: str) -> Studio:
        """The same, of another show."""
        return replace(self, slug=slug)

    def context(self, actor: Actor, size: ViewportSize = WIDE, theme: Theme = "dark") -> BrowserContext:
        context = self.browser.new_context(
            viewport=size,
            locale="ru-RU",
            timezone_id="Europe/Samara",
            reduced_motion="reduce",
            color_scheme=theme,
            bypass_csp=True,  # A picture is waited for by scripts that the pages' policy would not run.
        )
        context.add_init_script(f"try {{ localStorage.setItem('theme', '{theme}') }} catch {{}}")
        let_in(context, self.server.installation, token(actor, self.slug), self.server.url)
        return context

    def page(self, context: BrowserContext, path: str) -> Page:
        page = context.new_page()
        page.goto(self.server.url + path.format(slug=self.slug))
        return page

    def screen(self, context: BrowserContext, path: str) -> Page:
        """A live screen in step, its clocks standing."""
        page = self.page(context, path)
        page.locator(".trust.in_step").wait_for()
        return self.still(page)

    def still(self, page: Page) -> Page:
        page.evaluate(STAND_STILL, NOW.timestamp() * 1000)
        return page


def desk(studio: Studio, context: BrowserContext, query: str = "", number: int = OPENED) -> Page:
    """The desk with a question open, all of it read."""
    page = studio.screen(context, f"/b/{{slug}}/desk?open={number}{query}")
    page.wait_for_function("document.querySelector('live-desk').actions.hints.status === 'known'")
    page.wait_for_function("!document.querySelector('desk-list [data-number] .words.quiet')")
    page.locator("desk-pane .asker .chip.own").wait_for(state="attached")
    return page


HEALTH = {
    "sources": [
        {"source": "form", "channel": None, "last_at": "2026-11-26T09:44:02+00:00", "state": "alive"},
        {"source": "ok", "channel": None, "last_at": "2026-11-26T09:31:40+00:00", "state": "silent"},
        {"source": "phone", "channel": None, "last_at": "2026-11-26T09:43:11+00:00", "state": "alive"},
        {"source": "vk", "channel": None, "last_at": "2026-11-26T09:44:15+00:00", "state": "alive"},
    ],
    "screens": [
        {"screen": "desk", "name": MODERATOR.name, "to": 902},
        {"screen": "desk", "name": SECOND.name, "to": 902},
        {"screen": "prompter", "name": PRESENTER.name, "to": 902},
        {"screen": "rundown", "name": PRODUCER.name, "to": 902},
    ],
    "head": 902,
    "database": True,
    "bell": True,
}
"""What the strip of the rundown is told: how long ago something came is told by a clock that cannot be stopped."""


def well(context: BrowserContext) -> None:
    context.route(re.compile(r"/health\?"), lambda route: route.fulfill(json=HEALTH))


Take = Callable[[Page], None]
Picture = Callable[[Studio, Take], None]
