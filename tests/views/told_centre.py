"""A centre whose fortnight is told: two weeks of messages over three sources, with every way that one can end."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text, update

from live.domain.broadcast import Kind
from live.domain.submission import Author
from live.store.centre import lists
from live.store.tables import ticket
from live.store.transaction import Store
from live.views.report.figures import Figures, Period, figures_of
from live.workers.followup.figures import count_slice
from tests.support.backends import Backends
from tests.support.rooms import DATABASES, Clock, Show, Tickets, clock_of, opened

ZONE = ZoneInfo("Europe/Ulyanovsk")
PERIOD = Period(date(2026, 11, 9), date(2026, 11, 15))
NOTE: Any = {"for": "head", "text": "Справка"}
WRITTEN: Any = {"as": "written"}
NO_ANSWER: Any = {"as": "none"}
ROADS, HOUSING = "Дорожный отдел", "ЖКХ района"


class Centre:
    """A centre whose fortnight is told; `sql` counts its rows by hand over a period."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.line, self.show = Show(store, Kind.STANDING), Show(store).on_air()
        self.tickets = Tickets(store)

    def told(self, scope: str = "", period: Period = PERIOD) -> Figures:
        while count_slice(self.store):
            pass
        return figures_of(self.store, scope, period)

    def rows(self, statement: str, period: Period = PERIOD, **named: Any) -> list[Any]:
        """What this selects; `:since` and `:until` are the period's ends."""
        ends = {"since": self._moment(period.first), "until": self._moment(period.last + timedelta(1))}
        wanted = {name: value for name, value in {**ends, **named}.items() if f":{name}" in statement}
        with self.store.read() as connection:
            return list(connection.execute(text(statement), wanted))

    def sql(self, statement: str, period: Period = PERIOD, **named: Any) -> int:
        return int(self.rows(statement, period, **named)[0][0] or 0)

    def by(self, statement: str, **named: Any) -> dict[str, int]:
        return {name or "": int(many) for name, many in self.rows(statement, **named)}

    def seconds(self, statement: str, period: Period = PERIOD, **named: Any) -> list[int]:
        """The whole seconds between the two moments of each row, in order."""
        return sorted(
            int((moment(until) - moment(since)).total_seconds())
            for since, until in self.rows(statement, period, **named)
        )

    def _moment(self, day: date) -> Any:
        moment = datetime(day.year, day.month, day.day, tzinfo=ZONE).astimezone(UTC)
        if self.store.database.dialect == "postgresql":
            return moment
        return moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def moment(value: Any) -> datetime:
    return datetime.fromisoformat(value) if isinstance(value, str) else value


@pytest.fixture(scope="module", params=DATABASES)
def centre(request: pytest.FixtureRequest, backends: Backends, folder: Path) -> Iterator[Centre]:
    with opened(request.param, backends, folder) as store:
        store.clock = Clock(datetime(2026, 11, 2, 6, tzinfo=ZONE).astimezone(UTC))
        # Round the clock, so that working time is what lies between two moments.
        with store.write() as tx:
            calendar = lists.read(tx.connection, "calendar")
            items = [{**calendar.items[0], "round_the_clock": True}]
            lists.save(tx, "calendar", calendar.version, items, "Ольга")
        told = Centre(store)
        for n in range(150):
            clock_of(store).pass_(minutes=7 + 40 * (n % 7))
            _message(told, n)
        clock_of(store).set("2026-12-05T21:30:00+04:00")
        yield told


def _message(centre: Centre, n: int) -> None:
    here = centre.show if n % 5 == 0 else centre.line
    facts: dict[str, Any] = {
        "source": ("vk", "form", "api")[n % 3],
        "topic": (None, "Дороги", "ЖКХ", "Транспорт")[n % 4],
        "locality": (None, "Сосновка", "Ясная Поляна")[n % 3],
    }
    wrote = centre.store.clock() - timedelta(minutes=n % 50)
    number = here.asked(f"Вопрос {n}", author=Author(f"Житель {n}", f"vk:{n}"), asked_at=wrote, **facts)
    clock_of(centre.store).pass_(minutes=(n * 13) % 170)
    on_line = here is centre.line
    if n % 10 == 1 and on_line:
        here.do("question.note", number, **NOTE)
        clock_of(centre.store).pass_(minutes=n % 60)
        here.do("question.finish", number, **WRITTEN)
    elif n % 10 == 2 and on_line:
        here.do("question.finish", number, **NO_ANSWER)
    elif n % 10 == 3 and on_line:
        here.do("question.decline", number, reason="spam")
    elif n % 10 == 4 and number > 3 and on_line:
        here.do("question.merge", number, into=_root(here, number))
    elif n % 10 in (6, 7, 8):
        _ticket(centre, here, number, n)
    elif n % 10 == 5 and not on_line:
        for verb in ("shortlist", "take", "answer"):
            here.do(f"question.{verb}", number)
    elif n % 20 == 9 and on_line:
        here.do("question.transfer", number, to=centre.show.slug)


def _root(here: Show, number: int) -> int:
    return next(n for n in range(number - 1, 0, -1) if here.row(n).state in ("new", "answered", "ticketed"))


def _ticket(centre: Centre, here: Show, number: int, n: int) -> None:
    department = ROADS if n % 2 else HOUSING
    here.do("question.ticket", number, department=department)
    [made] = [row.number for row in here.tickets() if row.question_id % 2**32 == number]
    clock_of(centre.store).pass_(minutes=n)
    if n % 3:
        centre.tickets.do("ticket.assign", made, department=department, owner=("Пётр", "Анна")[n % 2])
    if n % 4 and n % 3:
        clock_of(centre.store).pass_(minutes=3 * n)
        centre.tickets.do("ticket.reply", made, text="Починили", final=True)
        if n % 5 == 1:
            with centre.store.write() as tx:
                tx.connection.execute(update(ticket).where(ticket.c.number == made).values(rating=1 + n % 5))
        if n % 6 == 2:
            centre.tickets.do("ticket.reopen", made)
