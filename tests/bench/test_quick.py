"""The benchmarks still run: every block comes, and everything that was sent arrives. Speed is no matter of a test."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest

from tests.support.server import ROOT

BLOCKS = {
    "intake_to_50_desks",
    "burst_to_200_desks",
    "command_to_prompter",
    "single_posts_over_32_connections",
    "batches_of_100",
}


@pytest.fixture(scope="module")
def printed() -> dict[str, Any]:
    """What `python -m bench --quick` prints, its lines joined into one document."""
    done = subprocess.run(
        [sys.executable, "-m", "bench", "--quick"], cwd=ROOT, capture_output=True, text=True, timeout=600
    )
    assert done.returncode == 0, done.stderr
    document: dict[str, Any] = {}
    for line in done.stdout.splitlines():
        document |= json.loads(line)
    return document


def test_every_block_is_printed(printed: dict[str, Any]) -> None:
    assert printed.keys() >= BLOCKS | {"machine", "aims", "seconds"}


@pytest.mark.parametrize("side", ["ours", "relay"])
def test_each_question_reaches_each_screen_once(printed: dict[str, Any], side: str) -> None:
    runs = [*printed["intake_to_50_desks"][side].values(), printed["burst_to_200_desks"][side]]
    assert [(run["missing"], run["accepted"]) for run in runs] == [(0, run["questions"]) for run in runs]
    assert all(run["delivered"] for run in runs)


def test_each_aim_is_a_ratio_of_this_run(printed: dict[str, Any]) -> None:
    assert printed["aims"] and all("relay's" in one["aim"] or "bare route" in one["aim"] for one in printed["aims"])
