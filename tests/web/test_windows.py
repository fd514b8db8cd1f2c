"""Windows that are counted in this process forget what has left them, and whoever has left them all."""

from __future__ import annotations

import pytest
from limits import parse
from limits.strategies import MovingWindowRateLimiter

from live.web.edge import windows
from live.web.edge.windows import Windows

ENDED = 0
"""A window of no seconds: what was counted in it has left it at once."""


def test_so_many_are_let_through_and_no_more() -> None:
    counter = MovingWindowRateLimiter(Windows())
    assert [counter.hit(parse("2 per minute"), "a") for _ in range(3)] == [True, True, False]
    assert counter.get_window_stats(parse("2 per minute"), "a").remaining == 0


def test_one_that_has_left_every_window_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(windows, "SWEEP", 0.0)
    counts = Windows()
    for number in range(100):
        counts.acquire_entry(f"a text {number}", 5, ENDED)
    counts.acquire_entry("another", 5, 60)
    assert list(counts.events) == ["another"] == list(counts.locks)


def test_between_two_sweeps_a_hit_looks_at_its_own_name_alone() -> None:
    counts = Windows()
    for name in ("a", "b"):
        counts.acquire_entry(name, 5, ENDED)
    counts.acquire_entry("b", 5, 60)
    assert {name: len(events) for name, events in counts.events.items()} == {"a": 1, "b": 1}


def test_no_task_of_the_library_goes_through_all_names() -> None:
    counts = Windows()
    counts.timer.join()
    timer = counts.timer
    counts.acquire_entry("a", 5, 60)
    assert counts.timer is timer
