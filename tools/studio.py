"""Where the documentation's pictures are taken: a server with an invented show, a browser whose clocks stand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize

from live.domain.people import Actor
from tests.support.entrance import let_in
from tests.support.server import Server
from tools.pictured_show import NOW, token

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
    slug: str
    empty: str

    def context(
        self, actor: Actor, size: ViewportSize = WIDE, theme: Theme = "dark", empty: bool = False
    ) -> BrowserContext:
        context = self.browser.new_context(
            viewport=size,
            locale="ru-RU",
            timezone_id="Europe/Samara",
            reduced_motion="reduce",
            color_scheme=theme,
            bypass_csp=True,  # A picture is waited for by scripts that the pages' policy would not run.
        )
        context.add_init_script(f"try {{ localStorage.setItem('theme', '{theme}') }} catch {{}}")
        held = token(actor) + ("-empty" if empty else "")
        let_in(context, self.server.installation, held, self.server.url)
        return context

    def screen(self, context: BrowserContext, path: str, empty: bool = False) -> Page:
        """A live screen in step, its clocks standing."""
        page = context.new_page()
        page.goto(self.server.url + path.format(slug=self.empty if empty else self.slug))
        page.locator(".trust.in_step").wait_for()
        return self.still(page)

    def still(self, page: Page) -> Page:
        page.evaluate(STAND_STILL, NOW.timestamp() * 1000)
        return page


Take = Callable[[Page], None]
Picture = Callable[[Studio, Take], None]
