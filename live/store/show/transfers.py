"""A question's row, and those merged into it, copied into another broadcast."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, insert, literal, null, select

from live.domain.deadline import began
from live.domain.question import MERGED, NEW, State
from live.store.centre.calendar import reckoning
from live.store.ids import question_id
from live.store.show import files
from live.store.show.questions import has_clock
from live.store.tables import broadcast, question
from live.store.transaction import Transaction

_STAY = frozenset(
    {
        *(
            "rank",
            "planned_seconds",
            "wrapped_from",
            "wrapped_rank",
            "decline_reason",
            "decline_text",
            "wanted",
            "graphic",
            "how",
        ),
        *("graphic", "how", "answer_summary", "answer_fully", "replied", "alarms", "went_to", "moved_at", "moved_by"),
    }
)
"""What became of a question where it was: the other one begins without it."""


def rows_of(connection: Connection, ids: Sequence[int]) -> Sequence[Row[Any]]:
    """These questions, the first first."""
    return connection.execute(select(question).where(question.c.id.in_(ids)).order_by(question.c.id)).all()


def state_there(row: Row[Any]) -> State:
    """In which state a question begins there: what was merged into another is merged there too."""
    return MERGED if row.state == MERGED.value else NEW


def copy(tx: Transaction, rows: Sequence[Row[Any]], there: Row[Any], numbers: Mapping[int, int]) -> None:
    """These as questions of a locked broadcast; `numbers`: here → there. They must have given up their external ids.

    Their files go along. Their clocks go on; one that has none yet gets it where the other's questions have one.
    """
    by_now = reckoning(tx.connection) if has_clock(there) else None
    for row in rows:
        number = numbers[row.number]
        now: dict[str, Any] = {
            "id": question_id(there.id, number),
            "broadcast_id": there.id,
            "number": number,
            "state": state_there(row).value,
            "version": 1,
            "merged_into": numbers.get(row.merged_into),
            "code": f"{there.id}-{number}-{secrets.token_hex(8)}",
            "external_id": row.external_id,
            "digest": row.digest,
            "came_from": row.id,
            "continues": _continued(row, there, numbers),
        }
        if by_now is not None and row.react_due is None:
            due = by_now.general(there.zone, began(row.asked_at, row.received_at))
            now |= {"react_due": due.reaction, "resolve_due": due.resolution, "reacted_at": tx.now}
        kept = [column for column in question.c if column.name not in now and column.name not in _STAY]
        given = [literal(value, question.c[name].type) if value is not None else null() for name, value in now.items()]
        # The database copies the rest: what is sealed stays as it was sealed.
        source = select(*given, *kept).where(question.c.id == row.id)
        tx.connection.execute(insert(question).from_select([*now, *(column.name for column in kept)], source))
        files.move(tx, row.id, now["id"])
        if row.lemmas is None:
            tx.unread.append(now["id"])  # The language work is still to read it.


def _continued(row: Row[Any], there: Row[Any], numbers: Mapping[int, int]) -> int | None:
    """The question that it goes on with: there too, where that one comes along."""
    along = {question_id(row.broadcast_id, here): question_id(there.id, number) for here, number in numbers.items()}
    return along.get(row.continues, row.continues)


def places(connection: Connection, ids: Sequence[int]) -> dict[int, Any]:
    """Of these questions, by id: number, and the slug and title of their broadcast."""
    columns: tuple[Any, ...] = (question.c.id, question.c.number, broadcast.c.slug, broadcast.c.title)
    found = select(*columns).join(broadcast, broadcast.c.id == question.c.broadcast_id)
    return {row.id: row for row in connection.execute(found.where(question.c.id.in_(ids)))}
