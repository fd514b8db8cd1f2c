"""The benchmark of what may grow still measures everything that it says; how fast anything is, is not asked here."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from bench.scale_growth import FLAT
from tests.support.server import ROOT

pytestmark = pytest.mark.faults

SIZES = ("20", "40")


def test_every_size_is_asked_everything() -> None:
    command = [sys.executable, "-m", "bench.scale", "--only", "growth", "--questions", ",".join(SIZES)]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=280)
    assert run.returncode == 0, run.stderr
    growth = json.loads(run.stdout)["growth"]
    assert set(growth["by_questions"]) == set(SIZES)
    for figures in growth["by_questions"].values():
        for name in (*FLAT, "report", "metrics", "readyz", "backup"):
            assert figures[name]["ms"] > 0, name
        assert any(one["longest_command_ms"] for one in figures.values() if isinstance(one, dict))
        assert figures["memory_mb"] > 0
    assert len(growth["aims"]) == len(FLAT) + 2 * len(SIZES)
