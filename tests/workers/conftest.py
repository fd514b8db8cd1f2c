"""Tasks over a store; what they do on PostgreSQL comes in `make faults`: the store below sees the difference."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog

from tests.support.embedded_first import later_on_postgresql


@pytest.hookimpl(tryfirst=True)  # before what is not asked for is left out
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    later_on_postgresql(items, Path(__file__).parent, frozenset())


@pytest.fixture(autouse=True)
def plain_tracebacks() -> Iterator[None]:
    """Those of structlog's default, with every local variable, take seconds."""
    before = structlog.get_config()
    structlog.configure(processors=[structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)])
    yield
    structlog.configure(**before)
