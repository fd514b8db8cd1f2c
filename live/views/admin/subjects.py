"""What was done before with the data of single persons: who looked, took it out, erased it, and why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, select

from live.domain.audit import Act
from live.store.tables import audit
from live.store.transaction import Store

SHOWN = 30
_ACTS = [act.value for act in (Act.SUBJECT_SEEN, Act.SUBJECT_EXPORTED, Act.SUBJECT_ERASED)]


def requests(store: Store) -> Sequence[Row[Any]]:
    """The newest, the newest first."""
    with store.read() as connection:
        told = select(audit).where(audit.c.act.in_(_ACTS)).order_by(audit.c.id.desc()).limit(SHOWN)
        return connection.execute(told).all()
