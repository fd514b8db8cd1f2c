"""Everybody can see and reach the desk: axe in each of its states, the focus in sight, colours that can be read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect

from tests.browser.axe import serious_in_both_themes
from tests.browser.stage import Stage, signed_in
from tests.support.browser import in_step, lent
from tests.support.entrance import let_in
from tests.support.scale import SOAK, grid

SIZES: dict[str, ViewportSize] = {"wide": {"width": 1440, "height": 900}, "phone": {"width": 360, "height": 740}}
OPEN, MERGED, TWIN, EDITED, DECLINED = 3, 4, 5, 6, 7
LONG = "Третью неделю нет воды в домах по Садовой улице, колонка у магазина тоже не работает. " * 8


@pytest.fixture(scope="module")
def crowd(small_shows: Iterator[Stage]) -> Stage:
    """A show in its middle: every state, topics, places, askers, notes, long texts."""
    stage = next(small_shows)
    texts = [
        f"{n}. {LONG}" if n % 5 == 0 else f"Почему в Сосновке {n} дней нет воды на Садовой улице?" for n in range(1, 31)
    ]
    stage.api.ask_many(
        [
            {"text": text, "locality": "Сосновка", "topic": "ЖКХ", "author": {"name": "Анна П."}}
            if n % 2
            else {"text": text}
            for n, text in enumerate(texts)
        ]
    )
    stage.go_on_air()
    for number in range(8, 14):
        stage.api.command("question.shortlist", question=number, version=1)
    stage.api.command("question.take", question=8, version=2)
    stage.api.command("question.merge", question=MERGED, version=1, into=OPEN)
    for reader in ("presenter", "head"):
        version = stage.view(OPEN)["version"]
        stage.api.command("question.note", question=OPEN, version=version, text="Площадка выбрана.", **{"for": reader})
    stage.api.command("question.edit", question=OPEN, version=stage.view(OPEN)["version"], air_text="Когда будет вода?")
    stage.api.command("question.decline", question=DECLINED, version=1, reason="spam")
    stage.api.command("question.ticket", question=14, version=1)
    return stage


@pytest.fixture(params=grid(SIZES, "wide"))
def context(request: pytest.FixtureRequest, browser: Browser, crowd: Stage) -> Iterator[BrowserContext]:
    opened = signed_in(browser, crowd, viewport=SIZES[request.param], reduced_motion="reduce")
    yield opened
    opened.close()


def opened(stage: Stage, context: BrowserContext, number: int = OPEN, query: str = "") -> Page:
    """The desk with a question open, and all that its pane reads for it."""
    desk = stage.open(context, "desk", f"?open={number}&part=pane{query}")
    expect(desk.locator("desk-pane h2")).to_contain_text(f"№ {number}")
    desk.wait_for_function("document.querySelector('live-desk').actions.hints.status === 'known'")
    return desk


def many_selected(stage: Stage, context: BrowserContext) -> Page:
    desk = stage.open(context, "desk", "?tab=all")
    for place in range(4):
        desk.locator("desk-list .pick").nth(place).click()
    expect(desk.locator(".selection")).to_be_visible()
    return desk


def edited_by_two(stage: Stage, context: BrowserContext) -> Page:
    desk = opened(stage, context, EDITED)
    desk.keyboard.press("e")
    desk.get_by_label("Текст для эфира").fill("Мой текст")
    version = stage.view(EDITED)["version"]
    stage.api.command("question.edit", question=EDITED, version=version, air_text=f"Чужой текст, правка {version}")
    desk.get_by_role("button", name="Сравнить").click()
    expect(desk.locator(".theirs")).to_be_visible()
    return desk


def out_of_touch(stage: Stage, context: BrowserContext) -> Page:
    desk = opened(stage, context)
    context.set_offline(True)
    expect(desk.locator(".cut-off")).to_be_visible()
    return desk


def unfolded(stage: Stage, context: BrowserContext) -> Page:
    desk = opened(stage, context)
    desk.keyboard.press("h")
    expect(desk.locator(".history .wordings")).to_be_visible()
    desk.locator(".askers summary").click()
    expect(desk.locator(".askers li")).to_have_count(1)
    desk.locator(".double summary").first.click()
    return desk


def told(stage: Stage, context: BrowserContext) -> Page:
    """With a refusal in the top bar."""
    desk = opened(stage, context)
    desk.evaluate("""import('static/parts/toast.js').then(({note, refusal}) => {
      note('Отклонён № 5', 'Отменить (Z)', () => {});
      refusal('Вопрос № 5 за это время изменился');
    })""")
    expect(desk.locator(".toast.refusal")).to_be_visible()
    return desk


def asked(key: str) -> Callable[[Stage, BrowserContext], Page]:
    def state(stage: Stage, context: BrowserContext) -> Page:
        desk = opened(stage, context)
        desk.keyboard.press(key)
        expect(desk.locator("dialog[open]")).to_be_visible()
        return desk

    return state


STATES: dict[str, Callable[[Stage, BrowserContext], Page]] = {
    "the whole queue": lambda stage, context: stage.open(context, "desk", "?tab=all"),
    "an open question": opened,
    "one that is declined": lambda stage, context: stage.open(context, "desk", f"?tab=declined&open={DECLINED}"),
    "several selected": many_selected,
    "a filter": lambda stage, context: stage.open(context, "desk", "?topic=ЖКХ&q=вода"),
    "the list": lambda stage, context: stage.open(context, "desk", "?part=shortlist"),
    "out of touch": out_of_touch,
    "edited by two": edited_by_two,
    "history, askers and a double unfolded": unfolded,
    "messages": told,
    "decline": asked("d"),
    "merge": asked("m"),
    "topic": asked("c"),
    "place": asked("l"),
    "note": asked("n"),
    "ticket": asked("t"),
    "own views": asked("v"),
    "keys": asked("Shift+Slash"),
    "a question by hand": asked("a"),
}


CASES = [
    (state, size)
    for n, state in enumerate(STATES)
    for m, size in enumerate(SIZES)
    if SOAK or (n + m) % 2 == 0  # Each state at one size in `make test`, at both in `make soak`.
]


@pytest.mark.soak
@pytest.mark.parametrize(("state", "context"), CASES, indirect=["context"])
def test_axe_finds_nothing_serious_on_the_desk(crowd: Stage, context: BrowserContext, state: str) -> None:
    assert serious_in_both_themes(STATES[state](crowd, context)) == {}


def test_axe_finds_nothing_serious_on_an_empty_desk(
    small_stage: Stage, browser: Browser, request: pytest.FixtureRequest
) -> None:
    for size in SIZES.values():
        with signed_in(browser, small_stage, viewport=size, reduced_motion="reduce") as context:
            assert serious_in_both_themes(small_stage.open(context, "desk")) == {}


@pytest.mark.parametrize("screen", ["rundown", "prompter", "head", "tickets"])
def test_axe_finds_nothing_serious_on_the_other_screens(crowd: Stage, context: BrowserContext, screen: str) -> None:
    assert serious_in_both_themes(crowd.open(context, screen)) == {}


@pytest.mark.parametrize("path", ["/login", "/", "/b/{slug}/ask", "/nowhere"])
def test_axe_finds_nothing_serious_on_plain_pages(crowd: Stage, context: BrowserContext, path: str) -> None:
    page = context.new_page()
    page.goto(crowd.server.url + path.format(slug=crowd.slug))
    assert serious_in_both_themes(page) == {}


@pytest.mark.parametrize("name", grid(("topics", "localities", "reasons", "calendar", "deadlines"), "calendar"))
def test_axe_finds_nothing_serious_on_the_centres_lists(crowd: Stage, browser: Browser, name: str) -> None:
    token = crowd.server.installation.key(None, "admin")
    for size in SIZES.values():
        with lent(browser, viewport=size, reduced_motion="reduce") as context:
            page = context.new_page()
            let_in(context, crowd.server.installation, token, crowd.server.url)
            page.goto(f"{crowd.server.url}/admin/lists/{name}")
            assert serious_in_both_themes(page) == {}


# The focus is always in sight

FOCUSED = """() => {
  const element = document.activeElement;
  const look = () => {
    const {outlineStyle, outlineWidth, outlineColor, boxShadow} = getComputedStyle(element);
    return {outline: outlineStyle === 'none' ? 0 : parseFloat(outlineWidth), color: outlineColor, boxShadow};
  };
  if (element === document.body) return null;
  const focused = look();
  element.blur();
  const plain = look();
  element.focus({preventScroll: true});
  const again = Boolean(element.dataset.walked);
  element.dataset.walked = 'yes';
  return {name: element.outerHTML.slice(0, 120), focused, plain, again};
}"""


def walked(page: Page, most: int = 200) -> list[dict[str, Any]]:
    """Every element that Tab reaches, with its look with the focus and without, until it comes round."""
    found: list[dict[str, Any]] = []
    for _ in range(most):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUSED)
        if stop and stop["again"]:
            break
        if stop:
            found.append(stop)
    return found


def seen(stop: dict[str, Any]) -> bool:
    focused, plain = stop["focused"], stop["plain"]
    ringed = focused["outline"] >= 2 and focused["outline"] != plain["outline"]
    return bool(ringed or focused["boxShadow"] != plain["boxShadow"])


@pytest.mark.parametrize(
    "state", ["an open question", "several selected", "edited by two", "history, askers and a double unfolded"]
)
def test_whatever_has_the_focus_shows_it(crowd: Stage, context: BrowserContext, state: str) -> None:
    desk = STATES[state](crowd, context)
    stops = walked(desk)
    assert len(stops) > 10
    assert [stop for stop in stops if not seen(stop)] == []


@pytest.mark.parametrize(
    "state", ["decline", "merge", "topic", "place", "note", "ticket", "own views", "keys", "a question by hand"]
)
def test_a_dialog_shows_what_has_the_focus(crowd: Stage, context: BrowserContext, state: str) -> None:
    desk = STATES[state](crowd, context)
    stops = walked(desk)
    assert stops
    assert [stop for stop in stops if not seen(stop)] == []


# Colours

CONTRASTS = """pairs => {
  const canvas = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
  const probe = document.body.appendChild(document.createElement('i'));
  const light = name => {
    probe.style.color = `var(--${name})`;
    canvas.fillStyle = getComputedStyle(probe).color;
    canvas.fillRect(0, 0, 1, 1);
    const linear = value => (value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
    const [r, g, b] = [...canvas.getImageData(0, 0, 1, 1).data].map(value => linear(value / 255));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  return pairs.map(([one, other]) => {
    const [a, b] = [light(one), light(other)].sort((x, y) => y - x);
    return (a + 0.05) / (b + 0.05);
  });
}"""

GROUNDS = ("ground", "surface", "raised", "field")
WORDS = [(word, ground) for word in ("text", "quiet", "gone", "air", "next", "done", "own") for ground in GROUNDS]
TINTS = [("air", "air-tint"), ("next", "next-tint"), ("done", "done-tint"), ("own", "own-tint")]
TINTS += [(word, "own-tint") for word in ("text", "quiet", "gone", "air", "next", "done")]
FILLS = [("on-fill", "air-fill"), ("on-fill", "done-fill"), ("on-fill", "own-fill"), ("on-next", "next-fill")]
EDGES = [("edge", ground) for ground in GROUNDS]


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_every_colour_is_told_from_its_ground(crowd: Stage, browser: Browser, theme: str) -> None:
    with signed_in(browser, crowd) as context:
        desk = crowd.open(context, "desk")
        desk.evaluate("theme => (document.documentElement.dataset.theme = theme)", theme)
        for pairs, least in ((WORDS + TINTS + FILLS, 4.5), (EDGES, 3.0)):
            ratios = desk.evaluate(CONTRASTS, pairs)
            assert {pair: ratio for pair, ratio in zip(pairs, ratios, strict=True) if ratio < least} == {}


SWITCH = "Светлая или тёмная тема"


def test_light_or_dark_is_chosen_by_a_button_and_remembered(crowd: Stage, browser: Browser) -> None:
    def scheme(page: Page) -> str:
        return str(page.evaluate("getComputedStyle(document.documentElement).colorScheme"))

    with signed_in(browser, crowd, color_scheme="dark") as context:
        desk = crowd.open(context, "desk")
        for chosen in ("light", "dark"):
            desk.get_by_role("button", name=SWITCH).click()
            assert scheme(desk) == chosen
            desk.reload()
            in_step(desk)
            assert scheme(desk) == chosen


FAMILY = (
    "/login",
    "/",
    "/nowhere",
    "/track",
    "/b/{slug}/desk",
    "/b/{slug}/report",
    "/b/{slug}/import",
    "/admin/people",
)
"""Pages of every kind: with a live screen and without one, of the crew, of a resident, of the administrator."""

LIGHT = "/track"
"""What fetches no typeface, for a bad line: it is shown in the system's."""


def test_every_page_has_one_typeface_and_follows_one_switch(crowd: Stage, browser: Browser) -> None:
    """It is as the system has it until somebody chooses; then as was chosen, on whatever page."""
    admin = crowd.server.installation.key(None, "admin")
    looks = (
        "({colorScheme, fontFamily}) => [matchMedia('(prefers-color-scheme: dark)').matches, colorScheme, fontFamily]"
    )

    def seen(page: Page) -> tuple[str, str]:
        system, scheme, face = page.evaluate(f"({looks})(getComputedStyle(document.documentElement))")
        whole = {"light dark": "dark" if system else "light"}.get(scheme, scheme)
        loaded = page.evaluate("document.fonts.ready.then(() => [...document.fonts].some(f => f.status === 'loaded'))")
        assert face.startswith('"Golos Text Variable"') and loaded == (not page.url.endswith(LIGHT)), page.url
        return whole, page.url

    for system, chosen in (("light", "dark"), ("dark", "light")):
        with signed_in(browser, crowd, color_scheme=system) as context:
            page = context.new_page()
            let_in(context, crowd.server.installation, admin, crowd.server.url)
            paths = [crowd.server.url + path.format(slug=crowd.slug) for path in FAMILY]
            for path in paths:
                page.goto(path)
                assert seen(page) == (system, path)
            page.get_by_role("button", name=SWITCH).click()
            for path in paths:
                page.goto(path)
                assert seen(page) == (chosen, path)


def test_a_page_that_stands_open_follows_the_switch_of_another(crowd: Stage, browser: Browser) -> None:
    with signed_in(browser, crowd, color_scheme="dark") as context:
        desk, other = crowd.open(context, "desk"), context.new_page()
        other.goto(f"{crowd.server.url}/")
        other.get_by_role("button", name=SWITCH).click()
        desk.wait_for_function("getComputedStyle(document.documentElement).colorScheme === 'light'")


def test_the_residents_form_asks_for_no_typeface(crowd: Stage, browser: Browser) -> None:
    with lent(browser) as context:
        page, asked = context.new_page(), []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"{crowd.server.url}/b/{crowd.slug}/ask", wait_until="networkidle")
        assert [url for url in asked if "vendor" in url or "font" in url] == []
        assert [url.rpartition("/")[2] for url in asked if url.endswith(".js")] == ["asked_before.js", "here.js"]
