"""Merged questions: each knows the one it went into, and a root counts all its askers."""

from __future__ import annotations

from typing import Any

from live.domain.question import MERGED, Question
from live.store.rows import Row
from live.store.show import continuing, questions
from live.store.transaction import Transaction


def root_of(tx: Transaction, broadcast: Row[Any], number: int) -> Row[Any]:
    """The question that a merged one ended up in; itself when it is not merged."""
    row = questions.get(tx.connection, broadcast.id, number)
    while row.state == MERGED.value:
        row = questions.get(tx.connection, broadcast.id, row.merged_into)
    return row


def ancestors(tx: Transaction, broadcast: Row[Any], question: Question) -> list[Row[Any]]:
    """Every question above a merged one, nearest first, up to the root."""
    found: list[Row[Any]] = []
    above = question.merged_into
    while above is not None:
        row = questions.get(tx.connection, broadcast.id, above)
        found.append(row)
        above = row.merged_into
    return found


def askers_in(tx: Transaction, broadcast: Row[Any], row: Row[Any], into: Row[Any]) -> int:
    """How many askers a question brings into another.

    One that goes on with that very question is further words of its asker: it brings those alone who had joined it.
    """
    if row.continues != into.id:
        return int(row.askers)
    _count_further(tx, broadcast, row, into, 1)
    return int(row.askers) - 1


def askers_out(tx: Transaction, broadcast: Row[Any], row: Row[Any], out_of: Row[Any]) -> int:
    """How many a merged question takes along when it is split off again."""
    if row.continues == out_of.id:
        _count_further(tx, broadcast, row, out_of, -1)
    return int(row.askers)


def _count_further(tx: Transaction, broadcast: Row[Any], row: Row[Any], of: Row[Any], more: int) -> None:
    questions.set_facts(tx, broadcast.id, row.number, askers=row.askers - more)
    continuing.add_further(tx, of.id, more)


def add_askers(tx: Transaction, broadcast: Row[Any], above: list[Row[Any]], askers: int) -> None:
    for row in above:
        questions.set_facts(tx, broadcast.id, row.number, askers=row.askers + askers)
