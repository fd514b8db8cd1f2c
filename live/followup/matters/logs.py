"""Which logs hear of a matter, and what each of them is told."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from live.domain.events import Event
from live.domain.followup.matter import Matter
from live.domain.people import By
from live.store.followup import matters, tickets
from live.store.ids import TICKETS_LOG
from live.store.rows import Row
from live.store.transaction import Growth, Transaction


def lock(tx: Transaction, *broadcast_ids: int) -> None:
    """The tickets' log, every broadcast's that hears of matters, and these broadcasts', in one go and so in order."""
    tx.lock(TICKETS_LOG)
    tx.lock(*{*matters.told_logs(tx.connection), *broadcast_ids})


def tell(
    tx: Transaction,
    matter: Matter,
    type_: str,
    by: By | None,
    *,
    questions: Sequence[Row[Any]] = (),
    question_type: str = "",
) -> None:
    """Tell every screen what has happened to a matter, and to these questions (rows) with it, with their tickets."""
    hearing = [TICKETS_LOG, *matters.told_logs(tx.connection)]
    grown = {log_id: Growth([]) for log_id in hearing}
    for row in questions:
        event = Event(question_type, row.number, row.state, row.state, data={"of_matter": matter.number})
        grown.setdefault(row.broadcast_id, Growth([])).events.append(event)
    theirs = tickets.of_questions(tx.connection, [row.id for row in questions]) if questions else []
    grown[TICKETS_LOG].events.extend(retold(theirs))
    for log_id in hearing:
        grown[log_id].events.append(matter.event(type_))
    tx.append_to_several(grown, by)


def retold(rows: Iterable[Row[Any]]) -> list[Event]:
    """That these tickets show something else by now; their versions stay."""
    return [
        Event(
            "ticket.retold",
            was=row.state,
            state=row.state,
            ticket=row.number,
            data={"department": row.department},
        )
        for row in rows
    ]
