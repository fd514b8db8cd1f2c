"""How a question stands on its stack, as its view tells it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row
from typing_extensions import TypedDict

from live.domain.question import NEW
from live.store.language import stacks


class StandingView(TypedDict):
    stack: int | None
    stacked: int


ALONE: StandingView = {"stack": None, "stacked": 0}


def standing_of(connection: Connection, rows: Sequence[Row[Any]]) -> dict[int, StandingView]:
    """By id, how those of these questions stand that share a stack with another new one."""
    wanted: defaultdict[int, set[int]] = defaultdict(set)
    stacked = [row for row in rows if row.stack is not None and row.state == NEW.value]
    for row in stacked:
        wanted[row.broadcast_id].add(row.stack)
    found = {id_: stacks.standing(connection, id_, numbers) for id_, numbers in wanted.items()}
    told: dict[int, StandingView] = {}
    for row in stacked:
        how = found[row.broadcast_id][row.stack]
        if how.many > 1:
            told[row.id] = {"stack": row.stack, "stacked": how.many - 1 if how.top == row.number else 0}
    return told
