"""The desk's queue: it never moves under the person, shows what its filter says, and holds what is read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.browser.stage import Stage, signed_in, takes_keys

MINUTE_AND_A_BIT = 61_000


@pytest.fixture
def other_context(browser: Browser, small_stage: Stage) -> Iterator[BrowserContext]:
    """Another person's browser."""
    opened = signed_in(browser, small_stage)
    yield opened
    opened.close()


def rows(desk: Page) -> list[int]:
    """The numbers in sight, from the top."""
    found: list[int] = desk.evaluate(
        "[...document.querySelectorAll('desk-list .row')].map(row => Number(row.dataset.number))"
    )
    return found


def row(desk: Page, number: int) -> Any:
    return desk.locator(f"#question-{number}")


def places(desk: Page) -> dict[str, float]:
    found: dict[str, float] = desk.evaluate(
        "Object.fromEntries([...document.querySelectorAll('desk-list .row')]"
        ".map(row => [row.dataset.number, row.getBoundingClientRect().top]))"
    )
    return found


def ask(stage: Stage, *texts: str) -> list[int]:
    return [answer["number"] for answer in stage.api.ask_many([{"text": text} for text in texts])]


def counter(desk: Page) -> Any:
    return desk.locator("desk-list .waiting .button:not(.bare)")


# It stands still


@pytest.mark.faults
def test_nothing_moves_under_the_pointer_while_others_act_and_questions_arrive(
    small_stage: Stage, small_context: BrowserContext
) -> None:
    numbers = ask(small_stage, *(f"Вопрос {n}?" for n in range(8)))
    desk = small_stage.open(small_context, "desk")
    expect(row(desk, numbers[0])).to_be_visible()
    row(desk, numbers[4]).hover()
    before = places(desk)
    small_stage.api.command("question.decline", question=numbers[6], version=1, reason="spam")
    small_stage.api.command("question.shortlist", question=numbers[2], version=1)
    ask(small_stage, "Ещё?", "И ещё?")
    expect(counter(desk)).to_contain_text("2 новых")
    expect(row(desk, numbers[6])).to_contain_text("отклонён")
    expect(row(desk, numbers[2])).to_contain_text("в вёрстке")
    assert places(desk) == before


@pytest.mark.faults
def test_what_another_took_away_leaves_when_the_list_is_let_go(
    small_stage: Stage, small_context: BrowserContext
) -> None:
    first, second = ask(small_stage, "Один?", "Два?")
    desk = small_stage.open(small_context, "desk", f"?open={second}")
    expect(row(desk, first)).to_be_visible()
    small_stage.api.command("question.decline", question=first, version=1, reason="spam")
    expect(row(desk, first)).to_contain_text("отклонён")
    desk.keyboard.press("Home")
    expect(row(desk, first)).to_have_count(0)


def test_what_one_took_away_oneself_leaves_at_once_and_the_next_comes_up(
    small_stage: Stage, small_context: BrowserContext
) -> None:
    first, second, third = ask(small_stage, "Один?", "Два?", "Три?")
    desk = small_stage.open(small_context, "desk", f"?open={third}")
    expect(desk.locator("desk-pane h2")).to_contain_text(f"№ {third}")
    desk.keyboard.press("s")
    expect(desk.locator("desk-pane h2")).to_contain_text(f"№ {second}")
    expect(row(desk, third)).to_have_count(0)
    assert rows(desk) == [second, first]


@pytest.mark.faults
def test_what_is_dealt_with_before_the_list_is_there_makes_room_when_it_is(
    small_stage: Stage, small_context: BrowserContext
) -> None:
    first, second = ask(small_stage, "Один?", "Два?")
    asked: list[Route] = []
    small_context.route("**/questions/numbers?**", lambda route: asked.append(route))
    desk = small_stage.open(small_context, "desk", f"?open={second}")
    desk.keyboard.press("s")
    expect(desk.locator("desk-shortlist .row")).to_have_count(1)
    expect(desk.locator("desk-pane h2")).to_contain_text(f"№ {second}")
    for route in asked:
        route.continue_()
    expect(desk.locator("desk-pane h2")).to_contain_text(f"№ {first}")
    assert small_stage.view(first)["state"] == "new"


def test_home_shows_what_waits_and_opens_the_newest(small_stage: Stage, small_context: BrowserContext) -> None:
    [first] = ask(small_stage, "Один?")
    desk = small_stage.open(small_context, "desk", f"?open={first}")
    expect(row(desk, first)).to_be_visible()
    newest = ask(small_stage, *(f"Ещё {n}?" for n in range(7)))[-1]
    expect(counter(desk)).to_contain_text("7 новых")
    assert rows(desk) == [first]
    desk.keyboard.press("Home")
    expect(desk.locator("desk-pane h2")).to_contain_text(f"№ {newest}")
    expect(counter(desk)).to_have_count(0)


@pytest.mark.faults
def test_a_list_that_nobody_looks_at_follows_what_arrives(small_stage: Stage, small_context: BrowserContext) -> None:
    ask(small_stage, "Один?")
    desk = small_stage.open(small_context, "desk")
    [second] = ask(small_stage, "Два?")
    expect(row(desk, second)).to_be_visible()


LATE_EVENTS = """async () => {
  const { Order } = await import("static/desk/order.js");
  let seed = 7;
  const chance = (n) => (seed = (seed * 1103515245 + 12345) % 2147483648) % n;
  for (let round = 0; round < 200; round++) {
    const stored = new Set(Array.from({ length: 30 }, (_, i) => i + 1).filter(() => chance(3)));
    const order = new Order();
    const underway = [];
    const held = () => round % 2 && chance(2);
    const happen = () => {
      const number = 1 + chance(34);
      const matches = chance(2) === 0;
      matches ? stored.add(number) : stored.delete(number);
      underway.push([number, matches]);
    };
    const deliver = () => {
      const [number, matches] = underway.shift() || [];
      if (number) matches ? order.arrive(number, held()) : order.leave(number, held());
    };
    const live = () => { for (let i = chance(6); i > 0; i--) chance(2) ? happen() : deliver(); };
    let before = Infinity;
    while (!order.complete) {
      live();
      const older = [...stored].filter((number) => number < before).sort((a, b) => b - a);
      live();
      order.page(older.slice(0, 7), older.length > 7);
      before = older[6];
    }
    while (underway.length) deliver();
    order.release();
    const shown = order.slice(0, order.length).join();
    const meant = [...stored].sort((a, b) => b - a).join();
    if (shown !== meant) return `round ${round}: ${shown} instead of ${meant}`;
  }
  return "";
}"""


@pytest.mark.faults
def test_the_order_is_exact_however_pages_and_events_overtake_each_other(
    small_stage: Stage, small_context: BrowserContext
) -> None:
    desk = small_stage.open(small_context, "desk")
    assert desk.evaluate(LATE_EVENTS) == ""


# It shows what its filter says


def test_each_filter_applies_to_what_arrives(small_stage: Stage, small_context: BrowserContext) -> None:
    by_place, by_topic, by_source, by_words = (
        small_stage.open(small_context, "desk", query)
        for query in ("?place=Сосновка", "?topic=Дороги", "?source=hand", "?q=водой")
    )
    number = small_stage.api.ask("Снова нет воды", locality="Сосновка", topic="ЖКХ")["number"]
    other = small_stage.api.ask("Когда починят мост?", locality="Таволжанка", topic="ЖКХ")["number"]
    expect(row(by_place, number)).to_be_visible()
    expect(row(by_words, number)).to_be_visible()
    small_stage.api.command("question.classify", question=other, version=1, topic="Дороги")
    expect(row(by_topic, other)).to_be_visible()
    added = small_stage.api.command("question.add", text="Спросили на улице")["number"]
    expect(row(by_source, added)).to_be_visible()
    assert [rows(desk) for desk in (by_place, by_topic, by_source, by_words)] == [[number], [other], [added], [number]]


@pytest.mark.faults
def test_an_edit_brings_a_question_under_the_words_and_takes_it_away(
    small_stage: Stage, small_context: BrowserContext
) -> None:
    [number] = ask(small_stage, "Нет тепла")
    desk = small_stage.open(small_context, "desk", "?q=отопление")
    expect(desk.locator("desk-list .instead")).to_have_text("Здесь пусто.")
    small_stage.api.command("question.edit", question=number, version=1, air_text="Нет отопления")
    expect(row(desk, number)).to_be_visible()
    small_stage.api.command("question.edit", question=number, version=2, air_text="Нет тепла в доме")
    expect(row(desk, number)).to_have_count(0)


def test_a_filter_says_so_and_one_key_clears_it(small_stage: Stage, small_context: BrowserContext) -> None:
    small_stage.api.ask_many(
        [{"text": "Нет воды", "topic": "ЖКХ"}, {"text": "Яма", "topic": "Дороги"}, {"text": "Свет"}]
    )
    desk = small_stage.open(small_context, "desk", "?topic=ЖКХ&q=вода")
    expect(desk.locator(".not-all")).to_contain_text("Показано не всё: тема ЖКХ · «вода» — 1 из 3")
    desk.keyboard.press("f")
    expect(desk.locator(".not-all")).to_have_count(0)
    expect(desk.locator("desk-list .row")).to_have_count(3)
    assert "topic" not in desk.url


def test_enter_leaves_the_search_with_the_first_result_open(small_stage: Stage, small_context: BrowserContext) -> None:
    first, _, third = ask(small_stage, "Нет воды", "Яма", "Воды нет третью неделю")
    desk = small_stage.open(small_context, "desk")
    desk.keyboard.press("/")
    desk.keyboard.type("вода")
    desk.keyboard.press("Enter")
    expect(desk.locator("desk-pane h2")).to_contain_text(f"№ {third}")
    desk.keyboard.press("ArrowDown")
    expect(desk.locator("desk-pane h2")).to_contain_text(f"№ {first}")


@pytest.mark.faults
def test_a_key_typed_before_the_search_has_found_does_nothing_to_the_question_that_was_open(
    small_stage: Stage, small_context: BrowserContext
) -> None:
    first, second = ask(small_stage, "Нет воды", "Яма")
    desk = small_stage.open(small_context, "desk", f"?open={second}")
    expect(row(desk, second)).to_be_visible()
    desk.evaluate("""() => {
      const [real, held] = [window.fetch, []];
      const hold = (...asked) => new Promise((answer) => held.push(() => answer(real(...asked))));
      window.fetch = (...asked) => (asked[0].includes('/numbers?') ? hold(...asked) : real(...asked));
      window.letGo = () => ((window.fetch = real), held.forEach((go) => go()));
    }""")
    desk.keyboard.press("/")
    desk.keyboard.type("вода")
    desk.keyboard.press("Enter")
    desk.keyboard.press("s")
    desk.evaluate("letGo()")
    expect(desk.locator("desk-pane h2")).to_contain_text(f"№ {first}")
    assert [small_stage.view(number)["state"] for number in (first, second)] == ["new", "new"]
    takes_keys(desk)
    desk.keyboard.press("s")
    expect(desk.locator("desk-shortlist .row")).to_contain_text("Нет воды")


@pytest.mark.faults
def test_escape_clears_the_search_then_leaves_it(small_stage: Stage, small_context: BrowserContext) -> None:
    ask(small_stage, "Нет воды", "Яма")
    desk = small_stage.open(small_context, "desk", "?q=вода")
    field = desk.get_by_label("Поиск")
    field.focus()
    desk.keyboard.press("Escape")
    expect(field).to_have_value("")
    expect(field).to_be_focused()
    expect(desk.locator("desk-list .row")).to_have_count(2)
    desk.keyboard.press("Escape")
    expect(field).not_to_be_focused()


@pytest.mark.faults
def test_a_search_that_fails_shows_no_rows_as_its_result(small_stage: Stage, browser: Browser) -> None:
    with signed_in(browser, small_stage) as context:
        ask(small_stage, "Нет воды", "Яма")
        desk = small_stage.open(context, "desk")
        expect(desk.locator("desk-list .row")).to_have_count(2)
        desk.route("**/questions/numbers?**", lambda route: route.abort())
        desk.get_by_label("Поиск").fill("вода")
        expect(desk.locator("desk-list .instead")).to_contain_text("Сервер недоступен")
        expect(desk.locator("desk-list .row")).to_have_count(0)
        desk.unroute("**/questions/numbers?**")
        desk.get_by_role("button", name="Повторить").click()
        expect(desk.locator("desk-list .row")).to_have_count(1)


# One's own views


def test_own_views_are_found_on_another_device_and_chosen_by_a_digit(
    small_stage: Stage, small_context: BrowserContext, other_context: BrowserContext
) -> None:
    small_stage.api.ask_many([{"text": "Нет воды", "topic": "ЖКХ"}, {"text": "Яма", "topic": "Дороги"}])
    desk = small_stage.open(small_context, "desk", "?topic=ЖКХ&tab=all")
    desk.keyboard.press("v")
    desk.get_by_label("Сохранить то, что показано сейчас").fill("Моё ЖКХ")
    desk.keyboard.press("Enter")
    expect(desk.locator(".own-views [aria-pressed=true]")).to_have_text("Моё ЖКХ")
    elsewhere = small_stage.open(other_context, "desk")
    expect(elsewhere.locator("desk-list .row")).to_have_count(2)
    elsewhere.keyboard.press("v")
    expect(elsewhere.locator(".own-view")).to_contain_text("Моё ЖКХ")
    elsewhere.keyboard.press("Tab")
    elsewhere.keyboard.press("1")
    expect(elsewhere.locator("desk-list .row")).to_have_count(1)
    expect(elsewhere.locator(".not-all")).to_contain_text("тема ЖКХ")
    elsewhere.keyboard.press("v")
    elsewhere.get_by_role("button", name="Удалить «Моё ЖКХ»").click()
    expect(elsewhere.locator(".own-view")).to_have_count(0)


# Who holds what


def test_a_claim_is_on_the_others_row_at_once_and_is_given_back_with_the_tab(
    small_stage: Stage, small_context: BrowserContext, other_context: BrowserContext
) -> None:
    number, _ = ask(small_stage, "Кто держит?", "Другой?")
    other = small_stage.open(other_context, "desk")
    mine = small_stage.open(small_context, "desk", f"?open={number}")
    expect(row(mine, number).locator(".holder")).to_contain_text("вы")
    expect(row(other, number).locator(".holder")).to_have_attribute("title", "занято: Мария")
    mine.close()
    expect(row(other, number).locator(".holder")).to_have_count(0)


@pytest.mark.faults
def test_a_claim_is_given_back_after_an_idle_minute_and_taken_again_by_a_stir(
    small_stage: Stage, small_context: BrowserContext, other_context: BrowserContext
) -> None:
    [number] = ask(small_stage, "Кто держит?")
    other = small_stage.open(other_context, "desk")
    mine = small_context.new_page()
    mine.clock.install()
    mine.goto(small_stage.address("desk", f"?open={number}"))
    expect(row(other, number).locator(".holder")).to_have_count(1)
    mine.clock.fast_forward(MINUTE_AND_A_BIT)
    expect(row(other, number).locator(".holder")).to_have_count(0)
    expect(mine.locator("desk-pane h2")).to_contain_text(f"№ {number}")
    mine.mouse.move(700, 500)
    expect(row(other, number).locator(".holder")).to_have_count(1)


@pytest.mark.faults
def test_another_takes_a_question_that_was_given_back(
    small_stage: Stage, small_context: BrowserContext, other_context: BrowserContext
) -> None:
    [number] = ask(small_stage, "Кто держит?")
    mine = small_stage.open(small_context, "desk", f"?open={number}")
    expect(row(mine, number).locator(".holder.mine")).to_have_count(1)
    other = small_stage.open(other_context, "desk", f"?open={number}")
    expect(row(other, number).locator(".holder:not(.mine)")).to_have_count(1)
    mine.keyboard.press("Escape")
    expect(row(other, number).locator(".holder.mine")).to_have_count(1)


# Without a line


@pytest.mark.faults
def test_a_line_that_comes_back_brings_what_was_missed_once(small_stage: Stage, browser: Browser) -> None:
    with signed_in(browser, small_stage) as context:
        first, second = ask(small_stage, "Один?", "Два?")
        desk = small_stage.open(context, "desk")
        expect(desk.locator("desk-list .row")).to_have_count(2)
        context.set_offline(True)
        expect(desk.locator(".trust")).to_contain_text("нет связи с")
        arrived = [
            number for part in range(2) for number in ask(small_stage, *(f"Без связи {part}.{n}?" for n in range(300)))
        ]
        small_stage.api.command("question.decline", question=first, version=1, reason="spam")
        expect(row(desk, first)).to_be_visible()
        context.set_offline(False)
        expect(desk.locator(".trust")).to_have_text("на связи")
        expect(desk.locator("desk-list .waiting")).to_contain_text("601 вопрос")
        order = desk.evaluate(
            "(({order}) => order.slice(0, order.length))(document.querySelector('live-desk').listing)"
        )
        assert order == [*reversed(arrived), second]
