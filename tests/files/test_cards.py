"""Cards: the longest and the shortest of what they tell fits, and nothing is written that the type does not have."""

from __future__ import annotations

import io
from datetime import date

import pytest
from PIL import Image

from live.domain.official_pages import result as results
from live.domain.official_pages.result import Answered, Bar, Card
from live.files.media.card_type import REGULAR, Type
from live.files.media.cards import GROUND, TALL, WIDE, Form, drawn, size_of

LONG = "Очень длинное название общественной территории с парком, прудом и детской площадкой № "
WORD = "Ы" * 300
TOTALS = {"received": 12_345_678, "aired": 18, "answered": 25, "promises": 7, "tickets": 312}

CARDS = {
    "a show": results.of_show("a", "Прямая линия", date(2026, 11, 29), TOTALS).card,
    "a long name": results.of_show("a", LONG * 3, date(2026, 11, 29), TOTALS).card,
    "one word": Card(WORD, words=WORD, foot=WORD),
    "ten options": results.of_poll(
        "poll/a/1", LONG * 2, [Bar(f"{LONG}{n}", 10 * n, "123") for n in range(1, 11)], 9
    ).card,
    "no votes": results.of_poll("poll/a/1", "Нужен ли автобус?", [Bar("Да", 0, "0"), Bar("Нет", 0, "0")], 0).card,
    "all votes": results.of_poll("poll/a/1", "Нужен ли автобус?", [Bar("Да", 100, "7"), Bar("Нет", 0, "0")], 7).card,
    "a long answer": results.of_ticket(Answered("1-1", LONG, LONG * 40, LONG, None)).card,
    "nothing": Card(""),
}


@pytest.mark.parametrize("form", Form)
@pytest.mark.parametrize("name", CARDS)
def test_nothing_comes_near_the_edge(name: str, form: Form) -> None:
    picture = Image.open(io.BytesIO(drawn(CARDS[name], LONG, form))).convert("RGB")
    width, height = size_of(CARDS[name], form)
    assert picture.size == (width, height)
    edge = 40
    for strip in ((0, 0, width, edge), (0, height - edge, width, height), (0, 0, edge, height)):
        assert picture.crop(strip).getcolors() == [((strip[2] - strip[0]) * (strip[3] - strip[1]), _rgb(GROUND))]
    assert picture.crop((width - edge, 0, width, height)).getcolors() == [(edge * height, _rgb(GROUND))]


def _rgb(colour: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(colour.removeprefix("#")))


def test_many_bars_get_a_taller_picture() -> None:
    assert [size_of(CARDS[name], Form.POST) for name in ("no votes", "ten options")] == [WIDE, TALL]


def test_the_share_of_a_bar_is_drawn() -> None:
    halves = [drawn(Card("?", bars=(Bar("Да", share, "7"),)), "", Form.POST) for share in (0, 50, 100)]
    assert len(set(halves)) == 3


LETTERS = "АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдеёжзийклмнопрстуфхцчшщъыьэюя0123456789«»„“—–…№%₽€·(),.:;!?+-−/"
OF_PEOPLES = "ӘәӨөҮүҖҗҢңҺһҒғҘҙҪҫҠҡӐӑӖӗӲӳ"
"""Of Tatar, Bashkir and Chuvash."""


def test_russian_and_the_languages_of_the_region_are_written_whole() -> None:
    text = LETTERS + OF_PEOPLES
    assert "".join(piece for piece, _ in Type().runs(text, 40, REGULAR)) == text


@pytest.mark.parametrize("letter", LETTERS.replace(" ", "") + OF_PEOPLES)
def test_each_letter_has_a_shape_of_its_own(letter: str) -> None:
    """A font draws what it does not have as an empty box."""
    [(piece, font)] = Type().runs(letter, 40, REGULAR)
    assert bytes(font.getmask(piece)) != bytes(font.getmask("\uffff"))


def test_what_the_type_does_not_have_is_left_out() -> None:
    assert "".join(piece for piece, _ in Type().runs("Да 😀!", 40, REGULAR)) == "Да !"


def test_a_word_longer_than_a_line_is_cut() -> None:
    type_ = Type()
    lines = type_.lines(WORD, 40, REGULAR, 500)
    assert "".join(lines) == WORD and all(type_.width(line, 40, REGULAR) <= 500 for line in lines)
