"""Cards of results, drawn as the product draws them: usual ones, and those with the most and the least on them."""

from __future__ import annotations

from datetime import date

from live.domain.official_pages import result as results
from live.domain.official_pages.result import Answered, Bar, Days, Result
from live.files.media.cards import Form, drawn

CENTRE = "Центр управления регионом · Студёновский район"
LONGEST = "Общественная территория с парком, прудом, лодочной станцией и детской площадкой № "
ASKED = "Какую из десяти общественных территорий района благоустроить в следующем году на средства областной программы?"
ANSWER = (
    "Мост через Студёную открыт для движения с 8:00 28 ноября. Автобус № 7 снова идёт через центр, расписание прежнее. "
    "Тротуар на мосту откроют до 10 декабря: там меняют перила. До этого дня пешеходов пропускает регулировщик."
)


def poll(asked: str, *options: tuple[str, int, int]) -> Result:
    bars = [Bar(text, share, results.number_said(votes)) for text, share, votes in options]
    return results.of_poll("poll/pictured/1", asked, bars, sum(votes for _, _, votes in options))


def show(title: str) -> Result:
    totals = {"received": 1234, "aired": 18, "answered": 25, "promises": 7, "tickets": 312}
    return results.of_show("pictured", title, date(2026, 11, 27), totals)


RESULTS: dict[str, Result] = {
    "show": show("Прямая линия главы Студёновского района"),
    "show-longest": show(f"{LONGEST}1: большая прямая линия с жителями сельских поселений о дорогах, воде и отоплении"),
    "week": results.of_days(Days(date(2026, 11, 23), date(2026, 11, 29), 431, 377, 72, 340, 96)),
    "poll": poll("Что ремонтировать первым?", ("Дорогу к школе", 62, 1240), ("Мост", 28, 560), ("Тротуары", 10, 200)),
    "poll-ten": poll(
        ASKED, *((f"{LONGEST}{n}", (30, 20, 12, 9, 8, 7, 6, 5, 2, 1)[n - 1], 987_654) for n in range(1, 11))
    ),
    "poll-none": poll("Нужен ли автобус до станции?", ("Да", 0, 0), ("Нет", 0, 0)),
    "poll-all": poll("Нужен ли автобус до станции?", ("Да", 100, 815), ("Нет", 0, 0)),
    "answer": results.of_ticket(Answered("1-12", "Когда откроют мост?", ANSWER, "Управление дорог", None)),
    "promise": results.of_ticket(Answered("1-13", "", "", "Управление дорог", None, "Заасфальтировать Садовую улицу")),
}


def cards() -> dict[str, bytes]:
    """By their names in docs/screenshots."""
    return {
        f"card-{name}-{form.value}": drawn(result.card, CENTRE, form)
        for name, result in RESULTS.items()
        for form in Form
    }
