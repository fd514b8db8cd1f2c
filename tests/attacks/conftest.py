"""What every attack begins with: the product in this process on SQLite, and its clock, moved by hand."""

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
    opened = House(embedded)
    yield opened
    opened.close()


@pytest.fixture
def clock(house: House) -> Iterator[Clock]:
    """The store's time."""
    before = house.store.clock
    house.store.clock = moved = Clock(before())
    yield moved
    house.store.clock = before
