"""A ticket of one department, and two others whose parts of the answer are asked for."""

from __future__ import annotations

import uuid
from typing import Any

from live.domain.people import Actor, Role
from live.domain.refused import Refused
from live.store.transaction import Store
from live.views.feed.sections.section import Reader
from live.views.tickets.board import TicketCounting
from live.views.tickets.listing import Mine, TicketFilter, one_view, tickets_page
from live.views.tickets.page import one_ticket
from tests.followup.asking import Asking

ANNA = Actor("Анна", frozenset({Role.COORDINATOR}), "user:1")
QUESTION, WORDS, BETTER = "Когда отключат воду?", "Воду отключат 3 мая.", "Воду отключат 3 мая с 9 до 17."


class Sharing(Asking):
    """`lead` has the ticket; `water` and `power` are asked for parts of its answer."""

    def __init__(self, store: Store) -> None:
        super().__init__(store)
        mark = uuid.uuid4().hex[:6]
        self.lead, self.water, self.power = (f"{name} {mark}" for name in ("Дороги", "Водоканал", "Энергосбыт"))
        self.igor, self.vera, self.pavel = (
            Actor(name, frozenset({Role.EXECUTOR}), f"key:{name}", department)
            for name, department in (("Игорь", self.lead), ("Вера", self.water), ("Павел", self.power))
        )

    def worked(self) -> str:
        """A ticket that the lead works on."""
        number = self.ticket(self.by_vk(), self.lead)
        self.tickets.do("ticket.start", number, by=self.igor)
        return number

    def in_state(self, state: str) -> str:
        """A ticket that stands so, and has a department."""
        if state == "open":
            return str(self.show.do("question.ticket", self.by_vk(), department=self.lead)["ticket"])
        number = self.ticket(self.by_vk(), self.lead)
        path = {
            "assigned": "",
            "in_progress": "start",
            "on_hold": "start hold",
            "resolved": "start resolve",
            "closed": "start resolve close",
        }[state]
        for verb in path.split():
            said: dict[str, Any] = {"answer": "Да"} if verb == "resolve" else {}
            self.tickets.do(f"ticket.{verb}", number, **said)
        return number

    def ask(self, number: str, department: str | None = None, by: Actor | None = None, **fields: Any) -> int:
        asked = {"department": department or self.water, "text": QUESTION, **fields}
        return int(self.tickets.do("ticket.ask_part", number, by=by or self.igor, **asked)["part"])

    def part(self, number: str, part: int | None = None) -> Any:
        """A part as the board tells it; without its number, the last one."""
        parts = self.seen(number)["parts"]
        return next(one for one in reversed(parts) if part in (None, one["id"]))

    def move(self, verb: str, number: str, part: int, by: Actor | None = None, **fields: Any) -> Any:
        seen = {"part": part, "version": self.part(number, part)["version"]}
        return self.tickets.do(f"ticket.{verb}_part", number, by=by or self.vera, **{**seen, **fields})

    def give(self, number: str, part: int, text: str = WORDS, **fields: Any) -> Any:
        return self.move("give", number, part, text=text, **fields)

    def refused(self, code: str, verb: str, number: str, part: int, by: Actor | None = None, **fields: Any) -> Refused:
        seen = {"part": part, "version": self.part(number)["version"]}
        return self.tickets.refused(code, f"ticket.{verb}_part", number, by=by or self.vera, **{**seen, **fields})

    def seen(self, number: str, department: str | None = None) -> Any:
        """The ticket on the board of a department; None where it does not stand there."""
        with self.store.read() as connection:
            return one_view(connection, department, number)

    def page(self, number: str, department: str) -> Any:
        with self.store.read() as connection:
            return one_ticket(connection, Reader(department), number)

    def listed(self, department: str, **narrowed: Any) -> list[str]:
        with self.store.read() as connection:
            page = tickets_page(connection, department, TicketFilter(**narrowed), self.store.clock())
        return [one["number"] for one in page["tickets"]]

    def counted(self, department: str) -> int:
        return TicketCounting(self.store).of(department, Mine(None, "Вера"), department)["part"]

    def given(self, number: str) -> list[tuple[str, str]]:
        """(text, who wrote it) of every version of every part, the first first."""
        return [(one["text"], one["by"]) for one in self.view(number).part_versions]

    def types(self, number: str) -> list[str]:
        return [one.type for one in self.tickets.events(number)]
