"""The one way in which a rule says no."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any


class Refused(Exception):
    """A request that the rules do not allow, with a sentence for the person who made it.

    `code` is one of the protocol's error words (docs/protocol.md). `message` is an English
    template, translated where it is shown; list values are joined by commas. `current` is
    the truth that a stale writer should look at.
    """

    def __init__(self, code: str, message: str, *, current: Any = None, **params: Any) -> None:
        super().__init__(code, message)
        self.code = code
        self.message = message
        self.params = params
        self.current = current

    def __str__(self) -> str:
        return self.message.format(
            **{k: ", ".join(map(str, v)) if isinstance(v, list | tuple) else v for k, v in self.params.items()}
        )


def no_such_move(subject: str, verb: str, state: str, table: dict[str, dict[Any, Any]]) -> Refused:
    """`illegal`, with the moves that `state` does have according to a MOVES table."""
    return Refused(
        "illegal",
        "The {subject} is “{state}”, which has no move “{verb}”; it has: {moves}.",
        subject=subject,
        state=state,
        verb=verb,
        moves=[name for name, row in table.items() if state in row] or ["—"],
    )


def wrong_body(errors: Sequence[Mapping[str, Any]]) -> Refused:
    """`invalid`: the first thing wrong with what came in, from pydantic's list of errors, as a sentence."""
    first = errors[0]
    place = ".".join(str(part) for part in first["loc"]) or "body"
    if first["type"] == "extra_forbidden":
        return Refused("invalid", "There is no field “{field}”.", field=place)
    if first["type"] == "missing":
        return Refused("invalid", "The field “{field}” is missing.", field=place)
    return Refused("invalid", "The field “{field}” is not right: {reason}.", field=place, reason=first["msg"])
