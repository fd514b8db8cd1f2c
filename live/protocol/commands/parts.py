"""The commands on parts of a ticket's answer that other departments are asked for."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from live.domain.followup import part as rules
from live.protocol.commands.base import Body, Command
from live.protocol.commands.fields import AnswerText, Number, Short
from live.protocol.events import Log

Words = Annotated[str, StringConstraints(min_length=1, max_length=1000)]


class AskPart(Body):
    """It stands beside what others ask at the same time, so it needs no version."""

    ticket: str
    department: Short
    text: Words = Field(description="what this department is to write")
    hours: Annotated[int, Field(ge=1, le=240)] = Field(
        default=8, description="of work, by the centre's calendar; never later than the ticket's own deadline"
    )
    login: Short | None = Field(
        default=None, description="a person of that department, whose colleagues may give it too"
    )


class OnPart(Body):
    """A command on one part, as the writer saw it."""

    ticket: str
    part: Number = Field(description="of this ticket")
    version: Number = Field(description="the part's")


class GivePart(OnPart):
    text: AnswerText = Field(description="for whoever writes the answer; given once more, it corrects the one before")


class DeclinePart(OnPart):
    reason: Words


COMMANDS = (
    Command(
        "ticket.ask_part",
        AskPart,
        rules.ASKS,
        Log.TICKETS,
        answer=("part: its number",),
        remark="An executor of the ticket's own department, or a coordinator",
    ),
    Command(
        "ticket.give_part",
        GivePart,
        rules.GIVES,
        Log.TICKETS,
        remark="An executor of the department that was asked, until the final answer is given",
    ),
    Command("ticket.decline_part", DeclinePart, rules.GIVES, Log.TICKETS, remark="That executor, before it is given"),
    Command(
        "ticket.drop_part", OnPart, rules.ASKS, Log.TICKETS, remark="It is asked for no more; what was given is kept"
    ),
)
