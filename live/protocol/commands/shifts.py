"""The commands on shifts of duty. They are given to any log: the whole centre's duty is one."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from live.domain.duty.shift import STANDING
from live.protocol.commands.base import Body, Command
from live.protocol.commands.fields import Number

LONGEST_NOTE = 4000
"""Characters."""

Note = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_NOTE)]


class OnShift(Body):
    """It has no version: who is first wins, and the other is told who that was."""

    shift: Number


class HandOver(OnShift):
    note: Note = Field(description="what is open, and what to look at")


def _on(verb: str, body: type[Body], remark: str) -> Command:
    return Command(f"shift.{verb}", body, STANDING, everywhere=True, remark=remark)


COMMANDS = (
    _on("take", OnShift, "From an hour before it begins; by a person, and no key"),
    _on("hand_over", HandOver, "By who stands it; they are told of alarms until the note is confirmed"),
    _on("confirm", OnShift, "`shift` is the former one: its note was read by who stands another"),
)
