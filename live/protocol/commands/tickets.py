"""The commands on tickets and on the replies that answer them."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from live.domain import reply as reply_rules
from live.domain.ticket import TRANSITIONS, WORKERS, Priority
from live.protocol.commands.base import Body, Command, OnTicket, commands
from live.protocol.commands.fields import AnswerText, Number, Short
from live.protocol.events import Log

Words = Annotated[str, StringConstraints(min_length=1, max_length=4000)]


class Assign(OnTicket):
    """`owner` is a name; `owner_login` an account of that department, which then counts the ticket as its own."""

    department: Short
    owner: Short | None = None
    owner_login: Short | None = None


class Reopen(OnTicket):
    reason: Words | None = None


class Note(Body):
    """It stands beside what others write at the same time, so it needs no version."""

    ticket: str
    text: Words


class Hold(OnTicket):
    """`waits`: for the resident's word."""

    reason: Annotated[str, StringConstraints(min_length=1, max_length=500)] | None = None
    waits: bool = False


class Prioritise(OnTicket):
    priority: Priority


class Reply(OnTicket):
    """`final`: the ticket is resolved by it; otherwise it is news on the way there."""

    text: AnswerText
    final: bool = False


class Resolve(OnTicket):
    answer: AnswerText


class Publish(OnTicket):
    text: AnswerText


class OnReply(Body):
    ticket: str
    reply: Number


class TicketRef(BaseModel):
    """A ticket at the version that the writer saw."""

    model_config = ConfigDict(extra="forbid")

    ticket: str
    version: Number


class Bulk(Body):
    """One of the commands on many tickets; the other fields are that command's own."""

    model_config = ConfigDict(extra="allow", str_strip_whitespace=True)

    do: str
    tickets: Annotated[list[TicketRef], Field(min_length=1, max_length=500)]


def _on(verb: str, body: type[OnTicket] = OnTicket) -> Command:
    """A transition of a ticket, open to whom the domain names."""
    return Command(f"ticket.{verb}", body, TRANSITIONS[verb].roles, Log.TICKETS)


COMMANDS = (
    _on("assign", Assign),
    _on("take"),
    _on("start"),
    _on("hold", Hold),
    _on("resume"),
    _on("prioritise", Prioritise),
    _on("formal"),
    _on("reply", Reply),
    _on("resolve", Resolve),
    _on("pass_on"),
    _on("publish", Publish),
    _on("close"),
    _on("reopen", Reopen),
    Command("ticket.note", Note, WORKERS, Log.TICKETS),
    Command("tickets.bulk", Bulk, WORKERS, Log.TICKETS),
    *commands([f"answer.{verb}" for verb in reply_rules.BY_PERSON], OnReply, reply_rules.ANSWERING, Log.TICKETS),
)
