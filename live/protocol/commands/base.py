"""What a declared command is, and what every one of them carries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict, ValidationError

from live.domain.people import Role
from live.domain.refused import wrong_body
from live.protocol.commands.fields import Number
from live.protocol.events import Log


class Body(BaseModel):
    """What every command carries; each kind adds its own fields. Unknown fields are `invalid`."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    id: UUID
    type: str

    @property
    def verb(self) -> str:
        """What is done, without the subject: `air` of `broadcast.air`."""
        return self.type.partition(".")[2]


class OnQuestion(Body):
    """A command on one question, as the writer saw it."""

    question: Number
    version: Number


class OnTicket(Body):
    """A command on one ticket, as the writer saw it."""

    ticket: str
    version: Number


@dataclass(frozen=True, slots=True)
class Command:
    """One type of command: what it carries, who may give it, and to which log it is given.

    `tickets`: it always writes to the centre's log of tickets too, which is locked before the broadcast; others lock it
    only where they come to a ticket.
    `elsewhere`: the field that names another broadcast by its slug, whose log is locked too.
    `everywhere`: it is given to any log, and its handler locks what it tells, all in one go (Transaction.lock).
    `presence`: it changes no row and no version, and needs a connected screen. `reads`: it changes nothing at all, and
    the same again is asked again. `answer`: what its answer tells besides
    `ok` and `seq`. `remark`: what its fields do not say, for docs/protocol.md.
    """

    name: str
    body: type[Body]
    roles: frozenset[Role]
    log: Log = Log.BROADCAST
    tickets: bool = False
    elsewhere: str | None = None
    presence: bool = False
    reads: bool = False
    everywhere: bool = False
    answer: tuple[str, ...] = ()
    remark: str = ""

    def given_to(self, log: Log) -> bool:
        """Whether it may be given to this kind of log."""
        return self.everywhere or self.log is log

    @property
    def stored(self) -> bool:
        """Whether a handler does it, in a transaction that keeps its id."""
        return not (self.presence or self.reads)


def commands(
    names: Iterable[str],
    body: type[Body],
    roles: Iterable[Role],
    log: Log = Log.BROADCAST,
    *,
    tickets: bool = False,
    answer: tuple[str, ...] = (),
    remark: str = "",
) -> tuple[Command, ...]:
    """Several that differ in nothing but what they do."""
    held = frozenset(roles)
    return tuple(Command(name, body, held, log, tickets, answer=answer, remark=remark) for name in names)


B = TypeVar("B", bound=Body)


def parse(model: type[B], raw: Any) -> B:
    """The body as its model; `invalid` names the field and what is wrong with it."""
    try:
        return model.model_validate(raw)
    except ValidationError as error:
        raise wrong_body(error.errors(include_url=False, include_input=False)) from None
