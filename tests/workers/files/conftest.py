"""The files' workers over a store; on PostgreSQL they come in `make faults`: the store below sees the difference."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.embedded_first import later_on_postgresql
from tests.support.rooms import clocked

__all__ = ["clocked"]


@pytest.hookimpl(tryfirst=True)  # before what is not asked for is left out
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    later_on_postgresql(items, Path(__file__).parent, frozenset())
