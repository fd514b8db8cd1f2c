"""The open question: its doubles, what it may be, who asks it, what was done to it, and the way back."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.stage import Stage
from tests.support.browser import in_step
from tests.support.entrance import let_in

WATER = "Третью неделю нет воды на улице Садовой"
WATER_TOO = "Нет воды на Садовой улице уже третью неделю"


def opened(stage: Stage, context: BrowserContext, number: int) -> Page:
    desk = stage.open(context, "desk", f"?open={number}")
    expect(desk.locator("desk-pane h2")).to_have_text(f"№ {number}")
    return desk


def ask(stage: Stage, *texts: str) -> list[int]:
    return [int(stage.api.ask(text)["number"]) for text in texts]


def select(desk: Page, count: int) -> None:
    """The open question and those below it."""
    desk.wait_for_function("document.querySelector('live-desk').listing.order.complete")
    for _ in range(count - 1):
        desk.keyboard.press("Shift+ArrowDown")
    desk.wait_for_function(f"document.querySelector('live-desk').selection.size === {count}")


# The text for air


@pytest.mark.faults
def test_one_goes_on_from_ones_own_edit_at_once(small_stage: Stage, small_context: BrowserContext) -> None:
    """The answer may come before the event: a key pressed then is meant for what was just written."""
    [number] = ask(small_stage, "Когда построят мост?")
    desk = opened(small_stage, small_context, number)
    desk.evaluate("""() => {
      const { feed } = document.querySelector('live-desk');
      const frame = feed._frame.bind(feed);
      feed._frame = (...told) => setTimeout(() => frame(...told), 300);
    }""")
    desk.keyboard.press("e")
    field = desk.get_by_label("Текст для эфира")
    field.fill("Мост")
    desk.keyboard.press("Control+Enter")
    expect(field).to_have_count(0)
    desk.keyboard.press("s")
    expect(desk.locator("desk-shortlist .row")).to_contain_text("Мост")


@pytest.mark.faults
def test_length_and_reading_time_follow_the_typing(small_stage: Stage, small_context: BrowserContext) -> None:
    [number] = ask(small_stage, "Когда построят мост?")
    desk = opened(small_stage, small_context, number)
    desk.keyboard.press("e")
    desk.get_by_label("Текст для эфира").fill("Слово из букв. " * 40)
    measure = desk.locator(".editing .measure")
    expect(measure).to_contain_text("599 знаков · читать 43 с · длинно")
    desk.get_by_label("Текст для эфира").fill("В 2026 году?")
    expect(measure).to_contain_text("12 знаков · читать 3 с")


@pytest.mark.faults
def test_an_earlier_wording_is_taken_into_the_editor(small_stage: Stage, small_context: BrowserContext) -> None:
    [number] = ask(small_stage, "исходный текст")
    small_stage.api.command("question.edit", question=number, version=1, air_text="Первая редакция")
    small_stage.api.command("question.edit", question=number, version=2, air_text="Вторая редакция")
    desk = opened(small_stage, small_context, number)
    desk.keyboard.press("h")
    wordings = desk.locator(".wordings li")
    expect(wordings).to_have_count(3)
    expect(wordings.nth(2).locator("ins")).to_have_text("Вторая")
    expect(wordings.nth(2)).to_contain_text("Мария")
    wordings.nth(1).get_by_role("button", name="Взять в правку").click()
    expect(desk.get_by_label("Текст для эфира")).to_have_value("Первая редакция")
    expect(desk.locator("desk-texts")).to_contain_text("исходный текст")


# Likely doubles


def test_a_likely_double_takes_the_open_question_in_by_one_key(
    small_stage: Stage, small_context: BrowserContext
) -> None:
    first, second = ask(small_stage, WATER, WATER_TOO)
    desk = opened(small_stage, small_context, second)
    double = desk.locator(f".double[data-number='{first}']")
    expect(double).to_contain_text("%")
    expect(double.locator("mark").first).to_be_visible()
    desk.keyboard.press("g")
    expect(desk.locator(".toast")).to_contain_text(f"№ {second} объединён")
    assert small_stage.view(second)["merged_into"] == first


def test_doubles_are_offered_by_digit_in_the_dialog(small_stage: Stage, small_context: BrowserContext) -> None:
    first, second = ask(small_stage, WATER, WATER_TOO)
    desk = opened(small_stage, small_context, second)
    desk.keyboard.press("m")
    expect(desk.locator("desk-into input[type=radio]")).to_have_count(1)
    desk.locator("desk-into input[type=radio]").focus()
    desk.keyboard.press("1")
    desk.keyboard.press("Enter")
    expect(desk.locator("dialog")).to_have_count(0)
    expect(desk.locator(".toast")).to_contain_text("объединён")
    assert small_stage.view(second)["merged_into"] == first


@pytest.mark.faults
def test_a_typed_number_is_previewed_and_merged_into(small_stage: Stage, small_context: BrowserContext) -> None:
    first, second = ask(small_stage, "Где детская площадка", "Почему не ходит автобус")
    desk = opened(small_stage, small_context, second)
    desk.keyboard.press("m")
    desk.get_by_label("Номер вопроса, который останется").fill(str(first))
    expect(desk.locator("desk-into .preview")).to_contain_text("Где детская площадка")
    desk.keyboard.press("Enter")
    expect(desk.locator(".toast")).to_contain_text("объединён")
    desk.keyboard.press("z")
    expect(desk.locator(".toast", has_text="Отменено")).to_be_visible()
    assert small_stage.view(second)["state"] == "new"


@pytest.mark.faults
def test_a_newer_double_may_go_into_the_one_with_more_askers(small_stage: Stage, small_context: BrowserContext) -> None:
    first, second, third = ask(small_stage, WATER, "Ещё о том же", WATER_TOO)
    small_stage.api.command("question.merge", question=second, version=1, into=first)
    desk = opened(small_stage, small_context, first)
    desk.locator(f".double[data-number='{third}']").get_by_title(f"Присоединить № {third} к № {first}").click()
    expect(desk.locator("desk-pane .count")).to_have_text("×3")
    assert small_stage.view(third)["merged_into"] == first


# Who asks


def test_a_root_lists_its_askers_and_splits_one_off(small_stage: Stage, small_context: BrowserContext) -> None:
    root, merged = ask(small_stage, "Где автобус?", "Почему нет автобуса?")
    small_stage.api.command("question.merge", question=merged, version=1, into=root)
    desk = opened(small_stage, small_context, root)
    desk.locator("desk-pane .count").click()
    asker = desk.locator(f".askers li[data-number='{merged}']")
    expect(asker).to_contain_text("Почему нет автобуса?")
    asker.get_by_role("button", name="Отделить").click()
    expect(desk.locator("desk-pane .count")).to_have_count(0)
    assert small_stage.view(merged)["state"] == "new"


def test_a_merged_question_leads_to_its_root(small_stage: Stage, small_context: BrowserContext) -> None:
    root, merged = ask(small_stage, "Где автобус?", "Почему нет автобуса?")
    small_stage.api.command("question.merge", question=merged, version=1, into=root)
    desk = opened(small_stage, small_context, merged)
    desk.get_by_role("button", name=f"Объединён с № {root}").click()
    expect(desk.locator("desk-pane h2")).to_have_text(f"№ {root}")


# Topic and place


def test_a_guessed_topic_is_corrected_by_one_key(small_stage: Stage, small_context: BrowserContext) -> None:
    [number] = ask(small_stage, "Яма на дороге у больницы, врач не может проехать")
    desk = opened(small_stage, small_context, number)
    topic = desk.locator(".kind", has_text="Тема")
    expect(topic.locator(".guessed")).to_contain_text("?")
    desk.wait_for_function("document.querySelector('live-desk').actions.hints.status === 'known'")
    other = topic.locator(".other .clip").first.text_content()
    desk.keyboard.press("Shift+Digit1")
    expect(topic.locator(".present")).to_contain_text(other or "-")
    expect(topic.locator(".guessed")).to_have_count(0)
    assert small_stage.view(number)["topic"] == other


@pytest.mark.faults
def test_a_topic_is_found_in_the_wrong_layout(small_stage: Stage, small_context: BrowserContext) -> None:
    [number] = ask(small_stage, "Просто вопрос")
    desk = opened(small_stage, small_context, number)
    desk.keyboard.press("c")
    desk.locator("dialog").get_by_role("combobox").fill("plhfdj")  # the keys of «здраво»
    expect(desk.locator(".offer").first).to_have_text("Здравоохранение/Медицина")
    desk.keyboard.press("Enter")
    expect(desk.locator(".kind .present").first).to_contain_text("Здравоохранение")


@pytest.mark.faults
def test_a_place_that_is_not_listed_may_be_written(small_stage: Stage, small_context: BrowserContext) -> None:
    [number] = ask(small_stage, "Просто вопрос")
    desk = opened(small_stage, small_context, number)
    desk.keyboard.press("l")
    desk.locator("dialog").get_by_role("combobox").fill("Новая Таволжанка")
    desk.keyboard.press("Enter")
    expect(desk.locator(".kind .present").nth(1)).to_contain_text("Новая Таволжанка")
    desk.keyboard.press("l")
    desk.get_by_role("option", name="откуда — неизвестно").click()
    expect(desk.locator(".kind .present").nth(1)).to_contain_text("откуда — неизвестно")


# Notes


def test_notes_say_for_whom_and_are_changed_and_taken_away(small_stage: Stage, small_context: BrowserContext) -> None:
    [number] = ask(small_stage, "Вопрос с заметкой")
    desk = opened(small_stage, small_context, number)
    desk.keyboard.press("n")
    desk.locator("dialog textarea").fill("Ударение на третий слог")
    desk.keyboard.press("Control+Enter")
    told = desk.get_by_role("region", name="Ведущему")
    expect(told).to_contain_text("Ударение на третий слог")
    told.get_by_role("button", name="Удалить").click()
    expect(told).to_have_count(0)
    desk.keyboard.press("z")
    expect(told).to_contain_text("Ударение на третий слог")


@pytest.mark.faults
def test_a_note_left_half_way_stands_there_again(small_stage: Stage, small_context: BrowserContext) -> None:
    [number] = ask(small_stage, "Вопрос с заметкой")
    desk = opened(small_stage, small_context, number)
    desk.keyboard.press("n")
    desk.locator("dialog textarea").fill("Не дописано")
    desk.keyboard.press("Escape")
    expect(desk.locator("dialog")).to_have_count(0)
    desk.keyboard.press("n")
    expect(desk.locator("dialog textarea")).to_have_value("Не дописано")


# Taking back


@pytest.mark.faults
def test_an_edit_is_taken_back_to_what_stood_before(small_stage: Stage, small_context: BrowserContext) -> None:
    [number] = ask(small_stage, "исходный текст")
    desk = opened(small_stage, small_context, number)
    desk.keyboard.press("e")
    desk.get_by_label("Текст для эфира").fill("Правка")
    desk.keyboard.press("Control+Enter")
    expect(desk.locator(".aloud")).to_have_text("Правка")
    desk.keyboard.press("z")
    expect(desk.locator(".aloud")).to_have_text("исходный текст")


def test_moves_are_taken_back_one_after_another(small_stage: Stage, small_context: BrowserContext) -> None:
    [number] = ask(small_stage, "Просто вопрос")
    desk = opened(small_stage, small_context, number)
    desk.keyboard.press("s")
    expect(desk.locator("desk-shortlist .row")).to_have_count(1)
    desk.goto(small_stage.address("desk", f"?tab=all&open={number}"))
    in_step(desk)
    desk.keyboard.press("d")
    desk.keyboard.press("6")
    desk.keyboard.press("Enter")
    expect(desk.locator("desk-shortlist .row")).to_have_count(0)
    desk.keyboard.press("z")
    expect(desk.locator("desk-shortlist .row")).to_have_count(1)
    desk.keyboard.press("z")
    expect(desk.locator("desk-shortlist .row")).to_have_count(0)
    expect(desk.locator(".toast", has_text="Отменено")).not_to_have_count(0)
    assert small_stage.view(number)["state"] == "new"
    desk.keyboard.press("z")
    expect(desk.locator(".toast").last).to_contain_text("Отменять нечего")


@pytest.mark.faults
def test_taking_back_is_refused_after_anothers_change(small_stage: Stage, small_context: BrowserContext) -> None:
    [number] = ask(small_stage, "Просто вопрос")
    desk = opened(small_stage, small_context, number)
    desk.keyboard.press("s")
    expect(desk.locator("desk-shortlist .row")).to_have_count(1)
    small_stage.api.command("question.edit", question=number, version=2, air_text="Чужая правка")
    desk.keyboard.press("z")
    expect(desk.locator(".toast.refusal")).to_contain_text(f"Не отменено, после вас изменили: № {number}")
    assert small_stage.view(number)["state"] == "shortlisted"


@pytest.mark.faults
def test_a_question_returns_to_its_place_in_the_list(small_stage: Stage, small_context: BrowserContext) -> None:
    numbers = [small_stage.listed(text) for text in ("Первый?", "Второй?", "Третий?")]
    desk = opened(small_stage, small_context, numbers[1])
    desk.keyboard.press("r")
    expect(desk.locator("desk-shortlist .row")).to_have_count(2)
    desk.keyboard.press("z")
    expect(desk.locator("desk-shortlist .row b")).to_have_text([str(number) for number in numbers])


def test_what_was_done_to_many_is_taken_back_at_once(small_stage: Stage, small_context: BrowserContext) -> None:
    numbers = ask(small_stage, "Раз", "Два", "Три")
    desk = opened(small_stage, small_context, numbers[2])
    select(desk, 3)
    desk.keyboard.press("d")
    desk.keyboard.press("6")
    desk.keyboard.press("Enter")
    expect(desk.locator(".toast")).to_contain_text("Отклонено: 3.")
    desk.keyboard.press("z")
    expect(desk.locator(".toast", has_text="Отменено")).to_be_visible()
    assert [small_stage.view(number)["state"] for number in numbers] == ["new"] * 3


def test_many_are_merged_into_one_of_them(small_stage: Stage, small_context: BrowserContext) -> None:
    numbers = ask(small_stage, "Раз", "Два", "Три")
    desk = opened(small_stage, small_context, numbers[2])
    select(desk, 3)
    desk.keyboard.press("m")
    desk.keyboard.press("1")
    desk.keyboard.press("Enter")
    expect(desk.locator(".toast")).to_contain_text("Объединено: 2.")
    assert small_stage.view(numbers[0])["askers"] == 3


# Declining


@pytest.mark.faults
def test_declining_a_root_names_the_number_of_askers(small_stage: Stage, small_context: BrowserContext) -> None:
    root, merged = ask(small_stage, "Где автобус?", "Почему нет автобуса?")
    small_stage.api.command("question.merge", question=merged, version=1, into=root)
    desk = opened(small_stage, small_context, root)
    desk.keyboard.press("d")
    expect(desk.locator("dialog")).to_contain_text("2 человека")
    desk.keyboard.press("Escape")
    expect(desk.locator("dialog")).to_have_count(0)


def test_a_reason_of_the_centre_is_offered_and_taken(
    small_stage: Stage, small_context: BrowserContext, browser: Browser
) -> None:
    """The list belongs to the whole centre: the reason stands last, where it moves no other's digit."""
    [number] = ask(small_stage, "Просто вопрос")
    desk = opened(small_stage, small_context, number)
    office = browser.new_page(locale="ru-RU")
    installation = small_stage.server.installation
    let_in(office.context, installation, installation.key(None, "admin"), small_stage.server.url)
    office.goto(f"{small_stage.server.url}/admin/lists/reasons")
    office.get_by_role("button", name="Ещё строка").click()
    office.keyboard.type("Передано в управу")
    office.get_by_role("button", name="Сохранить").click()
    expect(office.locator(".state")).to_have_text("Сохранено.")
    office.close()
    desk.wait_for_function("document.querySelector('live-desk').feed.state.lists.reasons.length === 9")
    desk.keyboard.press("d")
    desk.keyboard.press("9")
    desk.keyboard.press("Enter")
    expect(desk.locator(".toast")).to_contain_text("отклонён")
    desk.goto(small_stage.address("desk", f"?tab=declined&open={number}"))
    expect(desk.locator("desk-pane .head")).to_contain_text("Отклонён: Передано в управу")


# History


def test_history_tells_in_sentences_and_live(small_stage: Stage, small_context: BrowserContext) -> None:
    [number] = ask(small_stage, "Просто вопрос")
    desk = opened(small_stage, small_context, number)
    desk.keyboard.press("h")
    lines = desk.locator(".history ol").first
    expect(lines).to_contain_text("Вопрос поступил")
    small_stage.api.command("question.note", question=number, version=1, **{"for": "head", "text": "Справка"})
    expect(lines).to_contain_text("Изменена заметка для главы · Мария, ")
    small_stage.api.command("question.decline", question=number, version=2, reason="spam")
    expect(lines).to_contain_text("Отклонён: Реклама, спам · Мария")
    expect(lines).to_contain_text(re.compile("ема и населённый пункт определены автоматически"))


# Any shape


@pytest.mark.parametrize("width", (360, 899, 1440))
@pytest.mark.faults
def test_whatever_a_question_holds_it_fits(small_stage: Stage, small_context: BrowserContext, width: int) -> None:
    files = [{"type": "photo", "url": f"https://example.org/{n}.jpg"} for n in range(20)]
    number = small_stage.api.ask("Ж" * 4000, attachments=files, locality="М" * 200, topic="Т" * 200)["number"]
    small_stage.api.command("question.note", question=number, version=1, **{"for": "head", "text": "Н" * 1000})
    desk = small_context.new_page()
    desk.set_viewport_size({"width": width, "height": 740})
    desk.goto(small_stage.address("desk", f"?open={number}"))
    expect(desk.locator("desk-pane h2")).to_have_text(f"№ {number}")
    desk.get_by_role("button", name="Править").click()
    desk.get_by_label("Текст для эфира").press("End")
    assert desk.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert desk.evaluate(
        "(({scrollWidth, clientWidth}) => scrollWidth <= clientWidth)(document.querySelector('.open'))"
    )
