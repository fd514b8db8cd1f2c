"""Around the air: messages, the show, health, a rehearsal, paper, and desk and rundown in one window."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, BrowserContext, FrameLocator, Page, Route, ViewportSize, expect

from tests.browser.axe import serious_in_both_themes
from tests.browser.gallery import expect_air, expect_order, press, ready
from tests.browser.stage import Stage, signed_in
from tests.support.process import wait_until
from tests.support.scale import grid

LONG = "Третью неделю нет воды в домах по Садовой улице, колонка у магазина тоже не работает. " * 8
SIZES: dict[str, ViewportSize] = {"wide": {"width": 1440, "height": 900}, "phone": {"width": 360, "height": 740}}


@pytest.fixture
def rundown(small_stage: Stage, small_context: BrowserContext) -> Page:
    for n in range(1, 4):
        small_stage.listed(f"Вопрос {n}?")
    return small_stage.open(small_context, "rundown")


# The presenter


def test_a_ready_made_message_is_one_key_and_its_acknowledgement_is_shown(rundown: Page, small_stage: Stage) -> None:
    rundown.keyboard.press("Shift+Digit2")
    message = rundown.locator(".messages li")
    expect(message).to_contain_text("Закругляйтесь")
    expect(message).to_contain_text("ещё не прочитано")
    number = rundown.evaluate("document.querySelector('live-rundown').feed.state.messages[0].id")
    small_stage.api.command("presenter.acknowledge", message=number)
    expect(message).to_contain_text(re.compile(r"прочитано \d\d:\d\d:\d\d"))


def test_a_message_that_nobody_has_seen_turns_amber(rundown: Page) -> None:
    rundown.keyboard.press("m")
    rundown.keyboard.type("Ближе к микрофону")
    rundown.keyboard.press("Enter")
    expect(rundown.locator(".messages li")).to_contain_text("Ближе к микрофону")
    expect(rundown.get_by_label("Сообщение", exact=True)).to_have_value("")
    expect(rundown.locator(".messages .late")).to_have_count(0)
    rundown.evaluate("""() => {
      const {feed} = document.querySelector('live-rundown');
      const at = Date.parse(feed.state.messages[0].at);
      feed.now = () => new Date(at + 11000);
    }""")
    expect(rundown.locator(".messages .late")).to_be_visible()


def test_a_message_typed_without_a_line_stays_in_its_field(small_stage: Stage, browser: Browser) -> None:
    with signed_in(browser, small_stage) as context:
        rundown = small_stage.open(context, "rundown")
        context.set_offline(True)
        expect(rundown.locator(".trust")).to_contain_text("нет связи с")
        rundown.keyboard.press("m")
        rundown.keyboard.type("Ближе к микрофону")
        rundown.keyboard.press("Enter")
        expect(rundown.locator(".toast.refusal")).to_contain_text("Нет связи")
        expect(rundown.get_by_label("Сообщение", exact=True)).to_have_value("Ближе к микрофону")


def test_without_a_line_nothing_that_sends_looks_ready(small_stage: Stage, browser: Browser) -> None:
    small_stage.go_on_air()
    prompter = small_stage.server.screen(small_stage.slug, "prompter", small_stage.token)
    with prompter, signed_in(browser, small_stage) as context:
        rundown = small_stage.open(context, "rundown")
        connected = rundown.locator(".side .done-text", has_text="на связи: 1")
        expect(connected).to_be_visible()
        sends = rundown.locator(".button.ready, .side .button.own")
        asked = rundown.get_by_role("button", name=re.compile("Закрыть приём|Завершить эфир"))
        for buttons, number in ((sends, 6), (asked, 2)):
            expect(buttons.and_(rundown.locator("[aria-disabled=false]"))).to_have_count(number)
        context.set_offline(True)
        expect(rundown.locator(".trust")).to_contain_text("нет связи с")
        for buttons, number in ((sends, 6), (asked, 2)):
            expect(buttons.and_(rundown.locator("[aria-disabled=true]"))).to_have_count(number)
        expect(connected).to_have_count(0)
        asked.last.click(force=True)
        expect(rundown.locator(".toast.refusal")).to_contain_text("Нет связи")
        expect(rundown.locator("dialog")).to_have_count(0)


# The show


def test_the_show_begins_after_one_question(rundown: Page) -> None:
    rundown.get_by_role("button", name="Начать эфир…").click()
    rundown.keyboard.press("Escape")
    expect(rundown.locator(".topbar .chip")).to_have_text("Приём вопросов")
    rundown.get_by_role("button", name="Начать эфир…").click()
    rundown.locator("dialog").get_by_role("button", name="Начать эфир").click()
    expect(rundown.locator(".topbar .chip")).to_have_text("В эфире")


def test_the_keys_are_shown(rundown: Page) -> None:
    rundown.keyboard.press("Shift+Slash")
    expect(rundown.locator("dialog .keys dt")).to_have_count(24)


# Health


def test_each_source_and_screen_is_on_the_strip(
    rundown: Page, small_stage: Stage, small_context: BrowserContext
) -> None:
    expect(rundown.locator("[data-source=api]")).to_have_attribute("data-state", "alive")
    small_stage.open(small_context, "desk")
    small_stage.api.head_at_rest()
    for screen in ("rundown", "desk"):
        expect(rundown.locator(f".mark[data-screen={screen}]")).to_contain_text("на связи", timeout=15000)


def test_a_screen_that_lags_is_amber(rundown: Page) -> None:
    expect(rundown.locator(".mark[data-screen=rundown]")).to_contain_text("на связи", timeout=15000)

    def lagging(route: Route) -> None:
        body = route.fetch().json()
        body["screens"] = [{"screen": "prompter", "name": "Ведущая", "to": body["head"] - 3}]
        route.fulfill(json=body)

    rundown.route(re.compile("/health"), lagging)
    prompter = rundown.locator(".mark[data-screen=prompter]")
    expect(prompter).to_contain_text("отстаёт на 3", timeout=15000)
    expect(prompter).to_have_class(re.compile("next-text"))
    rundown.unroute_all(behavior="ignoreErrors")


def test_a_server_that_does_not_answer_is_told(small_stage: Stage, browser: Browser) -> None:
    with signed_in(browser, small_stage) as context:
        small_stage.api.ask("Вопрос?")
        told_and_forgotten(small_stage.open(context, "rundown"))


def told_and_forgotten(rundown: Page) -> None:
    expect(rundown.locator("[data-source=api]")).to_be_visible()
    rundown.context.set_offline(True)
    expect(rundown.locator("rundown-health")).to_contain_text("сервер не отвечает с", timeout=15000)
    expect(rundown.locator("[data-source=api]")).to_be_visible()
    expect(rundown.locator("rundown-health")).not_to_contain_text("на связи")
    expect(rundown.locator("rundown-health")).not_to_contain_text("база")
    rundown.context.set_offline(False)
    expect(rundown.locator("rundown-health")).not_to_contain_text("сервер не отвечает с", timeout=15000)


def test_on_air_without_a_prompter_is_told(rundown: Page, small_stage: Stage, small_context: BrowserContext) -> None:
    warning = rundown.locator(".no-prompter")
    expect(rundown.locator("rundown-health .strip")).to_be_visible()
    expect(warning).to_have_count(0)
    small_stage.go_on_air()
    expect(warning).to_have_text("Суфлёр не подключён")
    small_stage.open(small_context, "prompter")
    expect(warning).to_have_count(0)


# A rehearsal


def test_a_rehearsal_runs_under_its_band_and_leaves_no_trace(rundown: Page, small_stage: Stage) -> None:
    band = rundown.locator(".rehearsal-band")
    expect(band).to_have_count(0)
    rundown.get_by_label("Секунд между вопросами").fill("0.5")
    rundown.get_by_role("button", name="Начать репетицию").click()
    expect(band).to_contain_text("РЕПЕТИЦИЯ")
    wait_until(lambda: small_stage.api.get("/questions")["total"] >= 6, "three invented questions")
    rundown.get_by_label("Секунд между вопросами").fill("20")
    rundown.keyboard.press("Tab")
    expect(band).to_contain_text("один за 20 с")
    rundown.get_by_role("button", name="Начать эфир…").click()
    rundown.locator("dialog").get_by_role("button", name="Начать эфир").click()
    press(rundown, "v")
    expect_air(rundown, "Вопрос 1?")
    rundown.get_by_role("button", name="Остановить").click()
    rundown.get_by_role("button", name="Стереть репетицию…").click()
    expect(rundown.locator("dialog")).to_contain_text("Останутся: настоящие вопросы")
    rundown.locator("dialog").get_by_role("button", name="Стереть").click()
    expect(band).to_have_count(0)
    expect(rundown.locator(".topbar .chip")).to_have_text("Приём вопросов")
    expect_order(rundown, 2, 3, 1)
    left = small_stage.api.get("/questions")
    assert left["total"] == 3
    assert sorted(view["text"] for view in left["questions"]) == ["Вопрос 1?", "Вопрос 2?", "Вопрос 3?"]


def test_a_show_that_has_aired_has_no_rehearsal(rundown: Page, small_stage: Stage) -> None:
    expect(rundown.get_by_role("button", name="Начать репетицию")).to_be_visible()
    small_stage.go_on_air()
    expect(rundown.get_by_role("button", name="Начать репетицию")).to_have_count(0)


def test_after_the_show_it_leads_to_what_comes_of_it(rundown: Page, small_stage: Stage) -> None:
    small_stage.go_on_air()
    small_stage.api.command("broadcast.wrap")
    after = rundown.get_by_role("region", name="После эфира")
    expect(after.get_by_role("link", name="Отчёт")).to_have_attribute("href", f"/b/{small_stage.slug}/report")
    expect(after.get_by_role("link", name="Поручения")).to_have_attribute("href", "/tickets")
    expect(rundown.locator("rundown-order .empty")).to_have_text("Эфир окончен: в вёрстке ничего не осталось.")


# Paper


def test_the_list_is_printed_in_its_order(rundown: Page, small_stage: Stage) -> None:
    small_stage.api.command("question.move", question=3, version=2, before=1)
    small_stage.api.command("question.note", question=2, version=2, text="Ударение", **{"for": "presenter"})
    small_stage.api.command("question.edit", question=1, version=2, air_text="Короче?")
    with rundown.expect_popup() as opened:
        rundown.get_by_role("link", name="Печать").click()
    paper = opened.value
    rows = paper.locator("tbody tr")
    expect(rows.locator("td:nth-child(2)")).to_have_text(["3", "1", "2"])
    expect(rows.locator("td:nth-child(4)")).to_have_text(["Вопрос 3?", "Короче?", "Вопрос 2?"])
    expect(rows.nth(2).locator("td:nth-child(5)")).to_have_text("Ударение")
    expect(rows.locator("td:nth-child(6)")).to_have_text(["", "", ""])
    paper.emulate_media(media="print")
    expect(paper.get_by_role("button", name="Печать")).to_be_hidden()
    assert paper.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


# Desk and rundown in one window


def both(stage: Stage, context: BrowserContext) -> tuple[Page, FrameLocator, FrameLocator]:
    page = context.new_page()
    page.goto(f"{stage.server.url}/")
    page.get_by_role("link", name="модерация и вёрстка").first.click()
    frames = [page.frame_locator(f"iframe[data-side={side}]") for side in ("desk", "rundown")]
    for frame in frames:
        expect(frame.locator(".trust")).to_have_text("на связи")
    return page, frames[0], frames[1]


def test_one_person_works_desk_and_rundown_in_one_window(small_stage: Stage, small_context: BrowserContext) -> None:
    small_stage.api.ask("Вопрос 1?")
    small_stage.go_on_air()
    page, desk, rundown = both(small_stage, small_context)
    desk.locator("desk-list .row", has_text="Вопрос 1?").click()
    page.keyboard.press("s")
    expect(rundown.locator("rundown-order .place")).to_contain_text("Вопрос 1?")
    page.keyboard.press("F6")
    expect(page.locator("iframe.here")).to_have_attribute("data-side", "rundown")
    ready_frame = next(frame for frame in page.frames if frame.url.split("?")[0].endswith("/rundown"))
    ready_frame.wait_for_function("document.querySelector('live-rundown').deeds.ready")
    page.keyboard.press("v")
    expect(rundown.locator(".card.air .aloud")).to_have_text("Вопрос 1?")
    page.keyboard.press("F6")
    expect(page.locator("iframe.here")).to_have_attribute("data-side", "desk")


def test_the_divider_is_moved_by_mouse_and_keys_and_remembered(
    small_stage: Stage, small_context: BrowserContext
) -> None:
    page, _, _ = both(small_stage, small_context)
    divider = page.get_by_role("separator")
    divider.focus()
    for _ in range(3):
        page.keyboard.press("ArrowLeft")
    expect(divider).to_have_attribute("aria-valuenow", "44")
    box = divider.bounding_box()
    assert box
    page.mouse.move(box["x"] + 5, 400)
    page.mouse.down()
    page.mouse.move(864, 400, steps=6)
    page.mouse.up()
    expect(divider).to_have_attribute("aria-valuenow", "60")
    page.reload()
    expect(divider).to_have_attribute("aria-valuenow", "60")


def test_below_1100_px_there_are_tabs(small_stage: Stage, small_context: BrowserContext) -> None:
    page, _, _ = both(small_stage, small_context)
    page.set_viewport_size(SIZES["phone"])
    expect(page.locator("iframe[data-side=desk]")).to_be_visible()
    expect(page.locator("iframe[data-side=rundown]")).to_be_hidden()
    page.get_by_role("button", name="Вёрстка").click()
    expect(page.locator("iframe[data-side=rundown]")).to_be_visible()
    expect(page.locator("iframe[data-side=desk]")).to_be_hidden()


# For everybody


def crowded(stage: Stage, context: BrowserContext) -> Page:
    """Sixty in the list, long texts, on air over time, a promise, a message not seen."""
    stage.api.ask_many(
        [
            {"text": f"{n}. {LONG if n % 7 == 0 else 'Когда починят мост?'}", "author": {"name": "Анна П."}}
            for n in range(1, 63)
        ]
    )
    for number in range(1, 63):
        stage.api.command("question.shortlist", question=number, version=1)
    stage.go_on_air()
    stage.api.command("question.take", question=1, version=2)
    stage.api.command("question.promise", question=1, version=3, promise=LONG, due="2030-12-10", department="Отдел ЖКХ")
    previous = {"question": 1, "version": 4, "as": "answered"}
    stage.api.command("question.take", question=7, version=2, previous=previous)
    stage.api.command("presenter.message", text="Пять минут")
    page = stage.open(context, "rundown", "?chosen=14")
    expect(page.locator("rundown-order .place")).to_have_count(60)
    return page


def rehearsed(stage: Stage, context: BrowserContext) -> Page:
    stage.api.command("rehearsal.start", pace=60.0)
    return stage.open(context, "rundown")


def turned(key: str) -> Callable[[Stage, BrowserContext], Page]:
    def state(stage: Stage, context: BrowserContext) -> Page:
        page = crowded(stage, context)
        ready(page)
        page.keyboard.press(key)
        if key == "p":
            expect(page.locator("dialog[open]")).to_be_visible()
        return page

    return state


def over_time(stage: Stage, context: BrowserContext) -> Page:
    page = crowded(stage, context)
    page.evaluate("document.querySelector('live-rundown').feed.now = () => new Date(Date.now() + 3 * 3600000)")
    expect(page.locator(".show-clock.over")).to_be_visible()
    return page


def paper(stage: Stage, context: BrowserContext) -> Page:
    stage.listed("Вопрос?")
    page = context.new_page()
    page.goto(f"{stage.server.url}/b/{stage.slug}/rundown/print")
    return page


STATES: dict[str, Callable[[Stage, BrowserContext], Page]] = {
    "nothing": lambda stage, context: stage.open(context, "rundown"),
    "sixty": crowded,
    "over time": over_time,
    "were on air": turned("2"),
    "promises": turned("3"),
    "a promise": turned("p"),
    "keys": turned("Shift+Slash"),
    "a rehearsal": rehearsed,
    "paper": paper,
    "both": lambda stage, context: both(stage, context)[0],
}


@pytest.mark.parametrize("state", grid(STATES, "sixty", "promises"))
def test_axe_finds_nothing_serious(small_stage: Stage, browser: Browser, state: str) -> None:
    with signed_in(browser, small_stage, reduced_motion="reduce") as context:
        page = STATES[state](small_stage, context)
        for size in SIZES.values():
            page.set_viewport_size(size)
            assert serious_in_both_themes(page) == {}, size
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), size
