"""A whole show, six people and two browsers: at its end every screen agrees with a fresh one, the books balance."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, Page

from tests.faults.two_hours import Plan, Stage
from tests.support.browser import Complaints, as_of_one_event, in_step
from tests.support.entrance import let_in
from tests.support.scale import SOAK
from tests.support.screen import Screen
from tests.support.server import Installation, Server

pytestmark = [pytest.mark.faults, pytest.mark.browser, pytest.mark.soak]

PLAN = Plan(7200, questions=300, calls=24, aired=38, messages=20, speed=60)
SHORT = Plan(600, questions=60, calls=8, aired=6, messages=5, speed=None)

PAGES = ("desk", "rundown")
ROLES = {
    "source": "source",
    "first": "moderator",
    "second": "moderator",
    "screener": "screener",
    "producer": "moderator producer",
    "presenter": "presenter",
    "head": "head",
}


def test_a_show_of_two_hours_ends_with_every_screen_right(
    backend: Installation, join: Callable[..., Screen], browser: Browser, tell: Callable[[str], None]
) -> None:
    plan = PLAN if SOAK else SHORT
    show = backend.show(**ROLES)
    slug, keys = show.slug, show.keys
    with Server(backend).start() as server, ExitStack() as stack:
        screens = {
            "first": join(server, slug, "desk", keys["first"]),
            "second": join(server, slug, "desk", keys["second"]),
            "screener": join(server, slug, "calls", keys["screener"]),
            "producer": join(server, slug, "rundown", keys["producer"]),
            "presenter": join(server, slug, "prompter", keys["presenter"]),
            "head": join(server, slug, "head", keys["head"]),
        }
        complaints = Complaints()
        context = stack.enter_context(browser.new_context(locale="ru-RU"))
        context.on("page", complaints.listen)
        let_in(context, server.installation, keys["producer"], server.url)

        def opened(name: str) -> Page:
            page = context.new_page()
            page.goto(f"{server.url}/b/{slug}/{name}")
            in_step(page)
            return page

        pages = {name: opened(name) for name in PAGES}
        people = (screens["first"], screens["second"])
        stage = Stage(
            plan,
            server.api(slug, keys["source"]),
            people,
            screens["screener"],
            screens["producer"],
            screens["presenter"],
            screens["head"],
        )
        stage.play()
        api = server.api(slug, keys["producer"])
        screens["producer"].obey("broadcast.wrap")
        screens["first"].wait_for(lambda s: s.mirror.broadcast["state"] == "wrapped", "the show is wrapped", 60)

        head = api.head_at_rest()
        _, events = api.all_events()
        happened = Counter(event["type"] for event in events)
        assert happened["question.received"] == plan.questions
        assert happened["question.answered"] == plan.aired
        messages = screens["producer"].caught_up(head).mirror.messages.values()
        assert len(messages) == sum(bool(message["acknowledged_at"]) for message in messages) == plan.messages
        rung = [event for event in screens["screener"].caught_up(head).mirror.applied if event["type"] == "call.opened"]
        assert len(rung) == plan.calls
        tell(f"{head} events, refused as stale: {dict(stage.refused)}")

        for name, screen in screens.items():
            fresh = join(server, slug, screen.screen, keys[name])
            screen.caught_up(head)
            assert not screen.differences(fresh), name
        for name, page in pages.items():
            page.wait_for_function(f"document.querySelector('live-{name}').feed.to >= {head}")
            kept, fresh_look = as_of_one_event(page, opened(name), name)
            assert kept == fresh_look, name
        assert not complaints.heard, complaints.heard
    books = backend.run("audit", slug)
    assert books.returncode == 0, books.stdout + books.stderr
