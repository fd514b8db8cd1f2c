"""The commands on questions and on the replies to them."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from live.domain import reply as reply_rules
from live.domain.people import Role
from live.domain.question import REASONS, TRANSITIONS
from live.domain.refused import Refused
from live.domain.ticket import PRIORITIES, Priority
from live.protocol.commands.base import Body, Command, OnQuestion, commands
from live.protocol.commands.fields import AuthorFields, Files, Number, Remark, Seconds, Short, Summary, Why, Wording
from live.protocol.commands.order import Placing


class Add(Body):
    text: Wording
    author: AuthorFields | None = None
    name_on_air: bool = Field(default=False, description="the author agreed to be named on air")
    locality: Short | None = None
    topic: Short | None = None


class Edit(OnQuestion):
    air_text: Wording


class Classify(OnQuestion):
    topic: Short | None = Field(default=None, description="null clears it")
    locality: Short | None = Field(default=None, description="null clears it")

    @model_validator(mode="after")
    def says_something(self) -> Classify:
        if not self.model_fields_set & {"topic", "locality"}:
            raise Refused("invalid", "Say a topic, a locality or both.")
        return self


class Note(OnQuestion):
    for_: Literal["presenter", "head"] = Field(alias="for")
    text: Remark = Field(description="an empty one clears it")


class OfMark(OnQuestion):
    words: Annotated[str, StringConstraints(min_length=1, max_length=200)] = Field(
        description="one of the view's `marks`, as it is written there"
    )


class AllowName(OnQuestion):
    allowed: bool


class SetUrgent(OnQuestion):
    urgent: bool = Field(description="whether it tells of danger to people")


class SetAsking(OnQuestion):
    asks: bool = Field(description="whether it asks something, though its words only thank, greet or advertise")


class OnFile(OnQuestion):
    file: Number = Field(description="a kept picture of this question")


class Position(OnQuestion, Placing):
    """Where it goes in the order."""


class Plan(OnQuestion):
    seconds: Seconds | None = Field(description="null: as long as the broadcast's items are by themselves")


class Decline(OnQuestion):
    reason: Annotated[str, StringConstraints(min_length=1, max_length=64)] = Field(
        description=f"{', '.join(REASONS)}, or one of the centre's own codes"
    )
    text: Remark | None = Field(default=None, description="needed for other")


class Merge(OnQuestion):
    into: Number = Field(description="its root takes them in")


class Ticket(OnQuestion):
    department: Short | None = Field(
        default=None, description="left out: the one that answers for its topic, if there is one"
    )
    priority: Priority = PRIORITIES[0]


class Previous(BaseModel):
    """The question on air, and how it ends."""

    model_config = ConfigDict(extra="forbid")

    question: Number
    version: Number
    as_: Literal["answered", "returned"] = Field(alias="as")
    summary: Summary | None = Field(default=None, description="of an answered one, in a sentence")


class Take(OnQuestion):
    previous: Previous | None = Field(default=None, description="needed while one is on air")


class Answer(OnQuestion):
    summary: Summary | None = Field(default=None, description="what was said, in a sentence")
    fully: bool = Field(default=True, description="true where left out; false makes a ticket for the rest")


class Summarise(OnQuestion):
    summary: Summary = Field(description="what was said on air, in a sentence; an empty one clears it")


class Block(OnQuestion):
    reason: Annotated[str, StringConstraints(min_length=1, max_length=500)]
    until: date | None = Field(default=None, description="its last day; without one it holds until it is lifted")


class Unblock(OnQuestion):
    lift: bool = Field(default=False, description="its author is banned no longer, and all that waits of theirs is out")


class Finish(OnQuestion):
    as_: Literal["written", "none"] = Field(alias="as", description="answered in writing, or it needs no answer")


class Transfer(OnQuestion):
    to: Short = Field(description="the other broadcast's slug")


class Promise(OnQuestion):
    promise: Annotated[str, StringConstraints(min_length=1, max_length=1000)]
    department: Short | None = None
    due: date | None = Field(default=None, description="a date")


class OnPromise(OnQuestion):
    promise: Number = Field(description="which one: `promise` in the view's `promises`")
    reason: Why


class AmendPromise(OnPromise):
    text: Annotated[str, StringConstraints(min_length=1, max_length=1000)] | None = None
    department: Short | None = Field(default=None, description="null: the one that answers for the topic")
    due: date | None = Field(default=None, description="a date; null takes it away")

    @model_validator(mode="after")
    def says_something(self) -> AmendPromise:
        if not self.model_fields_set & {"text", "department", "due"}:
            raise Refused("invalid", "Say what of the promise is another: the text, the department or the date.")
        return self


class QuestionRef(BaseModel):
    """A question at the version that the writer saw."""

    model_config = ConfigDict(extra="forbid")

    question: Number
    version: Number


class Bulk(Body):
    """One of the desk's commands on many questions; the other fields are that command's own."""

    model_config = ConfigDict(extra="allow", str_strip_whitespace=True)

    do: str = Field(
        description="shortlist, return, classify, note, decline, restore, merge, split, ticket, recall, unblock, "
        "finish or unfinish, as `question.…`"
    )
    questions: Annotated[list[QuestionRef], Field(min_length=1, max_length=500)]


class Reply(Body):
    """It needs no version: the question stays as it is."""

    question: Number
    text: Wording
    files: Files = []
    final: bool = Field(default=False, description="the last word on it, not news on the way there")
    everybody: bool = Field(default=False, description="to all whose questions were merged into it, too")


class OnReply(Body):
    reply: Number


def _on(
    verb: str,
    body: type[OnQuestion] = OnQuestion,
    *,
    tickets: bool = False,
    elsewhere: str | None = None,
    answer: tuple[str, ...] = (),
    remark: str = "",
) -> Command:
    """A transition of a question, open to whom the domain names."""
    roles = TRANSITIONS[verb].roles
    return Command(f"question.{verb}", body, roles, tickets=tickets, elsewhere=elsewhere, answer=answer, remark=remark)


COMMANDS = (
    Command("question.add", Add, frozenset({Role.MODERATOR, Role.SCREENER}), answer=("number", "state", "version")),
    _on("edit", Edit),
    _on("classify", Classify),
    _on("note", Note),
    _on("unmask", OfMark, remark="These words may be seen on air and in what is published"),
    _on("mask", OfMark),
    _on(
        "allow_name",
        AllowName,
        remark="Whether its author's name may be said on air: the author was asked, or asked not to",
    ),
    _on("set_urgent", SetUrgent, remark="Whether it tells of danger to people, whatever the language work has found"),
    _on("set_asking", SetAsking, remark="Takes the mark of thanks, a greeting or advertising off, or puts it back"),
    _on(
        "show_file", OnFile, remark="On the graphic and by Open311, where nobody has signed in. Nothing is shown before"
    ),
    _on("hide_file", OnFile),
    _on("shortlist", Position),
    _on("return", Position),
    _on("move", Position),
    _on("plan", Plan, remark="For how long it is planned to be on air; what is on air too"),
    _on("take", Take),
    _on("answer", Answer),
    _on("reopen", Position, remark="Until the wrap"),
    _on("summarise", Summarise, answer=("version",), remark="After the wrap too. Nobody is told of it by itself"),
    _on(
        "send_answer",
        answer=("version",),
        remark="The sentence goes to those who asked and have not had it, each once; `illegal` while there is none",
    ),
    _on("want"),
    _on("unwant"),
    _on("promise", Promise, answer=("promise",)),
    _on("amend_promise", AmendPromise, remark="What is left out stays; its ticket follows, until it is answered"),
    _on("withdraw_promise", OnPromise, remark="Its ticket is closed, unless it is answered"),
    _on("decline", Decline),
    _on("restore", answer=("ticket, once the show is wrapped",), remark="Once the show is wrapped it becomes a ticket"),
    _on("merge", Merge, answer=("into: the root",)),
    _on("split"),
    _on("unstack", remark="It is about something else than the stack that it stands on, and never comes back there"),
    _on("ticket", Ticket, tickets=True, answer=("ticket",)),
    _on(
        "recall",
        tickets=True,
        answer=("ticket: the one that is no more",),
        remark="While nobody has answered, or written to those who asked",
    ),
    _on("finish", Finish, remark="On a standing broadcast alone: there is no air that it could be answered on"),
    _on("unfinish", remark="On a standing broadcast alone: it is new again"),
    _on(
        "transfer",
        Transfer,
        elsewhere="to",
        answer=("to", "number: its new one there"),
        remark="Between a standing broadcast and a show that is not wrapped, with its askers, texts, clock and matter",
    ),
    _on(
        "block",
        Block,
        answer=("others: how many of theirs went with it",),
        remark="Its author is banned; it, and what of theirs is new here, waits in a tray of its own",
    ),
    _on("unblock", Unblock, answer=("others",), remark="Out of that tray"),
    Command(
        "questions.bulk",
        Bulk,
        TRANSITIONS["shortlist"].roles,
        answer=("results, in order; one refused sinks no other",),
        remark="And that command's fields",
    ),
    Command(
        "question.reply",
        Reply,
        reply_rules.WRITERS,
        answer=("reply", "told"),
        remark="Without a version: the question stays as it is. To the one who asked, by the channel it came by; "
        "`illegal` where that takes no replies. `told`: to how many it goes",
    ),
    *commands([f"reply.{verb}" for verb in reply_rules.BY_PERSON], OnReply, reply_rules.WRITERS),
)
