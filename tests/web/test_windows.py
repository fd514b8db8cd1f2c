"""Windows that are counted in this process forget what has left them, and whoever has left them all."""

from __future__ import annotations

from limits import parse
from limits.strategies import MovingWindowRateLimiter

from live.web.edge.windows import Windows

ENDED = 0
"""A window of no seconds: what was counted in it has left it at once."""


def test_so_many_are_let_through_and_no_more() -> None:
    counter = MovingWindowRateLimiter(Windows())
    assert [counter.hit(parse("2 per minute"), "a") for _ in range(3)] == [True, True, False]
    assert counter.get_window_stats(parse("2 per minute"), "a").remaining == 0


def test_whoever_is_let_off_may_come_again() -> None:
    counter = MovingWindowRateLimiter(Windows())
    counter.hit(parse("1 per minute"), "a")
    counter.clear(parse("1 per minute"), "a")
    assert counter.hit(parse("1 per minute"), "a")


def test_names_that_have_left_every_window_are_forgotten() -> None:
    counts = Windows()
    for number in range(1000):
        counts.acquire_entry(f"a text {number}", 5, ENDED)
    assert len(counts.events) <= 2 and len(counts.locks) <= 2


def test_names_within_their_window_are_kept() -> None:
    counts = Windows()
    for number in range(1000):
        counts.acquire_entry(f"a text {number}", 5, 60)
    assert len(counts.events) == 1000


def test_one_name_keeps_no_more_than_its_window_holds() -> None:
    counts = Windows()
    for _ in range(1000):
        counts.acquire_entry("a", 5, ENDED)
    assert len(counts.events["a"]) == 1


def test_no_task_of_the_library_goes_through_all_names() -> None:
    counts = Windows()
    counts.timer.join()
    timer = counts.timer
    counts.acquire_entry("a", 5, 60)
    assert counts.timer is timer
