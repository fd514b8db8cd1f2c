"""The `backend` of tests to which the database makes no difference: PostgreSQL with Redis comes in `make faults`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
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


def later_on_postgresql(items: Iterable[pytest.Item], folder: Path, but: frozenset[str]) -> None:
    """What a folder's tests, but those of these modules, do on PostgreSQL comes in `make faults`."""
    for item in items:
        parameters = (
            item.callspec.params.values() if isinstance(item, pytest.Function) and hasattr(item, "callspec") else ()
        )
        if "postgresql" in parameters and item.path.parent == folder and item.path.stem not in but:
            item.add_marker(pytest.mark.faults)
