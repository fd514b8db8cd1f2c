"""The page of the prompter's control: how each controller is reached, taught, set and forgotten."""

from __future__ import annotations

from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.controllers import GOES, PUSHES, RESTS, TAUGHT, dialog, do, leave, moved, stands
from tests.browser.prompting import commands, state
from tests.browser.stage import Stage
from tests.browser.test_prompter_control import ALL, RUNNING, number, opened, prompter

__all__ = ["number", "prompter"]  # fixtures


def test_a_shuttle_that_is_chosen_has_its_usual_layout(
    small_stage: Stage, small_context: BrowserContext, number: int
) -> None:
    page = opened(small_context.new_page(), small_stage)
    dialog(page)
    page.get_by_role("button", name="Выбрать шаттл…").click()
    expect(page.get_by_role("heading", name="ShuttleXpress")).to_be_visible()
    assert {"vendorId": 0x0B33, "productId": 0x20} in page.evaluate("outside.filters")
    do(page, "outside.report(0, 0, 0, 0x40, 0); outside.report(0, 0, 0, 0, 0)")
    expect(page.locator("prompter-control")).to_contain_text("Кнопка: пуск и пауза")
    assert not page.evaluate(RUNNING)
    leave(page)
    line = state(page)["line"]
    do(page, "outside.report(0, 1, 0, 0, 0); outside.report(0, 3, 0, 0, 0)")
    page.wait_for_function("document.querySelector('live-prompter').reel.scroll._target === null")
    assert state(page)["line"] == line + 3
    do(page, "outside.report(0, 3, 0, 0x40, 0)")
    assert page.evaluate(RUNNING)


def test_a_gamepad_moves_nothing_before_it_is_taught_and_its_buttons_are_taught_one_by_one(
    small_stage: Stage, small_context: BrowserContext, number: int
) -> None:
    page = opened(small_context.new_page(), small_stage)
    do(page, "outside.pad([0, 0])")
    do(page, "outside.pad([0, 1], [0])")
    assert stands(page)
    do(page, RESTS["gamepad"])
    dialog(page)
    expect(page.locator(".controllers")).to_contain_text("ещё не обучено")
    page.locator("summary", has_text="Кнопки").click()
    page.get_by_role("button", name="Назначить пуск и пауза").click()
    do(page, "outside.pad([0, 0], [3])")
    expect(page.locator(".taught .own-key")).to_have_text(["кнопка 4"])
    do(page, RESTS["gamepad"])
    leave(page)
    do(page, "outside.pad([0, 0], [3])")
    assert page.evaluate(RUNNING)


def test_the_usual_layout_of_a_gamepad_its_settings_by_keys_and_its_end(
    small_stage: Stage, small_context: BrowserContext, number: int
) -> None:
    page = opened(small_context.new_page(), small_stage)
    do(page, RESTS["gamepad"])
    dialog(page)
    page.get_by_role("button", name="Обычная раскладка").click()
    page.get_by_label("Мёртвая зона").focus()
    page.keyboard.press("End")
    expect(page.locator(".range").first).to_contain_text("50 %")
    do(page, "outside.pad([0, 0.4])")
    expect(page.locator(".now-speed")).to_have_text("стоит")
    page.get_by_label("Мёртвая зона").focus()
    page.keyboard.press("Home")
    do(page, RESTS["gamepad"])
    page.get_by_role("button", name="В другую сторону").click()
    do(page, PUSHES["gamepad"])
    expect(page.locator(".now-speed")).to_contain_text("назад")
    do(page, RESTS["gamepad"])
    page.get_by_role("button", name="Забыть: Wireless Controller").click()
    expect(page.locator(".controllers")).to_contain_text("ещё не обучено")
    do(page, PUSHES["gamepad"])
    leave(page)
    assert stands(page)
    assert page.evaluate("localStorage.getItem('prompter/controllers')") == "[]"


def test_a_controller_that_is_away_is_listed_and_can_be_forgotten(prompter: Page) -> None:
    do(prompter, GOES["hid"])
    dialog(prompter)
    away = prompter.locator(".controllers li", has_text="ShuttleXpress")
    expect(away).to_contain_text("не подключено")
    away.get_by_role("button", name="Забыть").click()
    expect(away).to_have_count(0)


def test_what_a_browser_cannot_is_told_and_the_prompter_works_without(
    small_stage: Stage, small_context: BrowserContext, number: int
) -> None:
    page = opened(
        small_context.new_page(),
        small_stage,
        """
          navigator.getGamepads = () => { throw new DOMException('not on this page', 'SecurityError'); };
          delete navigator.requestMIDIAccess;
          delete Navigator.prototype.requestMIDIAccess;
          Object.defineProperty(navigator, 'hid', {value: undefined});
        """,
    )
    dialog(page)
    expect(page.locator(".ways")).to_contain_text("В этом браузере не работают геймпады")
    expect(page.locator(".ways")).to_contain_text("В этом браузере не работают устройства MIDI")
    expect(page.locator(".ways")).to_contain_text("В этом браузере не работают шаттлы (WebHID)")
    leave(page)
    page.keyboard.press("Space")
    assert page.evaluate(RUNNING)


def test_a_refusal_is_told(small_stage: Stage, small_context: BrowserContext, number: int) -> None:
    refused = "navigator.requestMIDIAccess = async () => { throw new DOMException('no', 'NotAllowedError'); };"
    page = opened(small_context.new_page(), small_stage, refused)
    dialog(page)
    page.get_by_role("button", name="Подключить MIDI").click()
    expect(page.locator("prompter-control [role=alert]")).to_contain_text("Страницу не пустили к устройству")


def test_no_controller_sends_anything_but_what_its_key_would(
    small_stage: Stage, small_context: BrowserContext, number: int
) -> None:
    page = small_context.new_page()
    sent = commands(page)
    opened(page, small_stage, TAUGHT)
    for kind in ALL:
        for script in (RESTS[kind], PUSHES[kind], RESTS[kind]):
            do(page, script)
    do(page, "outside.pad([0, 0], Array.from({length: 16}, (_, n) => n))")
    page.wait_for_function("document.querySelector('live-prompter').feed.waiting === 0")
    assert set(sent) <= {"presenter.acknowledge", "prompter.adjust"}
    assert small_stage.view(number)["state"] == "on_air"


def test_the_prompter_alone_is_let_to_controllers(small_stage: Stage, small_context: BrowserContext) -> None:
    """As the browser reads our header, in its own words."""
    asked = "['gamepad', 'hid', 'midi'].map(name => document.featurePolicy.allowsFeature(name))"
    assert small_stage.open(small_context, "prompter").evaluate(asked) == [True, True, True]
    assert small_stage.open(small_context, "desk").evaluate(asked) == [False, False, False]


def test_what_one_window_is_taught_another_window_of_the_computer_knows(
    small_stage: Stage, small_context: BrowserContext, number: int
) -> None:
    first = opened(small_context.new_page(), small_stage)
    other = opened(small_context.new_page(), small_stage)
    for page in (first, other):
        do(page, RESTS["gamepad"])
    dialog(first)
    first.get_by_role("button", name="Обычная раскладка").click()
    other.wait_for_function("document.querySelector('live-prompter').control.memory.known.length === 1")
    do(other, PUSHES["gamepad"])
    assert moved(other) > 0
