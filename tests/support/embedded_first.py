"""The `backend` of tests to which the database makes no difference: PostgreSQL with Redis comes in `make faults`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.backends import EMBEDDED, SERVED, Backends
from tests.support.scale import grid
from tests.support.server import Installation


@pytest.fixture(scope="module", params=grid((EMBEDDED, SERVED), EMBEDDED))
def backend(request: pytest.FixtureRequest, backends: Backends, folder: Path) -> Iterator[Installation]:
    """Each kind of database, the second of them later: the verbs and views below see the difference."""
    with backends.installation(request.param, folder) as installation:
        yield installation
