"""The audit's rows: written beside what they tell of, sealed afterwards, looked through, and gone after three years.

An entry is written in the transaction of what it tells of; `seal` chains such rows later, one process at a time, so
that no two commands ever wait for each other's seal. The chain's end stands in `meta`: what was sealed last, whatever
has become of its row.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, func, insert, select, update

from live.domain.audit import Act, Entry, Outcome, chained, entry
from live.domain.people import Actor, By
from live.store.bulk import RowBatch, insert_rows
from live.store.tables import audit, meta
from live.store.text import written
from live.store.transaction import Transaction

END = "audit"
"""The name in `meta` of the chain's end."""

GENESIS = (0, "")
"""The end of a chain in which nothing stands yet."""


def record(
    tx: Transaction,
    act: str,
    subject: str,
    by: By | Actor | None,
    outcome: Outcome = Outcome.DONE,
    **facts: Any,
) -> None:
    """Keep that somebody did this, in the transaction that does it. No texts, contacts or secrets among the facts."""
    write(tx, [entry(act, subject, by, outcome, facts)])


def write(tx: Transaction, entries: Sequence[Entry]) -> None:
    insert_rows(tx.connection, rows_of(tx, entries))


def rows_of(tx: Transaction, entries: Sequence[Entry]) -> RowBatch:
    """Entries as rows of one batch, for whoever inserts other rows in the same statement."""
    at = written(tx.now)
    return audit, [
        {
            "at": at,
            "credential": one.credential,
            "name": one.name,
            "role": one.role,
            "address": one.address,
            "screen": one.screen,
            "act": str(one.act),
            "subject": one.subject,
            "outcome": str(one.outcome),
            "facts": dict(one.facts),
        }
        for one in entries
    ]


# The chain


_UNSEALED = select(audit).where(audit.c.number.is_(None)).order_by(audit.c.id).limit(bindparam("most"))
_SEAL = (
    update(audit)
    .where(audit.c.id == bindparam("row"))
    .values(number=bindparam("place"), prev=bindparam("before"), hash=bindparam("seal"))
)


def waits(connection: Connection) -> bool:
    """Whether an entry waits for its seal."""
    return connection.execute(_UNSEALED, {"most": 1}).first() is not None


def unsealed(connection: Connection) -> tuple[int, datetime | None]:
    """How many entries wait for their seals, and since when."""
    waiting = select(func.count(), func.min(audit.c.at)).where(audit.c.number.is_(None))
    count, oldest = connection.execute(waiting).one()
    return count, oldest


def end(connection: Connection) -> tuple[int, str]:
    """The number and the seal of what was sealed last."""
    value = connection.execute(select(meta.c.value).where(meta.c.name == END)).scalar_one_or_none()
    if value is None:
        return GENESIS
    number, _, seal = value.partition(" ")
    return int(number), seal


def seal(tx: Transaction, most: int) -> int:
    """Seal at most so many entries onto the chain; how many. One process does so at a time."""
    rows = tx.connection.execute(_UNSEALED, {"most": most}).all()
    if not rows:
        return 0
    number, before = end(tx.connection)
    sealed = []
    for row in rows:
        number += 1
        own = chained(tx.store.audit_keys[0], before, kept(row, number))
        sealed.append({"row": row.id, "place": number, "before": before, "seal": own})
        before = own
    tx.connection.execute(_SEAL, sealed)
    _move_end(tx, number, before)
    return len(rows)


def _move_end(tx: Transaction, number: int, seal: str) -> None:
    value = f"{number} {seal}"
    moved = tx.connection.execute(update(meta).where(meta.c.name == END).values(value=value))
    if not moved.rowcount:
        tx.connection.execute(insert(meta).values(name=END, value=value))


def kept(row: Row[Any], number: int) -> Mapping[str, Any]:
    """What of a row is sealed: all of it, and its place."""
    return {
        "number": number,
        "id": row.id,
        "at": written(row.at),
        "credential": row.credential,
        "name": row.name,
        "role": row.role,
        "address": row.address,
        "screen": row.screen,
        "act": row.act,
        "subject": row.subject,
        "outcome": row.outcome,
        "facts": row.facts,
    }


def chain(connection: Connection, after: int, most: int) -> Sequence[Row[Any]]:
    """The next sealed entries after a number, in the chain's order."""
    return connection.execute(select(audit).where(audit.c.number > after).order_by(audit.c.number).limit(most)).all()


def pruned_to(connection: Connection) -> list[tuple[int, str]]:
    """Up to which numbers the chain was pruned, with the seals that stood there: what its first entry goes on from."""
    told = select(audit.c.facts).where(audit.c.act == Act.PRUNED.value, audit.c.number.is_not(None))
    return [(facts["to"], facts["hash"]) for facts in connection.execute(told).scalars()]


# Its term


def outlived(connection: Connection, cut: datetime) -> tuple[int, str] | None:
    """The last entry of those at the chain's beginning that are older than `cut`: its number and seal."""
    young = connection.execute(select(func.min(audit.c.number)).where(audit.c.at >= cut)).scalar_one()
    old = select(audit.c.number, audit.c.hash).order_by(audit.c.number.desc()).limit(1)
    beyond = audit.c.number < young if young is not None else audit.c.number.is_not(None)
    row = connection.execute(old.where(beyond)).one_or_none()
    return (row.number, row.hash) if row else None


def prune(tx: Transaction, last: tuple[int, str], by: By) -> int:
    """Take away the entries up to this one, which must have outlived their term; how many. The chain tells of it."""
    number, seal = last
    record(tx, Act.PRUNED, "audit", by, to=number, hash=seal)
    return tx.connection.execute(delete(audit).where(audit.c.number <= number)).rowcount


@contextmanager
def unguarded(connection: Connection) -> Iterator[None]:
    """Without the triggers, for a copy that takes the place of everything; they are there again at the end."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("ALTER TABLE audit DISABLE TRIGGER USER")
        yield
        connection.exec_driver_sql("ALTER TABLE audit ENABLE TRIGGER USER")
        return
    triggers = connection.exec_driver_sql(
        "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit'"
    ).all()
    for name, _ in triggers:
        connection.exec_driver_sql(f"DROP TRIGGER {name}")
    yield
    for _, sql in triggers:
        connection.exec_driver_sql(sql)
