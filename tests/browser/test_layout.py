"""Every screen at four widths in both themes, as usual, with the longest, with nothing and with thousands.

Nothing overlaps, nothing leaves its column, and the great buttons stand at one place whatever the show does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.stage import ROLES, Stage, signed_in
from tests.support.api import NAMED
from tests.support.scale import grid

LAYOUT = Path(__file__).with_name("layout.js")
SIZES = ((1440, 900), (1366, 768), (1280, 800), (360, 740))
THEMES = ("dark", "light")
SCREENS = ("desk", "rundown", "head", "prompter", "calls", "tickets", "gallery")
PAGES = (
    "/",
    "/login",
    "/b/{slug}/both",
    "/b/{slug}/health",
    "/b/{slug}/report",
    "/b/{slug}/import",
    "/b/{slug}/rundown/print",
    "/b/{slug}/ask",
    "/track",
    "/admin",
    "/admin/people",
    "/admin/keys",
    "/admin/audit",
    "/admin/lists",
    "/admin/channels",
    "/admin/pages",
    "/admin/broadcasts",
    "/admin/broadcasts/new",
    "/admin/centre",
    "/admin/notices",
    "/admin/channels/new",
)
"""Whatever has an address and no feed of its own."""

NAME = "Константин Христофорович Преображенский-Вознесенский-Младший"
PLACE = "Верхняя Новомихайловская Речица у Красного Камня"
LONGEST = "Почему третью неделю нет воды в домах по Садовой улице? " * 71
WORD = "рентгеноэлектрокардиографического" * 2
RIGHT_TO_LEFT = "متى سيتم إصلاح الطريق؟ 🚧🚧🚧 " * 4
THOUSANDS = 3000


def usual(stage: Stage) -> None:
    on_air(stage, [{"text": f"Когда починят дорогу в Сосновке, дом {n}?", "locality": "Сосновка"} for n in range(20)])


def longest(stage: Stage) -> None:
    texts = (LONGEST, WORD, RIGHT_TO_LEFT, LONGEST[:900])
    author = {"name": NAME}
    on_air(
        stage,
        [
            {"text": texts[n % 4], "locality": PLACE, "topic": "ЖКХ", "author": author, "consent": NAMED}
            for n in range(12)
        ],
    )


def on_air(stage: Stage, questions: list[dict[str, object]]) -> None:
    """A show in its middle: one on air, the next, some of every other state."""
    stage.api.ask_many(questions)
    stage.go_on_air()
    for number in range(1, 7):
        stage.api.command("question.shortlist", question=number, version=1)
    stage.api.command("question.take", question=1, version=2)
    for reader in ("presenter", "head"):
        version = stage.view(1)["version"]
        stage.api.command("question.note", question=1, version=version, text="Подрядчик выбран.", **{"for": reader})
    stage.api.command("question.decline", question=8, version=1, reason="spam")
    stage.api.command("question.ticket", question=9, version=1)
    stage.api.command("presenter.message", text="Закругляйтесь")


def nothing(stage: Stage) -> None:
    pass


def thousands(stage: Stage) -> None:
    usual(stage)
    for start in range(0, THOUSANDS, 100):
        stage.api.ask_many([{"text": f"Вопрос {n}: где автобус?"} for n in range(start, start + 100)])


CONTENTS: dict[str, Callable[[Stage], None]] = {
    "usual": usual,
    "longest": longest,
    "empty": nothing,
    "thousands": thousands,
}


def with_a_long_title(stage: Stage) -> Stage:
    """Another show whose title and head take all the room that they may."""
    slug = f"long-{stage.slug}"
    options = ["--slug", slug, "--title", f"Прямая линия: {PLACE}, {PLACE} и {PLACE}", "--head", NAME]
    stage.server.installation.several(["broadcast", "add", *options], ["broadcast", "open", slug])
    return replace(stage, slug=slug)


class Filled(dict[str, Stage]):
    """A show for each kind of content, filled when it is first asked for."""

    def __init__(self, shows: Iterator[Stage]) -> None:
        super().__init__()
        self._shows = shows

    def __missing__(self, content: str) -> Stage:
        stage = with_a_long_title(next(self._shows)) if content == "longest" else next(self._shows)
        everything = stage.server.installation.key(stage.slug, *ROLES, "screener")
        self[content] = replace(stage, token=everything)
        CONTENTS[content](self[content])
        return self[content]


@pytest.fixture(scope="module")
def filled(small_shows: Iterator[Stage]) -> Filled:
    return Filled(small_shows)


def opened(browser: Browser, stage: Stage, screen: str) -> Iterator[Page]:
    with signed_in(browser, stage, reduced_motion="reduce") as context:
        page = stage.open(context, screen, "?open=1&part=pane" if screen == "desk" else "")
        page.evaluate(LAYOUT.read_text())
        yield page


@pytest.mark.parametrize("content", grid(CONTENTS, "usual"))
@pytest.mark.parametrize("screen", grid(SCREENS, "desk", "rundown", "tickets"))
def test_nothing_overlaps_and_nothing_leaves_its_column(
    browser: Browser, filled: Filled, screen: str, content: str
) -> None:
    for page in opened(browser, filled[content], screen):
        assert in_every_look(page) == {}


@pytest.mark.faults
@pytest.mark.parametrize("screen", ["desk", "tickets", "calls"])
def test_nothing_overlaps_where_the_rows_stand_close_together(browser: Browser, filled: Filled, screen: str) -> None:
    for page in opened(browser, filled["longest"], screen):
        page.keyboard.press("x")
        assert page.evaluate("document.documentElement.dataset.density") == "compact"
        assert in_every_look(page) == {}


@pytest.mark.faults
@pytest.mark.parametrize("content", CONTENTS)
def test_nothing_overlaps_on_the_pages_around_the_screens(browser: Browser, filled: Filled, content: str) -> None:
    stage = filled[content]
    admin = replace(stage, token=stage.server.installation.key(None, "admin"))
    with signed_in(browser, stage, reduced_motion="reduce") as context:
        admin.enter(context)
        page, wrong = context.new_page(), {}
        page.add_init_script(path=LAYOUT)
        for path in PAGES:
            page.goto(stage.server.url + path.format(slug=stage.slug))
            if found := in_every_look(page):
                wrong[path] = found
        assert not wrong, wrong


def in_every_look(page: Page) -> dict[str, list[str]]:
    """What is wrong with it by width and theme."""
    wrong = {}
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        for theme in THEMES:
            page.evaluate("theme => (document.documentElement.dataset.theme = theme)", theme)
            settled(page)
            if found := page.evaluate("layout()")["wrong"]:
                wrong[f"{width} {theme}"] = found
    return wrong


@pytest.mark.faults
def test_the_tickets_open_filters_stay_in_their_column(browser: Browser, filled: Filled) -> None:
    for page in opened(browser, filled["longest"], "tickets"):
        page.locator(".narrowing:not(.files) > summary").click()
        wrong = {}
        for width, height in SIZES:
            page.set_viewport_size({"width": width, "height": height})
            settled(page)
            if found := page.evaluate("layout()")["wrong"]:
                wrong[width] = found
        assert not wrong, wrong


@pytest.mark.faults
def test_the_great_buttons_stand_at_one_place(browser: Browser, filled: Filled) -> None:
    places: dict[tuple[int, int], dict[str, list[str]]] = {size: {} for size in SIZES}
    for content in CONTENTS:
        for page in opened(browser, filled[content], "rundown"):
            for width, height in SIZES:
                page.set_viewport_size({"width": width, "height": height})
                settled(page)
                places[width, height][content] = page.evaluate("layout()")["great"]
    for size, great in places.items():
        assert len(great["usual"]) == 3
        assert all(rectangles == great["usual"] for rectangles in great.values()), (size, great)


def settled(page: Page) -> None:
    """Two frames later: what listens to the page's size has drawn."""
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done())))")
