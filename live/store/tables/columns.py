"""What the tables are made of: their types, and how a question's id is its broadcast's id and its own number in one."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    DateTime,
    Integer,
    MetaData,
    String,
    Text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import JSON, TypeDecorator

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Moment(TypeDecorator[datetime]):
    """An aware moment in UTC: timestamptz on PostgreSQL, RFC 3339 text on SQLite (sorts as time does)."""

    impl = String(32)
    cache_ok = True

    def load_dialect_impl(self, dialect: Any) -> Any:
        return dialect.type_descriptor(DateTime(timezone=True) if dialect.name == "postgresql" else String(32))

    def process_bind_param(self, value: datetime | None, dialect: Any) -> Any:
        if value is None or dialect.name == "postgresql":
            return value
        return written(value)

    def process_result_value(self, value: Any, dialect: Any) -> datetime | None:
        if value is None:
            return None
        if isinstance(value, str):
            return datetime.fromisoformat(value)
        return value.astimezone(UTC)  # type: ignore[no-any-return]


def written(moment: datetime) -> str:
    """A moment as this store writes it in text: RFC 3339, UTC, always with microseconds so that it sorts."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def dumps(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


Document = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")
Id = BigInteger().with_variant(Integer, "sqlite")
Rank = Text().with_variant(Text(collation="C"), "postgresql")

NUMBERS = 2**32
"""Room for a broadcast's questions within an id."""


def question_id(broadcast_id: int, number: int) -> int:
    return broadcast_id * NUMBERS + number


TICKETS_LOG = 1
"""The id of the row that counts the centre's log of tickets; the first migration makes it."""
