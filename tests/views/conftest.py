"""The views over a store; most of them on PostgreSQL come in `make faults`: they read by statements of both."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.embedded_first import later_on_postgresql
from tests.support.rooms import clocked, show, store

__all__ = ["clocked", "show", "store"]

ON_BOTH = frozenset({"test_handed", "test_ticket_indexes", "test_tickets"})
"""What reads by statements of each database's own, or by its indexes; and what each writes."""


@pytest.hookimpl(tryfirst=True)  # before what is not asked for is left out
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    later_on_postgresql(items, Path(__file__).parent, ON_BOTH)
