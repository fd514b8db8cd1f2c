"""A show with a list of questions beside a running server, and how it stands by the rows alone."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from live.domain.control.verbs import QUIET
from live.store.polls import polls
from live.store.show import broadcasts, messages, questions
from live.store.tables import event
from tests.integrations.panels import Lights
from tests.support.process import wait_until
from tests.web.house import House


class Stage:
    """On air, with so many questions in its list and a poll that is open."""

    def __init__(self, house: House, listed: int) -> None:
        self.slug = house.show("open", "air")
        self._house = house
        crew = house.caller(self.slug, "source", "moderator", "producer")
        for number in range(1, listed + 1):
            crew.ask(f"Когда починят дорогу на улице № {number}?")
            crew.obey("question.shortlist", question=number, version=1)
        crew.obey("poll.open", question="Что чинить первым?", options=["Дорогу", "Мост"])

    def lights(self) -> Lights:
        with self._house.store.read() as connection:
            row = broadcasts.get(connection, self.slug)
            air, after = questions.on_air(connection, row.id), questions.first_listed(connection, row.id)
            return Lights(
                None if air is None else air.number,
                None if after is None else after.number,
                bool(air is not None and air.graphic),
                polls.shown(connection, row.id) is not None,
                messages.waiting(connection, row.id),
                bool(row.intake_open),
            )

    def taken(self) -> list[tuple[int, datetime]]:
        """The questions that went to air, in order, and when each did."""
        mine = (event.c.broadcast_id == self._house.id_of(self.slug), event.c.type == "question.taken")
        with self._house.store.read() as connection:
            rows = connection.execute(select(event.c.question, event.c.at).where(*mine).order_by(event.c.seq)).all()
        return [(row.question, row.at) for row in rows]

    def quiet(self) -> None:
        """Return once nothing has changed for so long that a press counts again."""
        here = select(event.c.at).where(event.c.broadcast_id == self._house.id_of(self.slug))
        last = here.order_by(event.c.seq.desc()).limit(1)

        def over() -> bool:
            with self._house.store.read() as connection:
                changed: datetime = connection.execute(last).scalar_one()
            return self._house.store.clock() - changed > QUIET

        wait_until(over, "half a second without a change")
