"""The benchmark of what may grow still measures everything that it says; how fast anything is, is not asked here."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest

from bench.scale import QUICK
from bench.scale_growth import FLAT
from bench.scale_year import OPENS
from tests.support.scale import SOAK
from tests.support.server import ROOT

pytestmark = pytest.mark.faults

SECONDS = 300
"""Until a run that hangs is ended."""


def section(name: str, *arguments: str, seconds: float = SECONDS) -> dict[str, Any]:
    command = [sys.executable, "-m", "bench.scale", "--quick", "--only", name, *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=seconds)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)[name]
    return found


def test_every_size_is_asked_everything() -> None:
    growth = section("growth")
    every_size_is_asked(growth, QUICK["questions"])
    assert len(growth["aims"]) == len(FLAT) + 2 * len(QUICK["questions"])


def every_size_is_asked(growth: dict[str, Any], sizes: tuple[int, ...]) -> None:
    assert set(growth["by_questions"]) == set(map(str, sizes))
    for figures in growth["by_questions"].values():
        for name in (*FLAT, "report", "metrics", "readyz", "backup"):
            assert figures[name]["ms"] > 0, name
        assert any(one["longest_command_ms"] for one in figures.values() if isinstance(one, dict))
        assert figures["memory_mb"] > 0


@pytest.mark.soak
@pytest.mark.skipif(not SOAK, reason="takes too long: make soak")
def test_three_million_questions_are_still_served(tell: Callable[[str], None]) -> None:
    sizes = (5000, 3_000_000)
    growth = section("growth", "--questions", ",".join(map(str, sizes)), seconds=4 * 3600)
    tell(json.dumps(growth, indent=2))
    every_size_is_asked(growth, sizes)


def test_screens_at_rest_a_claim_and_a_return_are_measured() -> None:
    found = section("sockets")
    assert found["screens"] == QUICK["screens"] + 1
    assert found["claim"]["bytes_to_all"] > 0
    assert found["return"]["last"] >= 0 and found["return"]["posts"]["201"] > 0
    assert len(found["aims"]) == 4


@pytest.mark.parametrize("database", ["sqlite", "postgresql+redis"])
def test_many_broadcasts_at_rest_and_at_work_are_measured(database: str) -> None:
    found = section("broadcasts", "--database", database)
    assert found["broadcasts"] == QUICK["broadcasts"]
    assert found["posts_a_second_into_one"] > 0 and found["posts_a_second_over_all"] > 0
    assert len(found["aims"]) == 2


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_the_days_of_a_standing_broadcast_are_asked_and_weighed(database: str) -> None:
    found = section("year", "--database", database)
    none, some = (found["by_days"][str(days)] for days in QUICK["days"])
    assert all(figures[name] > 0 for figures in (none, some) for name in OPENS)
    assert some["size"]["mb"] > none["size"]["mb"]
    assert some["size"]["after_every_term"]["gone"]["commands"] > 0
    assert len(found["aims"]) == len(OPENS)


def test_an_understudy_is_behind_and_costs_its_leader_something() -> None:
    found = section("understudy")
    for name in ("alone", "followed", "acknowledged"):
        assert found[name]["posts"]["samples"] > 0
    assert found["followed"]["behind_p99_s"] >= 0
    assert found["promoted_in_s"] > 0
    assert len(found["aims"]) == 1


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_a_year_of_figures_is_counted_and_opened(database: str) -> None:
    found = section("figures", "--database", database)
    for figures in found["by_questions"].values():
        assert figures["rows"]["figure_work"] > 0 and min(figures["opened_ms"].values()) > 0
        assert figures["posts_while_a_year_is_read_over_and_over"]["posts"] > 0
    assert len(found["aims"]) == 4 * len(QUICK["questions"])
