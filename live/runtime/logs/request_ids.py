"""The id of what is being answered: in each line that is logged meanwhile, in the answer, and in what a failure says.

Each request of the web has one, and each command of a socket. It is known to the task that answers, and to no other.
"""

from __future__ import annotations

import os
from contextvars import ContextVar

from structlog.typing import EventDict, WrappedLogger

from live.runtime import traces

LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"
"""None is taken for another, read aloud over a telephone."""

LENGTH = 8
"""Letters of an id: forty bits, enough to find one among the lines of months."""

_OF_BYTES = (LETTERS * 9)[:256].encode()

_current: ContextVar[str] = ContextVar("live.request_id", default="")


def begin(given: str | None = None) -> str:
    """From now on this task answers something else; its id, a new one where none is given.

    It holds until the task's next request: what breaks while an answer is sent belongs to it too.
    """
    found = given or os.urandom(LENGTH).translate(_OF_BYTES).decode()
    _current.set(found)
    return found


def current() -> str:
    """The id of what this task answers; empty where it answers nothing."""
    return _current.get()


def told() -> dict[str, str]:
    """What a line of the log says of what this task answers: its id, and that of its trace."""
    known = {"request": _current.get(), "trace": traces.known_as()}
    return {name: value for name, value in known.items() if value}


def with_request(_logger: WrappedLogger, _method: str, line: EventDict) -> EventDict:
    """A processor of structlog."""
    return {**line, **told()}
