"""What a database is asked while something is done."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from live.store.transaction import Store

GROW = frozenset(
    {
        *("question", "question_about", "question_near", "question_vector", "cluster_question", "stack_place"),
        *("topic_guess", "message", "mention", "person", "consent", "revision", "promise", "call", "file", "ballot"),
        *("ticket", "ticket_answer", "ticket_note", "ticket_pause", "answer_version", "part", "escalation"),
        *("outbox", "notice", "news", "event", "command", "audit", "figure_work", "fairness_leaf", "page_post"),
    }
)
"""Tables that grow with what is asked and done. Of everything else a centre has some hundreds."""

FEW = frozenset(
    {
        *("ix_question_about_waits", "ix_question_about_waits_for_vector", "ix_person_nameless", "ix_outbox_by_hand"),
        *("uq_answer_version_waiting", "ix_outbox_due", "ix_file_work", "ix_question_unread", "ix_news_due"),
        *("ix_question_urgent", "ix_question_not_asking", "ix_part_due"),
    }
)
"""Indexes over what waits for something or is seldom: little of all that there is. They may be gone through."""

Note = Callable[[Any, str, Any], None]
"""What is told of each statement: the driver's connection, the text, and what goes along."""


@contextmanager
def _heard(store: Store, note: Note) -> Iterator[None]:
    def hear(connection: Any, cursor: Any, statement: str, parameters: Any, context: Any, many: bool) -> None:
        note(cursor.connection, statement, parameters)

    engines = {store.database._reader, store.database.engine()}
    for engine in engines:
        event.listen(engine, "before_cursor_execute", hear)
    try:
        yield
    finally:
        for engine in engines:
            event.remove(engine, "before_cursor_execute", hear)


@contextmanager
def statements(store: Store) -> Iterator[list[str]]:
    """The statements, reading and writing, in their order."""
    asked: list[str] = []
    with _heard(store, lambda connection, statement, parameters: asked.append(statement)):
        yield asked


@contextmanager
def gone_through(store: Store) -> Iterator[dict[str, list[str]]]:
    """The statements for which SQLite goes through all of a table that grows, or through all questions of a broadcast,
    each with those steps of its plan.

    It plans by the schema and by what is bound, and not by how much is there: so few rows show what many would cost.
    On PostgreSQL nothing is said. A piece of a table by its key is no whole.
    """
    found: dict[str, list[str]] = {}
    known: set[str] = set()

    def note(connection: Any, statement: str, parameters: Any) -> None:
        if statement in known or store.database.dialect != "sqlite" or statement.startswith("INSERT"):
            return
        known.add(statement)
        bound = parameters[0] if isinstance(parameters, list) else parameters  # of many rows the first
        named = {alias: table for table, alias in re.findall(r"(\w+) AS (\w+)", statement)}
        plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {statement}", bound)]
        words = statement.split()
        piecewise = "LIMIT" in words and "WHERE" not in words
        if (steps := [step for step in plan if _goes_through(step, named)]) and not piecewise:
            found[statement] = steps

    with _heard(store, note):
        yield found


def _goes_through(step: str, named: dict[str, str]) -> bool:
    """An index that is made for one statement alone is made from the whole table."""
    over = re.match(r"(SCAN|SEARCH) (\w+)(?: USING (?:\w+ )*?INDEX (\w+))?", step)
    table = named.get(over[2], over[2]) if over else ""
    if over is None or table not in GROW or over[3] in FEW:
        return False
    of_its_broadcast = table == "question" and step.endswith("(broadcast_id=?)")
    return over[1] == "SCAN" or of_its_broadcast or " AUTOMATIC " in step
