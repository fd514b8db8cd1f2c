"""Whether the audit's chain is whole: no sealed entry changed, none gone but by its term, none in between."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row

from live.domain.audit import chained
from live.store.centre import audit
from live.store.transaction import Store

SLICE = 1000
TOLD = 20
"""Faults that are told one by one."""


@dataclass(slots=True)
class Chain:
    """`head` is the last seal: kept elsewhere, it shows one day whether this chain still goes through it."""

    sealed: int
    head: str
    unsealed: int
    oldest_unsealed: datetime | None
    wrong: list[str] = field(default_factory=list)
    faults: int = 0

    @property
    def whole(self) -> bool:
        return not self.faults

    def tell(self, fault: str) -> None:
        self.faults += 1
        if self.faults <= TOLD:
            self.wrong.append(fault)


def checked_chain(store: Store, kept_head: str | None = None) -> Chain:
    """Reckon every seal anew. `kept_head`: one that was kept elsewhere, which must be found in the chain."""
    with store.read() as connection:
        number, seal = audit.end(connection)
        chain = Chain(0, f"{number}:{seal}", *audit.unsealed(connection))
        last, before = _beginning(connection, chain)
        seals = {last: before}
        for row in _rows(connection):
            chain.sealed += 1
            if row.number != last + 1:
                chain.tell(f"{_entries(last + 1, row.number - 1)} missing")
            elif row.prev != before:
                chain.tell(f"entry {row.number} does not follow from the one before it")
            whole = audit.kept(row, row.number)
            if row.hash not in (chained(key, row.prev or "", whole) for key in store.audit_keys):
                chain.tell(f"entry {row.number} (row {row.id}) is not as it was sealed")
            last, before = row.number, row.hash
            if kept_head is not None and kept_head.startswith(f"{last}:"):
                seals[last] = before
    if last < number:
        chain.tell(f"{_entries(last + 1, number)} missing at the end")
    elif (last, before) != (number, seal):
        chain.tell(f"the chain ends at {last}, and not where it was sealed last, at {number}")
    if kept_head is not None and kept_head not in {f"{at}:{told}" for at, told in seals.items()}:
        chain.tell(f"the head {kept_head[:40]} is not in the chain")
    if chain.faults > TOLD:
        chain.wrong.append(f"and {chain.faults - TOLD} more; where all are wrong, this LIVE_SECRET_KEY sealed none")
    return chain


def _beginning(connection: Connection, chain: Chain) -> tuple[int, str]:
    """What the first entry goes on from: nothing, or what the chain itself says was taken away by its term."""
    first = next(_rows(connection), None)
    if first is None or first.number == 1:
        return audit.GENESIS
    for number, seal in audit.pruned_to(connection):
        if (number, seal) == (first.number - 1, first.prev):
            return number, seal
    return audit.GENESIS


def _rows(connection: Connection) -> Iterator[Row[Any]]:
    after = 0
    while rows := audit.chain(connection, after, SLICE):
        yield from rows
        after = rows[-1].number


def _entries(first: int, last: int) -> str:
    return f"entry {first} is" if first == last else f"entries {first} to {last} are"
