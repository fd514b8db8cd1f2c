"""Giving commands to the law's broadcast, as people do: what a rule forbids is refused, and nothing else is."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from sqlalchemy import select

from live.admin.broadcasts import Settings, save_broadcast
from live.desk.close import wrap_slice
from live.domain import question as rules
from live.domain.people import By
from live.domain.refused import Refused
from live.store.order import segments
from live.store.tables import question
from live.views.admin.broadcasts import kept
from live.views.questions.suggestions import Guessing
from live.workers.classify import read_some
from live.workers.language.stacking import place_some
from tests.support.rooms import Show
from tests.views.onlookers import Onlookers

REFUSALS = {"illegal", "conflict", "closed", "invalid"}


ALIKE = (
    "В доме 5 по улице Ленина третий день нет отопления, батареи холодные",
    "Третий день нет отопления в доме 5 по улице Ленина, батареи холодные",
)


class Doing(Onlookers):
    show: Show

    def attempt(self, deed: Callable[[], Any]) -> None:
        """It is done, or refused by a rule; then nothing has changed."""
        before = self.show.head
        try:
            deed()
        except Refused as refused:
            assert refused.code in REFUSALS, refused
            assert self.show.head == before

    def command(self, type_: str, number: int | None = None, **fields: Any) -> None:
        self.attempt(lambda: self.show.do(type_, number, **fields))

    def _those(self, states: Collection[str]) -> list[int]:
        """The questions in these states."""
        mine = (question.c.broadcast_id == self.show.id) & question.c.state.in_(sorted(states))
        with self.store.read() as connection:
            return list(connection.execute(select(question.c.number).where(mine).order_by(question.c.number)).scalars())

    def _one(self, states: Collection[str], n: int) -> int | None:
        found = self._those(states)
        return found[n % len(found)] if found else None

    def _verb(self, verb: str, n: int, **fields: Any) -> None:
        """A move of one of the questions that know it."""
        number = self._one(rules.TRANSITIONS[verb].states, n)
        if number is not None:
            self.command(f"question.{verb}", number, **fields)

    def _order(self, n: int, m: int) -> None:
        """Titles come, change and go; questions get a length, or a place before a title; a whole order is placed."""
        with self.store.read() as connection:
            titles = segments.in_order(connection, self.show.id)
        one, before = (titles[n % len(titles)] if titles else None), self._one({"shortlisted"}, m)
        if one is None or m % 7 == 0:
            self.command("segment.add", title=f"Блок {m % 3}", before=before)
        elif m % 7 < 4:
            verb, fields = (("remove", {}), ("rename", {"title": "Вода"}), ("move", {"before": before}))[m % 7 - 1]
            self.command(f"segment.{verb}", segment=one.id, version=one.version, **fields)
        elif m % 7 == 4:
            self._verb("plan", n, seconds=60 + m % 9 if n % 3 else None)
        elif m % 7 == 5:
            self._verb("move", n, before_segment=one.id)
        else:
            numbers = self._those({"new", "shortlisted"})[: n % 5]
            items = [{"title": "Вода", "seconds": 600}, *({"question": number} for number in numbers)]
            self.command("order.place", items=items)

    def each_has_its_place(self) -> None:
        """No two items of the order stand at one place."""
        ranks = [row.rank for number in self._those({"shortlisted", "on_air"}) if (row := self.show.row(number))]
        with self.store.read() as connection:
            ranks += [row.rank for row in segments.in_order(connection, self.show.id)]
        assert len(ranks) == len(set(ranks))

    def _broadcast(self, n: int, m: int) -> None:
        verb = ("air", "air", "open_intake", "close_intake", "wrap", "unair", "edit", "save")[n % 8]
        if verb == "edit":
            self.command("broadcast.edit", minutes=60 + m % 9, title=f"Прямая линия {m % 3}")
        elif verb == "save":
            self.attempt(lambda: self._save(contacts=m % 2 == 0, names=m % 3 > 0))
        elif verb != "wrap" or m % 3 == 0:
            self.command(f"broadcast.{verb}")

    def _undo(self, n: int, m: int) -> None:
        """Something is taken back; a wrap once it is over, or half way."""
        verb = ("unwrap", "unwant", "recall", "amend_promise", "withdraw_promise")[m % 5]
        if verb == "unwrap":
            while n % 2 and wrap_slice(self.store, self.show.id):
                pass
            self.command("broadcast.unwrap", reason="Завершили по ошибке")
        elif verb in ("unwant", "recall"):
            self._verb(verb, n)
        elif made := [(q, p["promise"]) for q in self._those(set(rules.State)) for p in self.show.view(q)["promises"]]:
            number, which_one = made[n % len(made)]
            other = {"due": f"2027-0{1 + n % 9}-01"} if verb == "amend_promise" else {}
            self.command(f"question.{verb}", number, promise=which_one, reason="Оговорка", **other)

    def _save(self, contacts: bool, names: bool) -> None:
        """The administrator says what the screens show of those who ask."""
        row = kept(self.store, self.show.slug)
        facts = (row.title, row.head, row.starts_at, row.minutes, row.zone, row.standing)
        save_broadcast(self.store, row.slug, row.version, Settings(*facts, contacts, names), By("Ольга", "admin"))

    def _stack(self, n: int, m: int) -> None:
        """Like questions come in, are read and put on stacks."""
        if n % 2:
            self.show.receive(*[ALIKE[m % 2]] * (1 + n % 3))
        read_some(self.store, Guessing(self.store).now())
        place_some(self.store)

    def _unstack(self, n: int, m: int) -> None:
        stacked = [number for number in self._those({"new"}) if self.show.row(number).stack is not None]
        if stacked:
            self.command("question.unstack", stacked[n % len(stacked)])
