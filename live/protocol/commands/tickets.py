"""The commands on tickets and on the replies that answer them."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from live.domain import reply as reply_rules
from live.domain.ticket import TRANSITIONS, WORKERS, Priority
from live.protocol.commands.base import Body, Command, OnTicket, commands
from live.protocol.commands.fields import AnswerText, Files, Number, Short
from live.protocol.events import Log

NoteText = Annotated[str, StringConstraints(min_length=1, max_length=4000)]


class Assign(OnTicket):
    department: Short
    owner: Short | None = Field(default=None, description="a name")
    owner_login: Short | None = Field(
        default=None, description="an active account of that department, which then counts the ticket as its own"
    )


class Reopen(OnTicket):
    reason: NoteText | None = Field(default=None, description="stands among the notes")


class Note(Body):
    """It stands beside what others write at the same time, so it needs no version."""

    ticket: str
    text: NoteText = Field(description="for those who work on it")


class Hold(OnTicket):
    reason: Annotated[str, StringConstraints(min_length=1, max_length=500)] | None = None
    waits: bool = Field(default=False, description="for the resident's word")


class Prioritise(OnTicket):
    priority: Priority


class Reply(OnTicket):
    text: AnswerText
    files: Files = []
    final: bool = Field(default=False, description="the ticket is resolved by it; else it is news on the way there")


class Resolve(OnTicket):
    answer: AnswerText = Field(description="the same as a final reply")
    files: Files = []


class ReturnAnswer(OnTicket):
    note: NoteText = Field(description="what is to be written otherwise")


class Correct(OnTicket):
    text: AnswerText = Field(description="it goes in place of what waits")
    files: Files | None = Field(default=None, description="in place of those that wait; without it, those")


class Publish(OnTicket):
    text: AnswerText = Field(description="what everybody may read of it")
    as_written: bool = Field(default=False, description="with the telephones and addresses that stand in it")


class OnReply(Body):
    ticket: str
    reply: Number = Field(description="of this ticket")


class TicketRef(BaseModel):
    """A ticket at the version that the writer saw."""

    model_config = ConfigDict(extra="forbid")

    ticket: str
    version: Number


class Bulk(Body):
    """One of the commands on many tickets; the other fields are that command's own."""

    model_config = ConfigDict(extra="allow", str_strip_whitespace=True)

    do: str = Field(description="a command on one ticket, but an answer")
    tickets: Annotated[list[TicketRef], Field(min_length=1, max_length=500)]


def _on(verb: str, body: type[OnTicket] = OnTicket, *, answer: tuple[str, ...] = (), remark: str = "") -> Command:
    """A transition of a ticket, open to whom the domain names."""
    return Command(f"ticket.{verb}", body, TRANSITIONS[verb].roles, Log.TICKETS, answer=answer, remark=remark)


_REPLIED = ("sent, by_hand, unreachable: how many",)
_REPLIED_OR_WAITS = (*_REPLIED, "waits: true where it waits for approval, and nobody is told yet")


COMMANDS = (
    _on("assign", Assign),
    _on("take", remark="Whoever gives it is its owner and at work on it"),
    _on("start"),
    _on("hold", Hold, remark="The clock stands until it is resumed"),
    _on("resume"),
    _on("prioritise", Prioritise, remark="Due times by its terms, from the same beginning"),
    _on(
        "formal",
        remark="A formal appeal from now on: 3 and 30 calendar days; `illegal` where it is one already",
    ),
    _on(
        "reply",
        Reply,
        answer=_REPLIED_OR_WAITS,
        remark="To everybody who asked it and whatever was merged into it, each by their own way: their network, "
        "else e-mail, else by hand",
    ),
    _on("resolve", Resolve, answer=_REPLIED_OR_WAITS),
    _on("approve", answer=_REPLIED, remark="The answer that waits goes as it was written"),
    _on("correct", Correct, answer=_REPLIED),
    _on("return_answer", ReturnAnswer),
    _on("withdraw_answer", remark="Before anybody has decided on it"),
    _on(
        "pass_on",
        answer=_REPLIED,
        remark="The final answer to those who have none, whose questions were merged into it since; `illegal` where "
        "there is nobody",
    ),
    _on("publish", Publish),
    _on("close"),
    _on("reopen", Reopen, remark="The clock begins anew"),
    Command("ticket.note", Note, WORKERS, Log.TICKETS, answer=("told: the names of those whom it names",)),
    Command(
        "tickets.bulk",
        Bulk,
        WORKERS,
        Log.TICKETS,
        answer=("results, in order; one refused sinks no other",),
        remark="And that command's fields",
    ),
    *commands(
        [f"answer.{verb}" for verb in reply_rules.BY_PERSON],
        OnReply,
        reply_rules.ANSWERING,
        Log.TICKETS,
        remark="As reply.… of a question",
    ),
)
