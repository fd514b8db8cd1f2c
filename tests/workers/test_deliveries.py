"""Requests to the control room's machines: in order, tried again where they were not heard, and never told twice."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from live.channels import Failed
from live.domain.control.signals import Signal, Way
from live.workers.control.deliveries import OLD, PAUSES, WAITING, Deliveries

VMIX = Signal(1, "vMix", Way.HTTP, "http://10.0.5.3:8088/")


class Line:
    """Deliveries whose time is a test's, and what has become of each."""

    def __init__(self) -> None:
        self.now, self.ends, self.sent = 0.0, list[tuple[str, str, int]](), list[str]()
        self.work: list[Callable[[], None]] = []
        self.deliveries = Deliveries(self._note)
        self.deliveries.clock = lambda: self.now
        self.deliveries.pause = self._pause
        self.deliveries.begin = lambda work, of: self.work.append(lambda: work(of))

    def _note(self, signal: Signal, what: str, failed: Failed | None, tries: int) -> None:
        self.ends.append((what, failed.kind if failed else "", tries))

    def _pause(self, seconds: float) -> None:
        self.now += seconds

    def put(self, what: str, *failures: str) -> None:
        self.deliveries.put(VMIX, what, Scripted(self, what, list(failures)))

    def run(self) -> None:
        while self.work:
            self.work.pop(0)()


class Scripted:
    """A request that fails in these ways, one after the other, and then is taken."""

    def __init__(self, way: Line, what: str, failures: list[Any]) -> None:
        self.way, self.what, self.failures = way, what, failures

    def send(self) -> None:
        self.way.sent.append(self.what)
        if self.failures:
            raise Failed(self.failures.pop(0), "The network cannot be reached.")


@pytest.fixture
def way() -> Line:
    return Line()


def test_they_go_out_in_order_and_none_is_waited_for(way: Line) -> None:
    for what in "abc":
        way.put(what)
    assert way.sent == []
    way.run()
    assert way.sent == ["a", "b", "c"] and way.ends == [("a", "", 1), ("b", "", 1), ("c", "", 1)]


def test_one_that_was_not_heard_is_tried_again_before_the_next(way: Line) -> None:
    way.put("a", "later", "later")
    way.put("b")
    way.run()
    assert way.sent == ["a", "a", "a", "b"] and way.ends == [("a", "", 3), ("b", "", 1)]
    assert way.now == sum(PAUSES[:2])


@pytest.mark.parametrize("kind", ["unsure", "never"])
def test_one_that_may_have_been_heard_or_never_will_is_not_sent_again(way: Line, kind: str) -> None:
    way.put("a", kind)
    way.run()
    assert way.sent == ["a"] and way.ends == [("a", kind, 1)]


def test_what_is_of_no_use_any_more_is_given_up(way: Line) -> None:
    way.put("a", *["later"] * 50)
    way.run()
    [(what, kind, tries)] = way.ends
    assert (what, kind) == ("a", "later") and tries == len(way.sent) < 10 and way.now <= OLD


def test_of_too_many_that_wait_the_oldest_go(way: Line) -> None:
    for number in range(WAITING + 2):
        way.put(str(number))
    assert [what for what, *_ in way.ends] == ["0", "1"]
    way.run()
    assert way.sent == [str(number) for number in range(2, WAITING + 2)]


def test_the_next_one_begins_anew_once_all_are_sent(way: Line) -> None:
    way.put("a")
    way.run()
    way.put("b")
    way.run()
    assert way.sent == ["a", "b"]
