"""The screener's screen: from ringing to handed over, and two screeners at once."""

from __future__ import annotations

from contextlib import ExitStack

import pytest
import requests
from playwright.sync_api import Browser, BrowserContext, expect

from tests.browser.lines import ANNA, HELD_BACK, Lines, move, number, row
from tests.support.searched import SEARCH

LATER = "pause => (document.querySelector('live-calls').feed.now = () => new Date(Date.now() + pause))"
"""The screen's clock says that so many milliseconds have gone by."""


# Ringing


def test_a_call_that_rings_is_on_both_screens(lines: Lines, anna: BrowserContext, boris: BrowserContext) -> None:
    screens = [lines.open(anna), lines.open(boris)]
    lines.exchange("100.1", "ringing", 12)
    for screen in screens:
        expect(screen.locator("calls-list [data-state=ringing]")).to_contain_text("···12")
        expect(screen.locator(".ring")).to_contain_text("···12")
        expect(screen.locator(".ring [role=status]")).to_contain_text("Звонит ···12")
    lines.exchange("100.1", "ended", 12)
    for screen in screens:
        expect(screen.locator("calls-list [data-state=ringing]")).to_have_count(0)
        expect(screen.locator(".back-list")).to_contain_text("пропущен")


@pytest.mark.faults
def test_what_is_known_of_the_caller_stands_there_while_it_rings(lines: Lines, anna: BrowserContext) -> None:
    before = lines.taken(2, name="Пётр", locality="Заречье")
    lines.api.command("call.hand", call=before, text="Когда построят мост?")
    lines.api.command("caller.warn", call=before, text="кричит на ведущую")
    lines.api.command("caller.ban", call=before, text="ругается в эфире")
    screen = lines.open(anna)
    call = lines.rings(2)
    expect(row(screen, call)).to_contain_text("НЕ В ЭФИР")
    expect(row(screen, call)).to_contain_text("1 звонок раньше")
    screen.keyboard.press("n")
    expect(screen.locator("call-card .head")).to_contain_text("1 звонок раньше · 1 вопрос раньше")
    expect(screen.locator(".ban")).to_contain_text("НЕ В ЭФИР: ругается в эфире")
    expect(screen.locator(".ban")).to_contain_text("Режиссёр")
    expect(screen.locator("call-caller")).to_contain_text("Когда построят мост?")
    expect(screen.locator("call-caller")).to_contain_text("кричит на ведущую")
    expect(row(screen, call)).to_contain_text("звонит")


@pytest.mark.faults
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


@pytest.mark.faults
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


@pytest.mark.faults
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
    expect(screen.locator("call-card h2")).to_have_text("···01")


# The moves


@pytest.mark.faults
def test_a_card_is_opened_by_hand_with_no_exchange(lines: Lines, anna: BrowserContext, boris: BrowserContext) -> None:
    screen, other = lines.open(anna), lines.open(boris)
    screen.keyboard.press("a")
    screen.get_by_label("Номер").fill("8 900 000-00-07")
    screen.locator("dialog").get_by_label("Имя").fill("Зинаида")
    screen.keyboard.press("Enter")
    expect(screen.locator("call-card h2")).to_have_text("···07")
    expect(screen.locator("call-card .chip").first).to_have_text("говорит Анна")
    expect(screen.get_by_label("Имя")).to_have_value("Зинаида")
    expect(screen.get_by_label("Село или город")).to_be_focused()
    expect(other.locator("calls-list [data-state=screening]")).to_contain_text("говорит Анна")


@pytest.mark.faults
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
        expect(row(screen, call)).to_contain_text("в вёрстке")
        lines.api.command("call.end", call=call)
        expect(desk.locator("desk-pane")).to_contain_text("Звонивший отключился")


@pytest.mark.faults
def test_nothing_is_handed_over_without_a_question(lines: Lines, anna: BrowserContext) -> None:
    screen = lines.open(anna, lines.taken(3, ANNA))
    screen.keyboard.press("p")
    expect(screen.locator(".toast")).to_contain_text("Сначала запишите вопрос")
    expect(screen.get_by_label("Вопрос")).to_be_focused()


@pytest.mark.faults
def test_the_point_is_the_question_where_nothing_else_is_written(lines: Lines, anna: BrowserContext) -> None:
    screen = lines.open(anna, lines.taken(3, ANNA))
    screen.get_by_label("Суть одной строкой").fill("Когда вернут вечерний рейс?")
    expect(screen.get_by_label("Вопрос")).to_have_attribute("placeholder", "Пусто: вопросом станет суть одной строкой.")
    screen.keyboard.press("Control+Enter")
    expect(screen.locator(".toast")).to_contain_text("Звонок передан: вопрос № 1")
    assert lines.api.question(1)["text"] == "Когда вернут вечерний рейс?"


@pytest.mark.faults
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


@pytest.mark.faults
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


@pytest.mark.faults
def test_the_present_caller_is_held_and_the_next_taken_at_once(lines: Lines, anna: BrowserContext) -> None:
    present = lines.taken(5, ANNA)
    screen = lines.open(anna, present)
    new = lines.rings(6)
    expect(row(screen, new)).to_be_visible()
    screen.keyboard.press("n")
    move(screen, "swap").click()
    expect(row(screen, new)).to_contain_text("говорит Анна")
    expect(row(screen, present)).to_contain_text("на удержании")


@pytest.mark.faults
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


@pytest.mark.faults
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


@pytest.mark.faults
def test_ending_asks_whether_to_call_back(lines: Lines, anna: BrowserContext, boris: BrowserContext) -> None:
    call = lines.taken(8, ANNA, name="Ольга")
    screen, other = lines.open(anna, call), lines.open(boris)
    screen.keyboard.press("e")
    expect(screen.locator("dialog")).to_contain_text("Звонящего об этом ещё не спросили")
    screen.get_by_label("Да, в список «Перезвонить»").check()
    screen.get_by_role("button", name="Завершить звонок").click()
    for page in (screen, other):
        expect(page.locator(".back-list")).to_contain_text("ждёт звонка · Ольга")


@pytest.mark.faults
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
    screen.keyboard.press("z")
    for page in (screen, other):
        expect(page.locator(".back-list [data-call]")).to_have_count(1)


@pytest.mark.faults
def test_the_missed_calls_of_one_number_are_one_row_and_closed_together(lines: Lines, anna: BrowserContext) -> None:
    missed = [lines.rings(9) for _ in range(3)]
    other = lines.rings(10)
    for call in (*missed, other):
        lines.api.command("call.end", call=call)
    screen = lines.open(anna)
    rows = screen.locator(".back-list [data-call]")
    expect(rows).to_have_count(2)
    expect(rows.last).to_contain_text("×3")
    rows.last.click()
    expect(screen.locator("call-card h2")).to_be_focused()
    screen.keyboard.press("c")
    expect(screen.locator("dialog")).to_contain_text("3 звонка с этого номера")
    screen.keyboard.press("Enter")
    expect(screen.locator("dialog")).to_have_count(0)
    screen.locator("call-card").hover()
    expect(rows).to_have_count(1)
    expect(row(screen, other)).to_be_visible()
    assert {event["caller"]["call"] for event in lines.told("call.closed")} == {*missed}


@pytest.mark.faults
def test_a_number_is_shown_to_whoever_asks_and_is_called_back(lines: Lines, anna: BrowserContext) -> None:
    missed = lines.rings(11)
    SEARCH.meant(number(11))  # Whoever plays the screener asks for it.
    lines.api.command("call.end", call=missed)
    screen = lines.open(anna, missed)
    expect(screen.locator("call-card h2")).to_have_text("···11")
    assert "0000011" not in screen.content()
    screen.get_by_role("button", name="Показать контакт").click()
    expect(screen.get_by_role("link", name="+79000000011")).to_have_attribute("href", "tel:+79000000011")
    screen.get_by_role("button", name="Новая карточка на этот номер").click()
    expect(screen.locator("dialog").get_by_label("Номер")).to_have_value("+79000000011")


@pytest.mark.faults
def test_a_caller_is_named_on_air_only_where_they_agree(lines: Lines, anna: BrowserContext) -> None:
    """What the air will mask is said while the caller is still there."""
    SEARCH.meant("8 900 000-00-59")  # They said it themselves, in their text.
    for last, agrees in ((57, True), (58, False)):
        call = lines.taken(last, ANNA, name="Пётр", text="Звоните 8 900 000-00-59, нет воды")
        screen = lines.open(anna, call)
        expect(screen.locator("call-fields .covered")).to_have_text("8 900 000-00-59")
        box = screen.get_by_label("Разрешает назвать себя в эфире")
        expect(box).not_to_be_checked()
        box.set_checked(agrees)
        move(screen, "hand").click()
        expect(screen.locator(".handed")).to_be_visible()
        assert lines.api.question(1 if agrees else 2)["name_on_air"] is agrees


@pytest.mark.faults
def test_a_caller_is_banned_and_the_ban_is_lifted(lines: Lines, anna: BrowserContext, boris: BrowserContext) -> None:
    call = lines.taken(10, ANNA)
    screen, other = lines.open(anna, call), lines.open(boris, call)
    screen.keyboard.press("b")
    screen.get_by_label("За что").fill("ругается")
    screen.keyboard.press("Enter")
    for page in (screen, other):
        expect(page.locator(".ban")).to_contain_text("НЕ В ЭФИР: ругается")
        expect(page.locator(".ban")).to_contain_text("Анна")
    other.locator("call-caller").get_by_role("button", name="Снять пометку").click()
    other.locator("dialog").get_by_role("button", name="Снять пометку").click()
    for page in (screen, other):
        expect(page.locator(".ban")).to_have_count(0)
        expect(page.locator("call-caller")).to_contain_text("снято: Борис")
