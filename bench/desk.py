"""`python -m bench.desk [--quick]`: a moderator's browser before a very full broadcast; prints one JSON document.

A real Chromium opens the desk of a broadcast of 50,000 questions while more come in, and is asked four things: how
soon it shows the queue, how soon a search shows what it found, how soon a key is answered (keys.py), on a quiet line
and with 100 ms of network between browser and server, and whether it ever stops for longer than a tenth of a second.
Server, database, sender and browser share this machine.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import requests
from playwright.sync_api import Browser, BrowserContext, Page

from bench import crowd, keys, machine, servers
from bench.figures import aim
from bench.servers import SLUG, Target
from bench.texts import bodies
from tests.support.browser import chromium
from tests.support.entrance import let_in

QUERIES = (
    "фонарь",
    "дороги",
    "автобус",
    "воду",
    "площадку",
    "трубы",
    "теплотрассы",
    "скорая помощь",
    "школы",
    "вертолёт",
)

WATCH = """
window.longTasks = [];
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) longTasks.push({ at: entry.startTime, ms: entry.duration });
}).observe({ type: "longtask", buffered: true });
const shown = () => {
  if (!document.querySelector("desk-list .row .words:not(.quiet)")) return requestAnimationFrame(shown);
  requestAnimationFrame(() => (window.shownAt = performance.now()));
};
requestAnimationFrame(shown);
"""
"""Notes long tasks from the start, and when the first questions of the queue have been painted."""

SEARCH = """
(query) => new Promise((resolve) => {
  const desk = document.querySelector("live-desk");
  const field = document.querySelector("#words");
  const start = performance.now();
  field.value = query;
  field.dispatchEvent(new InputEvent("input", { bubbles: true }));
  const check = () => {
    const { listing } = desk;
    const there = listing.current && listing.filter.q === query && listing.status === "ready";
    const rows = document.querySelectorAll("desk-list .row .words:not(.quiet)").length;
    const painted = rows || !listing.order.length;
    if (!there || !painted || document.querySelector(".rows.doubtful")) return requestAnimationFrame(check);
    requestAnimationFrame(() => resolve({ ms: performance.now() - start, found: listing.total.count }));
  };
  requestAnimationFrame(check);
})
"""
"""From the last key in the search box (its pause before asking included) to the frame that shows what was found."""


@dataclass(frozen=True, slots=True)
class Plan:
    questions: int
    openings: int
    rounds: int
    presses: int
    streaming: float


FULL = Plan(50_000, openings=7, rounds=3, presses=60, streaming=180.0)
QUICK = Plan(5_000, openings=2, rounds=1, presses=8, streaming=10.0)
RATE = 20
FILLED = 600.0
"""Seconds until the server has done what so many questions at once leave to it: their figures, their seals."""


class Sender(threading.Thread):
    """Posts questions at a steady rate until it is stopped."""

    def __init__(self, target: Target, first: int) -> None:
        super().__init__(daemon=True)
        self.target, self.first = target, first
        self.sent = 0
        self._stop_now = threading.Event()

    def run(self) -> None:
        http = requests.Session()
        http.headers["Authorization"] = f"Bearer {self.target.tokens['source']}"
        http.headers["Content-Type"] = "application/json"
        url = f"{self.target.url}/api/v1/broadcasts/{SLUG}/questions"
        start = time.monotonic()
        for _, body in bodies(self.first):
            if self._stop_now.wait(max(0.0, start + self.sent / RATE - time.monotonic())):
                return
            http.post(url, data=body, timeout=30).raise_for_status()
            self.sent += 1

    def stop(self) -> None:
        assert self.is_alive(), "the sender has failed"
        self._stop_now.set()
        self.join()


def context(browser: Browser, target: Target) -> BrowserContext:
    """A device that holds the moderator's key, and nothing in its cache."""
    # What is measured here is asked of the page by scripts that its policy would not run.
    opened = browser.new_context(viewport={"width": 1440, "height": 900}, locale="ru-RU", bypass_csp=True)
    let_in(opened, target.installation, target.tokens["desk"], target.url)
    opened.add_init_script(WATCH)
    return opened


def desk(opened: BrowserContext, url: str) -> Page:
    page = opened.new_page()
    page.goto(f"{url}/")  # As a person comes: from a page of the same server.
    page.goto(f"{url}/b/{SLUG}/desk")
    page.wait_for_function("window.shownAt")
    return page


def first_paint(browser: Browser, target: Target, openings: int) -> dict[str, Any]:
    contentful, rows = [], []
    for _ in range(openings):
        opened = context(browser, target)
        page = desk(opened, target.url)
        contentful.append(page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime"))
        rows.append(page.evaluate("shownAt"))
        opened.close()
    return {"openings": openings, "first_contentful_paint": spread(contentful), "questions_in_sight": spread(rows)}


def search(page: Page, rounds: int) -> dict[str, Any]:
    page.wait_for_function("document.querySelector('live-desk').listing.status === 'ready'")
    waits: list[float] = []
    found: dict[str, int] = {}
    for _ in range(rounds):
        for query in QUERIES:
            answer = page.evaluate(SEARCH, query)
            waits.append(answer["ms"])
            found[query] = answer["found"]
            page.evaluate(SEARCH, "")
    return {"searches": len(waits), **spread(waits), "found": found}


def streaming(page: Page, seconds: float) -> dict[str, Any]:
    """A moderator at work while questions come in: steps, scrolls, lets the new ones in."""
    start = page.evaluate("performance.now()")
    before = page.evaluate("document.querySelector('live-desk').feed.to")
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        for pressed in (["ArrowDown"] * 5, ["Escape", "Home"], ["End", "Home"], ["PageDown"] * 3):
            for key in pressed:
                page.keyboard.press(key)
            page.wait_for_timeout(500)
        page.mouse.move(200, 500)
        page.mouse.wheel(0, 3000)
        page.wait_for_timeout(500)
        page.mouse.move(800, 500)
    tasks = page.evaluate("start => longTasks.filter(({ at }) => at > start).map(({ ms }) => ms)", start)
    events = page.evaluate("document.querySelector('live-desk').feed.to") - before
    return {
        "seconds": seconds,
        "events": events,
        "long_tasks_over_50_ms": len(tasks),
        "long_tasks_over_100_ms": sum(ms > 100 for ms in tasks),
        "longest_ms": round(max(tasks, default=0)),
    }


def spread(values: list[float]) -> dict[str, float]:
    ordered = sorted(values)
    return {"p50_ms": round(ordered[len(ordered) // 2]), "max_ms": round(ordered[-1])}


@contextmanager
def sending(target: Target, first: int) -> Iterator[Sender]:
    sender = Sender(target, first)
    sender.start()
    try:
        yield sender
    finally:
        sender.stop()


def measured(plan: Plan, of: servers.Prepared) -> dict[str, Any]:
    installation = of.installation
    secret = installation.environment()["LIVE_SECRET_KEY"]
    crowd.fill(installation.database_url, secret, SLUG, plan.questions)
    with servers.product(of) as target, chromium(whole=True) as browser, ExitStack() as stack:
        target.cpu_at_rest(FILLED)  # What the filling has left behind is no part of a show.
        sender = stack.enter_context(sending(target, 1_000_000))
        figures: dict[str, Any] = {"first_paint": first_paint(browser, target, plan.openings)}
        opened = context(browser, target)
        page = desk(opened, target.url)
        figures["search"] = search(page, plan.rounds)
        figures["streaming"] = streaming(page, plan.streaming)
        figures["key_to_paint"] = keys.to_paint(browser, lambda: context(browser, target), desk, target, plan.presses)
        figures["sent"] = sender.sent
    return figures


def aims(database: str, figures: dict[str, Any]) -> list[dict[str, Any]]:
    paint, found, stream = figures["first_paint"], figures["search"], figures["streaming"]
    return [
        aim(f"{database}: first paint of the desk, ms", paint["first_contentful_paint"]["max_ms"], at_most=1500),
        aim(f"{database}: its questions in sight, ms", paint["questions_in_sight"]["max_ms"], at_most=1500),
        aim(f"{database}: from a key to what a search found, ms", found["max_ms"], at_most=200),
        *keys.aims(database, figures["key_to_paint"]),
        aim(f"{database}: long tasks over 100 ms", stream["long_tasks_over_100_ms"], at_most=0),
    ]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.desk", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer of everything, for orientation only")
    options = parser.parse_args()
    plan = QUICK if options.quick else FULL
    document: dict[str, Any] = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "quick": options.quick,
        "machine": machine.described(),
        "questions": plan.questions,
        "new_a_second": RATE,
        "aims": [],
    }
    for name, prepared in (("sqlite", servers.embedded), ("postgresql", servers.served)):
        print(f"the desk on {name} …", file=sys.stderr, flush=True)
        with prepared() as of:
            document[name] = measured(plan, of)
        document["aims"] += aims(name, document[name])
    document["machine"]["load_average_at_end"] = [round(load, 2) for load in os.getloadavg()]
    print(json.dumps(document, ensure_ascii=False, indent=2))


if __name__ == "__main__":
    main()
