"""The stage as it stands when a button is pressed: all that a verb needs to be worked out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from live.domain.broadcast import Broadcast


@dataclass(frozen=True, slots=True)
class Seen:
    """A question, at its version of now."""

    number: int
    version: int
    graphic: bool = False


@dataclass(frozen=True, slots=True)
class Happened:
    """An event of the last moments."""

    type: str
    at: datetime
    question: int | None = None
    was: str | None = None
    state: str | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Stage:
    """`next`: the first of the shortlist. `value`: what was said behind the verb; `named`: the question of that number.

    `poll_open`: the newest that is open. `messages`: the centre's ready ones, each with its text and kind.
    `lately`: what has happened within the last moments, in any order.
    """

    now: datetime
    broadcast: Broadcast
    air: Seen | None = None
    next: Seen | None = None
    value: int | None = None
    named: Seen | None = None
    poll_on_air: int | None = None
    poll_open: int | None = None
    messages: tuple[Mapping[str, str], ...] = ()
    lately: tuple[Happened, ...] = ()
