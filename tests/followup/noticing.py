"""A centre that has its residents told: a show, what it has chosen, and what went out by itself."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select

from live.admin.residents.notices import Chosen, save_notices
from live.domain.followup.notice import Kind
from live.domain.people import By
from live.domain.submission import Author
from live.store.centre import lists
from live.store.ids import NUMBERS
from live.store.leases import Leases
from live.store.tables import notice, outbox
from live.store.transaction import Store
from live.workers.followup.notices import Notices
from tests.followup.asking import Asking
from tests.support.rooms import clock_of

OLGA = By("Ольга", "admin")
NOON = "2026-11-24 12:00:00+04:00"
ADDRESS = "https://live.example"


USUAL = tuple(one.value for one in Kind if one is not Kind.SOON)
"""Who is soon on air is told that alone, and not that the question was chosen: a test that wants it says so."""


class Noticing(Asking):
    """`choose` says what is told from now on, `after` lets time pass and the background look once."""

    def __init__(self, store: Store, now: str = NOON) -> None:
        clock_of(store).set(now)
        super().__init__(store)
        self.choose()

    def choose(
        self,
        on: Collection[str] = USUAL,
        *,
        texts: Mapping[str, str] | None = None,
        quiet: tuple[str, str] = ("", ""),
        channels: Mapping[int, str] | None = None,
        off: Mapping[int, Collection[str]] | None = None,
    ) -> None:
        with self.store.read() as connection:
            version = lists.read(connection, "notices").version
        save_notices(self.store, version, Chosen(on, texts or {}, quiet, channels or {}, off or {}), OLGA)
        self.tick()  # What is behind is read by what was chosen then.

    def tick(self, address: str = ADDRESS) -> None:
        Notices(self.store, Leases(self.store), address).tick()

    def pass_(self, **time: float) -> None:
        clock_of(self.store).pass_(**time)

    def after(self, **time: float) -> list[tuple[str, list[int]]]:
        """What went out by the time that passed: its kind, and the questions that it is about, in order."""
        before = len(self.sent())
        self.tick()
        clock_of(self.store).pass_(**time)
        self.tick()
        return [(row.notice, self._of(row.id)) for row in self.sent()[before:]]

    def sent(self) -> list[Any]:
        """All that went out about this show's questions by itself, the first first."""
        mine = select(notice.c.outbox_id).where(notice.c.question_id.between(self.show.id * NUMBERS, self._last))
        with self.store.read() as connection:
            return list(connection.execute(select(outbox).where(outbox.c.id.in_(mine)).order_by(outbox.c.id)).all())

    @property
    def _last(self) -> int:
        return (self.show.id + 1) * NUMBERS - 1

    def _of(self, outbox_id: int) -> list[int]:
        about = select(notice.c.question_id).where(notice.c.outbox_id == outbox_id).order_by(notice.c.question_id)
        with self.store.read() as connection:
            return [id_ % NUMBERS for id_ in connection.execute(about).scalars()]

    def text(self) -> str:
        """What went out last."""
        return str(self.sent()[-1].text)

    def written(self, who: str = "", **fields: Any) -> int:
        """A question in somebody's own conversation with the community."""
        person = who or str(uuid.uuid4().int % 10**9)
        return self.show.asked(
            author=Author("Анна", f"vk:{person}"),
            source="vk",
            origin=f"channel:{self.vk}",
            channel_id=self.vk,
            external_id=f"message:{person}_{uuid.uuid4().int % 10**9}",
            **fields,
        )

    def quiet_arrival(self, **fields: Any) -> int:
        """A question of which it is told already that it came."""
        number = self.written(**fields)
        assert self.after(minutes=1) == [("arrived", [number])]
        return number

    def at(self, hour: str) -> None:
        clock_of(self.store).now = datetime.fromisoformat(f"2026-11-24 {hour}:00+04:00").astimezone(UTC)
