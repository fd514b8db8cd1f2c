"""A resident who has just asked says that another question is theirs too: merged into it, they stay an asker of it."""

from __future__ import annotations

from typing import Any

from live.desk.merging import add_askers, root_of
from live.desk.questions import store as keep
from live.desk.tickets import refresh
from live.domain import question as rules
from live.domain.question import MERGE_TARGETS, NEW
from live.domain.refused import Refused
from live.domain.ticket import RESIDENT
from live.store.rows import Row
from live.store.show import questions
from live.store.transaction import Store, Transaction


def join_asked(store: Store, broadcast_id: int, number: int, into: int) -> bool:
    """Whether it was merged. What somebody has decided on meanwhile stays as it is, and so does what finds no root."""
    with store.write() as tx:
        [broadcast] = tx.lock(broadcast_id)
        return join(tx, broadcast, questions.get(tx.connection, broadcast_id, number), into)


def join(tx: Transaction, broadcast: Row[Any], asked: Row[Any], into: int) -> bool:
    """The same within a transaction that holds the broadcast's log."""
    try:
        root = root_of(tx, broadcast, into)
    except Refused:
        return False
    if asked.state != NEW.value or root.state not in MERGE_TARGETS or root.number == asked.number:
        return False
    before = questions.to_domain(asked)
    keep(tx, broadcast, before, rules.merge(before, questions.to_domain(root)), RESIDENT)
    add_askers(tx, broadcast, [root], asked.askers)
    refresh(tx, broadcast, [root.number], RESIDENT)
    return True
