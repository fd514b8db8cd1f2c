"""Tables of moves as the design writes them down, apart from the code's own, and what each cell asks of the code."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from live.domain.refused import Refused

NO_MOVE = "-"


class Grid:
    """States across, verbs down; a cell holds the state after the move, or “-” where there is none."""

    def __init__(self, table: str) -> None:
        head, *rows = (line.split() for line in table.strip().splitlines())
        self.states = head
        self.rows = {verb: dict(zip(head, cells, strict=True)) for verb, *cells in rows}

    def legal(self) -> list[tuple[str, str, str]]:
        """(state, verb, state after) of every move there is."""
        return [(state, verb, row[state]) for verb, row in self.rows.items() for state in row if row[state] != NO_MOVE]

    def illegal(self) -> list[tuple[str, str]]:
        """(state, verb) of every move there is not."""
        return [(state, verb) for verb, row in self.rows.items() for state in row if row[state] == NO_MOVE]

    def of(self, state: str) -> list[str]:
        """The verbs that `state` has."""
        return [verb for verb, row in self.rows.items() if row[state] != NO_MOVE]


def refused(code: str, act: Callable[[], Any]) -> Refused:
    """The refusal that `act` must end in; its sentence can be written and holds no empty slot."""
    with pytest.raises(Refused) as caught:
        act()
    assert caught.value.code == code
    assert "{" not in str(caught.value)
    return caught.value


def refused_with_moves(act: Callable[[], Any], moves: list[str]) -> None:
    """`act` is illegal, and the sentence names exactly the moves there are."""
    refusal = refused("illegal", act)
    assert sorted(refusal.params["moves"]) == sorted(moves or ["—"])
    assert all(move in str(refusal) for move in moves)
