"""The commands on polls."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints, field_validator

from live.domain.polls.poll import LONGEST_OPTION, LONGEST_QUESTION, MOST_BY_HAND, OPTIONS, STEERING, checked_options
from live.protocol.commands.base import Body, Command
from live.protocol.commands.fields import MomentField, Number

Question = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_QUESTION)]
OptionText = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_OPTION)]
OptionNumber = Annotated[int, Field(ge=1, le=OPTIONS[-1], description="its number, from 1 on")]


class Open(Body):
    question: Question
    options: Annotated[list[OptionText], Field(min_length=OPTIONS[0], max_length=OPTIONS[-1])]
    many: bool = Field(default=False, description="several options may be chosen")
    until: MomentField = Field(default=None, description="when it closes by itself")
    chats: bool = Field(default=False, description="a message that is an option's number or words counts as a vote")

    @field_validator("options")
    @classmethod
    def are_several(cls, options: list[str]) -> list[str]:
        return checked_options(options)


class OnPoll(Body):
    """It has no version: of two who do the same the second is told that it is done."""

    poll: Number


class OnOption(OnPoll):
    option: OptionNumber


class Count(OnOption):
    votes: Annotated[int, Field(ge=0, le=MOST_BY_HAND, description="counted by hand in all, in place of before")]


class Post(OnPoll):
    channel: Number | None = Field(default=None, description="one alone, again where it failed; without it every one")


class OnPost(OnPoll):
    channel: Number


def _on(verb: str, body: type[Body], *, answer: tuple[str, ...] = (), remark: str = "") -> Command:
    return Command(f"poll.{verb}", body, STEERING, answer=answer, remark=remark)


COMMANDS = (
    _on("open", Open, answer=("poll",), remark="While the broadcast is collecting or on air; ten are open at most"),
    _on("show", OnPoll, remark="On air, in place of the one that was; a closed one shows its result"),
    _on("hide", OnPoll),
    _on("close", OnPoll, remark="Votes that come later are `closed`"),
    _on("count", Count, remark="As of a studio's audience"),
    _on("post", Post, remark="On the pages of the broadcast's channels that take polls"),
    _on("drop", OnPost, remark="What is not posted, or of which nobody knows, is left as it is"),
    _on("withdraw", OnOption, remark="Its votes count no more, and those who gave them may vote again"),
)
