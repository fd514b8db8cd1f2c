"""A command: who may give it, what it carries, and its one transaction.

Each room that has verbs keeps its own `Commands`; a verb's roles are declared on its handler. The same command
id with the same body gives the first result again; with another body it is a `conflict`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from sqlalchemy import Row, insert, select

from live.domain.people import Actor, By, Role
from live.domain.refused import Refused, wrong_body
from live.store import log
from live.store.ids import NUMBERS, TICKETS_LOG
from live.store.tables import command
from live.store.text import dumps
from live.store.transaction import Store, Transaction

Number = Annotated[int, Field(ge=1, lt=NUMBERS)]
"""A question's number, a version, the id of a call or a message: beyond this a number would be another broadcast's."""


class Body(BaseModel):
    """What every command carries; each kind adds its own fields. Unknown fields are `invalid`."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    id: UUID
    type: str


class OnQuestion(Body):
    """A command on one question, as the writer saw it."""

    question: Number
    version: Number


Handler = Callable[[Transaction, "Row[Any]", Any, By], dict[str, Any] | None]


@dataclass(frozen=True, slots=True)
class Command:
    """`tickets`: it may write to the centre's log of tickets too, which is then locked before the broadcast."""

    name: str
    roles: frozenset[Role]
    body: type[Body]
    handler: Handler
    tickets: bool


class Commands:
    """The commands of one room, by type."""

    def __init__(self) -> None:
        self.known: dict[str, Command] = {}

    def add(
        self, type_: str, roles: Iterable[Role], body: type[Body], *, tickets: bool = False
    ) -> Callable[[Handler], Handler]:
        """Declare the decorated handler as the command `type_`, open to `roles`."""

        def declare(handler: Handler) -> Handler:
            self.known[type_] = Command(type_, frozenset(roles), body, handler, tickets)
            return handler

        return declare

    def perform(self, store: Store, slug: str, raw: dict[str, Any], actor: Actor) -> dict[str, Any]:
        """Do one command, given as its JSON object, and say what it did: {ok, seq, …}; `Refused` changes nothing."""
        known = self.known[raw["type"]]
        body = parse(known.body, raw)
        by = actor.acting(known.roles)
        digest = hashlib.sha256(dumps([slug, body.model_dump(mode="json", exclude_unset=True)]).encode()).hexdigest()
        with store.write() as tx:
            log_id = log.id_of(tx.connection, slug)
            tx.lock(*([TICKETS_LOG] if known.tickets else []), log_id)
            first = tx.connection.execute(select(command).where(command.c.id == str(body.id))).one_or_none()
            if first is not None:
                if first.digest != digest:
                    raise Refused("conflict", "This command id was used before, with another body.")
                return dict(first.result)
            row = tx.lock(log_id)[0]
            result = known.handler(tx, row, body, by) or {}
            answer = {"ok": True, "seq": tx.head(log_id), **result}
            tx.connection.execute(
                insert(command).values(id=str(body.id), broadcast_id=log_id, digest=digest, result=answer, at=tx.now)
            )
        return answer


def parse(model: type[Body], raw: Any) -> Any:
    """The body as its model; `invalid` names the field and what is wrong with it."""
    try:
        return model.model_validate(raw)
    except ValidationError as error:
        raise wrong_body(error.errors(include_url=False, include_input=False)) from None


@contextmanager
def savepoint(tx: Transaction) -> Iterator[None]:
    """A part of a transaction that can fail alone."""
    tx.connection.exec_driver_sql("SAVEPOINT part")
    try:
        yield
    except Exception:
        tx.connection.exec_driver_sql("ROLLBACK TO SAVEPOINT part")
        raise
    finally:
        tx.connection.exec_driver_sql("RELEASE SAVEPOINT part")
