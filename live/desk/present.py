"""What the producer and the presenter settle between them: messages, and how each prompter shows its text."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError
from sqlalchemy import Row

from live.domain.events import Event
from live.domain.people import DEVICE, By, Role
from live.store.commands import Body, Commands, Number
from live.store.show import messages, prompters
from live.store.transaction import Transaction
from live.views.feed.sections.prompters import Prompters

COMMANDS = Commands()


class Message(Body):
    text: Annotated[str, StringConstraints(min_length=1, max_length=300)]
    kind: Annotated[str, StringConstraints(min_length=1, max_length=32)] = "text"


class Acknowledge(Body):
    message: Number


class View(BaseModel):
    """Some of a prompter's settings; those that are left out stay as they are."""

    model_config = ConfigDict(extra="forbid")

    size: Annotated[int, Field(ge=36, le=200, description="px")] = 80
    measure: Annotated[int, Field(ge=16, le=60, description="characters a line")] | None = None
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
    device: Annotated[str, AfterValidator(_device)]
    view: View


@COMMANDS.add("presenter.message", {Role.PRODUCER}, Message)
def message(tx: Transaction, broadcast: Row[Any], body: Message, by: By) -> dict[str, Any]:
    number = messages.add(tx, broadcast.id, body.text, body.kind, by.name)
    tx.append(broadcast.id, [Event("presenter.messaged", data={"message": number})], by)
    return {"message": number}


@COMMANDS.add("presenter.acknowledge", {Role.PRESENTER}, Acknowledge)
def acknowledge(tx: Transaction, broadcast: Row[Any], body: Acknowledge, by: By) -> None:
    messages.acknowledge(tx, broadcast.id, body.message)
    tx.append(broadcast.id, [Event("presenter.acknowledged", data={"message": body.message})], by)


@COMMANDS.add("prompter.adjust", {Role.PRESENTER, Role.PRODUCER}, Adjust)
def adjust(tx: Transaction, broadcast: Row[Any], body: Adjust, by: By) -> None:
    prompters.adjust(tx, broadcast.id, body.device, body.view.model_dump(exclude_unset=True))
    gone = prompters.forget_all_but(tx, broadcast.id, Prompters.limit)
    forgotten = [Event("prompter.forgotten", data={"device": device}) for device in gone]
    tx.append(broadcast.id, [Event("prompter.adjusted", data={"device": body.device}), *forgotten], by)
