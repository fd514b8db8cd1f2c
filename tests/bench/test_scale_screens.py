"""Many screens and many broadcasts are still measured; how fast anything is, is not asked here."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest

from tests.support.server import ROOT

SECONDS = 300
"""Until a run that hangs is ended."""


def figures(module: str, *arguments: str) -> dict[str, Any]:
    command = [sys.executable, "-m", module, *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=SECONDS)
    assert done.returncode == 0, done.stderr
    document: dict[str, Any] = json.loads(done.stdout)
    return document


@pytest.mark.faults
def test_screens_at_rest_a_claim_and_a_return_are_measured() -> None:
    found = figures("bench.scale_sockets", "--screens", "20", "--questions", "10", "--seconds", "2")
    assert found["screens"] == 21
    assert found["claim"]["bytes_to_all"] > 0
    assert found["return"]["last"] >= 0 and found["return"]["posts"]["201"] > 0
    assert len(found["aims"]) == 4


@pytest.mark.faults
def test_broadcasts_at_rest_and_posts_over_all_are_measured() -> None:
    found = figures("bench.scale_broadcasts", "--broadcasts", "5", "--seconds", "2")
    for database in ("sqlite", "postgresql"):
        assert found[database]["posts_a_second_into_one"] > 0 and found[database]["posts_a_second_over_all"] > 0
    assert len(found["aims"]) == 4
