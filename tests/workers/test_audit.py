"""The audit's entries are sealed by one process at a time, told of once a day, and taken away after their term."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from structlog.testing import capture_logs

from live.admin.audit import tell
from live.domain.audit import Act
from live.store.leases import Leases
from live.store.tables import audit
from live.store.transaction import Store
from live.views.admin.audit_chain import checked_chain
from live.workers.audit import PAUSE, SLICE, WORKER, Sealing
from tests.support.backends import Backends
from tests.support.rooms import Clock, clock_of, opened

DAILY = "the audit's head: keep it elsewhere"


@pytest.fixture
def store(tmp_path: Path, backends: Backends) -> Iterator[Store]:
    with opened("sqlite", backends, tmp_path) as made:
        made.clock = Clock(made.clock())
        yield made


def numbers(store: Store) -> list[int | None]:
    with store.read() as connection:
        return list(connection.execute(select(audit.c.number).order_by(audit.c.id)).scalars())


def write(store: Store, count: int = 1) -> None:
    for _ in range(count):
        tell(store, Act.LIST_SAVED, "list/topics", WORKER)


def test_what_waits_is_sealed_slice_by_slice(store: Store) -> None:
    write(store, SLICE + 1)
    sealing = Sealing(store, Leases(store))
    assert sealing.tick() == PAUSE
    assert sealing.tick() is None
    assert numbers(store) == list(range(1, SLICE + 2))
    assert checked_chain(store).whole


def test_while_one_process_seals_no_other_does(store: Store) -> None:
    first, second = Sealing(store, Leases(store)), Sealing(store, Leases(store))
    write(store)
    first.tick()
    write(store)
    second.tick()
    assert numbers(store) == [1, None]
    clock_of(store).pass_(seconds=11)  # The first has not been heard of since.
    second.tick()
    assert numbers(store) == [1, 2]


def test_the_head_is_in_the_log_once_a_day(store: Store) -> None:
    sealing = Sealing(store, Leases(store))
    write(store)
    with capture_logs() as first:
        sealing.tick()
        sealing.tick()
    clock_of(store).pass_(hours=25)
    with capture_logs() as next_day:
        sealing.tick()
    heads = [[line["head"] for line in lines if line["event"] == DAILY] for lines in (first, next_day)]
    assert heads == [[checked_chain(store).head]] * 2


def test_an_entry_goes_after_three_years_and_not_before(store: Store) -> None:
    clock = clock_of(store)
    now = clock.now
    clock.now = now - timedelta(days=3 * 365 + 3)
    write(store, 2)
    clock.now = now - timedelta(days=3 * 365 - 3)
    write(store)
    clock.now = now
    sealing = Sealing(store, Leases(store))
    sealing.tick()
    sealing.tick()
    assert numbers(store) == [3, 4]
    assert checked_chain(store).whole
