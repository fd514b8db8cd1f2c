"""What the centre tells everybody of its work: its texts, what they may name, and how numbers and days are said."""

from __future__ import annotations

from datetime import date

import pytest

from live.domain.official_pages import result as results
from live.domain.official_pages.result import PLACEHOLDERS, TEMPLATES, Answered, Bar, Days, Kind, filled
from live.domain.refused import Refused
from live.domain.templates import named

TOTALS = {"received": 1234, "aired": 18, "answered": 25, "promises": 7, "tickets": 312}
ANSWERED = Answered("1-12", "Когда откроют мост?", "Мост открыт.", "Управление дорог", "Сосновка")
DAYS = Days(date(2026, 11, 23), date(2026, 11, 29), 431, 377, 72, 340, 96)


@pytest.mark.parametrize("kind", Kind)
def test_each_kind_has_a_text_that_names_only_what_is_known_of_it(kind: Kind) -> None:
    results.check_template(kind, TEMPLATES[kind])


@pytest.mark.parametrize(
    "made",
    [
        results.of_show("line", "Прямая линия", date(2026, 11, 29), TOTALS),
        results.of_days(DAYS),
        results.of_poll("poll/line/1", "Где чинить?", [Bar("Мост", 60, "3")], 5),
        results.of_ticket(ANSWERED),
        results.of_ticket(Answered("1-13", "?", "Готово.", "Дороги", "Сосновка", "Починить мост", date(2026, 12, 1))),
        results.of_matter(3, "Нет воды", "Вода подана.", 12),
    ],
    ids=lambda made: str(made.kind),
)
def test_all_that_a_text_may_name_is_known(made: results.Result) -> None:
    assert set(made.values) >= set(PLACEHOLDERS[made.kind]) and all(made.values.values())
    assert not named(made.text(TEMPLATES[made.kind]))


def test_a_show_is_told_with_the_figures_of_its_report() -> None:
    text = results.of_show("line", "Прямая линия", date(2026, 11, 29), TOTALS).text(TEMPLATES[Kind.SHOW])
    assert text.startswith("«Прямая линия»: итоги эфира 29\u00a0ноября 2026.")
    assert "Поступило вопросов: 1\u00a0234\n" in text and "Дано обещаний: 7\n" in text


def test_a_line_that_names_something_unknown_is_left_out_and_leaves_no_gap() -> None:
    assert filled("Мост.\n\nОтвечает: {ведомство}\n\nСпасибо.", {"ведомство": None}) == "Мост.\n\nСпасибо."


def test_what_is_few_is_told_as_few_and_no_time_of_it() -> None:
    text = results.of_days(Days(date(2026, 11, 23), date(2026, 11, 29), None, None, None, None, None)).text(
        TEMPLATES[Kind.WEEK]
    )
    assert "Поступило вопросов: меньше 5" in text and "отклик" not in text and "срок" not in text


def test_who_asked_is_named_in_no_word_for_everybody() -> None:
    made = results.of_matter(3, "Нет воды", "{имя}, вода подана.", 12)
    assert made.values["ответ"] == "Уважаемые жители, вода подана."


def test_under_a_poll_stands_what_it_is_not() -> None:
    assert "не опрос по выборке" in results.of_poll("poll/line/1", "?", [Bar("Да", 0, "0")], 0).text(
        TEMPLATES[Kind.POLL]
    )


@pytest.mark.parametrize("text", ["", "  ", "Итоги {кого}", "{ответ}"])
def test_a_text_that_is_none_or_names_what_is_not_there_is_refused(text: str) -> None:
    with pytest.raises(Refused) as caught:
        results.check_template(Kind.SHOW, text)
    assert caught.value.code == "invalid"


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ("2026-11-29", "2026-11-29", "29\u00a0ноября 2026"),
        ("2026-11-23", "2026-11-29", "23–29\u00a0ноября 2026"),
        ("2026-09-28", "2026-10-04", "28\u00a0сентября – 4\u00a0октября 2026"),
        ("2026-12-28", "2027-01-03", "28\u00a0декабря 2026 – 3\u00a0января 2027"),
    ],
)
def test_days_are_said_as_people_say_them(first: str, last: str, said: str) -> None:
    assert results.period_said(date.fromisoformat(first), date.fromisoformat(last)) == said


@pytest.mark.parametrize(
    ("minutes", "said"),
    [
        (None, None),
        (0, "0\u00a0мин"),
        (45, "45\u00a0мин"),
        (60, "1\u00a0ч"),
        (72, "1\u00a0ч 12\u00a0мин"),
    ],
)
def test_times_are_said_in_hours_and_minutes(minutes: int | None, said: str | None) -> None:
    assert results.duration_said(minutes) == said
