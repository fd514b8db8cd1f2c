"""What a declared event is, and the table of them by log and type."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict, ValidationError

from live.domain.events import Event


class Log(StrEnum):
    """The kinds of log: one for each broadcast, and one for the centre's tickets."""

    BROADCAST = "broadcast"
    TICKETS = "tickets"


class UndeclaredEvent(Exception):
    """An event that no class declares, or that carries something else than its class says: a fault of the program."""


class DeclaredEvent(BaseModel):
    """One type of event: its docstring says when it happens, its fields are what its `data` holds.

    `carries` names what it always has of `question`, `was`, `state`, `call` and `ticket`. Unknown fields are refused.
    `sent` is what a screen is given of it, None where no screen is; `data_is_sent`: its `data` as well, as it stands.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    log: ClassVar[Log]
    name: ClassVar[str]
    carries: ClassVar[tuple[str, ...]] = ()
    sent: ClassVar[type | None] = None
    data_is_sent: ClassVar[bool] = True

    def __init_subclass__(cls, *, name: str = "", **kwargs: Any) -> None:
        """A class with a `name` is an event of that type; one without is what several have in common."""
        super().__init_subclass__(**kwargs)
        if name:
            if name in DECLARED[cls.log]:
                raise UndeclaredEvent(f"{name} is declared twice for the log of the {cls.log}")
            cls.name = name
            DECLARED[cls.log][name] = cls


DECLARED: dict[Log, dict[str, type[DeclaredEvent]]] = {log: {} for log in Log}
"""Every event there is, by its log and its type."""


def check(log: Log, event: Event) -> None:
    """Raise `UndeclaredEvent` unless the event is one of this log's and carries what its class says, no more, no less.

    It is called for every event that is written: about half a microsecond where an event has no data.
    """
    declared = DECLARED[log].get(event.type)
    if declared is None:
        raise UndeclaredEvent(f"“{event.type}” is not declared for the log of the {log}: see live/protocol/events")
    for field in declared.carries:
        if getattr(event, field) is None:
            raise UndeclaredEvent(f"“{event.type}” carries no {field}")
    if event.data or declared.__pydantic_fields__:
        try:
            declared.model_validate(event.data)
        except ValidationError as error:
            wrong = error.errors(include_url=False, include_input=False)
            raise UndeclaredEvent(f"“{event.type}” does not carry what it declares: {wrong}") from error
