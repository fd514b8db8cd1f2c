"""A real Chromium for the tests that look at pages, and what it complained about."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any
from urllib.parse import urlsplit
from weakref import WeakKeyDictionary

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Error, Page, WebSocket, sync_playwright
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from tests.support import binaries
from tests.support.searched import SEARCH

OPTIONS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-dev-shm-usage"]


TURN = 20
"""Milliseconds between two looks."""

LONGEST = 30_000.0

NAVIGATED = ("context was destroyed", "Cannot find context", "frame was detached", "navigat")


def _wait_for_function(page: Page, expression: str, *, arg: Any = None, timeout: float = LONGEST) -> None:
    """Playwright's own makes a function of the text within the page, which the pages' policy lets nobody do.

    This one evaluates it anew from outside, as the developers' tools do, until it is true.
    """
    look = f"(arg) => {{ const given = ({expression.strip().rstrip(';')}); "
    look += "return typeof given === 'function' ? given(arg) : given; }"
    deadline = time.monotonic() + timeout / 1000
    while not _evaluated(page, look, arg):
        if time.monotonic() > deadline:
            raise PlaywrightTimeout(f"not true within {timeout} ms: {expression}")
        page.wait_for_timeout(TURN)


def _evaluated(page: Page, look: str, arg: Any) -> bool:
    try:
        return bool(page.evaluate(f"async (arg) => Boolean(await ({look})(arg))", arg))
    except Error as error:
        if any(word in error.message for word in NAVIGATED):
            return False
        raise


Page.wait_for_function = _wait_for_function  # type: ignore[assignment,method-assign]  # It gives back nothing, which nobody uses.


@contextmanager
def chromium(whole: bool = False, program: str | None = None) -> Iterator[Browser]:
    """This machine's Chromium, headless; it ends with the block. `whole`: as people have it, where it is there.

    `program`: another one.
    """
    found = program or (binaries.chromium() if whole else None) or binaries.some_chromium()
    program = binaries.required(found, "Chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=OPTIONS)
        try:
            yield browser
        finally:
            browser.close()


KEEPING: dict[str, Any] = {"service_workers": "allow"}
"""Options of a context whose pages may be kept on the device for a lost network."""

_free: WeakKeyDictionary[Browser, dict[str, list[BrowserContext]]] = WeakKeyDictionary()
"""By its browser and options, what is lent to nobody."""


def lent(browser: Browser, **options: Any) -> BrowserContext:
    """A context that holds nothing but the cache of the server's files, at the desk's width where nothing else is said.

    Its end empties it and gives it back: half of what a page costs is fetching and compiling a hundred modules. One
    whose later pages would have a clock or a script of that test's is not given back; nor is one that is KEEPING: its
    worker goes on fetching after the pages have gone.
    """
    ours = {"viewport": {"width": 1440, "height": 900}, "locale": "ru-RU", "service_workers": "block"}
    options = {**ours, **options}
    if options["service_workers"] == "allow":
        return _searched(browser.new_context(**options))
    free = _free.setdefault(browser, defaultdict(list))[repr(sorted(options.items()))]
    if free:
        return free.pop()
    context = _searched(browser.new_context(**options))
    close, add_script = context.close, context.add_init_script
    scripts: list[str] = []

    def add_init_script(script: str) -> Any:
        scripts.append(script)
        return add_script(script)

    def give_back(*, reason: str | None = None) -> None:
        if context in free:
            return  # Ended twice, it would be lent to two at once.
        if not scripts and _emptied(context):
            free.append(context)
        else:
            close(reason=reason)

    context.add_init_script = add_init_script  # type: ignore[method-assign,assignment]  # a text alone, as it is given here
    context.close = give_back  # type: ignore[method-assign]  # a with-block ends by it too
    return context


def _searched(context: BrowserContext) -> BrowserContext:
    """What its pages' sockets are sent is searched, and each page when it is closed."""
    close = context.close

    def end(*, reason: str | None = None) -> None:
        for page in context.pages:
            _search(page)
        close(reason=reason)

    context.close = end  # type: ignore[method-assign]  # a with-block ends by it too
    context.on("page", _search_as_it_goes)
    return context


def _search_as_it_goes(page: Page) -> None:
    def heard(socket: WebSocket) -> None:
        socket.on("framereceived", lambda frame: SEARCH.frame(str(frame), f"a frame to {page.url}"))

    close = page.close

    def end(*, run_before_unload: bool | None = None, reason: str | None = None) -> None:
        _search(page)
        close(run_before_unload=run_before_unload, reason=reason)

    page.on("websocket", heard)
    page.close = end  # type: ignore[method-assign]  # tests close pages themselves


def _search(page: Page) -> None:
    """One that has crashed or gone shows nothing any more."""
    with suppress(Error):
        if page.url.startswith("http"):
            SEARCH.page(page.content(), urlsplit(page.url).path)


OWN_CLOCK = "'__pwClock' in globalThis"
"""What Playwright leaves in a page that tells another time than the browser's."""


def _emptied(context: BrowserContext) -> bool:
    """Closes its pages and clears all that they stored; False where that cannot be had, as after a crash."""
    try:
        context.set_offline(False)
        context.unroute_all(behavior="ignoreErrors")
        page = context.new_page()
        for other in context.pages:
            if other is not page:
                other.close()
        if page.evaluate(OWN_CLOCK):
            return False
        context.new_cdp_session(page).send("Storage.clearDataForOrigin", {"origin": "*", "storageTypes": "all"})
        page.close()
        context.clear_cookies()
        context.clear_permissions()
    except Error:
        return False
    return True


class Complaints:
    """The errors of every page that it listens to: uncaught exceptions and what the `console` calls an error."""

    def __init__(self, console: bool = True) -> None:
        self.heard: list[str] = []
        self._of_the_console = console

    @contextmanager
    def heard_in(self, context: BrowserContext) -> Iterator[BrowserContext]:
        """Listens to the pages that are opened in it, and closes it; what was heard fails the test."""
        context.on("page", self.listen)
        try:
            yield context
        finally:
            context.close()
            context.remove_listener("page", self.listen)
        assert not self.heard, self.heard

    def listen(self, page: Page) -> None:
        page.on("pageerror", self._error)
        page.on("console", self._console)

    def _error(self, error: Error) -> None:
        self.heard.append(str(error))

    def _console(self, message: ConsoleMessage) -> None:
        if self._of_the_console and message.type == "error":
            self.heard.append(message.text)


def in_step(page: Page) -> Page:
    """The page, once its screen is in step; AssertionError with what it shows and holds when it does not come to it."""
    try:
        page.locator(".trust.in_step").wait_for()
    except PlaywrightTimeout as late:
        raise AssertionError(f"{page.url} is not in step: {page.evaluate(FOUND)}") from late
    return page


FOUND = """async () => {
  const screen = [...document.querySelectorAll('*')].find((element) => element.feed);
  const {status, to, _socket: socket} = screen?.feed ?? {};
  const refused = performance.getEntriesByType('resource').filter((file) => file.responseStatus >= 400);
  const second = new Promise((done) => setTimeout(done, 1000));
  const frames = Boolean(await Promise.race([new Promise(requestAnimationFrame), second]));
  return JSON.stringify({
    frames, page: document.readyState, text: document.body.innerText.slice(0, 300),
    refused: refused.map(({name}) => name),
    screen: screen?.localName, status, to, connected: socket?.connected, engine: socket?.io?.engine?.readyState,
    pending: screen?.isUpdatePending, trust: screen?.querySelector('.trust')?.outerHTML,
  });
}"""

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


def as_of_one_event(page: Page, other: Page, screen: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """What two pages of a screen hold as of one event: the background may tell of another between two looks."""
    while True:
        looks = held(page, screen), held(other, screen)
        if looks[0]["to"] == looks[1]["to"]:
            return looks
        latest = max(look["to"] for look in looks)
        for one in (page, other):
            one.wait_for_function(f"document.querySelector('live-{screen}').feed.to >= {latest}")
