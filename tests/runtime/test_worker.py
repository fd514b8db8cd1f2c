"""The one loop of the background: it goes on whatever a tick raises, and tells how it does."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import structlog

from live.runtime import worker as loop
from live.runtime.tasks import Signal
from live.runtime.worker import Worker, Workers, Written

LONG = 20.0
"""Seconds after which a test gives up."""


def wait_for(condition: Callable[[], object]) -> None:
    """Until it is so."""
    end = time.monotonic() + LONG
    while not condition():
        assert time.monotonic() < end, "it never came to be so"
        time.sleep(0.005)


class Ticks:
    """Counts the ticks; each returns or raises what is next of `script`, then nothing but 0.01."""

    def __init__(self, *script: float | None | Exception) -> None:
        self.script = list(script)
        self.count = 0

    def __call__(self) -> float | None:
        self.count += 1
        outcome = self.script.pop(0) if self.script else 0.01
        if isinstance(outcome, Exception):
            raise outcome
        return outcome


class Rung(Signal):
    """Notes its rings."""

    def __init__(self, heard: list[str], name: str) -> None:
        super().__init__()
        self._heard, self._name = heard, name

    def ring(self) -> None:
        self._heard.append(self._name)


@pytest.fixture(autouse=True)
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loop, "PAUSES", (0.02, 0.04, 0.08))
    monkeypatch.setattr(loop, "AWAY", 0.01)


@pytest.fixture
def started() -> Iterator[Callable[..., Worker]]:
    workers: list[Worker] = []

    def start(*args: Any, **options: Any) -> Worker:
        workers.append(made := Worker(*args, **options))
        made.start()
        return made

    yield start
    for worker in workers:
        worker.stop()


def test_a_tick_that_raises_is_told_and_the_next_one_comes(started: Callable[..., Worker]) -> None:
    ticks = Ticks(KeyError("a secret"), KeyError("a secret"))
    worker = started("odd", ticks, 60.0)
    wait_for(lambda: worker.health().failures == 1)
    assert worker.health().error == "KeyError"
    wait_for(lambda: ticks.count > 3)
    health = worker.health()
    assert (health.failures, health.error, health.ready) == (0, "KeyError", True)


def test_the_pause_after_failures_grows_and_begins_anew_after_a_tick_that_went_well() -> None:
    worker = Worker("odd", Ticks(*[ValueError()] * 4, None, ValueError()), 60.0)
    assert [worker._once() for _ in range(6)] == [0.02, 0.04, 0.08, 0.08, None, 0.02]


def test_that_the_database_is_away_is_waited_for_and_is_no_failure() -> None:
    worker = Worker("odd", Ticks(*[OSError()] * 5), 60.0, away=lambda error: isinstance(error, OSError))
    assert [worker._once() for _ in range(5)] == [loop.AWAY] * 5
    assert (worker.health().failures, worker.health().error) == (0, None)


def test_a_ring_ends_the_interval(started: Callable[..., Worker]) -> None:
    wake, ticks = Signal(), Ticks(None, None, None)
    started("odd", ticks, 3600.0, wake)
    wait_for(lambda: ticks.count == 1)
    wake.ring()
    wait_for(lambda: ticks.count == 2)


def test_a_write_ends_the_interval_of_whoever_looks_for_one(started: Callable[..., Worker]) -> None:
    looks, other = Ticks(*[None] * 9), Ticks(*[None] * 9)
    workers = Workers([started("looks", looks, 3600.0, pace=0.01), started("other", other, 3600.0)])
    wait_for(lambda: looks.count == 1 and other.count == 1)
    workers.written()
    wait_for(lambda: looks.count == 2)
    workers.written()
    wait_for(lambda: looks.count == 3)
    assert other.count == 1


def test_a_write_wakes_only_who_looks_for_what_it_writes() -> None:
    rung: list[str] = []
    workers = Workers(
        [
            Worker("any", Ticks(), 3600.0, Rung(rung, "any"), pace=1.0),
            Worker("other", Ticks(), 3600.0, Rung(rung, "other"), pace=1.0, looks_for=Written.OTHER),
        ]
    )
    for what in (Written.NOTHING, Written.QUESTIONS, Written.OTHER):
        workers.written(what)
    assert rung == ["any", "any", "other"]


def test_however_often_is_written_a_pace_is_kept() -> None:
    began: list[float] = []

    def tick() -> None:
        began.append(time.monotonic())
        if len(began) == 4:
            worker.stop()
        worker.written()  # As fast as can be.

    worker = Worker("looks", tick, 3600.0, pace=0.05)
    start = time.monotonic()
    worker.run()
    assert len(began) == 4
    assert all(at >= start + paces * 0.05 for paces, at in enumerate(began))


def test_a_write_does_not_shorten_a_pause_that_a_tick_asked_for() -> None:
    began: list[float] = []

    def tick() -> float:
        began.append(time.monotonic())
        worker.written()
        if len(began) == 2:
            worker.stop()
        return 0.1

    worker = Worker("looks", tick, 3600.0, pace=0.01)
    worker.run()
    assert began[1] - began[0] >= 0.1


def test_a_stopped_one_ticks_no_more(started: Callable[..., Worker]) -> None:
    ticks = Ticks(None)
    worker = Worker("odd", ticks, 3600.0)
    running = threading.Thread(target=worker.run)
    running.start()
    wait_for(lambda: ticks.count == 1)
    worker.stop()
    running.join(LONG)
    assert not running.is_alive() and ticks.count == 1


def test_one_that_is_stopped_in_a_pause_ticks_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    ticks = Ticks(0.1)
    worker = Worker("odd", ticks, 3600.0)
    monkeypatch.setattr(loop, "sleep", lambda seconds: worker.stop())
    worker.run()
    assert ticks.count == 1


def test_one_whose_tick_never_ends_is_not_ready_after_the_limit(
    started: Callable[..., Worker], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loop, "LIMIT", 0.05)
    end = threading.Event()
    stuck = started("stuck", lambda: end.wait() and None, 60.0)
    patient = started("patient", Ticks(None), 60.0)
    wait_for(lambda: not stuck.health().ready)
    assert patient.health().ready  # It is not due before its interval is over.
    end.set()
    wait_for(lambda: stuck.health().ready)


def test_one_that_fails_for_long_is_not_ready_until_a_tick_goes_well(
    started: Callable[..., Worker], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loop, "LIMIT", 1.0)
    broken = True

    def tick() -> float:
        if broken:
            raise RuntimeError
        return 0.01

    worker = started("odd", tick, 60.0)
    wait_for(lambda: worker.health().failures)
    assert worker.health().ready
    wait_for(lambda: not worker.health().ready)
    broken = False
    wait_for(lambda: worker.health().ready)


def test_the_workers_of_a_process_are_told_by_their_names() -> None:
    aside = Worker("a", Ticks(), 60.0, set_aside=lambda: 3)
    health = Workers([aside, Worker("b", Ticks(), 60.0)]).health()
    assert {name: one.set_aside for name, one in health.items()} == {"a": 3, "b": 0}


def test_a_process_without_a_page_says_in_its_log_how_its_tasks_do() -> None:
    broken, fine = (
        Worker("broken", Ticks(KeyError("a secret")), 60.0),
        Worker("fine", Ticks(), 60.0, set_aside=lambda: 2),
    )
    for worker in (broken, fine):
        worker._once()
    with structlog.testing.capture_logs() as lines:
        Workers([broken, fine]).log_health()
    [line] = lines
    assert line["tasks"] == 2 and line["ready"] and line["late"] == []
    assert line["failing"] == {"broken": "KeyError"} and line["set_aside"] == {"fine": 2}
    assert "a secret" not in str(line)
