"""One process places all; while questions keep coming, holding on to that right costs no write."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from live.desk.receive import receive_free
from live.language.reading import Reading
from live.store import leases as store_leases
from live.store.leases import Leases
from live.workers.language import stacking
from live.workers.language.stacking import LEASE, Stacking
from tests.support.rooms import Show, show, store

__all__ = ["show", "store"]


def test_the_lease_is_held_while_questions_keep_coming_and_freed_after_a_rest(
    show: Show, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stacking, "REST", 3600.0)
    monkeypatch.setattr(store_leases, "TERM", timedelta(hours=1))
    leases, writes = Leases(show.store), list[Any]()
    task = Stacking(show.store, leases)
    for text in ("Вода", "Газ"):
        receive_free(show.store, [replace(show.arrival(text), reading=Reading(text.lower(), None, None))])
        show.store.after_commit.append(writes.append)
        task.tick()
        task.tick()
        show.store.after_commit.remove(writes.append)
        assert leases.holds(LEASE)
    assert len(writes) == 3  # The lease, and a placing for each.
    task._rests_at = 0.0
    task.tick()
    assert not leases.holds(LEASE)
