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
    consent: bool | None = None


class Open(Written):
    number: Short | None = None


class OnCall(Written):
    call: Number
    version: Number | None = Field(default=None, description="checked where given")


class End(OnCall):
    call_back: bool = False


class Hand(OnCall):
    text: Wording


class Close(Body):
    call: Number
    version: Number | None = None
    note: Line | None = None


class Caution(Body):
    call: Number
    text: Annotated[str, StringConstraints(min_length=1, max_length=500)]


class Lift(Body):
    call: Number
    caution: Number


COMMANDS = (
    *commands(["call.open"], Open, SCREENERS),
    *commands(["call.take", "call.hold", "call.write"], OnCall, SCREENERS),
    *commands(["call.end"], End, SCREENERS),
    *commands(["call.hand"], Hand, SCREENERS),
    *commands(["call.close"], Close, SCREENERS),
    *commands(["caller.warn", "caller.ban"], Caution, SCREENERS),
    *commands(["caller.lift"], Lift, SCREENERS),
)
