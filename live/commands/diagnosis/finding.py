"""What a check has found: how it does, in a sentence, and what to do where it is not well."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext


class Level(StrEnum):
    OK = "ok"
    WARNING = "warning"
    """The show goes on; it is to be looked at before the next one."""
    FAULT = "fault"
    """Something that is promised is not kept now."""
    UNKNOWN = "unknown"
    """It was not looked at, for something else stands in the way."""


LABELS = {
    Level.OK: lazy_gettext("well"),
    Level.WARNING: lazy_gettext("warning"),
    Level.FAULT: lazy_gettext("fault"),
    Level.UNKNOWN: lazy_gettext("not checked"),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """`says` and `todo` are sentences in the reader's language, `facts` the figures behind them."""

    level: Level
    says: str
    todo: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)

    def told(self) -> dict[str, Any]:
        """As JSON."""
        return asdict(self)


def well(says: str, **facts: Any) -> Finding:
    return Finding(Level.OK, says, facts=facts)


def warning(says: str, todo: str, **facts: Any) -> Finding:
    return Finding(Level.WARNING, says, todo, facts)


def fault(says: str, todo: str, **facts: Any) -> Finding:
    return Finding(Level.FAULT, says, todo, facts)


def unknown(says: str) -> Finding:
    return Finding(Level.UNKNOWN, says)
