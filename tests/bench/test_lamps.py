"""How soon lamps are told is still measured; how soon that is, is not asked here."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from tests.support.server import ROOT

pytestmark = pytest.mark.faults


def test_every_press_is_told_to_every_lamp() -> None:
    given = ["--database", "sqlite", "--lamps", "2", "--presses", "3", "--beside", "5"]
    run = subprocess.run(
        [sys.executable, "-m", "bench.lamps", *given], cwd=ROOT, capture_output=True, text=True, timeout=400
    )
    assert run.returncode == 0, run.stderr
    document = json.loads(run.stdout)
    rounds = document["sqlite"]
    assert set(rounds) == {"quiet", "beside_5_posts_per_s"} and len(document["aims"]) == 2
    for figures in rounds.values():
        assert figures["from_the_press"]["samples"] == 6 and figures["from_the_press"]["p95_ms"] > 0
