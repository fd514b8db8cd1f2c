"""Many questions on the desk: a long list, a selection, one row dragged onto another, one after the other."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.stage import Stage, signed_in

LONG = 3000
BATCH = 500
MOST_ROWS = 80


@pytest.fixture
def phone(browser: Browser, small_stage: Stage) -> Iterator[BrowserContext]:
    opened = signed_in(browser, small_stage, viewport={"width": 360, "height": 740})
    yield opened
    opened.close()


def ask(stage: Stage, *texts: str) -> list[int]:
    return [answer["number"] for answer in stage.api.ask_many([{"text": text} for text in texts])]


def row(desk: Page, number: int) -> Any:
    return desk.locator(f"#question-{number}")


def opened(desk: Page) -> Any:
    return desk.locator("desk-pane h2")


def pick(desk: Page, *numbers: int) -> None:
    for number in numbers:
        row(desk, number).locator(".pick").click()


def selected(desk: Page) -> Any:
    return desk.locator(".selection b").first


# A long list


@pytest.mark.faults
def test_every_one_of_three_thousand_is_reached_with_few_rows_in_the_document(
    small_stage: Stage, small_context: BrowserContext
) -> None:
    for start in range(0, LONG, BATCH):
        ask(small_stage, *(f"Вопрос {n}?" for n in range(start, start + BATCH)))
    desk = small_stage.open(small_context, "desk")
    expect(desk.locator("desk-list .waiting")).to_contain_text("3 000 вопросов")

    seen: set[int] = set()
    while 1 not in seen:
        seen |= set(
            desk.evaluate("""async () => {
              const list = document.querySelector("desk-list");
              const numbers = [...list.querySelectorAll(".row")].map((row) => Number(row.dataset.number));
              list.scroller.scrollTop += list.scroller.clientHeight;
              await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
              await list.updateComplete;
              return numbers;
            }""")
        )
        assert desk.locator("desk-list .row").count() < MOST_ROWS
    assert seen == set(range(1, LONG + 1))
    expect(row(desk, 1)).to_contain_text("Вопрос 0?")

    desk.keyboard.press("ArrowDown")
    expect(opened(desk)).to_contain_text(f"№ {LONG}")
    desk.keyboard.press("End")
    expect(opened(desk)).to_contain_text("№ 1")
    expect(row(desk, 1)).to_be_in_viewport()
    desk.keyboard.press("ArrowUp")
    expect(opened(desk)).to_contain_text("№ 2")
    desk.keyboard.press("PageUp")
    expect(desk.locator("desk-list .row[aria-current]")).to_be_in_viewport()
    expect(desk.locator("desk-list .row[aria-current]")).to_have_attribute("aria-setsize", str(LONG))
    assert desk.locator("desk-list .row").count() < MOST_ROWS


def test_a_row_that_cannot_be_read_says_so_and_is_read_later(small_stage: Stage, browser: Browser) -> None:
    with signed_in(browser, small_stage) as context:
        ask(small_stage, *(f"Вопрос {n}?" for n in range(300)))
        desk = context.new_page()
        desk.route("**/questions?**only=**", lambda route: route.abort())
        desk.goto(small_stage.address("desk"))
        desk.wait_for_function("document.querySelector('live-desk')?.listing.order.length === 300")
        expect(row(desk, 300)).to_be_visible()  # Before it is drawn, the list has no height to scroll.
        desk.evaluate("document.querySelector('desk-list').scroller.scrollTop = 1e6")
        expect(row(desk, 1)).to_have_text("1…")
        expect(desk.locator("desk-list .waiting")).to_contain_text("Сервер недоступен")
        desk.unroute("**/questions?**only=**")
        expect(row(desk, 1)).to_contain_text("Вопрос 0?")


def test_the_rows_keep_their_place_while_one_scrolls_and_questions_arrive(
    small_stage: Stage, small_context: BrowserContext
) -> None:
    ask(small_stage, *(f"Вопрос {n}?" for n in range(100)))
    desk = small_stage.open(small_context, "desk")
    expect(row(desk, 100)).to_be_visible()
    desk.evaluate("document.querySelector('desk-list').scroller.scrollTop = 1500")
    expect(row(desk, 75)).to_be_in_viewport()
    before = row(desk, 75).bounding_box()
    ask(small_stage, "Ещё?", "И ещё?")
    small_stage.api.command("question.decline", question=90, version=1, reason="spam")
    expect(desk.locator("desk-list .waiting .button:not(.bare)")).to_contain_text("2 новых")
    assert row(desk, 75).bounding_box() == before


# A selection


def test_a_selection_survives_what_happens_and_marks_what_another_changed(
    small_stage: Stage, small_context: BrowserContext
) -> None:
    first, second, third = ask(small_stage, "Один?", "Два?", "Три?")
    desk = small_stage.open(small_context, "desk")
    pick(desk, first, second)
    ask(small_stage, "Ещё?")
    small_stage.api.command("question.decline", question=first, version=1, reason="spam")
    expect(desk.locator(".selection")).to_contain_text("1 изменился")
    expect(row(desk, first)).to_contain_text("изменился")
    expect(selected(desk)).to_have_text("Выбрано 2")
    expect(row(desk, third)).to_have_attribute("aria-selected", "false")


def test_the_selection_grows_by_keys_and_clicks_and_is_dropped_by_escape(
    small_stage: Stage, small_context: BrowserContext
) -> None:
    numbers = ask(small_stage, *(f"Вопрос {n}?" for n in range(6)))
    desk = small_stage.open(small_context, "desk", f"?open={numbers[5]}")
    expect(row(desk, numbers[5])).to_be_visible()
    desk.keyboard.press("Space")
    expect(selected(desk)).to_have_text("Выбрано 1")
    desk.keyboard.press("Shift+ArrowDown")
    desk.keyboard.press("Shift+ArrowDown")
    expect(selected(desk)).to_have_text("Выбрано 3")
    desk.keyboard.press("Shift+ArrowUp")
    expect(selected(desk)).to_have_text("Выбрано 2")
    row(desk, numbers[2]).click(modifiers=["Control"])
    expect(selected(desk)).to_have_text("Выбрано 3")
    row(desk, numbers[0]).click(modifiers=["Shift"])
    expect(selected(desk)).to_have_text("Выбрано 5")
    desk.keyboard.press("Control+a")
    expect(selected(desk)).to_have_text("Выбрано 6")
    desk.keyboard.press("Escape")
    expect(desk.locator(".selection")).to_have_count(0)
    expect(opened(desk)).to_contain_text(f"№ {numbers[4]}")


def test_what_is_refused_of_many_stays_selected_and_one_message_says_why(
    small_stage: Stage, small_context: BrowserContext
) -> None:
    numbers = ask(small_stage, *(f"Вопрос {n}?" for n in range(4)))
    desk = small_stage.open(small_context, "desk")
    pick(desk, *numbers[:3])
    small_stage.api.command("question.decline", question=numbers[1], version=1, reason="spam")
    expect(row(desk, numbers[1])).to_contain_text("изменился")
    desk.keyboard.press("s")
    expect(desk.locator("desk-shortlist .row")).to_have_count(2)
    expect(selected(desk)).to_have_text("Выбрано 1")
    expect(row(desk, numbers[1])).to_have_attribute("aria-selected", "true")
    expect(desk.locator(".toast.refusal")).to_have_count(1)
    expect(desk.locator(".toast.refusal")).to_contain_text(
        f"Сделано: 2, отказано: 1; эти остались выбранными. № {numbers[1]}"
    )


# A drag


def test_a_row_dragged_onto_another_is_merged_into_it_and_taken_back_by_one_key(
    small_stage: Stage, small_context: BrowserContext
) -> None:
    first, second, third = ask(small_stage, "Нет воды", "Яма", "Воды нет")
    desk = small_stage.open(small_context, "desk")
    row(desk, third).hover()
    desk.mouse.down()
    over = row(desk, first).bounding_box()
    desk.mouse.move(over["x"] + 100, over["y"] + 20, steps=8)
    expect(row(desk, first)).to_contain_text(f"объединить с № {first}")
    desk.mouse.up()
    expect(row(desk, third)).to_have_count(0)
    assert small_stage.view(third)["merged_into"] == first
    assert desk.locator("dialog").count() == 0
    desk.keyboard.press("z")
    expect(row(desk, third)).to_be_visible()
    assert small_stage.view(third)["state"] == "new"


def test_a_declined_question_is_no_place_to_drop_on(small_stage: Stage, small_context: BrowserContext) -> None:
    first, second = ask(small_stage, "Нет воды", "Воды нет")
    small_stage.api.command("question.decline", question=first, version=1, reason="spam")
    desk = small_stage.open(small_context, "desk", "?tab=all")
    row(desk, second).drag_to(row(desk, first))
    expect(desk.locator("desk-list .target")).to_have_count(0)
    assert small_stage.view(second)["state"] == "new"


def test_a_selection_dragged_onto_a_row_is_merged_into_it_whole(
    small_stage: Stage, small_context: BrowserContext
) -> None:
    first, second, third, fourth = ask(small_stage, "Нет воды", "Яма", "Воды нет", "Где вода?")
    desk = small_stage.open(small_context, "desk")
    pick(desk, third, fourth)
    row(desk, fourth).drag_to(row(desk, first))
    expect(desk.locator("desk-list .row")).to_have_count(2)
    assert [small_stage.view(number)["merged_into"] for number in (second, third, fourth)] == [None, first, first]


def test_a_row_dragged_to_the_list_is_shortlisted(small_stage: Stage, small_context: BrowserContext) -> None:
    [number] = ask(small_stage, "Нет воды")
    desk = small_stage.open(small_context, "desk")
    row(desk, number).drag_to(desk.locator("desk-shortlist section"))
    expect(desk.locator("desk-shortlist .row")).to_contain_text("Нет воды")


# One after the other


def test_a_key_pressed_twice_does_not_act_on_the_question_that_came_up_unseen(
    small_stage: Stage, small_context: BrowserContext
) -> None:
    first, second = ask(small_stage, "Один?", "Два?")
    desk = small_stage.open(small_context, "desk", f"?open={second}")
    expect(opened(desk)).to_contain_text(f"№ {second}")
    # Further presses fall before the next question has been seen, wherever in that time; and its frame is a slow one.
    desk.evaluate("""() => {
      const press = () => dispatchEvent(new KeyboardEvent("keydown", { code: "KeyS", bubbles: true }));
      const slow = () => { const end = performance.now() + 400; while (performance.now() < end); };
      press();
      press();
      queueMicrotask(press);
      requestAnimationFrame(press);
      requestAnimationFrame(() => new ResizeObserver(slow).observe(document.body)); // before it is painted
      requestAnimationFrame(() => requestAnimationFrame(press));
    }""")
    expect(opened(desk)).to_contain_text(f"№ {first}")
    expect(desk.locator("desk-shortlist .row")).to_have_count(1)
    assert small_stage.view(first)["state"] == "new"


def test_a_double_click_acts_once(small_stage: Stage, small_context: BrowserContext) -> None:
    first, second = ask(small_stage, "Один?", "Два?")
    desk = small_stage.open(small_context, "desk", f"?open={second}")
    expect(opened(desk)).to_contain_text(f"№ {second}")
    desk.locator("desk-pane .verbs").get_by_role("button", name="В вёрстку").dblclick()
    expect(opened(desk)).to_contain_text(f"№ {first}")
    expect(desk.locator("desk-shortlist .row")).to_have_count(1)
    expect(desk.locator(".toast.refusal")).to_have_count(0)
    assert small_stage.view(first)["state"] == "new"


def test_an_arrow_pressed_while_an_act_is_under_way_is_not_followed_by_another_step(
    small_stage: Stage, browser: Browser
) -> None:
    with signed_in(browser, small_stage) as context:
        first, second, third = ask(small_stage, "Один?", "Два?", "Три?")
        desk = small_stage.open(context, "desk", f"?open={third}")
        expect(row(desk, third)).to_be_visible()
        context.set_offline(True)
        expect(desk.locator(".trust")).to_contain_text("нет связи с")
        desk.keyboard.press("s")
        desk.keyboard.press("s")
        expect(desk.locator(".toast.refusal")).to_contain_text("предыдущее действие ещё не подтверждено")
        desk.keyboard.press("ArrowDown")
        expect(opened(desk)).to_contain_text(f"№ {second}")
        context.set_offline(False)
        expect(desk.locator("desk-shortlist .row")).to_contain_text("Три?")
        expect(opened(desk)).to_contain_text(f"№ {second}")
        assert [small_stage.view(number)["state"] for number in (first, second, third)] == ["new", "new", "shortlisted"]


# Help and the phone


def test_a_question_mark_shows_every_key(small_stage: Stage, small_context: BrowserContext) -> None:
    desk = small_stage.open(small_context, "desk")
    desk.keyboard.press("Shift+Slash")
    expect(desk.locator("dialog .keys dt")).to_have_count(52)
    desk.keyboard.press("Escape")
    expect(desk.locator("dialog")).to_have_count(0)


def test_a_phone_shows_the_whole_queue_without_a_sideways_scroll(small_stage: Stage, phone: BrowserContext) -> None:
    small_stage.api.ask_many(
        [
            {
                "text": "Когда починят мост через речку у старой мельницы?",
                "locality": "Большое Нагаткино-на-Свияге",
                "topic": "Общественный транспорт",
                "author": {"name": "Анна Петровна Соловьёва-Заречная"},
            }
            for _ in range(30)
        ]
    )
    desk = small_stage.open(phone, "desk", "?topic=Общественный транспорт&tab=all")
    pick(desk, 30, 29)
    expect(selected(desk)).to_have_text("Выбрано 2")
    assert desk.evaluate("document.documentElement.scrollWidth <= 360")
    assert desk.evaluate("document.querySelector('desk-list .rows').scrollWidth <= 360")
    desk.get_by_role("button", name="Снять выделение").click()
    row(desk, 30).click()
    expect(opened(desk)).to_be_visible()
    desk.get_by_role("button", name="К очереди").click()
    expect(row(desk, 30)).to_be_visible()
