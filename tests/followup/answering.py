"""A ticket whose answers carry files, and the worker that sends them when a test says so."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from live.domain.people import Actor, Role
from live.domain.submission import Author
from live.followup.answer_files import WRITERS, attach
from live.store.followup import outbox
from live.store.leases import Leases
from live.store.storage.folder import Folder
from live.store.transaction import Store
from live.workers.sending.outbox import Outbox
from tests.followup.asking import Asking
from tests.support import pictures
from tests.support.sending import send_all

ADDRESS = "https://line.example"
ANNA = Actor("Анна", frozenset({Role.COORDINATOR}), "user:1")


class Answering(Asking):
    """Tickets of questions that came by one channel; `storage` is where the files stand."""

    def __init__(self, store: Store, folder: Path, type_: str, **settings: str) -> None:
        super().__init__(store)
        self.storage = Folder(folder)
        self.channel = self.show.channel(type_, **settings)

    def asked_by(self, contact: str, name: str) -> int:
        """A question of somebody, whose message the network knows by a name."""
        origin = f"channel:{self.channel}"
        author = Author("Пётр", contact)
        return self.show.asked(origin=origin, external_id=name, channel_id=self.channel, author=author)

    def attached(self, ticket: str, *contents: bytes, name: str = "файл") -> list[int]:
        by = ANNA.acting(WRITERS)
        return [attach(self.store, self.storage, ticket, name, content, by).id for content in contents]

    def answer(self, ticket: str, files: list[int], text: str = "Починили, смотрите", **fields: Any) -> Any:
        return self.tickets.do("ticket.reply", ticket, by=ANNA, text=text, files=files, **{"final": True, **fields})

    def worker(self, address: str = ADDRESS) -> Outbox:
        return Outbox(self.store, Leases(self.store), files=self.storage, address=address)

    def send(self, worker: Outbox | None = None) -> None:
        worker = worker or self.worker()
        worker.quiet_until.clear()
        send_all(worker, self.channel)

    def replies(self, ticket: str) -> list[Any]:
        with self.store.read() as connection:
            return sorted(outbox.of_ticket(connection, self.tickets.row(ticket).id, 50), key=lambda row: row.id)


PHOTO, PDF = pictures.photo(), pictures.PDF
