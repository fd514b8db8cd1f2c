"""A page names every module that its script needs: no browser finds them level by level."""

from __future__ import annotations

from dataclasses import replace

from playwright.sync_api import Browser

from tests.browser.stage import ROLES, Stage, signed_in
from tests.support.browser import KEEPING

SCREENS = ("desk", "rundown", "head", "prompter", "calls", "tickets")
NAMED = "[...document.querySelectorAll('link[rel=modulepreload]')].map(({href}) => href)"
CLASSIC = "[...document.scripts].filter(({type, src}) => src && type !== 'module').map(({src}) => src)"
LOADED = """performance.getEntriesByType('resource').map(({name}) => name)
  .filter((name) => new URL(name).pathname.match(/^\\/static\\/.*\\.m?js$/))"""


def test_a_screens_page_names_all_that_it_loads(small_stage: Stage, browser: Browser) -> None:
    token = small_stage.server.installation.key(small_stage.slug, *ROLES, "screener")
    for screen in SCREENS:
        # A context of its own each: what a browser has in memory already it does not count among what it loads.
        with signed_in(browser, replace(small_stage, token=token), **KEEPING) as context:
            page = small_stage.open(context, screen)
            named, loaded, classic = (set(page.evaluate(script)) for script in (NAMED, LOADED, CLASSIC))
            assert len(named) > 20
            assert loaded - classic == named, screen
