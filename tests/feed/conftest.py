"""The feed over a store; what is a law of all screens is tried on PostgreSQL in `make faults`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.embedded_first import later_on_postgresql

ON_BOTH = frozenset({"test_answers", "test_bell", "test_handed", "test_hub"})
"""What hears of a commit by each database's own way."""


@pytest.hookimpl(tryfirst=True)  # before what is not asked for is left out
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    later_on_postgresql(items, Path(__file__).parent, ON_BOTH)
