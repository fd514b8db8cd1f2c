"""The screener's screen: from ringing to handed over, two screeners at once, and what is typed is never lost."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest
import requests
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from live.domain import call as rules
from tests.browser.axe import serious_in_both_themes
from tests.browser.lines import ANNA, BORIS, Lines, all_lines, number
from tests.browser.test_accessibility import seen, walked
from tests.support.server import Server

SIZES = {"wide": {"width": 1440, "height": 900}, "phone": {"width": 360, "height": 740}}


@pytest.fixture(scope="session")
def laid(small_server: Server) -> Iterator[Lines]:
    return all_lines(small_server)


@pytest.fixture
def lines(laid: Iterator[Lines]) -> Lines:
    return next(laid)


@pytest.fixture
def anna(browser: Browser, lines: Lines) -> Iterator[BrowserContext]:
    with lines.context(browser, ANNA) as context:
        yield context


@pytest.fixture
def boris(browser: Browser, lines: Lines) -> Iterator[BrowserContext]:
    with lines.context(browser, BORIS) as context:
        yield context


LATER = "pause => (document.querySelector('live-calls').feed.now = () => new Date(Date.now() + pause))"
"""The screen's clock says that so many milliseconds have gone by."""


def row(page: Page, call: int) -> Locator:
    return page.locator(f"calls-list [data-call='{call}']")


def move(page: Page, verb: str) -> Locator:
    return page.locator(f".moves [data-move={verb}]")


def saved(page: Page) -> None:
    """Waits until the server has all that was typed, and the screen says so."""
    page.wait_for_function("document.querySelector('live-calls').drafts.calls.length === 0")
    expect(page.locator(".saved")).to_have_text("сохранено")


# Ringing


def test_a_call_that_rings_is_on_both_screens(lines: Lines, anna: BrowserContext, boris: BrowserContext) -> None:
    screens = [lines.open(anna), lines.open(boris)]
    lines.exchange("100.1", "ringing", 12)
    for screen in screens:
        expect(screen.locator("calls-list [data-state=ringing]")).to_contain_text("+7 900 000-00-12")
        expect(screen.locator(".ring")).to_contain_text("+7 900 000-00-12")
        expect(screen.locator(".ring [role=status]")).to_contain_text("Звонит +7 900 000-00-12")
    lines.exchange("100.1", "ended", 12)
    for screen in screens:
        expect(screen.locator("calls-list [data-state=ringing]")).to_have_count(0)
        expect(screen.locator(".back-list")).to_contain_text("пропущен")


def test_what_is_known_of_the_caller_stands_there_while_it_rings(lines: Lines, anna: BrowserContext) -> None:
    before = lines.taken(2, name="Пётр", locality="Заречье")
    lines.api.command("call.hand", call=before, text="Когда построят мост?")
    lines.api.command("caller.warn", call=before, text="кричит на ведущую")
    lines.api.command("caller.ban", call=before, text="ругается в эфире")
    screen = lines.open(anna)
    call = lines.rings(2)
    expect(row(screen, call)).to_contain_text("ЗАПРЕТ")
    expect(row(screen, call)).to_contain_text("1 звонок раньше")
    screen.keyboard.press("n")
    expect(screen.locator("call-card .head")).to_contain_text("1 звонок раньше · 1 вопрос раньше")
    expect(screen.locator(".ban")).to_contain_text("ЗАПРЕТ: ругается в эфире")
    expect(screen.locator(".ban")).to_contain_text("Режиссёр")
    expect(screen.locator("call-caller")).to_contain_text("Когда построят мост?")
    expect(screen.locator("call-caller")).to_contain_text("кричит на ведущую")
    expect(row(screen, call)).to_contain_text("звонит")


def test_a_long_ringing_turns_amber(lines: Lines, anna: BrowserContext) -> None:
    screen = lines.open(anna)
    call = lines.rings()
    wait = row(screen, call).locator("call-wait")
    expect(wait).not_to_have_class("end tabular next-text")
    screen.evaluate(
        "const {feed} = document.querySelector('live-calls'); feed.now = () => new Date(Date.now() + 31000)"
    )
    expect(wait).to_have_class("end tabular next-text")
    expect(wait).to_contain_text("00:3")


def test_a_new_call_moves_nothing_under_the_pointer(lines: Lines, anna: BrowserContext) -> None:
    held = lines.taken(1)
    lines.api.command("call.hold", call=held)
    screen = lines.open(anna)
    row(screen, held).hover()
    place = row(screen, held).bounding_box()
    new = lines.rings(2)
    expect(row(screen, new)).to_be_visible()
    assert row(screen, held).bounding_box() == place
    screen.locator("call-card").hover()
    expect(screen.locator("calls-list [data-call]").first).to_have_attribute("data-call", str(new))


def test_a_new_call_does_not_take_the_focus(lines: Lines, anna: BrowserContext) -> None:
    call = lines.taken(1, ANNA)
    screen = lines.open(anna, call)
    field = screen.get_by_label("Имя")
    field.press_sequentially("Мар")
    new = lines.rings(2)
    expect(row(screen, new)).to_be_visible()
    expect(field).to_be_focused()
    field.press_sequentially("ия")
    expect(field).to_have_value("Мария")
    expect(screen.locator("call-card h2")).to_have_text("+7 900 000-00-01")


# The moves


def test_a_card_is_opened_by_hand_with_no_exchange(lines: Lines, anna: BrowserContext, boris: BrowserContext) -> None:
    screen, other = lines.open(anna), lines.open(boris)
    screen.keyboard.press("a")
    screen.get_by_label("Номер").fill("8 900 000-00-07")
    screen.locator("dialog").get_by_label("Имя").fill("Зинаида")
    screen.keyboard.press("Enter")
    expect(screen.locator("call-card h2")).to_have_text("+7 900 000-00-07")
    expect(screen.locator("call-card .chip").first).to_have_text("говорит Анна")
    expect(screen.get_by_label("Имя")).to_have_value("Зинаида")
    expect(screen.get_by_label("Село или город")).to_be_focused()
    expect(other.locator("calls-list [data-state=screening]")).to_contain_text("говорит Анна")


def test_by_keyboard_alone_from_ringing_to_handed_over(
    lines: Lines, anna: BrowserContext, boris: BrowserContext
) -> None:
    screen, other = lines.open(anna), lines.open(boris)
    call = lines.rings(3)
    expect(row(screen, call)).to_be_visible()
    keys = screen.keyboard
    keys.press("n")
    keys.press("t")
    expect(screen.get_by_label("Имя")).to_be_focused()
    keys.type("Николай О.")
    keys.press("Tab")
    keys.type("Сосновка")
    keys.press("Tab")
    keys.type("Автобус")
    keys.press("Tab")
    keys.press("ArrowRight")
    keys.press("Tab")
    keys.type("Когда вернут вечерний рейс?")
    keys.press("Control+Enter")
    expect(screen.locator(".toast")).to_contain_text("Звонок передан: вопрос № 1")
    for page in (screen, other):
        expect(row(page, call)).to_contain_text("передан, № 1")
    question = lines.api.question(1)
    assert (question["text"], question["locality"]) == ("Когда вернут вечерний рейс?", "Сосновка")
    assert question["author"]["name"] == "Николай О."
    assert question["caller"] == {"call": call, "gone": False}
    [view] = [event["caller"] for event in lines.told("call.handed")]
    assert (view["point"], view["consent"]) == ("Автобус", True)


def test_a_handed_call_is_a_question_on_the_desk_with_its_caller(lines: Lines, browser: Browser) -> None:
    call = lines.taken(3, ANNA)
    with ExitStack() as stack:
        screen = lines.open(stack.enter_context(lines.context(browser, ANNA)), call)
        desk = lines.open(stack.enter_context(lines.context(browser, "Режиссёр")), screen="desk")
        screen.get_by_label("Вопрос").fill("Когда починят мост?")
        move(screen, "hand").click()
        desk.get_by_text("Когда починят мост?").first.click()
        expect(desk.locator("desk-pane")).to_contain_text("Звонивший на линии")
        expect(screen.locator(".handed")).to_contain_text("Когда починят мост?")
        lines.api.command("question.shortlist", question=1, version=1)
        expect(row(screen, call)).to_contain_text("в списке")
        lines.api.command("call.end", call=call)
        expect(desk.locator("desk-pane")).to_contain_text("Звонивший отключился")


def test_nothing_is_handed_over_without_a_question(lines: Lines, anna: BrowserContext) -> None:
    screen = lines.open(anna, lines.taken(3, ANNA))
    screen.keyboard.press("p")
    expect(screen.locator(".toast")).to_contain_text("Сначала запишите вопрос")
    expect(screen.get_by_label("Вопрос")).to_be_focused()


def test_whoever_is_on_hold_waits_in_sight_of_both(lines: Lines, anna: BrowserContext, boris: BrowserContext) -> None:
    call = lines.taken(4, ANNA)
    screen, other = lines.open(anna, call), lines.open(boris)
    screen.keyboard.press("h")
    for page in (screen, other):
        expect(row(page, call)).to_contain_text("на удержании")
        expect(row(page, call).locator("call-wait")).to_contain_text("00:0")
        page.evaluate(
            "const {feed} = document.querySelector('live-calls'); feed.now = () => new Date(Date.now() + 95000)"
        )
        expect(row(page, call).locator("call-wait")).to_contain_text("01:3")
        expect(row(page, call).locator("call-wait")).to_have_class("end tabular next-text")


def test_a_call_that_rings_while_another_is_held_is_taken_by_itself(lines: Lines, anna: BrowserContext) -> None:
    held = lines.taken(5, ANNA)
    screen = lines.open(anna, held)
    screen.keyboard.press("h")
    expect(row(screen, held)).to_contain_text("на удержании")
    new = lines.rings(6)
    expect(row(screen, new)).to_be_visible()
    screen.keyboard.press("n")
    expect(move(screen, "swap")).to_have_count(0)
    screen.keyboard.press("t")
    expect(row(screen, new)).to_contain_text("говорит Анна")
    expect(row(screen, held)).to_contain_text("на удержании")


def test_the_present_caller_is_held_and_the_next_taken_at_once(lines: Lines, anna: BrowserContext) -> None:
    present = lines.taken(5, ANNA)
    screen = lines.open(anna, present)
    new = lines.rings(6)
    expect(row(screen, new)).to_be_visible()
    screen.keyboard.press("n")
    move(screen, "swap").click()
    expect(row(screen, new)).to_contain_text("говорит Анна")
    expect(row(screen, present)).to_contain_text("на удержании")


def test_of_two_who_take_one_call_one_is_told(lines: Lines, anna: BrowserContext, boris: BrowserContext) -> None:
    call = lines.rings(6)
    screen, other = lines.open(anna, call), lines.open(boris, call)
    screen.evaluate(HELD_BACK)
    screen.keyboard.press("t")
    other.keyboard.press("t")
    expect(row(screen, call)).to_contain_text("говорит Борис")
    screen.evaluate("send()")
    expect(screen.locator(".toast.refusal")).to_be_visible()
    expect(row(screen, call)).to_contain_text("говорит Борис")


def test_a_call_on_air_is_not_the_screeners(lines: Lines, anna: BrowserContext) -> None:
    call = lines.taken(7, ANNA)
    question = lines.api.command("call.hand", call=call, text="Где автобус?")["number"]
    lines.api.command("broadcast.air")
    lines.api.command("question.shortlist", question=question, version=1)
    lines.api.command("question.take", question=question, version=2)
    screen = lines.open(anna, call)
    expect(screen.locator("call-card .head .chip")).to_have_class("chip air")
    expect(screen.locator(".moves button")).to_have_count(0)
    for key in ("e", "t", "h", "p"):
        screen.keyboard.press(key)
        expect(screen.locator(".toast.refusal").last).to_be_visible()
    refused = requests.post(
        f"{lines.api.base}/commands",
        json={"id": "6a1f9d0e-3c52-4f0e-9f6c-3d3f5a0c1b11", "type": "call.end", "call": call},
        headers={"Authorization": f"Bearer {lines.keys[ANNA]}"},
        timeout=30,
    )
    assert (refused.status_code, refused.json()["code"]) == (409, "illegal")
    expect(row(screen, call)).to_contain_text("в эфире")


def test_ending_asks_whether_to_call_back(lines: Lines, anna: BrowserContext, boris: BrowserContext) -> None:
    call = lines.taken(8, ANNA, name="Ольга")
    screen, other = lines.open(anna, call), lines.open(boris)
    screen.keyboard.press("e")
    expect(screen.locator("dialog")).to_contain_text("Звонящего об этом ещё не спросили")
    screen.get_by_label("Да, в список «Перезвонить»").check()
    screen.get_by_role("button", name="Завершить звонок").click()
    for page in (screen, other):
        expect(page.locator(".back-list")).to_contain_text("ждёт звонка · Ольга")


def test_a_missed_call_waits_until_somebody_closes_it_by_name(
    lines: Lines, anna: BrowserContext, boris: BrowserContext
) -> None:
    call = lines.rings(9)
    lines.api.command("call.end", call=call)
    screen, other = lines.open(anna), lines.open(boris)
    for page in (screen, other):
        expect(page.locator(".back-list [data-call]")).to_have_count(1)
        page.reload()
        expect(page.locator(".back-list [data-call]")).to_have_count(1)
    row(screen, call).click()
    expect(screen.locator("call-card h2")).to_be_visible()
    screen.keyboard.press("c")
    screen.get_by_label("Чем кончилось").fill("Дозвонились, вопрос снят")
    screen.keyboard.press("Enter")
    expect(row(screen, call)).to_contain_text("закрыт: Анна")  # it stands where it was while the pointer is there
    screen.locator("call-card").hover()
    for page in (screen, other):
        expect(page.locator(".back-list [data-call]")).to_have_count(0)
    expect(screen.locator(".moves")).to_contain_text("Анна")
    [closed] = [event["caller"]["closed"] for event in lines.told("call.closed")]
    assert (closed["by"], closed["note"]) == (ANNA, "Дозвонились, вопрос снят")


def test_a_caller_is_banned_and_the_ban_is_lifted(lines: Lines, anna: BrowserContext, boris: BrowserContext) -> None:
    call = lines.taken(10, ANNA)
    screen, other = lines.open(anna, call), lines.open(boris, call)
    screen.keyboard.press("b")
    screen.get_by_label("За что").fill("ругается")
    screen.keyboard.press("Enter")
    for page in (screen, other):
        expect(page.locator(".ban")).to_contain_text("ЗАПРЕТ: ругается")
        expect(page.locator(".ban")).to_contain_text("Анна")
    other.locator("call-caller").get_by_role("button", name="Снять").click()
    other.locator("dialog").get_by_role("button", name="Снять").click()
    for page in (screen, other):
        expect(page.locator(".ban")).to_have_count(0)
        expect(page.locator("call-caller")).to_contain_text("снято: Борис")


# What is typed

HELD_BACK = """() => {
  const {feed} = document.querySelector('live-calls');
  const command = feed.command.bind(feed);
  const held = new Promise((send) => { window.send = () => send(); });
  feed.command = async (...args) => { await held; return command(...args); };
}"""
"""The screen's commands wait until `send()`."""


def written(lines: Lines, call: int, field: str) -> list[Any]:
    """How many times the log says that something was written, and what stands there now."""
    events = [event for event in lines.told("call.written") if event["call"] == call]
    return [len(events), events[-1]["caller"][field] if events else None]


def test_what_is_typed_is_kept_by_itself_and_shown_to_the_other(
    lines: Lines, anna: BrowserContext, boris: BrowserContext
) -> None:
    call = lines.taken(11, ANNA)
    screen, other = lines.open(anna, call), lines.open(boris, call)
    screen.get_by_label("Суть одной строкой").fill("Дорога в школу")
    screen.get_by_label("Суть одной строкой").press("Tab")
    expect(other.get_by_label("Суть одной строкой")).to_have_value("Дорога в школу")
    screen.locator("call-fields").get_by_label("не согласен").check()
    expect(other.locator("call-fields").get_by_label("не согласен")).to_be_checked()
    saved(screen)
    assert screen.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('call/'))") == []


def test_what_is_typed_survives_a_reload_and_arrives_once(lines: Lines, anna: BrowserContext) -> None:
    call = lines.taken(11, ANNA)
    screen = lines.open(anna, call)
    screen.evaluate(HELD_BACK)
    screen.get_by_label("Вопрос").fill("Когда вернут рейс?")
    screen.reload()
    expect(screen.get_by_label("Вопрос")).to_have_value("Когда вернут рейс?")
    saved(screen)
    assert written(lines, call, "text") == [1, "Когда вернут рейс?"]


def test_what_is_typed_survives_a_cut_line_and_a_closed_page(lines: Lines, anna: BrowserContext) -> None:
    call = lines.taken(11, ANNA)
    screen = lines.open(anna, call)
    anna.set_offline(True)
    expect(screen.locator(".cut-off")).to_be_visible()
    screen.get_by_label("Вопрос").fill("Когда вернут рейс?")
    expect(screen.locator(".saved")).to_contain_text("Сохранено на этом устройстве")
    screen.close()
    anna.set_offline(False)
    again = lines.open(anna, call)
    expect(again.get_by_label("Вопрос")).to_have_value("Когда вернут рейс?")
    saved(again)
    assert written(lines, call, "text") == [1, "Когда вернут рейс?"]


def test_a_write_under_way_when_the_page_closed_arrives_once(lines: Lines, anna: BrowserContext) -> None:
    call = lines.taken(11, ANNA)
    screen = lines.open(anna, call)
    # Its answer never comes back to the page.
    screen.evaluate("""() => {
      const {feed} = document.querySelector('live-calls');
      const command = feed.command.bind(feed);
      feed.command = (...args) => (command(...args).then(() => (window.arrived = true)), new Promise(() => {}));
    }""")
    screen.get_by_label("Вопрос").fill("Когда вернут рейс?")
    screen.wait_for_function("window.arrived")
    screen.close()
    again = lines.open(anna, call)
    saved(again)
    assert written(lines, call, "text") == [1, "Когда вернут рейс?"]


def test_what_is_typed_while_the_line_is_cut_arrives_when_it_is_back(lines: Lines, anna: BrowserContext) -> None:
    call = lines.taken(11, ANNA)
    screen = lines.open(anna, call)
    anna.set_offline(True)
    expect(screen.locator(".cut-off")).to_be_visible()
    screen.get_by_label("Имя").press_sequentially("Пётр")
    screen.get_by_label("Имя").press("Tab")
    anna.set_offline(False)
    saved(screen)
    expect(screen.get_by_label("Имя")).to_have_value("Пётр")
    assert written(lines, call, "name") == [1, "Пётр"]


def test_the_others_words_do_not_overwrite_mine(lines: Lines, anna: BrowserContext, boris: BrowserContext) -> None:
    call = lines.taken(12, ANNA)
    screen, other = lines.open(anna, call), lines.open(boris, call)
    screen.evaluate(HELD_BACK)
    field = screen.get_by_label("Вопрос")
    field.fill("Мой текст")
    other.get_by_label("Вопрос").fill("Чужой текст")
    expect(screen.locator(".theirs")).to_contain_text("Борис: «Чужой текст»")
    expect(field).to_have_value("Мой текст")
    expect(field).to_be_focused()
    screen.evaluate("send()")
    saved(screen)
    expect(field).to_have_value("Мой текст")
    expect(screen.locator(".theirs")).to_contain_text("Борис: «Чужой текст»")
    expect(other.locator(".theirs")).to_contain_text("Анна: «Мой текст»")
    screen.get_by_role("button", name="Взять это").click()
    expect(field).to_have_value("Чужой текст")
    expect(screen.locator(".theirs")).to_have_count(0)
    saved(screen)
    assert written(lines, call, "text")[1] == "Чужой текст"


def test_a_field_that_nobody_is_in_follows_the_other(lines: Lines, anna: BrowserContext, boris: BrowserContext) -> None:
    call = lines.taken(12, ANNA)
    screen, other = lines.open(anna, call), lines.open(boris, call)
    screen.get_by_label("Имя").focus()
    other.get_by_label("Суть одной строкой").fill("Дорога")
    expect(screen.get_by_label("Суть одной строкой")).to_have_value("Дорога")
    other.get_by_label("Имя").fill("Пётр")
    expect(screen.locator(".theirs")).to_contain_text("Борис: «Пётр»")
    expect(screen.get_by_label("Имя")).to_have_value("")
    screen.get_by_label("Имя").blur()
    expect(screen.get_by_label("Имя")).to_have_value("Пётр")
    expect(screen.locator(".theirs")).to_have_count(0)


def test_a_space_at_the_end_stays_while_it_is_typed(lines: Lines, anna: BrowserContext) -> None:
    call = lines.taken(12, ANNA)
    screen = lines.open(anna, call)
    field = screen.get_by_label("Вопрос")
    field.press_sequentially("Нет ")
    saved(screen)
    field.press_sequentially("воды")
    expect(field).to_have_value("Нет воды")
    expect(screen.locator(".theirs")).to_have_count(0)


def test_what_was_written_outlives_a_caller_who_hangs_up(lines: Lines, anna: BrowserContext) -> None:
    lines.exchange("100.9", "ringing", 13)
    lines.exchange("100.9", "answered", 13)
    call = lines.told("call.taken")[-1]["call"]
    screen = lines.open(anna, call)
    screen.evaluate(HELD_BACK)
    screen.get_by_label("Вопрос").fill("Почему нет света?")
    lines.exchange("100.9", "ended", 13)
    expect(screen.locator("call-card .chip").first).to_have_text("завершён")
    expect(screen.get_by_label("Вопрос")).to_have_value("Почему нет света?")
    screen.evaluate("send()")
    expect(screen.locator(".unsent").first).to_contain_text("Звонок завершился раньше")
    screen.reload()
    expect(screen.get_by_label("Вопрос")).to_have_value("Почему нет света?")
    expect(screen.locator("calls-list")).to_contain_text("Написано и не сохранено")
    screen.get_by_role("button", name="На стол без звонка").click()
    expect(screen.locator(".toast")).to_contain_text("Вопрос на столе: № 1")
    assert lines.api.question(1)["author"]["contact"] == f"tel:{number(13)}"


def test_a_text_that_came_too_late_for_the_question_is_not_lost(
    lines: Lines, anna: BrowserContext, boris: BrowserContext
) -> None:
    call = lines.taken(14, ANNA)
    screen = lines.open(anna, call)
    screen.evaluate(HELD_BACK)
    screen.get_by_label("Вопрос").fill("Мои слова, дописанные позже")
    lines.api.command("call.hand", call=call, text="Когда дадут свет?")
    expect(row(screen, call)).to_contain_text("передан, № 1")
    expect(screen.get_by_label("Вопрос")).to_have_value("Мои слова, дописанные позже")
    screen.evaluate("send()")
    saved(screen)
    expect(screen.locator(".handed")).to_contain_text("не вошло в вопрос: Мои слова, дописанные позже")


def test_arrows_choose_the_consent_and_open_no_other_call(lines: Lines, anna: BrowserContext) -> None:
    call = lines.taken(15, ANNA)
    lines.rings(16)
    screen = lines.open(anna, call)
    screen.get_by_label("не спрошено").focus()
    screen.keyboard.press("ArrowDown")
    expect(screen.locator("call-fields").get_by_label("согласен", exact=True)).to_be_checked()
    expect(screen.locator("call-card h2")).to_have_text("+7 900 000-00-15")


# For everybody


def test_the_moves_that_the_screen_offers_are_the_domains(lines: Lines, anna: BrowserContext) -> None:
    table = lines.open(anna).evaluate("import('/static/parts/moves.js').then(({CALL}) => CALL)")
    assert set(table) == set(rules.SCREENERS_MOVES)
    for verb in rules.SCREENERS_MOVES:
        assert set(table[verb]["from"]) == {state.value for state in rules.MOVES[verb]}, verb
        assert set(table[verb]["who"]) == {role.value for role in rules.WHO}, verb


def test_sound_is_off_until_it_is_chosen_and_remembered(lines: Lines, anna: BrowserContext) -> None:
    screen = lines.open(anna)
    sound = screen.get_by_role("button", name="Звук")
    expect(sound).to_have_attribute("aria-pressed", "false")
    screen.keyboard.press("s")
    expect(sound).to_have_attribute("aria-pressed", "true")
    screen.reload()
    expect(sound).to_have_attribute("aria-pressed", "true")


KNOWN = "call => document.querySelector('live-calls').callers.of(call).status === 'known'"


@pytest.fixture(scope="module")
def full_lines(laid: Iterator[Lines]) -> Lines:
    """Every state, a ban, long texts, and many calls."""
    lines = next(laid)
    banned = lines.taken(20, name="Пётр")
    lines.api.command("caller.ban", call=banned, text="ругается в эфире " * 6)
    lines.api.command("caller.warn", call=banned, text="кричит")
    lines.api.command("call.hand", call=banned, text="Когда починят мост? " * 20)
    lines.api.command("call.hold", call=lines.taken(21, name="Очень длинное имя " * 8, point="Суть " * 40))
    missed = lines.rings(22)
    lines.api.command("call.end", call=missed)
    lines.taken(24, text="Нет воды на Садовой. " * 30, locality="Верхняя Речица")
    for last in range(30, 90):
        lines.rings(last)
    lines.rings(20)
    return lines


@pytest.mark.parametrize("size", SIZES)
def test_axe_finds_nothing_serious_on_the_calls(full_lines: Lines, browser: Browser, size: str) -> None:
    views = {event["caller"]["number"]: event["caller"] for event in full_lines.told("call.opened")}
    options: dict[str, Any] = {"viewport": SIZES[size], "reduced_motion": "reduce"}
    with full_lines.context(browser, ANNA, **options) as context:
        for last in (None, 20, 21, 22, 24):
            screen = full_lines.open(context, views[number(last)]["call"] if last else None)
            if last:
                screen.wait_for_function(KNOWN, arg=views[number(last)]["call"])
            assert serious_in_both_themes(screen) == {}, last
            assert screen.evaluate("document.documentElement.scrollWidth") <= SIZES[size]["width"]
            for key in ("Shift+Slash", "e", "a", "b") if last == 24 else ():
                screen.keyboard.press(key)
                expect(screen.locator("dialog[open]")).to_be_visible()
                assert serious_in_both_themes(screen) == {}, key
                screen.keyboard.press("Escape")
                expect(screen.locator("dialog")).to_have_count(0)
            screen.close()


@pytest.mark.parametrize("size", SIZES)
def test_axe_finds_nothing_serious_out_of_touch(full_lines: Lines, browser: Browser, size: str) -> None:
    call = full_lines.told("call.taken")[-1]["call"]
    with full_lines.context(browser, ANNA, viewport=SIZES[size], reduced_motion="reduce") as context:
        screen = full_lines.open(context, call)
        context.set_offline(True)
        expect(screen.locator(".cut-off")).to_be_visible()
        screen.get_by_label("Имя").fill("Мария")
        expect(screen.locator(".saved")).to_contain_text("Сохранено на этом устройстве")
        assert serious_in_both_themes(screen) == {}


def test_whatever_has_the_focus_shows_it(full_lines: Lines, browser: Browser) -> None:
    call = full_lines.told("call.taken")[-1]["call"]
    with full_lines.context(browser, ANNA, reduced_motion="reduce") as context:
        stops = walked(full_lines.open(context, call))
        assert len(stops) > 10
        assert [stop for stop in stops if not seen(stop)] == []


@pytest.mark.parametrize("size", SIZES)
def test_axe_finds_nothing_serious_where_nobody_calls(lines: Lines, browser: Browser, size: str) -> None:
    with lines.context(browser, ANNA, viewport=SIZES[size], reduced_motion="reduce") as context:
        screen = lines.open(context)
        expect(screen.locator(".ring")).to_contain_text("Никто не звонит")
        assert serious_in_both_themes(screen) == {}
