"""A show whose residents ask by a network, by e-mail, by telephone or without leaving a word of how to answer them."""

from __future__ import annotations

import itertools
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from sqlalchemy import select

from live.channels import OutgoingMessage
from live.channels.capabilities import Sent
from live.domain.submission import Author
from live.store.centre import channels
from live.store.tables import outbox
from live.store.transaction import Store
from live.views.feed.sections.section import Reader
from live.views.tickets.page import one_ticket
from tests.support.rooms import Show, Tickets

_numbers = itertools.count(1)


class Mail:
    """A network of e-mail as the outbox knows it. `letters` are all that it was given."""

    GUARD = timedelta(0)
    SETTINGS = ()
    HOST = ""

    def __init__(self) -> None:
        self.letters: list[OutgoingMessage] = []

    def rate(self, letter: OutgoingMessage) -> float:
        return 1000.0

    def read(self, request: Any, settings: Any) -> Any:
        raise AssertionError("nothing comes by it")

    def reply(self, letter: OutgoingMessage, settings: Any, http: Any) -> Sent:
        self.letters.append(letter)
        return Sent()


class Asking:
    """A show on air, and the tickets that come of it."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.show = Show(store).on_air()
        self.tickets = Tickets(store)
        self.vk = self.show.channel("vk", token="t", group_id="456")

    def mailbox(self) -> int:
        with self.store.write() as tx:
            return channels.add(tx, "mail", f"mail-{next(_numbers)}", self.show.id, {})

    def by_vk(self, name: str | None = "Анна", **fields: Any) -> int:
        n = next(_numbers)
        author = Author(name, f"vk:{n}")
        origin: dict[str, Any] = {
            "origin": f"channel:{self.vk}",
            "channel_id": self.vk,
            "external_id": f"wall:-456_7_{n}",
        }
        return self.show.asked(author=author, source="vk", **origin, **fields)

    def by_form(self, contact: str | None, name: str | None = "Пётр", **fields: Any) -> int:
        return self.show.asked(author=Author(name, contact) if name or contact else None, source="form", **fields)

    def merged(self, into: int, *numbers: int) -> int:
        for number in numbers:
            self.show.do("question.merge", number, into=into)
        return into

    def ticket(self, question: int, department: str = "ЖКХ") -> str:
        """The number of the ticket of a question, assigned."""
        number = str(self.show.do("question.ticket", question)["ticket"])
        self.tickets.do("ticket.assign", number, department=department)
        return number

    def queued(self, number: str) -> list[Any]:
        """What the outbox holds for a ticket, the first first."""
        mine = select(outbox).where(outbox.c.ticket_id == self.tickets.row(number).id).order_by(outbox.c.question_id)
        with self.store.read() as connection:
            return list(connection.execute(mine).all())

    def view(self, number: str, department: str | None = None) -> SimpleNamespace:
        """The ticket as its screen asks for it when it is opened."""
        with self.store.read() as connection:
            return SimpleNamespace(**one_ticket(connection, Reader(department, contacts=True), number))
