"""What the law lets a person ask for of what is held of them (152-FZ, articles 14, 20 and 21), and why it is erased."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from live.domain.refused import Refused


class Ground(StrEnum):
    """Why one person's data is erased: a choice, as the audit keeps no text that somebody wrote."""

    ASKED = "asked"
    WITHDRAWN = "withdrawn"
    ORDERED = "ordered"
    MISTAKEN = "mistaken"


def ground_of(chosen: str) -> Ground:
    """`invalid` where none of them was chosen."""
    if chosen not in set(Ground):
        raise Refused("invalid", "Choose why the data is erased.")
    return Ground(chosen)


def counted(held: dict[str, list[dict[str, Any]]]) -> dict[str, int]:
    """How many records of each kind are held."""
    return {kind: len(rows) for kind, rows in held.items() if rows}


def check_typed(typed: str, records: int) -> None:
    """`conflict` where the number that was typed is not the one of the records that are held now."""
    if typed.strip() != str(records):
        raise Refused("conflict", "Type how many records there are: {records} now. Nothing is erased.", records=records)
