"""What a screener types is never lost, arrives once, and is nobody else's to overwrite."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import BrowserContext, expect

from tests.browser.lines import ANNA, HELD_BACK, Lines, number, row, saved
from tests.support.searched import SEARCH


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
    screen.locator("call-fields").get_by_label("нет", exact=True).check()
    expect(other.locator("call-fields").get_by_label("нет", exact=True)).to_be_checked()
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
    SEARCH.meant(number(13))  # The screen asks for it when the question goes on without its call.
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
    screen.get_by_role("button", name="Модераторам без звонка").click()
    expect(screen.locator(".toast")).to_contain_text("Вопрос у модераторов: № 1")
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
    screen.get_by_label("не спросили").focus()
    screen.keyboard.press("ArrowDown")
    expect(screen.locator("call-fields").get_by_label("да", exact=True)).to_be_checked()
    expect(screen.locator("call-card h2")).to_have_text("···15")
