"""How a text stands on the graphic: two to four lines, no word cut, inside title safe, at any size of the picture."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.graphic import SIZE, air, edit, opened, plate, settled
from tests.browser.stage import Stage
from tests.support.api import NAMED

LEAST = 34
"""Points of a line at 1080p, below which nobody reads from a sofa."""

SENTENCE = "Дорога к школе в нашем селе осенью превращается в кашу: автобус не доезжает, дети идут пешком по обочине. "
TEXTS = {
    "two lines": "Когда в Таволжанке построят фельдшерский пункт?",
    "the largest": "Когда в Таволжанке построят фельдшерский пункт? Фельдшер принимает в бывшем клубе.",
    "three lines": SENTENCE + "Тротуара тоже нет.",
    "four lines": SENTENCE + "Тротуара нет, фонарей тоже нет. Обещали к первому сентября прошлого года, и где всё это?",
    "capitals": "ПОЧЕМУ В ДОМЕ ТРЕТЬЮ НЕДЕЛЮ НЕТ ГОРЯЧЕЙ ВОДЫ И КОГДА ЭТО КОНЧИТСЯ, ОТВЕТЬТЕ ЖЕ НАКОНЕЦ?",
    "emoji": "Спасибо за парк! 🌳👨‍👩‍👧‍👦 А когда починят дорогу 🚜? Там ямы по колено 😡🕳️, коляска 👶🏽 не проедет",
    "line breaks": "Три вопроса:\n— вода,\n— дорога,\n— автобус.\nКогда будет ответ хотя бы на один из них?",
    "Tatar and Chuvash": "Авылыбызга юл кайчан төзеләчәк, әниләребез көтә? Ҫул хӑҫан пулать, ӗҫ пуҫланать-и?",
}

LAID = """() => {
  const overlay = document.querySelector('live-overlay');
  const plate = document.querySelector('.plate[data-number]').getBoundingClientRect();
  const scale = innerWidth / 1920;
  return {
    size: overlay.size, pages: overlay.pages,
    left: plate.left, top: plate.top, right: plate.right, bottom: plate.bottom,
    inside: [...document.querySelectorAll('.plate[data-number] .line')].every((line) => {
      const range = document.createRange();
      range.selectNodeContents(line);
      return range.getBoundingClientRect().right <= plate.right - 20 * scale;
    }),
  };
}"""


TURNED = """many => Array.from({length: many}, () => {
  next();
  const plate = document.querySelector('.plate[data-number]');
  return {
    lines: [...plate.querySelectorAll('.line')].map((line) => line.textContent),
    mark: plate.querySelector('.page').textContent,
  };
})"""

SHOWN = "text => document.querySelector('live-overlay').shown?.air_text === text"


def words(text: str) -> list[str]:
    return text.replace("\u00a0", " ").split()


def expect_safe(graphic: Page) -> None:
    """The plate stands inside title safe, and every line inside the plate."""
    settled(graphic)
    size = graphic.viewport_size
    assert size
    laid = graphic.evaluate(LAID)
    edge = {"x": size["width"] * 0.05 - 0.5, "y": size["height"] * 0.05 - 0.5}
    assert laid["left"] >= edge["x"] and laid["right"] <= size["width"] - edge["x"], laid
    assert laid["bottom"] <= size["height"] - edge["y"] and laid["top"] >= size["height"] * 0.65, laid
    assert laid["inside"], laid


@pytest.fixture
def stage(small_stage: Stage) -> Stage:
    small_stage.go_on_air()
    return small_stage


def test_a_text_takes_two_to_four_lines_of_whole_words_inside_title_safe(
    stage: Stage, small_context: BrowserContext
) -> None:
    graphic = opened(small_context, stage)
    number = air(stage, "Какой текст первый?", author={"name": "Анна П."}, locality="Сосновка", consent=NAMED)
    for name, text in TEXTS.items():
        edit(stage, number, text)
        graphic.wait_for_function(SHOWN, arg=text)
        settled(graphic)
        laid = graphic.evaluate(LAID)
        [lines] = laid["pages"]
        assert 2 <= len(lines) <= 4, (name, lines)
        assert [word for line in lines for word in words(line)] == words(text), name
        assert laid["size"] >= LEAST, name
        expect_safe(graphic)
        lengths = [len(line) for line in lines]
        assert max(lengths) <= 2 * min(lengths), f"{name}: balanced, not {lengths}"
        assert not any(re.search(r"(^| )\w$", line) for line in lines), f"{name}: no line ends in a single letter"


def test_a_few_short_words_stand_in_one_line(stage: Stage, small_context: BrowserContext) -> None:
    graphic = opened(small_context, stage)
    number = air(stage, "Ну?")
    expect(plate(graphic).locator(".line")).to_have_text(["Ну?"])
    expect(plate(graphic).locator(".who")).to_have_count(0)
    edit(stage, number, "Где вода?")
    expect(plate(graphic).locator(".line")).to_have_text(["Где вода?"])
    expect_safe(graphic)


def test_the_longest_text_is_shown_on_pages_that_end_in_whole_words(
    stage: Stage, small_context: BrowserContext
) -> None:
    """4,000 characters: every word is shown, and CasparCG's next() turns the page."""
    graphic = opened(small_context, stage)
    text = (SENTENCE * 40)[:4000].strip()
    air(stage, text, author={"name": "Анна П."}, locality="Сосновка", consent=NAMED)
    expect(plate(graphic).locator(".page")).to_have_text(re.compile(r"^1 / \d+$"))
    laid = graphic.evaluate(LAID)
    pages = laid["pages"]
    assert all(1 < len(page) <= 4 for page in pages) and laid["size"] >= LEAST
    shown = [word for page in pages for line in page for word in words(line)]
    assert [word.removesuffix("…") for word in shown] == words(text)
    turned = graphic.evaluate(TURNED, len(pages))
    assert [page["lines"] for page in turned] == [*pages[1:], pages[0]]
    assert [page["mark"] for page in turned] == [
        f"{n % len(pages) + 1} / {len(pages)}" for n in range(1, len(pages) + 1)
    ]
    expect_safe(graphic)


def test_only_a_word_longer_than_a_line_is_broken(stage: Stage, small_context: BrowserContext) -> None:
    """An address after its own marks, a word with a hyphen; and not a letter is lost."""
    graphic = opened(small_context, stage)
    address = "https://www.example.ru/a-very-long-path/obrashcheniya-grazhdan/2026/otchyot-po-blagoustroystvu/dvor.html"
    number = air(stage, f"Почему на {address} пусто?")
    expect(plate(graphic).locator(".line").nth(2)).to_be_visible()
    [lines] = graphic.evaluate(LAID)["pages"]
    assert "".join(words("".join(lines))) == "".join(words(f"Почему на {address} пусто?"))
    assert all(line[-1] in "/?&=._-" for line in lines[:-1] if address.startswith(line[:8])), lines
    edit(stage, number, "Ы" * 150)
    graphic.wait_for_function(SHOWN, arg="Ы" * 150)
    laid = graphic.evaluate(LAID)
    whole = "".join(line.removesuffix("…").removesuffix("-") for page in laid["pages"] for line in page)
    assert whole == "Ы" * 150
    expect_safe(graphic)


def test_a_name_of_sixty_characters_is_shown_whole_beside_its_place(
    stage: Stage, small_context: BrowserContext
) -> None:
    graphic = opened(small_context, stage)
    name = "Александра Константиновна Преображенская-Вознесенская (мама)"
    assert len(name) == 60
    air(stage, "Когда починят мост?", author={"name": name}, locality="рабочий посёлок Красный Бор", consent=NAMED)
    expect(plate(graphic).locator(".name")).to_have_text(name)
    whole = "part => { const at = document.querySelector(part); return at.scrollWidth <= at.clientWidth; }"
    assert graphic.evaluate(whole, ".name") and graphic.evaluate(whole, ".place")
    expect_safe(graphic)


def test_it_looks_the_same_at_every_size_of_the_picture(stage: Stage, small_context: BrowserContext) -> None:
    graphic = opened(small_context, stage)
    air(stage, TEXTS["four lines"], author={"name": "Анна П."}, locality="Сосновка", consent=NAMED)
    expect(plate(graphic).locator(".line")).to_have_count(4)
    settled(graphic)
    at_1080 = graphic.evaluate(LAID)
    for times in (2 / 3, 2):
        graphic.set_viewport_size({"width": round(SIZE["width"] * times), "height": round(SIZE["height"] * times)})
        graphic.wait_for_function(
            "width => document.querySelector('.stage').getBoundingClientRect().width === width", arg=1920 * times
        )
        laid = graphic.evaluate(LAID)
        assert laid["pages"] == at_1080["pages"]
        assert laid["right"] == pytest.approx(at_1080["right"] * times, abs=1)
        expect_safe(graphic)
