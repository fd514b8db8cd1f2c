"""The screener's commands: on calls, and on what is known of their callers."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from live.domain.call import SCREENERS
from live.protocol.commands.base import Body, commands
from live.protocol.commands.fields import Draft, Line, Number, Short, Wording


class Written(Body):
    """What a screener writes down: each field only where it is sent."""

    name: Short | None = None
    locality: Short | None = None
    point: Line | None = None
    text: Draft | None = None
    consent: bool | None = Field(default=None, description="to be called back")


class Open(Written):
    number: Short | None = None


class OnCall(Written):
    call: Number
    version: Number | None = Field(default=None, description="checked where given")


class End(OnCall):
    call_back: bool = Field(default=False, description="its caller is to be called back")


class Hand(OnCall):
    text: Wording = Field(description="it becomes a question")
    name_on_air: bool = Field(default=False, description="the caller agreed to be named on air")


class Close(Body):
    call: Number
    version: Number | None = None
    note: Line | None = None


class Reopen(Body):
    call: Number
    version: Number | None = None


class Caution(Body):
    call: Number
    text: Annotated[str, StringConstraints(min_length=1, max_length=500)] = Field(
        description="known of its caller at every call from that number"
    )


class Lift(Body):
    call: Number
    caution: Number


COMMANDS = (
    *commands(["call.open"], Open, SCREENERS, answer=("call",)),
    *commands(["call.take", "call.hold"], OnCall, SCREENERS, answer=("state", "version")),
    *commands(
        ["call.write"],
        OnCall,
        SCREENERS,
        remark="Keeps what is being written; the call stays as it is, its version too",
    ),
    *commands(
        ["call.end"],
        End,
        SCREENERS,
        answer=("state", "version"),
        remark="One that hangs on with consent is to be called back by itself",
    ),
    *commands(["call.hand"], Hand, SCREENERS, answer=("number", "state", "version")),
    *commands(["call.close"], Close, SCREENERS, answer=("version",), remark="Off the call-back list"),
    *commands(["call.reopen"], Reopen, SCREENERS, answer=("version",), remark="Back on the call-back list"),
    *commands(["caller.warn", "caller.ban"], Caution, SCREENERS, answer=("caution",)),
    *commands(["caller.lift"], Lift, SCREENERS),
)
