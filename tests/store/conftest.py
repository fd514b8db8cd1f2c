"""A fresh store on each kind of database and a show in it; what is counted there comes later on the second."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.embedded_first import later_on_postgresql
from tests.support.rooms import show, store

__all__ = ["show", "store"]

ON_BOTH = frozenset(
    {
        "test_commands",
        "test_leases",
        "test_lists",
        "test_log",
        "test_postgres",
        "test_prepared",
        "test_rows",
        "test_schema",
    }
)
"""The log itself, and statements of each database's own."""


@pytest.hookimpl(tryfirst=True)  # before what is not asked for is left out
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    later_on_postgresql(items, Path(__file__).parent, ON_BOTH)
