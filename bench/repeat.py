"""A stretch of days in the database, put there again and again, each time that much later: what a year leaves."""

from __future__ import annotations

import itertools
import uuid
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Table, func, select, update

from live.domain.ticket import number
from live.store.bulk import insert_rows
from live.store.ids import TICKETS_LOG
from live.store.resealing import as_stored
from live.store.tables import (
    audit,
    call,
    command,
    escalation,
    event,
    log,
    outbox,
    question,
    revision,
    ticket,
    ticket_answer,
    ticket_pause,
)
from live.store.text import written
from live.store.transaction import Store

GROUP = 1000
NUMBERED = (audit, ticket_answer, ticket_pause)
"""Tables to whose rows nothing points: each gets its next number."""

Row = dict[str, Any]


def repeat(store: Store, broadcast_id: int, every: timedelta, times: int) -> None:
    """All that the only broadcast in use has, and its tickets, `times` more; persons come again."""
    with store.read() as connection:
        stretch = _Stretch(connection, broadcast_id)
    for turn in range(1, times + 1):
        with store.write() as tx:
            stretch.put(tx.connection, every * turn, turn)
    if times and store.database.dialect == "postgresql":
        with store.write() as tx:
            for table in (call, ticket, outbox):
                _move_sequence(tx.connection, table)


def _move_sequence(connection: Connection, table: Table) -> None:
    sequence = connection.exec_driver_sql(f"SELECT pg_get_serial_sequence('\"{table.name}\"', 'id')").scalar_one()
    connection.execute(select(func.setval(sequence, select(func.max(table.c.id)).scalar_subquery())))


class _Stretch:
    """Its rows as they are stored, and by how much each number is more the next time."""

    def __init__(self, connection: Connection, broadcast_id: int) -> None:
        def most(column: Any) -> int:
            return int(connection.execute(select(func.max(column))).scalar_one() or 0)

        def rows(table: Table) -> list[Row]:
            columns = [one for one in as_stored(table) if table not in NUMBERED or one.name != "id"]
            return [dict(row) for row in connection.execute(select(*columns)).mappings()]

        logs = {row.id: row for row in connection.execute(select(log))}
        self._logs = {id_: logs[id_] for id_ in (broadcast_id, TICKETS_LOG)}
        self._numbers = logs[broadcast_id].last_number
        self._calls, self._tickets, self._letters = (most(table.c.id) for table in (call, ticket, outbox))
        self._made = {row.id: row.created_at for row in connection.execute(select(ticket.c.id, ticket.c.created_at))}
        self._ids = {row.number: row.id for row in connection.execute(select(ticket.c.number, ticket.c.id))}
        self._rows = {table: rows(table) for table in self._changes(0, timedelta())}
        self._rows[event] = [row for row in self._rows[event] if row["broadcast_id"] in self._logs]

    def put(self, connection: Connection, later: timedelta, turn: int) -> None:
        for table, changed in self._changes(turn, later).items():
            made = ({**row, **_later(row, later), **changed(row)} for row in self._rows[table])
            while group := list(itertools.islice(made, GROUP)):
                insert_rows(connection, (table, group))
        for id_, row in self._logs.items():
            more = {"head": log.c.head + row.head, "last_number": log.c.last_number + row.last_number}
            connection.execute(update(log).where(log.c.id == id_).values(more))

    def _changes(self, turn: int, later: timedelta) -> Mapping[Table, Callable[[Row], Row]]:
        """By table, in an order that foreign keys allow: what differs in a row of that turn besides its moments."""
        questions, calls = turn * self._numbers, turn * self._calls
        tickets, letters = turn * self._tickets, turn * self._letters

        def ticket_number(was: str) -> str:
            id_ = self._ids[was]
            return number(id_ + tickets, self._made[id_] + later)

        def of_question(row: Row) -> Row:
            root = row["merged_into"]
            return {
                "id": row["id"] + questions,
                "number": row["number"] + questions,
                "merged_into": root and root + questions,
                "external_id": row["external_id"] and f"{row['external_id']}/{turn}",
                "code": f"{row['code']}{turn}",
            }

        def of_event(row: Row) -> Row:
            return {
                "seq": row["seq"] + turn * self._logs[row["broadcast_id"]].head,
                "question": row["question"] and row["question"] + questions,
                "call": row["call"] and row["call"] + calls,
                "ticket": row["ticket"] and ticket_number(row["ticket"]),
            }

        def of_call(row: Row) -> Row:
            asked = row["question_number"]
            return {
                "id": row["id"] + calls,
                "external_id": f"{row['external_id']}/{turn}",
                "question_number": asked and asked + questions,
            }

        def of_ticket(row: Row) -> Row:
            return {
                "id": row["id"] + tickets,
                "number": ticket_number(row["number"]),
                "question_id": row["question_id"] + questions,
            }

        def of_letter(row: Row) -> Row:
            return {
                "id": row["id"] + letters,
                "guard": row["guard"] + turn,
                "question_id": row["question_id"] and row["question_id"] + questions,
                "ticket_id": row["ticket_id"] and row["ticket_id"] + tickets,
            }

        def of_tickets(row: Row) -> Row:
            return {"ticket_id": row["ticket_id"] + tickets}

        return {
            question: of_question,
            revision: lambda row: {"question_id": row["question_id"] + questions},
            call: of_call,
            ticket: of_ticket,
            ticket_answer: of_tickets,
            ticket_pause: of_tickets,
            escalation: of_tickets,
            outbox: of_letter,
            event: of_event,
            command: lambda row: {"id": str(uuid.uuid4())},
            audit: lambda row: {"number": None, "prev": None, "hash": None},
        }


def _later(row: Row, later: timedelta) -> Row:
    return {name: written(value + later) for name, value in row.items() if isinstance(value, datetime)}
