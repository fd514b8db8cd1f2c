"""The versions of a final answer that was to be approved first, in rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from live.domain.escalation import Clock
from live.domain.followup.approval import Fate
from live.store.tables import answer_version, escalation
from live.store.transaction import Transaction

_WAITS = answer_version.c.fate == Fate.WAITING.value


def waiting(connection: Connection, ticket_id: int) -> Row[Any]:
    """The version that waits; there is one wherever the ticket says so."""
    return connection.execute(select(answer_version).where(answer_version.c.ticket_id == ticket_id, _WAITS)).one()


def of_ticket(connection: Connection, ticket_id: int) -> Sequence[Row[Any]]:
    """Every version, the first first."""
    mine = select(answer_version).where(answer_version.c.ticket_id == ticket_id)
    return connection.execute(mine.order_by(answer_version.c.id)).all()


def add(tx: Transaction, ticket_id: int, text: str, by_name: str, files: Sequence[int]) -> None:
    """A version that waits from now on."""
    facts = {"text": text, "fate": Fate.WAITING.value, "by_name": by_name, "at": tx.now, "files": list(files) or None}
    tx.connection.execute(insert(answer_version).values(ticket_id=ticket_id, **facts))


def add_approved(tx: Transaction, ticket_id: int, text: str, by_name: str, files: Sequence[int]) -> None:
    """A coordinator's own, which goes as it is."""
    decided = {"fate": Fate.APPROVED.value, "decided_by": by_name, "decided_at": tx.now}
    facts = {"text": text, "by_name": by_name, "at": tx.now, "files": list(files) or None, **decided}
    tx.connection.execute(insert(answer_version).values(ticket_id=ticket_id, **facts))


def settle(tx: Transaction, ticket_id: int, fate: Fate, by_name: str | None = None, note: str | None = None) -> None:
    """Whatever waits does not any more, and nobody is told of its term again; nothing where none waits."""
    decided = {"fate": fate.value, "note": note, "decided_by": by_name, "decided_at": tx.now}
    mine = update(answer_version).where(answer_version.c.ticket_id == ticket_id, _WAITS)
    tx.connection.execute(mine.values(**decided))
    told = (escalation.c.ticket_id == ticket_id, escalation.c.clock == Clock.APPROVAL.value)
    tx.connection.execute(delete(escalation).where(*told))
