"""The OGraf packages in a small renderer of this test's own: loaded, played step by step, updated, stopped, cut."""

from __future__ import annotations

import io
import mimetypes
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.graphic import SIZE, opaque
from tests.browser.stage import Stage
from tests.support.browser import Complaints, lent
from tests.support.file_server import FileServer
from tests.support.scale import scaled

pytestmark = pytest.mark.faults

RENDERER = Path(__file__).with_name("ograf_renderer.js")
PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>A renderer</title><link rel="icon" href="data:,">
<style>
html, body { margin: 0; background: transparent; text-transform: uppercase; letter-spacing: 9px; line-height: 3; }
section, .plate { background: red; }
.layer { position: absolute; top: 0; left: 0; right: 0; bottom: 0; }
</style><body><script src="/renderer.js"></script></body></html>"""

LONG = "Дорога к школе в нашем селе осенью превращается в кашу: автобус не доезжает, дети идут пешком. " * 12
OPTIONS = [{"text": "Дороги", "share": 40}, {"text": "Школы", "share": 60}]
POLL = {"question": "Что ремонтировать первым?", "options": OPTIONS, "voters": 5}
NOTHING: list[Any] = []

STOPPED_BEFORE_LETTERS = """async () => {
  graphic.updateAction({data: {text: 'Придут ли буквы?'}});
  window.played = graphic.playAction({});
  for (let turn = 0; turn < 100; turn++) await null;  // both wait for letters by now, and no time has passed
  graphic.stopAction({skipAnimation: true});
}"""


@pytest.fixture(scope="module")
def site(small_server: Any, small_shows: Iterator[Stage]) -> Iterator[FileServer]:
    """Another machine, which has nothing but the unpacked packages; ours is asked only for the ZIP."""
    stage = next(small_shows)
    content = stage.api.http.get(stage.address("overlay", f"/ograf.zip?token={stage.token}")).content
    with FileServer() as site, zipfile.ZipFile(io.BytesIO(content)) as archive:
        site.has("/", PAGE.encode(), "text/html")
        site.has("/renderer.js", RENDERER.read_bytes(), "text/javascript")
        for name in archive.namelist():
            kind = "text/javascript" if name.endswith((".js", ".mjs")) else mimetypes.guess_type(name)[0]
            for query in ("", *(f"?{number}" for number in range(1, 4))):
                site.has(f"/{name}{query}", archive.read(name), kind or "application/octet-stream")
        yield site


@pytest.fixture
def renderer(browser: Browser, site: FileServer) -> Iterator[Page]:
    with Complaints().heard_in(lent(browser, viewport=SIZE)) as context:
        page = context.new_page()
        page.goto(f"{site.url}/")
        yield page


def put(page: Page, kind: str = "live-question", **data: Any) -> None:
    assert page.evaluate("([kind, data]) => put(kind, data)", [kind, data])["statusCode"] == 200


def call(page: Page, name: str, **params: Any) -> dict[str, Any]:
    """What the call answers; a step that is undefined is none."""
    answer = page.evaluate("([name, params]) => graphic[name](params)", [name, params])
    return {field: value for field, value in answer.items() if value is not None}


def words(page: Page) -> list[str]:
    """The words of each plate that stands."""
    return [" ".join(one["words"]) for one in page.evaluate("seen()")]


def test_nothing_is_in_sight_before_a_play_and_after_a_stop(renderer: Page) -> None:
    put(renderer, text="Когда починят мост?", name="Анна П.", place="Сосновка", source="vk")
    assert opaque(renderer) == 0
    assert call(renderer, "playAction") == {"statusCode": 200, "currentStep": 0}
    assert words(renderer) == ["Когда починят мост?"]
    assert opaque(renderer) > 10_000
    assert call(renderer, "stopAction") == {"statusCode": 200}
    assert (words(renderer), renderer.evaluate("anything()"), opaque(renderer)) == (NOTHING, 0, 0)


def test_a_long_question_goes_page_by_page_and_leaves_after_the_last(renderer: Page) -> None:
    put(renderer, text=LONG)
    pages: list[str] = []
    while (step := call(renderer, "playAction", skipAnimation=True).get("currentStep")) is not None:
        [seen] = renderer.evaluate("seen()")
        assert step == len(pages) and seen["page"].startswith(f"{step + 1} / ")
        pages.append(" ".join(seen["words"]))
    assert len(pages) > 1 and " ".join(pages).replace("…", "") == LONG.strip()
    assert words(renderer) == NOTHING


def test_a_step_is_gone_to_by_its_number_and_back(renderer: Page) -> None:
    put(renderer, text=LONG)
    assert call(renderer, "playAction", goto=1, skipAnimation=True)["currentStep"] == 1
    assert call(renderer, "playAction", delta=-1, skipAnimation=True)["currentStep"] == 0
    assert call(renderer, "playAction", goto="второй")["statusCode"] == 400
    assert renderer.evaluate("seen()")[0]["page"].startswith("1 / ")


def test_an_update_changes_what_it_names_and_other_words_begin_at_their_first_page(renderer: Page) -> None:
    put(renderer, text=LONG, name="Анна П.")
    call(renderer, "playAction", goto=1, skipAnimation=True)
    call(renderer, "updateAction", data={"name": "Вера К."}, skipAnimation=True)
    [seen] = renderer.evaluate("seen()")
    assert seen["name"] == "Вера К." and seen["page"].startswith("2 / ")
    call(renderer, "updateAction", data={"text": LONG.replace("школе", "больнице")}, skipAnimation=True)
    [seen] = renderer.evaluate("seen()")
    assert seen["name"] == "Вера К." and seen["page"].startswith("1 / ") and "больнице" in seen["words"]


def test_a_question_without_words_is_no_plate(renderer: Page) -> None:
    put(renderer, text=" ", name="Анна П.")
    assert call(renderer, "playAction") == {"statusCode": 200}
    assert renderer.evaluate("anything()") == 0
    call(renderer, "updateAction", data={"text": "Где вода?"})
    call(renderer, "playAction", skipAnimation=True)
    call(renderer, "updateAction", data={"text": ""}, skipAnimation=True)
    assert renderer.evaluate("anything()") == 0


def test_a_stop_does_not_wait_for_letters_and_what_waited_before_it_never_comes(renderer: Page) -> None:
    held: list[Route] = []
    renderer.route("**/*.woff2", lambda route: held.append(route))
    put(renderer)
    with renderer.expect_request("**/*.woff2"):
        renderer.evaluate(STOPPED_BEFORE_LETTERS)
    for route in held:
        route.continue_()
    renderer.unroute("**/*.woff2")
    assert renderer.evaluate("played.then(({currentStep}) => currentStep === undefined)")
    assert renderer.evaluate("anything()") == 0


def test_a_poll_comes_its_bars_follow_and_it_goes(renderer: Page) -> None:
    put(renderer, "live-poll", **POLL)
    assert call(renderer, "playAction") == {"statusCode": 200, "currentStep": 0}
    expected = {"asked": "Что ремонтировать первым?", "shares": ["40 %", "60 %"], "voted": "Проголосовали: 5"}
    assert renderer.evaluate("polls()") == [expected]
    lines = {"options": "Дороги: 55\nШколы: 45", "voters": "9"}
    call(renderer, "updateAction", data=lines, skipAnimation=True)
    assert renderer.evaluate("polls()") == [expected | {"shares": ["55 %", "45 %"], "voted": "Проголосовали: 9"}]
    call(renderer, "stopAction")
    assert (renderer.evaluate("polls()"), opaque(renderer)) == (NOTHING, 0)


def test_it_looks_as_on_our_own_page_whatever_the_renderers_page_wears(renderer: Page) -> None:
    put(renderer, text="Чьи буквы?", source="phone")
    call(renderer, "playAction", skipAnimation=True)
    looks = renderer.evaluate("looks('.plate')")
    assert looks["backgroundColor"] == "rgba(13, 24, 42, 0.93)" and "Golos" in looks["fontFamily"]
    assert (looks["textTransform"], looks["letterSpacing"], looks["lineHeight"]) == ("none", "normal", "normal")
    assert (looks["left"], looks["bottom"]) == (96, SIZE["height"] - 54)
    assert renderer.evaluate("document.fonts.check('560 64px \"Golos Text Variable\"', 'Чьи буквы?')")
    call(renderer, "updateAction", data={"theme": "light"})
    assert renderer.evaluate("looks('.plate')")["backgroundColor"] != looks["backgroundColor"]
    assert renderer.evaluate("getComputedStyle(document.body).textTransform") == "uppercase"


def test_frames_of_the_safe_areas_are_an_action_and_what_is_none_is_refused(renderer: Page) -> None:
    put(renderer, text="Где рамки?")
    assert call(renderer, "customAction", id="guides")["statusCode"] == 200
    assert renderer.evaluate("graphic.shadowRoot.querySelectorAll('.guide').length") == 2
    call(renderer, "customAction", id="guides")
    assert renderer.evaluate("graphic.shadowRoot.querySelectorAll('.guide').length") == 0
    assert call(renderer, "customAction", id="explode")["statusCode"] == 404


def test_packages_stand_beside_each_other_and_one_that_is_disposed_of_leaves_nothing(renderer: Page) -> None:
    put(renderer, text="Первый?")
    renderer.evaluate("window.first = graphic")
    put(renderer, text="Второй?")
    call(renderer, "playAction", skipAnimation=True)
    put(renderer, "live-poll", **POLL)
    call(renderer, "playAction", skipAnimation=True)
    assert len(renderer.evaluate("polls()")) == 1
    renderer.evaluate("first.dispose({})")
    assert renderer.evaluate("first.shadowRoot.childNodes.length") == 0
    renderer.evaluate("graphic.dispose({})")
    assert call(renderer, "playAction")["statusCode"] == 409
    expect(renderer.locator("head link[rel=stylesheet]")).to_have_count(1)


def test_nothing_is_asked_of_anybody_but_the_machine_that_has_the_files(renderer: Page, site: FileServer) -> None:
    asked: list[str] = []
    renderer.on("request", lambda request: asked.append(request.url))
    put(renderer, text="Кого спрашивают?", source="vk")
    call(renderer, "playAction", skipAnimation=True)
    assert asked and [url for url in asked if not url.startswith(f"{site.url}/")] == []


@pytest.mark.soak
def test_no_frame_shows_a_wrong_text_however_the_takes_are_cut(renderer: Page) -> None:
    put(renderer, text="")
    told = renderer.evaluate("([many, seed]) => takes(many, seed)", [scaled(200, 1000), 20261130])
    assert (told["wrong"], told["left"]) == (NOTHING, 0)
    assert told["shown"] > 200, "the look has seen plates"
