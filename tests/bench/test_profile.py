"""Where a question's time goes is still told, layer by layer; how much it is, is not asked here."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from tests.support.server import ROOT

pytestmark = pytest.mark.faults


def test_each_database_s_time_is_told_by_layer() -> None:
    command = [sys.executable, "-m", "bench.profile", "--quick"]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=400)
    assert run.returncode == 0, run.stderr
    document = json.loads(run.stdout)
    for database in ("sqlite", "postgresql"):
        [figures] = document[database].values()
        assert figures["samples"] > 0 and figures["question_us"] > 0
        assert {"routes and checks", "the store"} <= set(figures["by_layer_us"])
