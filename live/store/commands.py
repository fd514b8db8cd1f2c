"""The command bus: what handles each command, and the one transaction in which it is done.

What a command carries and who may give it stands in live/protocol/commands. The same command id with the same body
gives the first result again; with another body it is a `conflict`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TypeVar

from sqlalchemy import select

from live.domain.audit import entry
from live.domain.broadcast import practice_of
from live.domain.people import Actor, By
from live.domain.refused import Refused
from live.protocol.commands import COMMANDS, Body, Command, parse
from live.store import log
from live.store.bulk import insert_rows
from live.store.centre import audit
from live.store.ids import TICKETS_LOG
from live.store.rows import Row
from live.store.show import broadcasts
from live.store.tables import command
from live.store.text import dumps, written
from live.store.transaction import Store, Transaction

Handler = Callable[[Transaction, "Row[Any]", Any, By], dict[str, Any] | None]
H = TypeVar("H", bound=Handler)


class CommandBus:
    """The handlers of the declared commands, by name."""

    def __init__(self, declared: Mapping[str, Command]) -> None:
        self.declared = declared
        self.handlers: dict[str, Handler] = {}

    def handles(self, *names: str) -> Callable[[H], H]:
        """Register the decorated function for these commands; `KeyError` for one that is not declared."""

        def register(handler: H) -> H:
            for name in names:
                if not self.declared[name].stored or name in self.handlers:
                    raise KeyError(f"“{name}” takes no handler, or has one")
                self.handlers[name] = handler
            return handler

        return register

    def perform(self, store: Store, slug: str, raw: dict[str, Any], actor: Actor) -> dict[str, Any]:
        """Do one command of this broadcast, given as its JSON object; see `execute`."""
        body = parse(self.declared[raw["type"]].body, raw)
        with store.read() as connection:
            log_id = log.id_of(connection, slug)
        return self.execute(store, log_id, slug, body, actor)

    def execute(self, store: Store, log_id: int, slug: str, body: Body, actor: Actor) -> dict[str, Any]:
        """Do one command and say what it did: {ok, seq, …}; `Refused` changes nothing. The body has been checked."""
        declared = self.declared[body.type]
        by = actor.acting(declared.roles)
        elsewhere = self._elsewhere(store, declared, body)
        digest = _digest(slug, body)

        def once(tx: Transaction) -> dict[str, Any]:
            before = [TICKETS_LOG] if declared.tickets or declared.everywhere else []
            tx.lock(*before, *([] if declared.everywhere else [log_id]), *elsewhere)
            first = tx.connection.execute(select(command).where(command.c.id == str(body.id))).one_or_none()
            if first is not None:
                if first.digest != digest:
                    raise Refused("conflict", "This command id was used before, with another body.")
                return dict(first.result)
            # What is told everywhere locks that at once, with this log: one after the other they might cross others'.
            row = log.position(tx.connection, log_id).broadcast if declared.everywhere else tx.lock(log_id)[0]
            return self.carry_out(tx, row, slug, body, by)

        return store.run(once)

    def carry_out(self, tx: Transaction, row: Row[Any], slug: str, body: Body, by: By) -> dict[str, Any]:
        """Do one command, new and allowed, in a transaction that holds its log; keep its id, and who did it."""
        result = self.handlers[body.type](tx, row, body, by) or {}
        answer = {"ok": True, "seq": tx.head(row.id), **result}
        done = {
            "id": str(body.id),
            "broadcast_id": row.id,
            "digest": _digest(slug, body),
            "result": answer,
            "at": written(tx.now),
        }
        facts = {"command": str(body.id), "seq": answer["seq"]}
        told = [entry(body.type, _subject(slug, body, answer), by, facts=facts)]
        if practice_of(slug) is not None:
            told = []  # Nothing has happened to anybody, and nothing of it stays.
        insert_rows(tx.connection, (command, [done]), audit.rows_of(tx, told))
        return answer

    @staticmethod
    def _elsewhere(store: Store, declared: Command, body: Body) -> list[int]:
        """The log that a command writes to besides its own; `not_found` where there is no such broadcast."""
        if declared.elsewhere is None:
            return []
        with store.read() as connection:
            return [broadcasts.get(connection, getattr(body, declared.elsewhere)).id]


def _digest(slug: str, body: Body) -> str:
    return hashlib.sha256(dumps([slug, body.model_dump(mode="json", exclude_unset=True)]).encode()).hexdigest()


_ABOUT = ("question", "ticket", "matter", "call", "link", "message", "reply", "caution", "shift", "poll")
"""The fields by which a command, or its answer, says what it is about."""


def _subject(slug: str, body: Body, answer: dict[str, Any]) -> str:
    """What a command is about, as the audit names it: some things are the centre's, all else its broadcast's."""
    made = {"question": answer.get("number"), **answer}
    for name, number in [(name, getattr(body, name, None)) for name in _ABOUT] + [(n, made.get(n)) for n in _ABOUT]:
        words = name == "question" and isinstance(number, str)  # What a poll asks: its own number is in the answer.
        if number is not None and not words:
            return f"{name}/{number}" if name in ("ticket", "matter", "shift") else f"{slug}/{name}/{number}"
    return slug


BUS = CommandBus(COMMANDS)
"""The product's own; the verbs register their handlers with it."""


@contextmanager
def savepoint(tx: Transaction) -> Iterator[None]:
    """A piece of a transaction that can fail alone."""
    tx.connection.exec_driver_sql("SAVEPOINT part")
    try:
        yield
    except Exception:
        tx.connection.exec_driver_sql("ROLLBACK TO SAVEPOINT part")
        raise
    finally:
        tx.connection.exec_driver_sql("RELEASE SAVEPOINT part")
