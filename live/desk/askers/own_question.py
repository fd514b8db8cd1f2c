"""A question as its asker comes to it by the code: its logs locked, where it is another's by then nothing is done."""

from __future__ import annotations

from typing import Any

from live.domain.broadcast import ARCHIVED, WRAPPING
from live.domain.question import TRANSFERRED
from live.domain.refused import Refused
from live.store.followup import answers
from live.store.ids import TICKETS_LOG
from live.store.rows import Row
from live.store.show import questions
from live.store.transaction import Transaction


def locked(tx: Transaction, code: str) -> tuple[Row[Any], Row[Any]]:
    """The broadcast that has it now, and its row; `not_found`, or `illegal` while nothing can be done to it."""
    found = answers.followed(tx.connection, answers.by_code(tx.connection, code))
    _, broadcast = tx.lock(TICKETS_LOG, found.broadcast_id)
    row = questions.by_id(tx.connection, found.id)
    if broadcast.state in (WRAPPING.value, ARCHIVED.value) or row.state == TRANSFERRED.value:
        raise Refused("illegal", "Meanwhile this has changed: look at how it stands now.")
    if row.withdrawn_at is not None:
        raise Refused("illegal", "You have withdrawn this question already.")
    return broadcast, row
