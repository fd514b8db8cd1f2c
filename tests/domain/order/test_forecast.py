"""When each item of the order is due: cases that the browser's half is held to as well, and what always holds."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from live.domain.order.forecast import Forecast, OnAir, forecast

CASES = json.loads(Path(__file__).with_name("forecast_cases.json").read_text("utf-8"))
BEGINNING = datetime(2026, 11, 24, 13, 0, tzinfo=UTC)

lengths = st.lists(st.integers(5, 3600), max_size=30)
gone = st.integers(0, 7200)
"""Seconds since something went to air."""


def at(seconds: float) -> datetime:
    return BEGINNING + timedelta(seconds=seconds)


def told(case: dict[str, Any]) -> Forecast | None:
    air, starts = case["air"], case["starts"]
    return forecast(
        at(case["now"]),
        at(starts) if starts is not None else None,
        aired=case["aired"],
        on_air=OnAir(at(air["since"]), air["seconds"]) if air else None,
        lengths=case["lengths"],
    )


@pytest.mark.parametrize("case", CASES, ids=[case["about"] for case in CASES])
def test_it_is_due_then(case: dict[str, Any]) -> None:
    found = told(case)
    if case["dues"] is None:
        assert found is None
        return
    assert found == Forecast(tuple(at(due) for due in case["dues"]), at(case["end"]))


def on_air(items: list[int], seconds_gone: int, planned: int) -> Forecast:
    found = forecast(
        BEGINNING + timedelta(seconds=seconds_gone),
        None,
        aired=True,
        on_air=OnAir(BEGINNING, planned),
        lengths=items,
    )
    assert found is not None
    return found


@given(lengths, gone, st.integers(5, 3600))
def test_each_item_begins_as_the_one_before_it_ends(items: list[int], seconds: int, planned: int) -> None:
    found = on_air(items, seconds, planned)
    ends = [due + timedelta(seconds=length) for due, length in zip(found.dues, items, strict=True)]
    assert [*found.dues[1:], found.end] == (ends or [found.end])


@given(st.permutations([30, 60, 90, 150, 600]), gone)
def test_another_order_ends_at_the_same_time(items: list[int], seconds: int) -> None:
    assert on_air(list(items), seconds, 150).end == on_air(sorted(items), seconds, 150).end


@given(lengths, gone, st.integers(5, 3600), st.data())
def test_one_more_item_moves_what_follows_by_its_length_and_nothing_before(
    items: list[int], seconds: int, more: int, data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(items)))
    before, after = on_air(items, seconds, 150), on_air([*items[:place], more, *items[place:]], seconds, 150)
    assert after.dues[: place + 1] == (*before.dues, before.end)[: place + 1]
    later = [due + timedelta(seconds=more) for due in (*before.dues, before.end)[place:]]
    assert [*after.dues, after.end][place + 1 :] == later


@given(lengths, st.integers(5, 3600), st.data())
def test_while_the_air_keeps_to_its_length_nothing_moves(items: list[int], planned: int, data: st.DataObject) -> None:
    seconds = data.draw(st.integers(0, planned))
    assert on_air(items, seconds, planned) == on_air(items, 0, planned)


@given(lengths, st.integers(5, 3600), st.integers(1, 3600))
def test_past_its_length_everything_moves_second_by_second(items: list[int], planned: int, over: int) -> None:
    late, due = on_air(items, planned + over, planned), on_air(items, planned, planned)
    assert late.end - due.end == timedelta(seconds=over)
    assert late.dues == tuple(one + timedelta(seconds=over) for one in due.dues)


@pytest.mark.parametrize(("minutes", "late"), [(4, 60.0), (5, 0.0), (6, -60.0)])
def test_it_is_late_against_its_plan(minutes: int, late: float) -> None:
    found = on_air([150], 0, 150)
    assert found.late(BEGINNING + timedelta(minutes=minutes)) == late


def test_without_a_planned_end_it_is_never_late() -> None:
    assert on_air([150], 0, 150).late(None) is None
