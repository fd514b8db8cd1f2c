"""The product in this process, on each kind of database or on one, shared by a module: every test has its own show."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.embedded_first import backend
from tests.support.rooms import Clock
from tests.support.server import Installation
from tests.web.house import House

__all__ = ["backend"]  # the fixture


@pytest.fixture(scope="module")
def house(embedded: Installation) -> Iterator[House]:
    """On SQLite, for what does not depend on the database."""
    opened = House(embedded)
    yield opened
    opened.close()


@pytest.fixture
def clock(house: House) -> Iterator[Clock]:
    """The store's time, moved by hand."""
    before = house.store.clock
    house.store.clock = moved = Clock(before())
    yield moved
    house.store.clock = before


@pytest.fixture(scope="module")
def each_house(backend: Installation) -> Iterator[House]:
    """On SQLite, and on PostgreSQL."""
    opened = House(backend)
    yield opened
    opened.close()
