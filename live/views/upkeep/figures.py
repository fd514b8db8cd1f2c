"""What is counted of the upkeep for whoever watches from outside: a few small reads, and nothing of the questions."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from live.store import kept_copies
from live.store.centre import channels
from live.store.followup import outbox
from live.store.transaction import Store
from live.views.upkeep.all_books import all_books


@dataclass(frozen=True, slots=True)
class Figures:
    """`wrong`: broadcasts whose books did not balance when they were last looked through. `free` in bytes."""

    wrong: int
    waiting: int
    undecided: int
    dead: int
    free: int | None


def figures_of(store: Store, folder: Path) -> Figures:
    wrong, free = all_books(store).wrong, kept_copies.free(folder)
    with store.read() as connection:
        waiting = sum(many for many, *_ in outbox.waiting(connection).values())
        undecided = sum(len(rows) for rows in outbox.troubles(connection).values())
        return Figures(wrong, waiting, undecided, sum(channels.dead_counts(connection).values()), free)
