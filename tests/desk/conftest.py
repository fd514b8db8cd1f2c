"""The verbs over a store; most of them on PostgreSQL come in `make faults`: the store below sees the difference."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.embedded_first import later_on_postgresql
from tests.support.rooms import clocked, show, store

__all__ = ["clocked", "show", "store"]

ON_BOTH = frozenset({"test_intake", "test_ticket_lock"})
"""What is taken in by statements of each database's own, and what locks rows."""


@pytest.hookimpl(tryfirst=True)  # before what is not asked for is left out
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    later_on_postgresql(items, Path(__file__).parent, ON_BOTH)
