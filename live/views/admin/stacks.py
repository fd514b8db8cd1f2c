"""Stacks of like questions, as the administrator's page tells of them."""

from __future__ import annotations

from dataclasses import dataclass

from live.domain.language.stack import share_right
from live.store.language import stacks
from live.store.transaction import Store


@dataclass(frozen=True, slots=True)
class StacksNow:
    """`put`: questions that were put on a stack; `parted`: those that a person has taken off one. `right`: the share
    that nobody parted, None where none was put."""

    threshold: float
    put: int
    parted: int
    right: float | None


def stacks_now(store: Store) -> StacksNow:
    with store.read() as connection:
        put, parted = stacks.counted(connection)
        return StacksNow(stacks.threshold(connection), put, parted, share_right(put, parted))
