"""What a process measures of itself, and how Prometheus reads it."""

from __future__ import annotations

import itertools

import pytest
from prometheus_client.parser import text_string_to_metric_families

from live.runtime.measured.loop import PACE, LoopLag
from live.runtime.measured.numbers import Count, Durations, Number, text_of
from live.runtime.measured.use import Use


def read(*numbers: Number) -> dict[str, float]:
    """Prometheus's own reader's words: a sample's name and the values of its labels, and what it is."""
    families = text_string_to_metric_families(text_of(numbers))
    return {" ".join([one.name, *one.labels.values()]): one.value for family in families for one in family.samples}


def test_a_count_grows_by_its_labels() -> None:
    count = Count("live_things_total", "Things", ["kind"])
    count.add("one")
    count.add("one", by=2)
    count.add("other")
    assert read(count) == {"live_things_total one": 3, "live_things_total other": 1}


def test_what_an_alert_asks_for_is_told_before_it_happens() -> None:
    assert read(Count("live_things_total", "Things")) == {"live_things_total": 0}
    assert read(Count("live_things_total", "Things", ["kind"], [("one",)])) == {"live_things_total one": 0}


def test_a_labels_value_cannot_end_its_line() -> None:
    count = Count("live_things_total", "Things", ["kind"])
    count.add('a"b\\c\nd')
    assert read(count) == {'live_things_total a"b\\c\nd': 1}


def test_durations_are_counted_up_to_each_bound_and_summed() -> None:
    took = Durations("live_work_seconds", "Work", bounds=(0.1, 1))
    for seconds in (0.1, 0.5, 3.0):
        took.took(seconds)
    told = read(took)
    assert [told[f"live_work_seconds_bucket {bound}"] for bound in ("0.1", "1.0", "+Inf")] == [1, 2, 3]
    assert told["live_work_seconds_count"] == 3
    assert told["live_work_seconds_sum"] == pytest.approx(3.6)


def test_durations_without_labels_are_told_before_anything_took_any() -> None:
    assert read(Durations("live_work_seconds", "Work", bounds=(1,)))["live_work_seconds_count"] == 0


class Away(Exception):
    """The thing itself fails."""


@pytest.fixture
def use(monkeypatch: pytest.MonkeyPatch) -> Use:
    """A thing whose every look at the watch is a second after the one before."""
    turns = itertools.count()
    monkeypatch.setattr("live.runtime.measured.use.monotonic", lambda: float(next(turns)))
    return Use("live_thing", "the thing", ["read"], lambda error: isinstance(error, Away))


def told_of(use: Use) -> tuple[float, float, float]:
    """Seconds waited, seconds held, failures."""
    told = read(*use.numbers())
    waited, held = (told.get(f"live_thing_{what}_seconds_sum read", 0.0) for what in ("wait", "use"))
    return waited, held, told["live_thing_failures_total read"]


def test_a_use_is_waited_for_and_held(use: Use) -> None:
    with use.of("read") as wanted:
        wanted.begins()
    assert told_of(use) == (1, 1, 0)


def test_a_wait_that_ends_in_nothing_is_a_wait_and_a_failure(use: Use) -> None:
    with pytest.raises(Away), use.of("read"):
        raise Away
    assert told_of(use) == (1, 0, 1)


def test_what_the_user_does_wrong_is_no_failure_of_the_thing(use: Use) -> None:
    with pytest.raises(ValueError, match="own"), use.of("read") as wanted:
        wanted.begins()
        raise ValueError("own")
    assert told_of(use) == (1, 1, 0)


@pytest.mark.parametrize("held", [0.0, 2.0])
def test_the_loops_lag_is_by_how_much_later_it_woke(monkeypatch: pytest.MonkeyPatch, held: float) -> None:
    turns = itertools.count()
    monkeypatch.setattr("live.runtime.measured.loop.monotonic", lambda: next(turns) * (PACE + held))
    loop = LoopLag()
    assert [loop._tick(), loop._tick()] == [PACE, PACE]
    told = read(loop.lag)
    assert told["live_loop_lag_seconds_sum"] == pytest.approx(held)
    assert told["live_loop_lag_seconds_bucket 1.0"] == (held < 1)
