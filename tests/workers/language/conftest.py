"""Language work over a store; what it does on PostgreSQL comes in `make faults`: its rows are plain ones of both."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.embedded_first import later_on_postgresql


@pytest.hookimpl(tryfirst=True)  # before what is not asked for is left out
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    later_on_postgresql(items, Path(__file__).parent, frozenset())
