"""Matters over a store: a show whose residents ask, and what is done to their common trouble."""

from __future__ import annotations

import uuid
from collections import Counter
from typing import Any

import pytest
from sqlalchemy import Row, select

from live import followup
from live.domain.people import Actor
from live.domain.refused import Refused
from live.protocol.commands import COMMANDS
from live.store.followup import matters
from live.store.tables import matter_word, outbox
from live.workers.followup.matters import Matters as Worker
from tests.followup.asking import Asking
from tests.support.rooms import EVERYBODY, Json


class Mattering(Asking):
    """`matter` is the number of a new one; `say` gives a command on it at its present version."""

    def matter(self, *questions: int, title: str = "Прорыв трубы на Речной", **fields: Any) -> int:
        return int(self.show.do("matter.open", title=title, questions=list(questions), **fields)["matter"])

    def shortlisted_here(self, text: str) -> int:
        """A question about the water of Undory, in the list."""
        return self.show.shortlisted(text, topic="Вода", locality="Ундоры")

    def say_open(self, *, title: str = "Прорыв трубы на Речной", on: str = "tickets", **fields: Any) -> int:
        """The number of one that is opened on the tickets."""
        raw: Json = {"id": str(uuid.uuid4()), "type": "matter.open", "title": title, **fields}
        return int(followup.BUS.perform(self.store, on, raw, EVERYBODY)["matter"])

    def say(self, type_: str, matter: int, *, by: Actor = EVERYBODY, on: str = "", **fields: Any) -> Json:
        raw: Json = {"id": str(uuid.uuid4()), "type": f"matter.{type_}", "matter": matter, **fields}
        if "version" in COMMANDS[raw["type"]].body.model_fields and "version" not in fields:
            raw["version"] = self.row(matter).version
        return followup.BUS.perform(self.store, on or self.show.slug, raw, by)

    def denied(self, code: str, type_: str, matter: int, **fields: Any) -> Refused:
        """The refusal of a command, which has changed nothing."""
        before, here, there = self.picture(), self.show.head, len(self.tickets.events())
        with pytest.raises(Refused) as caught:
            self.say(type_, matter, **fields)
        assert caught.value.code == code, str(caught.value)
        assert (self.picture(), self.show.head, len(self.tickets.events())) == (before, here, there)
        return caught.value

    def picture(self) -> list[Any]:
        with self.store.read() as connection:
            rows = [tuple(row) for row in matters.newest(connection, 1000)]
            standing = [row.id for row in matters.questions_of(connection, [row[0] for row in rows])]
            return [rows, standing, [tuple(row) for row in connection.execute(select(outbox.c.id, outbox.c.state))]]

    def row(self, matter: int) -> Row[Any]:
        with self.store.read() as connection:
            return matters.shown(connection, [matter])[0]

    def standing(self, matter: int) -> list[int]:
        with self.store.read() as connection:
            return [row.number for row in matters.questions_of(connection, [matter])]

    def told(self, matter: int) -> list[tuple[str, int]]:
        """(text, the number of the question) of all that went out about it, in order."""
        with self.store.read() as connection:
            words = select(matter_word.c.id).where(matter_word.c.matter_id == matter)
            rows = connection.execute(select(outbox).where(outbox.c.word_id.in_(words)).order_by(outbox.c.id)).all()
        return [(row.text, row.question_id % 2**32) for row in rows]

    def replies(self, matter: int) -> list[Row[Any]]:
        with self.store.read() as connection:
            words = select(matter_word.c.id).where(matter_word.c.matter_id == matter)
            return list(connection.execute(select(outbox).where(outbox.c.word_id.in_(words))).all())

    def texts(self, matter: int) -> Counter[str]:
        return Counter(text for text, _ in self.told(matter))

    def tick(self) -> None:
        """The background looks after who has come since."""
        Worker(self.store).tick()
