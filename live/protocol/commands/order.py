"""The commands on the order of a show: its segments, and a whole order that was planned elsewhere."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from live.domain.characters import one_line
from live.domain.order.place import Place
from live.domain.order.planned import MOST, Line
from live.domain.order.segments import LONGEST_TITLE
from live.domain.people import Role
from live.domain.refused import Refused
from live.protocol.commands.base import Body, Command
from live.protocol.commands.fields import Number, Seconds

Title = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_TITLE)]


class Placing(BaseModel):
    """Where something goes in the order: before a question of the list, before a segment, or last."""

    before: Number | None = Field(
        default=None, description="the question of the list before which it goes; last without"
    )
    before_segment: Number | None = Field(default=None, description="or the segment")

    @property
    def place(self) -> Place:
        return Place(self.before, self.before_segment)

    @model_validator(mode="after")
    def is_one_place(self) -> Placing:
        if self.before is not None and self.before_segment is not None:
            raise Refused("invalid", "Say one place: before a question, or before a block.")
        return self


class Add(Body, Placing):
    title: Title


class OnSegment(Body):
    """A command on one segment, as the writer saw it."""

    segment: Number
    version: Number


class Rename(OnSegment):
    title: Title


class Move(OnSegment, Placing):
    """The title alone: its questions stay where they stand."""


class PlannedItem(BaseModel):
    """A question by its number, or a segment by its title; for how long it is planned."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    question: Number | None = None
    title: Title | None = None
    seconds: Seconds | None = None

    @model_validator(mode="after")
    def is_one_thing(self) -> PlannedItem:
        if (self.question is None) == (self.title is None):
            raise Refused("invalid", "Each item of an order is a question's number or a block's title.")
        return self

    def to_domain(self) -> Line:
        return Line(self.question, one_line(self.title) if self.title else None, self.seconds)


class PlaceAll(Body):
    items: Annotated[list[PlannedItem], Field(min_length=1, max_length=MOST)] = Field(
        description="a question or a title each, in their order; what else stands in the list comes after them"
    )


_PRODUCER = frozenset({Role.PRODUCER})

COMMANDS = (
    Command("segment.add", Add, _PRODUCER, answer=("segment",), remark="A title between the questions; 60 at most"),
    Command("segment.rename", Rename, _PRODUCER),
    Command("segment.move", Move, _PRODUCER, remark="Its questions stay where they stand"),
    Command("segment.remove", OnSegment, _PRODUCER, remark="Its questions stay"),
    Command(
        "order.place",
        PlaceAll,
        _PRODUCER,
        answer=("placed: how many", "left_out: numbers of questions that could not be placed"),
        remark="Before the air alone. New questions go into the list; a segment's length is shared out among its own",
    ),
)
