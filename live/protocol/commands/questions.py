"""The commands on questions and on the replies to them."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from live.domain import reply as reply_rules
from live.domain.people import Role
from live.domain.question import TRANSITIONS
from live.domain.refused import Refused
from live.domain.ticket import PRIORITIES, Priority
from live.protocol.commands.base import Body, Command, OnQuestion, commands
from live.protocol.commands.fields import AuthorFields, Number, Remark, Short, Wording


class Add(Body):
    text: Wording
    author: AuthorFields | None = None
    locality: Short | None = None
    topic: Short | None = None


class Edit(OnQuestion):
    air_text: Wording


class Classify(OnQuestion):
    topic: Short | None = None
    locality: Short | None = None

    @model_validator(mode="after")
    def says_something(self) -> Classify:
        if not self.model_fields_set & {"topic", "locality"}:
            raise Refused("invalid", "Say a topic, a locality or both.")
        return self


class Note(OnQuestion):
    for_: Literal["presenter", "head"] = Field(alias="for")
    text: Remark


class Position(OnQuestion):
    """`before`: the question of the list before which it goes; last without."""

    before: Number | None = None


class Decline(OnQuestion):
    reason: Annotated[str, StringConstraints(min_length=1, max_length=64)]
    text: Remark | None = None


class Merge(OnQuestion):
    into: Number


class Ticket(OnQuestion):
    department: Short | None = None
    priority: Priority = PRIORITIES[0]


class Previous(BaseModel):
    """The question on air, and how it ends."""

    model_config = ConfigDict(extra="forbid")

    question: Number
    version: Number
    as_: Literal["answered", "returned"] = Field(alias="as")


class Take(OnQuestion):
    previous: Previous | None = None


class Answer(OnQuestion):
    summary: Annotated[str, StringConstraints(max_length=2000)] | None = None
    fully: bool = True


class Promise(OnQuestion):
    promise: Annotated[str, StringConstraints(min_length=1, max_length=1000)]
    department: Short | None = None
    due: date | None = None


class QuestionRef(BaseModel):
    """A question at the version that the writer saw."""

    model_config = ConfigDict(extra="forbid")

    question: Number
    version: Number


class Bulk(Body):
    """One of the desk's commands on many questions; the other fields are that command's own."""

    model_config = ConfigDict(extra="allow", str_strip_whitespace=True)

    do: str
    questions: Annotated[list[QuestionRef], Field(min_length=1, max_length=500)]


class Reply(Body):
    """`final`: the last word on it, not news on the way there."""

    question: Number
    text: Wording
    final: bool = False


class OnReply(Body):
    reply: Number


def _on(verb: str, body: type[OnQuestion] = OnQuestion, *, tickets: bool = False) -> Command:
    """A transition of a question, open to whom the domain names."""
    return Command(f"question.{verb}", body, TRANSITIONS[verb].roles, tickets=tickets)


COMMANDS = (
    Command("question.add", Add, frozenset({Role.MODERATOR, Role.SCREENER})),
    _on("edit", Edit),
    _on("classify", Classify, tickets=True),
    _on("note", Note),
    _on("shortlist", Position),
    _on("return", Position),
    _on("move", Position),
    _on("take", Take),
    _on("answer", Answer, tickets=True),
    _on("reopen", Position),
    _on("want"),
    _on("promise", Promise),
    _on("decline", Decline),
    _on("restore"),
    _on("merge", Merge, tickets=True),
    _on("split", tickets=True),
    _on("ticket", Ticket, tickets=True),
    Command("questions.bulk", Bulk, TRANSITIONS["shortlist"].roles, tickets=True),
    Command("question.reply", Reply, reply_rules.WRITERS),
    *commands([f"reply.{verb}" for verb in reply_rules.BY_PERSON], OnReply, reply_rules.WRITERS, tickets=True),
)
