"""A department whose final answers a coordinator approves, and an executor of it."""

from __future__ import annotations

import uuid
from typing import Any

from live.admin.departments import Given, add, change
from live.domain.people import Actor, By, Role
from live.store.transaction import Store
from live.views.admin.departments import one_department
from live.views.tickets.listing import TicketFilter, tickets_page
from tests.followup.asking import Asking

OLGA = By("Ольга", "admin")
ANNA = Actor("Анна", frozenset({Role.COORDINATOR}), "user:1")

FIRST, SECOND = "Мост починят в мае.", "Мост починят до 20 мая, работы уже начались."


class Approving(Asking):
    """A department whose answers are approved, with an executor of it."""

    def __init__(self, store: Store) -> None:
        super().__init__(store)
        self.department = f"Дороги {uuid.uuid4().hex[:6]}"
        self.key = add(store, Given(self.department), OLGA)
        self.igor = self.executor("Игорь", self.department)
        self.switch(on=True)

    def executor(self, name: str, department: str) -> Actor:
        return Actor(name, frozenset({Role.EXECUTOR}), f"key:{name}", department)

    def switch(self, *, on: bool) -> None:
        given = Given(self.department, approval=on)
        change(self.store, self.key, one_department(self.store, self.key).version, given, OLGA)

    def worked(self, question: int | None = None) -> str:
        """A ticket that the executor works on."""
        number = self.ticket(self.by_vk() if question is None else question, self.department)
        self.tickets.do("ticket.start", number, by=self.igor)
        return number

    def write(self, number: str, text: str = FIRST, by: Actor | None = None) -> Any:
        return self.tickets.do("ticket.reply", number, by=by or self.igor, text=text, final=True)

    def waiting(self, text: str = FIRST) -> str:
        """A ticket whose answer waits."""
        number = self.worked()
        self.write(number, text)
        return number

    def fates(self, number: str) -> list[tuple[str, str, str]]:
        """(text, what became of it, who wrote it) of every version, the first first."""
        return [(one["text"], one["fate"], one["by"]) for one in self.view(number).versions]

    def types(self, number: str) -> list[str]:
        return [one.type for one in self.tickets.events(number)]

    def on_the_tab(self, department: str | None = None) -> list[Any]:
        """The tickets that wait, as the board lists them."""
        with self.store.read() as connection:
            page = tickets_page(connection, department, TicketFilter(approval=True), self.store.clock())
        return list(page["tickets"])
