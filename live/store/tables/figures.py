"""The centre's figures: counters of days, and what stands in them of each question."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Float, Index, Integer, String, Table, text

from live.domain.followup.figures import HOURLY, MEASURES
from live.store.tables.columns import Document, Id, Moment, Path, metadata
from live.store.tables.followup import ticket
from live.store.tables.show import question

for _name, _column in (
    ("ix_question_reacted", question.c.reacted_at),
    ("ix_question_moved", question.c.moved_at),
    ("ix_ticket_reacted", ticket.c.reacted_at),
    ("ix_ticket_resolved", ticket.c.resolved_at),
):
    # The list behind a number is of what happened on a day; an arrival adds nothing here.
    _happened = text(f"{_column.name} IS NOT NULL")
    Index(_name, _column, sqlite_where=_happened, postgresql_where=_happened)


def _counted(names: tuple[str, ...]) -> list[Column[int]]:
    return [Column(name, BigInteger, nullable=False, server_default="0") for name in names]


figure_day = Table(
    "figure_day",
    metadata,
    # The whole centre's where it is empty, otherwise a department's.
    Column("scope", Path, primary_key=True),
    Column("kind", String(16), primary_key=True),
    Column("day", String(10), primary_key=True),
    Column("name", Path, primary_key=True),
    *_counted(MEASURES),
    postgresql_with={"fillfactor": 50},
)

figure_hour = Table(
    "figure_hour",
    metadata,
    Column("scope", Path, primary_key=True),
    Column("kind", String(16), primary_key=True),
    Column("day", String(10), primary_key=True),
    Column("hour", Integer, primary_key=True, autoincrement=False),
    Column("name", Path, primary_key=True),
    *_counted(HOURLY),
    postgresql_with={"fillfactor": 50},
)

figure_step = Table(
    "figure_step",
    metadata,
    Column("scope", Path, primary_key=True),
    Column("spread", String(16), primary_key=True),
    Column("day", String(10), primary_key=True),
    Column("step", Integer, primary_key=True, autoincrement=False),
    Column("many", BigInteger, nullable=False),
    postgresql_with={"fillfactor": 50},
)
"""How many times of a day lie in which step (live/domain/followup/steps.py), so that a median can be told."""

figure_work = Table(
    "figure_work",
    metadata,
    # No foreign key: what was counted of a question is taken out once the question is gone.
    Column("question_id", Id, primary_key=True, autoincrement=False),
    Column("works", Document, nullable=False),
)
"""What of a question, and of its tickets, stands in the counters."""

figure_due = Table(
    "figure_due",
    metadata,
    Column("id", Id, primary_key=True),
    Column("question_id", Id, nullable=False),
)
"""Questions of which something that is counted has changed: triggers write it (migration 0030)."""

rise = Table(
    "rise",
    metadata,
    # A topic or a place that was asked about more than is usual for its hour, and when that was told.
    Column("kind", String(16), primary_key=True),
    Column("name", Path, primary_key=True),
    Column("at", Moment, primary_key=True),
    Column("many", Integer, nullable=False),
    Column("usual", Float, nullable=False),
)
