"""When a copy is due, whether it may begin, and from when on one is missed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from live.domain.refused import Refused
from live.domain.upkeep.backups import (
    AGAIN,
    STALE,
    WAITS,
    Known,
    Plan,
    checked,
    is_due,
    is_stale,
    last_moment,
    may_begin,
    next_moment,
)

ZONE = "Europe/Ulyanovsk"  # UTC+4
PLAN = Plan(hour=3)
NOW = datetime(2026, 11, 27, 1, 0, tzinfo=UTC)  # five in the morning there
MOMENT = datetime(2026, 11, 26, 23, 0, tzinfo=UTC)
LONG_AGO = NOW - timedelta(days=30)


def known(*, since: datetime | None = LONG_AGO, tried: datetime | None = None, good: datetime | None = None) -> Known:
    return Known(since, tried, good)


def test_the_hour_is_the_centres() -> None:
    assert last_moment(PLAN, NOW, ZONE) == MOMENT
    assert next_moment(PLAN, NOW, ZONE) == MOMENT + timedelta(days=1)
    assert last_moment(PLAN, MOMENT - timedelta(seconds=1), ZONE) == MOMENT - timedelta(days=1)
    assert next_moment(PLAN, MOMENT - timedelta(seconds=1), ZONE) == MOMENT


def test_the_hour_holds_where_clocks_are_changed() -> None:
    """Berlin's night of 25 October has 25 hours."""
    before = datetime(2026, 10, 24, 22, 0, tzinfo=UTC)  # midnight
    assert next_moment(Plan(hour=3), before, "Europe/Berlin") == datetime(2026, 10, 25, 2, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("facts", "due"),
    [
        (known(), True),
        (known(good=MOMENT - timedelta(hours=24)), True),
        (known(good=MOMENT), False),
        (known(tried=MOMENT + timedelta(minutes=1)), True),
        (known(tried=NOW - AGAIN), True),
        (known(tried=NOW - AGAIN + timedelta(seconds=1)), False),
        (known(tried=MOMENT - timedelta(seconds=1)), True),
        (known(since=MOMENT), False),
        (known(since=None), False),
    ],
)
def test_a_copy_is_due_once_its_moment_has_come_and_it_is_not_there(facts: Known, due: bool) -> None:
    assert is_due(PLAN, facts, NOW, ZONE) is due


def test_none_is_due_where_the_plan_is_off() -> None:
    assert not is_due(Plan(on=False), known(), NOW, ZONE)


@pytest.mark.parametrize(
    ("on_air", "good", "may"),
    [
        (False, NOW, True),
        (True, NOW - timedelta(hours=1), False),
        (True, NOW - WAITS, False),
        (True, NOW - WAITS - timedelta(seconds=1), True),
        (True, None, True),
    ],
)
def test_while_a_show_is_on_air_none_begins_unless_the_last_is_old(on_air: bool, good: datetime, may: bool) -> None:
    assert may_begin(on_air, good, NOW) is may


@pytest.mark.parametrize(
    ("facts", "stale"),
    [
        (known(good=NOW - STALE), False),
        (known(good=NOW - STALE - timedelta(seconds=1)), True),
        (known(), True),
        (known(since=NOW - timedelta(hours=1)), False),
        (known(since=None), False),
    ],
)
def test_a_centre_is_warned_after_two_days(facts: Known, stale: bool) -> None:
    assert is_stale(facts, NOW) is stale


def test_a_plan_is_read_as_it_was_typed() -> None:
    assert checked(True, "0", "1") == Plan(True, 0, 1)
    assert checked(False, "23", "365") == Plan(False, 23, 365)


@pytest.mark.parametrize(("hour", "keep"), [("24", "1"), ("-1", "1"), ("", "1"), ("3", "0"), ("3", "366"), ("3", "x")])
def test_what_is_no_plan_is_refused(hour: str, keep: str) -> None:
    with pytest.raises(Refused, match="hour|copy"):
        checked(True, hour, keep)
