"""A point with a question: given by a telephone, seen on desk and ticket, on the centre's own map or without one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, ViewportSize, expect

from tests.browser.axe import serious_in_both_themes
from tests.browser.stage import Stage, signed_in, stages
from tests.support import pictures
from tests.support.backends import EMBEDDED, Backends
from tests.support.browser import Complaints, lent
from tests.support.server import Server

PHONE: ViewportSize = {"width": 360, "height": 740}
PLACE = {"latitude": 54.31, "longitude": 48.39, "accuracy": 12.4}
NUMBERS = "54.310000, 48.390000"
ZOOM, X, Y = 15, 20788, 10473


@pytest.fixture(scope="module")
def mapped(backends: Backends, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """A show of a centre that keeps a map: nine tiles of it around the point."""
    folder = tmp_path_factory.mktemp("mapped")
    for x in range(X - 2, X + 3):
        for y in range(Y - 2, Y + 3):
            path = folder / "map" / str(ZOOM) / str(x) / f"{y}.png"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(pictures.picture("PNG", colour="green" if (x + y) % 2 else "silver", size=(256, 256)))
    (folder / "map" / "credit.txt").write_text("администрация района", "utf-8")
    with (
        backends.installation(EMBEDDED, folder) as own,
        Server(own, LIVE_MAP=str(folder / "map")).start() as running,
    ):
        yield next(stages(running))


def asks(browser: Browser, stage: Stage, allowed: bool) -> Page:
    """The form on a telephone that tells where it is, or does not."""
    context = lent(browser, viewport=PHONE, geolocation=PLACE)
    if allowed:
        context.grant_permissions(["geolocation"], origin=stage.server.url)
    page = context.new_page()
    page.goto(f"{stage.server.url}/b/{stage.slug}/ask")
    page.get_by_label("Ваш вопрос").fill("Яма посреди дороги, вечером её не видно.")
    page.locator("#consent").check()
    page.get_by_role("button", name="Приложить точку, где я сейчас").click()
    return page


def test_a_resident_adds_the_point_and_the_desk_sees_it_on_the_own_map(
    browser: Browser, mapped: Stage, tmp_path: Path
) -> None:
    form = asks(browser, mapped, allowed=True)
    expect(form.locator("#here [role=status]")).to_have_text(f"Точка уйдёт с вопросом: {NUMBERS}, с точностью до 13 м.")
    assert serious_in_both_themes(form) == {}
    assert form.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    form.get_by_role("button", name="Отправить вопрос").click()
    number = int(form.locator("dl.facts dd").first.inner_text())
    form.context.close()
    asked: list[Request] = []
    for viewport in ({"width": 1440, "height": 900}, PHONE):
        with Complaints().heard_in(signed_in(browser, mapped, viewport=viewport)) as context:
            context.on("request", lambda request: asked.append(request))
            desk = mapped.open(context, "desk", f"?open={number}")
            figure = desk.locator(".own-map")
            expect(figure).to_contain_text(NUMBERS)
            expect(figure).to_contain_text("Карта: администрация района")
            drawn = figure.locator("image").evaluate_all("all => all.map((one) => one.getAttribute('href'))")
            assert f"/map/{ZOOM}/{X}/{Y}" in drawn
            servers = {urlsplit(one.url).netloc for one in asked} - {""}  # What stands in the page itself has none.
            assert servers == {urlsplit(mapped.server.url).netloc}
            assert desk.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
            assert serious_in_both_themes(desk) == {}


def test_a_department_sees_the_point_on_its_ticket(mapped: Stage, browser: Browser) -> None:
    asked = mapped.api.ask("Провал у моста", attachments=[{"type": "place", "url": "geo:54.310000,48.390000"}])
    ticket = mapped.api.command("question.ticket", question=asked["number"], version=1)["ticket"]
    with Complaints().heard_in(signed_in(browser, mapped)) as context:
        board = mapped.open(context, "tickets", f"?open={ticket}")
        expect(board.locator(".own-map")).to_contain_text(NUMBERS)
        expect(board.locator(".own-map svg[role=img]")).to_be_visible()


def test_without_a_map_the_point_is_told_in_numbers(small_stage: Stage, small_context: BrowserContext) -> None:
    number = small_stage.api.ask("Провал", attachments=[{"type": "place", "url": "geo:54.310000,48.390000"}])["number"]
    desk = small_stage.open(small_context, "desk", f"?open={number}")
    expect(desk.locator(".own-map")).to_have_text(re.compile(NUMBERS))
    expect(desk.locator(".own-map svg[role=img]")).to_have_count(0)


def test_a_telephone_that_does_not_say_where_it_is_keeps_nobody_from_asking(browser: Browser, mapped: Stage) -> None:
    form = asks(browser, mapped, allowed=False)
    expect(form.locator("#here [role=status]")).to_have_text(
        "Узнать, где вы, не удалось. Опишите место словами.", timeout=30_000
    )
    form.get_by_role("button", name="Отправить вопрос").click()
    expect(form.get_by_role("heading", level=1)).to_have_text("Вопрос принят")
    form.context.close()


def test_the_point_can_be_taken_away_again(browser: Browser, mapped: Stage) -> None:
    form = asks(browser, mapped, allowed=True)
    form.get_by_role("button", name="Убрать точку").click()
    assert form.locator("input[name=point]").input_value() == ""
    expect(form.get_by_role("button", name="Приложить точку, где я сейчас")).to_be_focused()
    form.context.close()
