"""The centre's departments, who answers for each, and the names that they had before."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table, Text, text

from live.store.tables.columns import Moment, metadata

department = Table(
    "department",
    metadata,
    Column("id", Integer, primary_key=True),
    # What its page is called by; a new name leaves it.
    Column("key", String(64), nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("email", Text),
    Column("version", Integer, nullable=False, server_default="1"),
    Column("closed_at", Moment),
    # Whether a final answer of its people waits for a coordinator.
    Column("approval", Boolean, nullable=False, server_default=text("false")),
    # The department that this one has become a part of.
    Column("merged_into", Integer),
    Index(
        "uq_department_name",
        "name",
        unique=True,
        sqlite_where=text("merged_into IS NULL"),
        postgresql_where=text("merged_into IS NULL"),
    ),
)
"""Topics, promises, tickets and people carry its name (docs/decisions/0022-departments.md)."""

official = Table(
    "official",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("department_id", Integer, ForeignKey("department.id"), nullable=False, index=True),
    # `chief`, or `deputy`: who is told where the chief cannot be.
    Column("rank", String(8), nullable=False),
    Column("name", Text, nullable=False),
    Column("post", Text),
    Column("email", Text),
    Column("account_id", Integer, ForeignKey("account.id")),
)

former_department = Table(
    "former_department",
    metadata,
    Column("name", Text, primary_key=True),
    Column("department_id", Integer, ForeignKey("department.id"), nullable=False),
    Column("since", Moment, nullable=False),
    Column("by_name", Text),
    Column("by_credential", String(32)),
    # Null while a ticket or a promise still carries the name.
    Column("moved_at", Moment),
)
"""A name that a department had: whoever still writes it means the department."""
