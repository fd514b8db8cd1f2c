"""The desk of the line between shows: its clocks, what ends a question there, and the way to a show."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from live.domain.followup.rising import FLOOR
from live.workers.followup.rises import INTERVAL
from tests.browser.axe import serious_in_both_themes
from tests.browser.stage import NAME, Stage, signed_in, takes_keys
from tests.support.backends import EMBEDDED, Backends
from tests.support.browser import Complaints, in_step
from tests.support.server import Server

pytestmark = pytest.mark.faults


def standing(server: Server) -> Stage:
    slug = f"line-{uuid.uuid4().hex[:8]}"
    roles = [part for role in ("source", "moderator", "producer", "screener") for part in ("--role", role)]
    printed = server.installation.several(
        ["broadcast", "add", "--slug", slug, "--title", "Постоянная линия", "--head", "Глава", "--kind", "standing"],
        ["key", "add", *roles, "--broadcast", slug, "--name", NAME],
    )
    return Stage(server, slug, printed[1].split()[-1])


@pytest.fixture
def line(small_stage: Stage) -> Stage:
    """A line between shows beside the stage's show."""
    return standing(small_stage.server)


@pytest.fixture
def quiet_line(backends: Backends, tmp_path: Path) -> Iterator[Stage]:
    """A line of a centre that is asked nothing else: what rises elsewhere is told on every line."""
    with backends.installation(EMBEDDED, tmp_path) as own, Server(own).start() as server:
        yield standing(server)


@pytest.fixture
def context(browser: Browser, line: Stage) -> Iterator[BrowserContext]:
    with Complaints().heard_in(signed_in(browser, line)) as opened:
        yield opened


def late(line: Stage, text: str) -> int:
    """The number of a question whose resident wrote a week ago."""
    asked = (datetime.now(UTC) - timedelta(days=7)).isoformat()
    return int(line.api.ask(text, asked_at=asked)["number"])


def test_what_is_over_its_time_says_so_is_filtered_and_is_told(line: Stage, context: BrowserContext) -> None:
    number = late(line, "Третью неделю нет воды")
    line.api.ask("Спасибо за дорогу")
    desk = line.open(context, "desk", f"?open={number}")
    row = desk.locator("desk-list .row", has_text="Третью неделю")
    expect(row.locator(".due.over")).to_contain_text("просрочено на")
    pane = desk.locator("desk-pane")
    expect(pane.locator(".clocks")).to_contain_text("Срок реакции")
    expect(pane.locator(".clocks")).to_contain_text("Срок решения")
    desk.get_by_label("срок").select_option("over")
    expect(desk.locator("desk-list .row")).to_have_count(1)
    for name in ("В вёрстку", "В список"):
        expect(pane.get_by_role("button", name=name)).to_have_count(0)
    assert serious_in_both_themes(desk) == {}


def test_what_rises_is_told_on_the_desk_and_shown_by_one_press(quiet_line: Stage, browser: Browser) -> None:
    line, topic = quiet_line, "Переправа"
    line.api.ask("Спасибо за дорогу")
    with Complaints().heard_in(signed_in(browser, line)) as context:
        desk = line.open(context, "desk")  # Before anything rises: what was told once is not told again.
        for n in range(FLOOR):  # One more, and a look between the two last would tell of one fewer.
            line.api.ask(f"Паром не ходит, {n}", topic=topic)
        told = desk.get_by_role("status").filter(has_text=f"Больше обычного: {topic}, за час {FLOOR}, обычно 0")
        expect(told).to_be_visible(timeout=1000 * (INTERVAL + 30))
        told.get_by_role("button", name="Показать").click()
        expect(desk.locator("desk-list .row")).to_have_count(FLOOR)
        expect(desk.get_by_label("тема", exact=True)).to_have_value(topic)


def test_a_key_finishes_it_and_another_takes_that_back(line: Stage, context: BrowserContext) -> None:
    first, second = line.api.ask("Спасибо за дорогу")["number"], line.api.ask("Когда откроют ФАП?")["number"]
    desk = line.open(context, "desk", f"?open={second}")
    desk.keyboard.press("p")
    expect(desk.get_by_text(f"№ {second} завершён.")).to_be_visible()
    takes_keys(desk)
    desk.keyboard.press("u")
    expect(desk.get_by_role("button", name="Новые 0")).to_be_visible()
    assert [line.view(number)["how"] for number in (first, second)] == ["none", "written"]
    desk.keyboard.press("z")
    expect(desk.get_by_role("button", name="Новые 1")).to_be_visible()


def test_a_question_is_handed_to_a_show_and_leads_there(
    line: Stage, context: BrowserContext, small_stage: Stage
) -> None:
    number = line.api.ask("Когда откроют ФАП?")["number"]
    desk = line.open(context, "desk", f"?open={number}")
    desk.keyboard.press("i")
    dialog = desk.get_by_role("dialog")
    dialog.locator(f"input[value={small_stage.slug}]").check()
    dialog.get_by_role("button", name="Передать").click()
    expect(desk.get_by_text(f"№ {number} передан.")).to_be_visible()
    desk.goto(line.address("desk", f"?open={number}"))
    in_step(desk)
    link = desk.locator("desk-pane").get_by_role("link", name="Передан: «Прямая линия»")
    expect(link).to_have_attribute("href", f"/b/{small_stage.slug}/desk?open=1")
    assert small_stage.view(1)["text"] == "Когда откроют ФАП?"


def fits(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_it_fits_a_telephone(line: Stage, context: BrowserContext) -> None:
    fits(line.open(context, "desk", f"?open={late(line, 'Третью неделю нет воды')}"))
