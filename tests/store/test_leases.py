"""Leases: one holder at a time, and none that goes on believing in what it can no longer hold on to."""

from __future__ import annotations

import threading
import time
from datetime import timedelta

import pytest
from sqlalchemy import insert, select

from live.store import leases
from live.store.leases import Leases
from live.store.tables import lease
from live.store.transaction import Store, utc_now
from tests.support.locked import until_blocked
from tests.support.process import wait_until
from tests.support.server import SECRET


def wait_until_lost(holder: Leases, name: str) -> None:
    end = time.monotonic() + 20
    while holder.holds(name):
        assert time.monotonic() < end, "it is believed in for ever"
        time.sleep(0.01)


def test_who_cannot_say_a_word_for_a_term_holds_nothing_any_more(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    holder = Leases(store)
    monkeypatch.setattr(leases, "TERM", timedelta(seconds=0.2))
    assert holder.take("send:1")
    wait_until_lost(holder, "send:1")
    assert holder.take("send:1")


def test_a_beat_holds_on_to_it_for_another_term(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    holder = Leases(store)
    monkeypatch.setattr(leases, "TERM", timedelta(seconds=0.2))
    assert holder.take("send:2")
    monkeypatch.setattr(leases, "TERM", timedelta(seconds=600))
    holder.beat()
    time.sleep(0.3)  # Longer than the first term; what is waited for is that nothing happens.
    assert holder.holds("send:2")
    holder.free("send:2")
    assert not holder.holds("send:2")


def test_what_its_holder_knows_to_be_lost_is_kept_from_nobody_by_a_beat(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    holder, other = Leases(store), Leases(store)
    monkeypatch.setattr(leases, "TERM", timedelta(seconds=0.2))
    assert holder.take("send:8") and holder.take("send:9")
    wait_until_lost(holder, "send:8")
    monkeypatch.setattr(leases, "TERM", timedelta(seconds=600))
    assert holder.take("send:9")
    holder.beat()
    wait_until(lambda: other.take("send:8"), "another takes it")
    assert holder.holds("send:9") and not holder.holds("send:8")
    holder.free("send:9")
    other.free("send:8")


def test_what_is_taken_while_a_beat_waits_is_held_as_any_other(store: Store) -> None:
    if store.database.dialect == "sqlite":
        pytest.skip("nothing is taken beside another write")
    holder = Leases(store)
    assert holder.take("send:10")
    with store.database.engine().begin() as beside:
        beside.execute(select(lease).where(lease.c.name == "send:10").with_for_update())
        word = threading.Thread(target=holder.beat)
        word.start()
        until_blocked(store)
        assert holder.take("send:11")
    word.join()
    assert holder.holds("send:10") and holder.holds("send:11")
    holder.free("send:10")
    holder.free("send:11")


def test_clocks_an_hour_apart_neither_steal_nor_keep(store: Store) -> None:
    ahead = Store(store.database, SECRET, lambda: utc_now() + timedelta(hours=1))
    behind = Store(store.database, SECRET, lambda: utc_now() - timedelta(hours=1))
    if store.database.dialect == "sqlite":
        pytest.skip("one machine has one clock")
    holder, other = Leases(behind), Leases(ahead)
    assert holder.take("send:3") and not other.take("send:3")
    holder.free("send:3")
    assert other.take("send:3") and not holder.take("send:3")
    assert holder_names(behind) == holder_names(ahead) == {"send:3"}
    other.free("send:3")
    assert holder.take("send:3")


def test_a_lease_of_a_clock_that_was_set_back_holds_nothing(store: Store) -> None:
    then = Store(store.database, SECRET, lambda: utc_now() + timedelta(hours=1))
    with then.write() as tx:
        tx.connection.execute(
            insert(lease).values(name="send:4", holder="gone", until=then.clock() + timedelta(seconds=10))
        )
    assert Leases(store).take("send:4")


def test_a_process_that_ends_takes_nothing_and_gives_everything_back(store: Store) -> None:
    told: list[bool] = []
    ending, other = Leases(store, lambda: bool(told)), Leases(store)
    assert ending.take("send:5", awaited=True) and ending.take("poll:5")
    told.append(True)
    assert not ending.take("send:6") and not ending.holds("send:5")

    def let_go() -> None:
        wait_until_lost(ending, "send:5")
        assert not other.take("send:5"), "it was given away before its holder had ended its step"
        ending.free("send:5")

    holder = threading.Thread(target=let_go)
    holder.start()
    ending.finish(20)
    holder.join()
    assert other.take("send:5") and other.take("poll:5")


def test_what_no_holder_lets_go_of_is_given_back_all_the_same(store: Store) -> None:
    told: list[bool] = []
    ending = Leases(store, lambda: bool(told))
    assert ending.take("send:7", awaited=True)
    told.append(True)
    ending.finish(0)
    assert Leases(store).take("send:7")


def holder_names(store: Store) -> set[str]:
    with store.read() as connection:
        return leases.held(connection, store.clock())
