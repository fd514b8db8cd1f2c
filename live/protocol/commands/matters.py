"""The commands on matters: one trouble that many questions and tickets are about.

They are given to a broadcast's log, where `questions` are numbers of that broadcast, or to the tickets'.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from live.domain.followup.matter import STEERING
from live.protocol.commands.base import Body, Command
from live.protocol.commands.fields import AnswerText, MomentField, Number, Short

Title = Annotated[str, StringConstraints(min_length=1, max_length=200)]

MOST = 500
"""Questions, and as many tickets, that one command joins or parts."""

Questions = Annotated[list[Number], Field(max_length=MOST, description="numbers of this broadcast")]
Tickets = Annotated[list[str], Field(max_length=MOST, description="each stands for its question")]


class Open(Body):
    title: Title
    owner: Short | None = Field(default=None, description="a name; left out, whoever opens it")
    topic: Short | None = Field(default=None, description="left out, that of the first question")
    locality: Short | None = Field(default=None, description="likewise")
    next_word_at: MomentField = Field(default=None, description="when residents next hear of it")
    text: AnswerText | None = Field(default=None, description="the first word to all who asked")
    questions: Questions = []
    tickets: Tickets = []


class OnMatter(Body):
    """A command on a matter, whatever its version: it stands beside what others do at the same time."""

    matter: Number


class Join(OnMatter):
    questions: Questions = []
    tickets: Tickets = []
    matters: Annotated[list[Number], Field(max_length=20)] = Field(
        default=[], description="all that is in these comes over, and they are closed"
    )


class Part(OnMatter):
    questions: Questions = []
    tickets: Tickets = []


class OnMatterSeen(OnMatter):
    """A command on a matter, as the writer saw it."""

    version: Number | None = Field(default=None, description="checked where given")


class Edit(OnMatterSeen):
    """What is left out stays as it is."""

    title: Title | None = None
    owner: Short | None = None
    topic: Short | None = None
    locality: Short | None = None
    next_word_at: MomentField = None


class Tell(OnMatterSeen):
    text: AnswerText
    next_word_at: MomentField = Field(default=None, description="when residents next hear of it")


class Close(OnMatterSeen):
    text: AnswerText | None = Field(default=None, description="the last word; left out, nobody is told")


class OnMatterReply(OnMatter):
    reply: Number = Field(description="to one who asked about this matter")


def _on(verb: str, body: type[Body], *, answer: tuple[str, ...] = (), remark: str = "") -> Command:
    return Command(f"matter.{verb}", body, STEERING, everywhere=True, answer=answer, remark=remark)


_TOLD = ("sent, by_hand, unreachable: how many",)

COMMANDS = (
    _on("open", Open, answer=("matter", *_TOLD), remark="The questions and tickets keep their states"),
    _on("edit", Edit),
    _on(
        "join",
        Join,
        answer=_TOLD,
        remark="Who has not had the latest word gets it at once; `illegal` where one is in a matter already",
    ),
    _on("part", Part, remark="What they were told stays told"),
    _on(
        "tell",
        Tell,
        answer=_TOLD,
        remark="To everybody who asked, and whose question was merged, once each, by their own way",
    ),
    _on("close", Close, answer=_TOLD),
    _on("told", OnMatterReply, remark="Somebody of the centre has told them by hand"),
    _on("cancel", OnMatterReply, remark="The reply is taken back"),
)
