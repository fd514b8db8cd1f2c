"""What refuses, and what a command answers."""

from __future__ import annotations

from typing import Any, Literal, NotRequired

from pydantic import ConfigDict, with_config
from typing_extensions import TypedDict


class ErrorView(TypedDict):
    """What is wrong, as `code` and as a sentence. `current`: the truth that a stale writer should look at."""

    code: str
    detail: str
    current: NotRequired[dict[str, Any]]


class Problem(ErrorView):
    """RFC 9457. A command's problem also carries the socket's answer: `ok` and `error`."""

    type: str
    title: str
    status: int
    ok: NotRequired[Literal[False]]
    error: NotRequired[ErrorView]


@with_config(ConfigDict(extra="allow"))
class Obeyed(TypedDict):
    """`seq` is missing where nothing was written; what else a command answers: docs/protocol.md."""

    ok: Literal[True]
    seq: NotRequired[int]


class ContactTold(Obeyed):
    contact: str | None
    profile: str | None
