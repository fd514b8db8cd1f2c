"""The feed in a real browser: it holds what a fresh snapshot would, and a broken line heals by itself."""

from __future__ import annotations

from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.stage import Stage, signed_in
from tests.support.browser import as_of_one_event

SCREENS = ("desk", "rundown", "prompter", "head")


def play(stage: Stage) -> None:
    """A little of everything, with more questions than a screen keeps."""
    api = stage.api
    api.ask_many([{"text": f"Вопрос {n}?", "locality": "Сосновка"} for n in range(220)])
    stage.go_on_air()
    for number in (2, 3, 4, 5, 210, 211):
        api.command("question.shortlist", question=number, version=1)
    api.command("question.move", question=211, version=2, before=2)
    api.command("question.edit", question=3, version=2, air_text="Короче")
    api.command("question.take", question=2, version=2)
    api.command("question.note", question=2, version=3, **{"for": "presenter", "text": "Ударение"})
    previous = {"question": 2, "version": 4, "as": "answered"}
    api.command("question.take", question=3, version=3, previous=previous)
    api.command("question.promise", question=3, version=4, promise="Отсыпать дорогу", due="2030-12-01")
    api.command("question.return", question=4, version=2)
    api.command("question.decline", question=212, version=1, reason="spam")
    api.command("question.merge", question=213, version=1, into=5)
    api.command("question.merge", question=214, version=1, into=5)
    api.command("question.split", question=214, version=2)
    api.command("question.ticket", question=215, version=1)
    api.command("question.want", question=5, version=2)
    api.command("presenter.message", text="Пять минут")
    api.command("broadcast.close_intake")


def test_live_events_leave_what_a_fresh_snapshot_gives(stage: Stage, context: BrowserContext) -> None:
    live = {screen: stage.open(context, screen) for screen in SCREENS}
    play(stage)
    compare(stage, context, live)
    stage.api.command("broadcast.wrap")
    expect(live["rundown"].locator(".topbar .chip")).to_have_text("Завершён")
    compare(stage, context, live)


def compare(stage: Stage, context: BrowserContext, live: dict[str, Page]) -> None:
    """Each live screen, once it has all events, holds what a newly opened one does."""
    head = stage.api.head_at_rest()
    for screen, page in live.items():
        page.wait_for_function(f"document.querySelector('live-{screen}').feed.to >= {head}")
        fresh = stage.open(context, screen)
        first, second = as_of_one_event(page, fresh, screen)
        assert first == second, screen
        fresh.close()


def test_a_wrap_fills_the_list_of_tickets(small_stage: Stage, small_context: BrowserContext) -> None:
    small_stage.api.ask_many([{"text": f"Вопрос {n}?"} for n in range(230)])
    small_stage.go_on_air()
    live = small_stage.open(small_context, "tickets")
    small_stage.api.command("broadcast.wrap")
    live.wait_for_function("(document.querySelector('live-tickets').feed.state.counts.open || 0) >= 230")
    small_stage.api.head_at_rest()  # What it reads of a question with a ticket is told in the tickets' log as well.
    first, second = as_of_one_event(live, small_stage.open(small_context, "tickets"), "tickets")
    assert first == second


def test_a_cut_line_is_shown_and_heals_without_a_reload(small_stage: Stage, browser: Browser) -> None:
    with signed_in(browser, small_stage) as context:
        number = small_stage.listed("Стоит на экране?")
        desk = small_stage.open(context, "desk")
        desk.evaluate("window.sameDocument = true")
        context.set_offline(True)
        expect(desk.locator(".trust")).to_contain_text("нет связи с")
        expect(desk.locator("desk-shortlist .row")).to_contain_text("Стоит на экране?")
        missed = small_stage.api.ask("Пришёл без связи?")["number"]
        small_stage.api.command("question.return", question=number, version=2)
        context.set_offline(False)
        expect(desk.locator(".trust")).to_have_text("на связи")
        expect(desk.locator(".rows .row", has_text=str(missed))).to_contain_text("Пришёл без связи?")
        expect(desk.locator("desk-shortlist .row")).to_have_count(0)
        assert desk.evaluate("window.sameDocument") is True


def test_an_act_without_a_line_is_done_once_when_it_is_back(small_stage: Stage, browser: Browser) -> None:
    with signed_in(browser, small_stage) as context:
        number = small_stage.api.ask("В список без связи?")["number"]
        desk = small_stage.open(context, "desk", f"?open={number}")
        context.set_offline(True)
        expect(desk.locator(".trust")).to_contain_text("нет связи с")
        desk.keyboard.press("s")
        expect(desk.locator(".cut-off")).to_contain_text("1 действие ждёт отправки")
        assert small_stage.view(number)["state"] == "new"
        context.set_offline(False)
        expect(desk.locator("desk-shortlist .row")).to_contain_text("В список без связи?")
        assert small_stage.view(number)["version"] == 2


def test_the_prompter_keeps_its_text_without_a_line(small_stage: Stage, browser: Browser) -> None:
    with signed_in(browser, small_stage) as context:
        small_stage.go_on_air()
        number = small_stage.listed("Читаю без связи?")
        small_stage.api.command("question.take", question=number, version=2)
        prompter = small_stage.open(context, "prompter")
        context.set_offline(True)
        expect(prompter.locator(".trust")).to_contain_text("нет связи с")
        expect(prompter.locator(".words")).to_have_text("Читаю без связи?")
        context.set_offline(False)


def test_a_screen_without_a_sign_in_says_so(small_stage: Stage, browser: Browser) -> None:
    with signed_in(browser, small_stage) as context:
        desk = small_stage.open(context, "desk")
        context.clear_cookies()
        context.set_offline(True)
        expect(desk.locator(".trust")).to_contain_text("нет связи с")
        context.set_offline(False)
        expect(desk.locator(".trust")).to_have_text("нет доступа")
        expect(desk.locator(".cut-off a")).to_have_attribute("href", f"/login?next=%2Fb%2F{small_stage.slug}%2Fdesk")
