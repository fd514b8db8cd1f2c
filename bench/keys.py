"""From a key to its paint on the desk: how soon a moderator sees that a key was heard, whatever the network does.

Measured in the page, from the keydown's `event.timeStamp` to the task that follows the frame in which the DOM first
shows the change (each `requestAnimationFrame` posts a message, which the browser runs once that frame is painted); so
the time that the key waits for its frame is in each figure. "Shows the change" means: `open` and `next`, the
question stands in the pane and its row is the current one; `shortlist` and `decline` (from the Enter that confirms its
reason), the row is marked as under way or gone already, and the next question is open; `decline_asked`, from D to its
dialog. The peer is a page of the same browser with nothing else on it, on which a keydown writes a word.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page

from bench.figures import aim, in_browsers, ratio
from bench.servers import Target
from bench.slow_line import SlowLine

Figures = dict[str, Any]
Open = Callable[[BrowserContext, str], Page]
"""Opens the desk by way of an address, and waits until its questions are in sight."""

ROUND_TRIP = 0.1
KEYS = ("open", "next", "shortlist", "decline_asked", "decline")
ANSWERED_WITHIN = 50
"""Milliseconds at the 95th percentile."""

WATCH = """
() => {
  const opened = () => document.querySelector("desk-pane h2")?.textContent.match(/\\d+/)?.[0];
  const current = () => document.querySelector("desk-list [aria-current=true]")?.dataset.number;
  const next = (before) => opened() && opened() !== before && opened() === current();
  const dealt = (before) => {
    const row = document.getElementById(`question-${before}`);
    return next(before) && (!row || row.getAttribute("aria-busy") === "true");
  };
  const shows = {
    open: next,
    next,
    shortlist: dealt,
    decline: dealt,
    decline_asked: () => document.querySelector("dialog[open]"),
    bare: () => document.querySelector("#word")?.textContent,
  };
  window.expectKey = (name) => {
    window.key = { name, before: opened(), at: null, drawn: false, painted: null };
  };
  addEventListener("keydown", ({ timeStamp }) => window.key && (key.at ??= timeStamp), true);
  const look = () => {
    if (window.key?.at && !key.drawn && shows[key.name](key.before)) key.drawn = true;
  };
  const all = { subtree: true, childList: true, attributes: true, characterData: true };
  new MutationObserver(look).observe(document, all);
  const painted = new MessageChannel();
  painted.port1.onmessage = () => {
    if (window.key?.drawn) key.painted ??= performance.now();
  };
  const frame = () => {
    painted.port2.postMessage(null);
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
}
"""

HEARD = "document.querySelector('live-desk').shownAt <= performance.now()"
"""A key pressed before the question that came up by itself has been seen is not meant for it."""

BARE = """
<p id="word"></p>
<script>addEventListener("keydown", () => (document.querySelector("#word").textContent += "слово"))</script>
"""


def to_paint(browser: Browser, context: Callable[[], BrowserContext], open_: Open, of: Target, each: int) -> Figures:
    """Each key `each` times, by the server's own address and by a line that takes its time; and the peer."""
    bare = _bare(browser, each)
    figures: Figures = {"bare_page": bare, "quiet": _desk(context(), open_, of.url, each, bare)}
    with SlowLine(of.port, ROUND_TRIP) as line:
        figures["delayed_100_ms"] = _desk(context(), open_, line.url, each, bare)
    return figures


def aims(database: str, figures: Figures) -> list[Figures]:
    return [
        aim(f"{database}: from a key to its paint, {line}: {key}, p95 ms", reached["p95_ms"], at_most=ANSWERED_WITHIN)
        for line in ("quiet", "delayed_100_ms")
        for key, reached in figures[line].items()
    ]


def _desk(opened: BrowserContext, open_: Open, url: str, each: int, bare: Mapping[str, Any]) -> Figures:
    page = open_(opened, url)
    page.wait_for_function("document.querySelector('live-desk').listing.status === 'ready'")
    page.evaluate(WATCH)
    waits: dict[str, list[float]] = {key: [] for key in KEYS}
    for _ in range(each):
        page.keyboard.press("Escape")
        page.wait_for_function("!document.querySelector('desk-pane h2')")
        waits["open"].append(_painted(page, "open", "ArrowDown"))
        waits["next"].append(_painted(page, "next", "KeyJ"))
        waits["shortlist"].append(_painted(page, "shortlist", "KeyS"))
        waits["decline_asked"].append(_painted(page, "decline_asked", "KeyD"))
        page.keyboard.press("Digit6")
        waits["decline"].append(_painted(page, "decline", "Enter"))
    opened.close()
    return {key: _beside(in_browsers(waited), bare) for key, waited in waits.items()}


def _painted(page: Page, name: str, key: str) -> float:
    """Milliseconds from the key to its paint."""
    page.wait_for_function(HEARD)
    page.evaluate("name => expectKey(name)", name)
    return _pressed(page, key)


def _pressed(page: Page, key: str) -> float:
    page.keyboard.press(key)
    page.wait_for_function("key.painted")
    waited: float = page.evaluate("key.painted - key.at")
    return waited


def _bare(browser: Browser, each: int) -> Figures:
    page = browser.new_page()
    page.set_content(BARE)
    page.evaluate(WATCH)
    waits = []
    for _ in range(each):
        page.evaluate("() => { document.querySelector('#word').textContent = ''; expectKey('bare'); }")
        waits.append(_pressed(page, "KeyJ"))
    page.close()
    return in_browsers(waits)


def _beside(figures: Figures, bare: Mapping[str, Any]) -> Figures:
    return figures | {"p95_of_the_bare_page": ratio(figures["p95_ms"], bare["p95_ms"])}
