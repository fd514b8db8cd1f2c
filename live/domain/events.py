"""A record of what happened, before it is numbered.

Events hold numbers, states and small facts, never texts or contacts: what a screen shows is
rendered from the row when it is sent.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Event:
    type: str
    question: int | None = None
    was: str | None = None
    state: str | None = None
    call: int | None = None
    ticket: str | None = None
    data: Mapping[str, Any] = field(default_factory=dict)
