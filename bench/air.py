"""`python -m bench.air [--quick]`: the screens of the air in real browsers; prints one JSON document.

How soon a producer's click is painted on the prompter and on the graphic (the peer: how soon a click is painted over
a bare Socket.IO relay by the same browser); how soon each screen is current once the server or the network is back;
and how evenly the prompter scrolls while ten updates come in each second (the peer: the same text scrolled by a page
with nothing else on it). Server, database and all browsers share this machine.
"""

from __future__ import annotations

import argparse
import json
import os
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import cycle
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page

from bench import machine, servers
from bench.air_scripts import BARE, BARE_PAGE, BARE_SCROLL, CLICKS, CURRENT, FRAMES, LONG, READY, SHOWN, WATCH
from bench.figures import aim, in_browsers
from bench.servers import SLUG, Prepared, Target
from tests.support.api import Api
from tests.support.browser import chromium
from tests.support.entrance import let_in
from tests.support.proxy import StallingLine

AIR = ("prompter", "overlay", "head")


@dataclass(frozen=True, slots=True)
class Plan:
    takes: int
    returns: int
    scroll: float


FULL = Plan(takes=200, returns=8, scroll=180.0)
QUICK = Plan(takes=20, returns=2, scroll=15.0)
UPDATES = 10
AWAY = 6.0
"""Seconds that a network stays away: longer than it takes a screen to notice."""


class Gallery:
    """The pages of a show, each on a device of its own, all with the key of their screen."""

    def __init__(self, browser: Browser, stack: ExitStack, of: Prepared) -> None:
        self._browser, self._stack, self._of = browser, stack, of

    def device(self) -> BrowserContext:
        return self._stack.enter_context(
            # What is measured here is asked of the page by scripts that its policy would not run.
            self._browser.new_context(viewport={"width": 1280, "height": 720}, locale="ru-RU", bypass_csp=True)
        )

    def open(self, url: str, screen: str) -> Page:
        device = self.device()
        let_in(device, self._of.installation, self._of.tokens[screen], url)
        page = device.new_page()
        page.goto(f"{url}/b/{SLUG}/{screen}")
        in_step(page, screen)
        return page


def in_step(page: Page, screen: str) -> None:
    page.wait_for_function(f"document.querySelector('live-{screen}')?.feed?.status === 'in_step'", timeout=60_000)


def listed(api: Api, texts: list[str]) -> list[int]:
    numbers = [
        answer["number"]
        for start in range(0, len(texts), 100)
        for answer in api.ask_many(
            [
                {"text": text, "author": {"name": "Анна П."}, "locality": "Сосновка"}
                for text in texts[start : start + 100]
            ]
        )
    ]
    for number in numbers:
        api.command("question.shortlist", question=number, version=api.question(number)["version"])
    return numbers


# From the click to the paint


def takes(gallery: Gallery, target: Target, plan: Plan) -> dict[str, Any]:
    numbers = listed(producer(target), [f"Когда починят мост номер {n}?" for n in range(plan.takes)])
    shown = {screen: gallery.open(target.url, screen) for screen in ("prompter", "overlay")}
    for screen, page in shown.items():
        page.evaluate(WATCH, SHOWN[screen])
    rundown = gallery.open(target.url, "rundown")
    rundown.evaluate(CLICKS)
    to_air = rundown.locator(".great-ones .button.next")
    for number in numbers:
        rundown.wait_for_function(READY)
        to_air.click()
        for page in shown.values():
            page.wait_for_function("number => paintedAt.get(number)", arg=number)
    clicks = rundown.evaluate("clickedAt")
    return {screen: in_browsers(waits(page, numbers, clicks)) for screen, page in shown.items()}


def bare_takes(gallery: Gallery, peer: Target, plan: Plan) -> dict[str, Any]:
    pages = [gallery.device().new_page() for _ in range(2)]
    for page in pages:
        page.goto(peer.url)
        page.set_content(BARE_PAGE)
        page.add_script_tag(path="node_modules/socket.io-client/dist/socket.io.min.js")
        page.evaluate(BARE)
    clicking, painting = pages
    painting.evaluate(WATCH, SHOWN["bare"])
    clicking.evaluate(CLICKS)
    for n in range(1, plan.takes + 1):
        body = json.dumps({"text": f"Когда починят мост номер {n}?", "author": {"name": "Анна П."}})
        clicking.evaluate("body => { window.next = body; }", body)
        clicking.locator("button").click()
        painting.wait_for_function("number => paintedAt.get(number)", arg=n)
    numbers = list(range(1, plan.takes + 1))
    return in_browsers(waits(painting, numbers, clicking.evaluate("clickedAt")))


def waits(page: Page, numbers: list[int], clicks: list[float]) -> list[float]:
    painted = page.evaluate("numbers => numbers.map((number) => paintedAt.get(number))", numbers)
    assert len(clicks) == len(painted), (len(clicks), len(painted))
    return [at - click for at, click in zip(painted, clicks, strict=True)]


# Back again


def returns(gallery: Gallery, target: Target, plan: Plan) -> dict[str, Any]:
    """Milliseconds from the server's, or the network's, return until each screen is current."""
    with StallingLine(target.port) as line:
        ways: dict[str, tuple[str, Callable[[], float]]] = {
            "server": (target.url, lambda: killed(target)),
            "network": (line.url, lambda: stalled(line)),
        }
        return {name: returned(gallery, url, away, plan) for name, (url, away) in ways.items()}


def returned(gallery: Gallery, url: str, away: Callable[[], float], plan: Plan) -> dict[str, Any]:
    pages = {screen: gallery.open(url, screen) for screen in AIR}
    measured: dict[str, list[float]] = {screen: [] for screen in AIR}
    for _ in range(plan.returns):
        for screen, page in pages.items():
            page.evaluate(CURRENT, f"live-{screen}")
        back = away()
        for screen, page in pages.items():
            page.wait_for_function("window.currentAt", timeout=60_000)
            measured[screen].append(page.evaluate("window.currentAt") - back)
    return {screen: in_browsers(waited) for screen, waited in measured.items()}


def killed(target: Target) -> float:
    target.program.kill()
    time.sleep(AWAY)
    target.program.start(lambda: listens(target.port), "the server, again")
    return time.time() * 1000


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def stalled(line: StallingLine) -> float:
    line.stall()
    time.sleep(AWAY + 4)  # A line that only carries nothing is noticed by its silence.
    line.resume()
    return time.time() * 1000


# The scroll


class Updates(threading.Thread):
    """Ten changes a second that the prompter is told of, none of them of the text being read."""

    def __init__(self, target: Target, numbers: list[int], on_air: int) -> None:
        super().__init__(daemon=True)
        self._api = producer(target)
        self._numbers, self._on_air = numbers, on_air
        self._over = threading.Event()
        self.sent = 0

    def run(self) -> None:
        start = time.monotonic()
        for number, kind in zip(cycle(self._numbers), cycle(("move", "edit", "note", "message")), strict=False):
            if self._over.wait(max(0.0, start + self.sent / UPDATES - time.monotonic())):
                return
            self._change(kind, number)
            self.sent += 1

    def _change(self, kind: str, number: int) -> None:
        if kind == "message":
            self._api.command("presenter.message", text=f"Сообщение {self.sent}")
            return
        about = self._on_air if kind == "note" else number
        version = self._api.question(about)["version"]
        fields: dict[str, Any] = {
            "move": {},
            "edit": {"air_text": f"Правка {self.sent}: когда починят мост?"},
            "note": {"for": "presenter", "text": f"Заметка {self.sent}"},
        }[kind]
        self._api.command(f"question.{kind}", question=about, version=version, **fields)

    def stop(self) -> None:
        assert self.is_alive(), "the updates have failed"
        self._over.set()
        self.join()


@contextmanager
def updating(target: Target, numbers: list[int], on_air: int) -> Iterator[Updates]:
    thread = Updates(target, numbers, on_air)
    thread.start()
    try:
        yield thread
    finally:
        thread.stop()


def scroll(gallery: Gallery, target: Target, plan: Plan) -> dict[str, Any]:
    api = producer(target)
    [long, *others] = listed(api, [LONG, *(f"Следующий вопрос {n}?" for n in range(20))])
    air(api, long)
    prompter = gallery.open(target.url, "prompter")
    prompter.locator(".reel:not(.idle) .words").wait_for()
    before = prompter.evaluate("document.querySelector('live-prompter').feed.to")
    with updating(target, others, long) as updates:
        prompter.keyboard.press("Space")
        figures = frames(prompter, plan.scroll)
        figures["updates_sent"] = updates.sent
    figures["events_told"] = prompter.evaluate("document.querySelector('live-prompter').feed.to") - before
    figures["moved_px"] = prompter.evaluate("document.querySelector('live-prompter').reel.scroll.position")
    return figures


def bare_scroll(gallery: Gallery, plan: Plan) -> dict[str, Any]:
    page = gallery.device().new_page()
    page.evaluate(BARE_SCROLL, LONG)
    return frames(page, plan.scroll)


def frames(page: Page, seconds: float) -> dict[str, Any]:
    page.evaluate(FRAMES)
    page.wait_for_timeout(seconds * 1000)
    waited = page.evaluate("frames_")[1:]
    return {
        "seconds": seconds,
        "frames": len(waited),
        "over_34_ms": sum(ms > 34 for ms in waited),
        "over_50_ms": sum(ms > 50 for ms in waited),
        "longest_ms": round(max(waited), 1),
    }


# The whole


def producer(target: Target) -> Api:
    return Api(target.url, SLUG, target.tokens["everything"])


def air(api: Api, number: int) -> None:
    now = api.get("/questions", state="on_air")["questions"]
    previous = (
        {"previous": {"question": now[0]["number"], "version": now[0]["version"], "as": "returned"}} if now else {}
    )
    api.command("question.take", question=number, version=api.question(number)["version"], **previous)


def announce(what: str) -> None:
    print(f"{what} …", file=sys.stderr, flush=True)


def measured(plan: Plan, of: Prepared) -> dict[str, Any]:
    tokens = {**of.tokens, "everything": of.installation.key(SLUG, "source", "moderator", "producer")}
    of = Prepared(of.installation, tokens)
    with servers.product(of) as target, servers.relay(of) as peer, chromium(whole=True) as browser:

        def apart(what: str, measure: Callable[[Gallery], dict[str, Any]]) -> dict[str, Any]:
            announce(what)
            with ExitStack() as stack:
                return measure(Gallery(browser, stack, of))

        return {
            "from_click_to_paint": {
                **apart("takes", lambda gallery: takes(gallery, target, plan)),
                "bare_relay": apart("takes over the relay", lambda gallery: bare_takes(gallery, peer, plan)),
            },
            "current_again": apart("returns", lambda gallery: returns(gallery, target, plan)),
            "scroll": {
                "prompter": apart("scroll", lambda gallery: scroll(gallery, target, plan)),
                "bare_page": apart("a bare page's scroll", lambda gallery: bare_scroll(gallery, plan)),
            },
        }


def aims(figures: dict[str, Any]) -> list[dict[str, Any]]:
    painted, again = figures["from_click_to_paint"], figures["current_again"]
    return [
        *(
            aim(f"from take to the {screen}, p95 ms", painted[screen]["p95_ms"], at_most=100)
            for screen in ("prompter", "overlay")
        ),
        *(
            aim(
                f"{screen} current after the {what}'s return, the longest, ms",
                again[what][screen]["max_ms"],
                at_most=2000,
            )
            for what in ("server", "network")
            for screen in AIR
        ),
    ]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.air", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer of everything, for orientation only")
    options = parser.parse_args()
    document: dict[str, Any] = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "quick": options.quick,
        "machine": machine.described(),
    }
    with servers.embedded() as of:
        figures = measured(QUICK if options.quick else FULL, of)
    document |= figures | {"aims": aims(figures)}
    document["machine"]["load_average_at_end"] = [round(load, 2) for load in os.getloadavg()]
    print(json.dumps(document, ensure_ascii=False, indent=2))


if __name__ == "__main__":
    main()
