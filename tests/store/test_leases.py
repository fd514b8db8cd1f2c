"""Leases: one holder at a time, and none that goes on believing in what it can no longer hold on to."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest

from live.store import leases
from live.store.leases import Leases
from live.store.transaction import Store


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
