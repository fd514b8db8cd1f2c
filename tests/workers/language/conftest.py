"""Fixtures of what the model of meaning is asked, on each kind of database."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from live.store.transaction import Store
from live.workers.language import vectors
from tests.support.backends import Backends
from tests.support.meaning import Here
from tests.support.rooms import DATABASES, opened
from tests.workers.language.meant import Reader


@pytest.fixture(params=DATABASES)
def own(request: pytest.FixtureRequest, backends: Backends, tmp_path: Path) -> Iterator[Store]:
    """A store in which no other test's questions wait for their vectors."""
    with opened(request.param, backends, tmp_path) as store:
        yield store


@pytest.fixture
def reader(own: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Reader:
    monkeypatch.setattr(vectors, "Helper", Here)
    monkeypatch.setattr(Here, "fatal", None)
    monkeypatch.setattr(vectors, "GATHER", 0.0)
    return Reader(own, tmp_path / "models")
