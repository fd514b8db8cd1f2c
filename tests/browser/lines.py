"""A show with two screeners and a producer, each with a key of their own; and their screens of calls."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.browser.stage import Stage, signed_in
from tests.support.api import Api, Json
from tests.support.browser import Complaints, in_step
from tests.support.exchange import Exchange, over_http
from tests.support.server import Server

ANNA, BORIS, PRODUCER = "Анна", "Борис", "Режиссёр"
KEYS = {ANNA: "screener", BORIS: "screener", PRODUCER: "source moderator producer screener head"}
SECRET = "of the exchange"


HELD_BACK = """() => {
  const {feed} = document.querySelector('live-calls');
  const command = feed.command.bind(feed);
  const held = new Promise((send) => { window.send = () => send(); });
  feed.command = async (...args) => { await held; return command(...args); };
}"""
"""The screen's commands wait until `send()`."""

AT_ONCE = 10


def number(last: int) -> str:
    """A number from a range that nobody holds."""
    return f"+7900000{last:04d}"


@dataclass(frozen=True)
class Lines:
    server: Server
    slug: str
    keys: dict[str, str]

    @cached_property
    def api(self) -> Api:
        """The producer's, who may do everything."""
        return self.server.api(self.slug, self.keys[PRODUCER])

    def rings(self, last: int = 1, **fields: Any) -> int:
        call: int = self.api.command("call.open", number=number(last), **fields)["call"]
        return call

    def taken(self, last: int = 1, by: str = PRODUCER, **fields: Any) -> int:
        call = self.rings(last, **fields)
        self.server.api(self.slug, self.keys[by]).command("call.take", call=call)
        return call

    def told(self, type_: str) -> list[Json]:
        """The log's events of one type, oldest first."""
        screener = self.server.api(self.slug, self.keys[ANNA])
        return [event for event in screener.all_events()[1] if event["type"] == type_]

    def exchange(self, call_id: str, state: str, last: int = 1, **more: Any) -> None:
        """The telephone exchange says something about a call, signed."""
        exchange = Exchange(over_http(self.server.url), self._hook, SECRET)
        answer = exchange.say(call_id, state, **{"from": number(last), **more})
        assert answer.status_code == 200, answer.text

    @cached_property
    def _hook(self) -> str:
        return self.server.installation.channel("phone", self.slug, secret=SECRET)

    @contextmanager
    def context(self, browser: Browser, name: str = ANNA, **options: Any) -> Iterator[BrowserContext]:
        opened = signed_in(browser, Stage(self.server, self.slug, self.keys[name]), **options)
        with Complaints(console=False).heard_in(opened) as context:
            yield context

    def open(self, context: BrowserContext, call: int | None = None, screen: str = "calls") -> Page:
        page = context.new_page()
        page.goto(f"{self.server.url}/b/{self.slug}/{screen}" + (f"?open={call}" if call else ""))
        in_step(page)
        return page


def all_lines(server: Server) -> Iterator[Lines]:
    """New shows without end, made a few at a time: a process of the command line costs more than a show."""
    while True:
        slugs = [f"show-{uuid.uuid4().hex[:8]}" for _ in range(AT_ONCE)]
        commands: list[list[str]] = []
        for slug in slugs:
            commands.append(["broadcast", "add", "--slug", slug, "--title", "Прямая линия", "--head", "Иван Петров"])
            commands.append(["broadcast", "open", slug])
            for name, roles in KEYS.items():
                role = [part for each in roles.split() for part in ("--role", each)]
                commands.append(["key", "add", *role, "--broadcast", slug, "--name", name])
        printed = server.installation.several(*commands)
        each = 2 + len(KEYS)
        for place, slug in enumerate(slugs):
            made = printed[place * each + 2 : (place + 1) * each]
            yield Lines(server, slug, {name: line.split()[-1] for name, line in zip(KEYS, made, strict=True)})


def row(page: Page, call: int) -> Locator:
    return page.locator(f"calls-list [data-call='{call}']")


def move(page: Page, verb: str) -> Locator:
    return page.locator(f".moves [data-move={verb}]")


def saved(page: Page) -> None:
    """Waits until the server has all that was typed, and the screen says so."""
    page.wait_for_function("document.querySelector('live-calls').drafts.calls.length === 0")
    expect(page.locator(".saved")).to_have_text("сохранено")
