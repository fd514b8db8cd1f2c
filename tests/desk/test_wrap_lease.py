"""A wrap is one process's at a time, and another's where that one has died."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import update

from live.desk import close
from live.store.leases import Leases
from live.store.tables import lease
from live.store.transaction import Store
from live.workers.wrap import Wrap
from tests.support.rooms import Show


@pytest.fixture
def wrapping(store: Store, show: Show, monkeypatch: pytest.MonkeyPatch) -> Show:
    """A show whose wrap takes four slices more."""
    monkeypatch.setattr(close, "SLICE", 1)
    show.receive(*["Нет воды"] * 3)
    show.do("broadcast.wrap")
    return show


def done(show: Show) -> int:
    return int(show.broadcast.wrap_done or 0)


def test_a_wrap_is_one_processs_until_it_has_ended(store: Store, wrapping: Show) -> None:
    first, second = Wrap(store, Leases(store)), Wrap(store, Leases(store))
    assert first.tick() is not None and done(wrapping) == 1
    assert second.tick() is None and done(wrapping) == 1
    while first.tick() is not None:
        pass
    assert wrapping.broadcast.state == "wrapped" and wrapping.books().balances


def test_another_process_wraps_on_where_one_has_died(store: Store, wrapping: Show) -> None:
    first, second = Wrap(store, Leases(store)), Wrap(store, Leases(store))
    first.tick()
    with store.write() as tx:  # It is silent for longer than its term.
        tx.connection.execute(update(lease).values(until=tx.now - timedelta(seconds=1)))
    while second.tick() is not None:
        pass
    assert wrapping.broadcast.state == "wrapped" and wrapping.books().balances


def test_two_broadcasts_may_be_wrapped_by_two_processes(store: Store, wrapping: Show) -> None:
    first, second = Wrap(store, Leases(store)), Wrap(store, Leases(store))
    first.tick()
    other = Show(store).on_air()
    other.asked()
    other.do("broadcast.wrap")
    while second.tick() is not None:
        pass
    assert (other.broadcast.state, wrapping.broadcast.state) == ("wrapped", "wrapping")
    while first.tick() is not None:
        pass
