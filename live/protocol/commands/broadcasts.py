"""The commands on a broadcast and its screens: its own transitions, its rehearsal, graphic, messages and links."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from live.domain.broadcast import MINUTES, PRODUCERS, TRANSITIONS, UNDOERS
from live.domain.people import DEVICE, Role
from live.protocol.commands.base import Body, commands
from live.protocol.commands.fields import Line, MomentField, Number, Seconds, Short, Why


class Edit(Body):
    """What is left out stays as it is; `starts`, `standing` and both of the recording may be null."""

    version: Number | None = Field(default=None, description="the one that was looked at; null: whatever it is now")
    title: Short | None = None
    head: Annotated[str, StringConstraints(max_length=200)] | None = Field(default=None, description="the head's name")
    starts: MomentField = None
    minutes: Annotated[int, Field(ge=MINUTES[0], le=MINUTES[-1])] | None = None
    item_seconds: Seconds | None = Field(default=None, description="for how long a question is planned by itself")
    zone: Short | None = Field(default=None, description="of the IANA's database, such as Europe/Ulyanovsk")
    standing: Short | None = Field(default=None, description="the slug of the standing broadcast behind it")
    recording: Line | None = Field(default=None, description="where its recording stands, an address with https")
    recording_starts: MomentField = Field(default=None, description="when that begins; null: with the air")


class Pace(Body):
    pace: Annotated[float, Field(ge=0.5, le=60.0, description="seconds between two questions; 3 where left out")] = 3.0


class Unwrap(Body):
    reason: Why


class Message(Body):
    text: Annotated[str, StringConstraints(min_length=1, max_length=300)]
    kind: Annotated[str, StringConstraints(min_length=1, max_length=32)] = "text"


class Acknowledge(Body):
    message: Number


class PrompterSettings(BaseModel):
    """Some of a prompter's settings; those that are left out stay as they are."""

    model_config = ConfigDict(extra="forbid")

    size: Annotated[int, Field(ge=36, le=200, description="px")] = 80
    measure: (
        Annotated[int, Field(ge=16, le=60, description="characters a line; null: as wide as the screen")] | None
    ) = None
    margin: Annotated[int, Field(ge=0, le=30, description="% of the width, on each side")] = 5
    line: Annotated[int, Field(ge=15, le=60, description="the reading line's height in %")] = 33
    mirror_x: bool = False
    mirror_y: bool = False
    colours: Literal["white", "yellow", "green", "daylight"] = "white"
    speed: Annotated[int, Field(ge=60, le=240, description="words a minute")] = 120

    @model_validator(mode="after")
    def _sets_something(self) -> Self:
        if not self.model_fields_set:
            raise PydanticCustomError("too_short", "it is empty", {"min_length": 1})
        return self


def _device(name: str) -> str:
    if not DEVICE.fullmatch(name):
        raise PydanticCustomError("device", "it is no device")
    return name


class Adjust(Body):
    device: Annotated[str, AfterValidator(_device)] = Field(
        description="16 small letters and digits that the page chose and keeps"
    )
    view: PrompterSettings


class Steer(Body):
    do: Literal["start", "stop", "faster", "slower", "back", "page"] = Field(
        description="as the prompter's own keys do it: by one step, by what is in sight"
    )


class AddLink(Body):
    screen: Literal["prompter", "head", "observer", "overlay", "gallery", "desk", "calls", "rundown"]
    name: Annotated[str, StringConstraints(min_length=1, max_length=60)] = Field(description="60 characters")


class RevokeLink(Body):
    link: Number


_BY_PRODUCERS = [f"broadcast.{verb}" for verb, one in TRANSITIONS.items() if one.roles == PRODUCERS]
_GRAPHIC = {Role.PRODUCER, Role.GALLERY}
_LINKS = {Role.PRODUCER, Role.ADMIN}
_TRIALS = PRODUCERS | {Role.ADMIN}

COMMANDS = (
    *commands(_BY_PRODUCERS, Body, PRODUCERS, answer=("state (of a wrap: `wrapping`)",)),
    *commands(["broadcast.edit"], Edit, {Role.PRODUCER, Role.ADMIN}, answer=("version",)),
    *commands(["broadcast.unair"], Body, UNDOERS, answer=("state",), remark="While no question was taken to air"),
    *commands(
        ["broadcast.unwrap"],
        Unwrap,
        UNDOERS,
        tickets=True,
        answer=("state (of many questions: `wrapping`)",),
        remark="While nobody has worked on a ticket that the wrap made; the intake stays shut",
    ),
    *commands(["rehearsal.start"], Pace, PRODUCERS, remark="While collecting, before the show has aired"),
    *commands(["rehearsal.pace"], Pace, PRODUCERS),
    *commands(["rehearsal.stop"], Body, PRODUCERS, remark="The rehearsal goes on until its reset"),
    *commands(
        ["rehearsal.trial"],
        Body,
        _TRIALS,
        answer=("number",),
        remark="One invented question goes to the prompter, by a rehearsal that is begun for it",
    ),
    *commands(
        ["rehearsal.reset"],
        Body,
        _TRIALS,
        tickets=True,
        answer=("removed",),
        remark="Takes every trace of it out; what residents asked stays",
    ),
    *commands(["graphic.show"], Body, _GRAPHIC, remark="In place of a poll that is on air"),
    *commands(["graphic.clear"], Body, _GRAPHIC, remark="A poll too, also while no question is on air"),
    *commands(["presenter.message"], Message, {Role.PRODUCER}, answer=("message",)),
    *commands(["presenter.acknowledge"], Acknowledge, {Role.PRESENTER}),
    *commands(["prompter.adjust"], Adjust, {Role.PRESENTER, Role.PRODUCER}),
    *commands(
        ["prompter.steer"],
        Steer,
        {Role.PRESENTER, Role.PRODUCER},
        remark="Every prompter of the broadcast does it at once; one that hears of it later does not",
    ),
    *commands(["link.add"], AddLink, _LINKS, answer=("link",), remark="100 at most are valid at once"),
    *commands(["link.revoke"], RevokeLink, _LINKS, remark="What was opened by it is cut at its next pulse, for good"),
)
