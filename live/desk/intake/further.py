"""A message that came in as a question and is none: further words of the one that its author had asked before."""

from __future__ import annotations

from typing import Any

from live.desk.questions import store as keep
from live.domain import question as rules
from live.domain.ticket import RESIDENT
from live.store.rows import Row
from live.store.show import broadcasts, continuing, questions
from live.store.transaction import Transaction


def put_to(tx: Transaction, broadcast: Row[Any], row: Row[Any], first: Row[Any]) -> None:
    """It belongs to the question before it: merged into it here, handed to it where that is another broadcast's."""
    before = questions.to_domain(row)
    if first.broadcast_id == broadcast.id:
        change = rules.join(before, questions.to_domain(first))
        keep(tx, broadcast, before, change, RESIDENT, continues=first.id, askers=row.askers - 1)
        continuing.add_further(tx, first.id, 1)
        return
    there = broadcasts.by_id(tx.connection, first.broadcast_id)
    change = rules.transition(before, "transfer", to=there.slug, number=first.number)
    keep(tx, broadcast, before, change, RESIDENT, went_to=first.id)
