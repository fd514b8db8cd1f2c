"""Whoever does what nobody waits for lets a crowd go first."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from live.feed import turns as module
from live.feed.turns import Turns
from tests.support.process import wait_until


def test_what_nobody_waits_for_is_done_after_all_who_wait() -> None:
    turns, arrived, go_on, done = Turns(), threading.Event(), threading.Event(), list[str]()

    def is_gone() -> bool:
        arrived.set()
        go_on.wait()
        return False

    def one_of_the_crowd() -> None:
        turns.wait(is_gone)
        done.append("the crowd")

    def later() -> None:
        turns.let_others()
        done.append("later")

    with ThreadPoolExecutor(2) as people:
        people.submit(one_of_the_crowd)
        assert arrived.wait(10)
        waiting = people.submit(later)
        wait_until(lambda: waiting.running(), "it has begun")
        assert done == []
        go_on.set()
        waiting.result(10)
    assert done == ["the crowd", "later"]


def test_between_two_of_a_crowd_it_is_not_begun(monkeypatch: pytest.MonkeyPatch) -> None:
    turns, looked = Turns(), list[float]()
    monkeypatch.setattr(module, "APART", float("inf"))
    monkeypatch.setattr(module, "sleep", lambda seconds: over(seconds))

    def over(seconds: float) -> None:
        looked.append(seconds)
        if len(looked) > 5:
            monkeypatch.setattr(module, "APART", 0.0)

    turns.wait()
    turns.let_others()
    assert looked[2:] == [module.PAUSE] * 4


def test_where_nobody_waits_it_goes_on() -> None:
    Turns().let_others()
