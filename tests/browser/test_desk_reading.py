"""What a tired moderator reads off the queue: the question first, what was searched for, what waits, what came."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.stage import Stage, signed_in

HOUR_AGO = "2020-01-01T00:00:00Z"


def ask(stage: Stage, *texts: str) -> list[int]:
    return [answer["number"] for answer in stage.api.ask_many([{"text": text} for text in texts])]


def row(desk: Page, number: int) -> Any:
    return desk.locator(f"#question-{number}")


def rows(desk: Page) -> list[int]:
    found: list[int] = desk.evaluate(
        "[...document.querySelectorAll('desk-list .row')].map(row => Number(row.dataset.number))"
    )
    return found


def opened(desk: Page) -> Any:
    return desk.locator("desk-pane h2")


# Its row


def test_a_row_begins_with_the_question_in_two_lines(small_stage: Stage, small_context: BrowserContext) -> None:
    [number] = ask(small_stage, "Здравствуйте, студия. Почему фельдшер приезжает к нам раз в неделю? " * 4)
    desk = small_stage.open(small_context, "desk")
    words = row(desk, number).locator(".words")
    expect(words).to_contain_text("Почему фельдшер")
    assert (words.text_content() or "").startswith("Почему")
    lines: float = words.evaluate("one => one.clientHeight / parseFloat(getComputedStyle(one).lineHeight)")
    assert round(lines) == 2


def test_the_words_that_were_searched_for_are_marked_with_their_sentence(
    small_stage: Stage, small_context: BrowserContext
) -> None:
    long = "Можно ли строиться за Школьной? Участки нарезали ещё в позапрошлом году, а света нет. Обещали и дорогу."
    [number] = ask(small_stage, long)
    small_stage.api.head_at_rest()
    desk = small_stage.open(small_context, "desk", f"?q=дорога&open={number}")
    mark = row(desk, number).locator(".words mark")
    expect(mark).to_have_text("дорогу")
    expect(mark).to_be_in_viewport()
    expect(row(desk, number).locator(".words")).to_contain_text("… Обещали и дорогу")
    expect(desk.locator("desk-texts mark")).to_have_text("дорогу")


def test_what_was_found_by_its_topic_or_place_has_that_marked(
    small_stage: Stage, small_context: BrowserContext
) -> None:
    number = small_stage.api.ask("Яма у школы", topic="Дороги", locality="Сосновка")["number"]
    small_stage.api.head_at_rest()
    desk = small_stage.open(small_context, "desk", "?q=дорога")
    expect(row(desk, number).locator("mark")).to_have_text(["Дороги"])
    desk.locator("#words, .search input").first.fill("сосновка")
    expect(row(desk, number).locator("mark")).to_have_text(["Сосновка"])


def test_a_guess_is_told_beside_its_topic(small_stage: Stage, small_context: BrowserContext) -> None:
    [number] = ask(small_stage, "Когда управляющая компания уберёт подъезд?")
    small_stage.api.head_at_rest()
    desk = small_stage.open(small_context, "desk")
    topic, sign = row(desk, number).locator(".of-topic .clip"), row(desk, number).locator(".guess")
    expect(topic).to_have_text("ЖКХ")
    gap: float = sign.evaluate(
        "sign => sign.getBoundingClientRect().left - sign.previousElementSibling.getBoundingClientRect().right"
    )
    assert 0 <= gap < 4


def test_likely_doubles_begin_with_the_question(small_stage: Stage, small_context: BrowserContext) -> None:
    first, second = ask(
        small_stage, *(f"Здравствуйте, студия. Когда отремонтируют мост через реку?{end}" for end in ("", " Ждём."))
    )
    small_stage.api.head_at_rest()
    desk = small_stage.open(small_context, "desk", f"?open={second}")
    expect(desk.locator(f".double[data-number='{first}'] summary")).to_have_text("Когда отремонтируют мост через реку?")


def test_what_came_with_a_question_is_marked_in_its_row(small_stage: Stage, small_context: BrowserContext) -> None:
    files = [{"type": kind, "url": f"https://example.org/{kind}"} for kind in ("photo", "photo", "audio", "video")]
    number = small_stage.api.ask("Яма", attachments=files)["number"]
    bare = small_stage.api.ask("Без всего")["number"]
    desk = small_stage.open(small_context, "desk")
    expect(row(desk, number).locator(".media")).to_have_attribute("title", "фото (2), аудио, видео")
    expect(row(desk, number).locator(".media svg")).to_have_count(3)
    expect(row(desk, bare).locator(".media")).to_have_count(0)


def test_what_came_with_a_question_stands_apart_from_its_text(
    small_stage: Stage, small_context: BrowserContext
) -> None:
    """Each file is a button that says what it is; the page itself asks no other server for it."""
    photo = {"type": "photo", "url": "https://example.org/1.jpg", "title": "Яма"}
    number = small_stage.api.ask("Яма", attachments=[photo, {"type": "video", "url": "https://example.org/2"}])[
        "number"
    ]
    asked: list[str] = []
    small_context.on("request", lambda request: asked.append(request.url))
    desk = small_stage.open(small_context, "desk", f"?open={number}")
    attached = desk.get_by_role("region", name="Вложения")
    expect(attached.get_by_role("heading")).to_have_text("Вложения 2")
    expect(attached.get_by_role("link")).to_have_text(["Яма", "видео 2"])
    expect(attached.locator(".button svg")).to_have_count(2)
    assert not [url for url in asked if "example.org" in url]


def test_a_text_is_printed_once_until_it_is_edited(small_stage: Stage, small_context: BrowserContext) -> None:
    [number] = ask(small_stage, "исходный текст")
    desk = small_stage.open(small_context, "desk", f"?open={number}")
    expect(desk.locator("desk-texts .text")).to_have_count(1)
    expect(desk.locator("desk-texts .aloud")).to_have_text("исходный текст")
    desk.keyboard.press("e")
    expect(desk.locator("desk-texts").get_by_role("region", name="оригинал")).to_contain_text("исходный текст")
    desk.get_by_label("Текст для эфира").fill("Правка")
    desk.keyboard.press("Control+Enter")
    expect(desk.locator("desk-texts .text")).to_have_count(2)
    expect(desk.locator("desk-texts .aloud")).to_have_text("Правка")


# The order and the wait


def test_one_key_puts_the_oldest_first_and_the_queue_is_worked_off_from_there(
    small_stage: Stage, small_context: BrowserContext
) -> None:
    first, second, third = ask(small_stage, "Один?", "Два?", "Три?")
    desk = small_stage.open(small_context, "desk")
    expect(row(desk, first)).to_be_visible()
    desk.keyboard.press("o")
    expect(desk.locator("desk-list .row").first).to_have_attribute("data-number", str(first))
    assert rows(desk) == [first, second, third]
    desk.keyboard.press("ArrowDown")
    expect(opened(desk)).to_contain_text(f"№ {first}")
    [fourth] = ask(small_stage, "Четыре?")
    expect(row(desk, fourth)).to_be_visible()
    desk.keyboard.press("s")
    expect(opened(desk)).to_contain_text(f"№ {second}")
    desk.reload()
    expect(desk.locator("desk-list .row").first).to_have_attribute("data-number", str(second))
    desk.keyboard.press("o")
    expect(desk.locator("desk-list .row").first).to_have_attribute("data-number", str(fourth))


def test_the_longest_wait_stands_over_the_queue_and_turns_amber_on_air(
    small_stage: Stage, small_context: BrowserContext
) -> None:
    small_stage.api.ask("Давно?", asked_at=HOUR_AGO)
    ask(small_stage, "Недавно?")
    small_stage.go_on_air()
    desk = small_stage.open(small_context, "desk")
    longest = desk.locator("desk-list .longest")
    expect(longest).to_contain_text("ждёт")
    expect(longest).to_have_attribute("title", "Дольше всех ждёт № 1")
    expect(desk.locator("desk-list .longest.late")).to_have_count(0)
    desk.evaluate("""() => {
      const { feed } = document.querySelector("live-desk");
      feed.now = () => new Date(Date.now() + 16 * 60000);
      document.querySelector("desk-list").requestUpdate();
    }""")
    expect(desk.locator("desk-list .longest.late")).to_have_count(1)


# What is refused


def test_one_key_merges_into_no_stranger(small_stage: Stage, small_context: BrowserContext) -> None:
    first, second = ask(small_stage, "Нет воды на Садовой", "Почему щебень привезли в Новое Поле?")
    desk = small_stage.open(small_context, "desk", f"?open={second}")
    expect(opened(desk)).to_have_text(f"№ {second}")
    desk.evaluate(
        """([first]) => {
          const { hints } = document.querySelector("live-desk").actions;
          const view = { text: "Почему магазин закрыли?", air_text: null, state: "new", askers: 1,
            received_at: new Date().toISOString() };
          hints._read = () => {};
          hints._round += 1; // what is on its way is dropped
          hints.number = Number(document.querySelector("desk-pane h2").textContent.replace(/\\D/g, ""));
          hints.status = "known";
          hints.found = { similar: [{ ...view, number: first, score: 0.6 }], topics: [], localities: [], matters: [] };
          hints._tell();
        }""",
        [first],
    )
    double = desk.locator(f".double[data-number='{first}']")
    expect(double).to_be_visible()
    expect(double.locator("kbd")).to_have_count(0)
    expect(double.locator("mark")).to_have_count(0)
    desk.keyboard.press("g")
    expect(desk.locator(".toast.refusal")).to_contain_text("слишком мало похож")
    assert small_stage.view(second)["state"] == "new"


@pytest.mark.parametrize("key", ("s", "d", "g"))
def test_an_administrator_is_told_that_the_role_does_not_act_here(
    small_stage: Stage, browser: Browser, key: str
) -> None:
    [number] = ask(small_stage, "Где автобус?")
    looks = Stage(small_stage.server, small_stage.slug, small_stage.server.installation.key(small_stage.slug, "admin"))
    with signed_in(browser, looks) as context:
        desk = looks.open(context, "desk", f"?open={number}")
        expect(desk.locator("desk-pane .verbs")).to_contain_text("только смотрит")
        desk.keyboard.press(key)
        expect(desk.locator(".toast.refusal")).to_contain_text("не для вашей роли (администратор)")
        expect(desk.locator(".toast.refusal")).to_contain_text("модератор, режиссёр")
    assert small_stage.view(number)["state"] == "new"
