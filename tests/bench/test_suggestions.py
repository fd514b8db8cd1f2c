"""How soon a question is understood is still measured; how soon it is, is not asked here."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.meaning import model
from tests.support.server import ROOT

SECONDS = 300
"""Until a run that hangs is ended."""


@pytest.mark.faults
def test_topics_stacks_and_nearness_are_timed_beside_a_show(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "bench.suggestions", "--quick", "--models", str(model(tmp_path / "models"))]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=SECONDS)
    assert done.returncode == 0, done.stderr
    document = json.loads(done.stdout)
    for database in ("sqlite", "postgresql"):
        found = document[database]
        assert found["model"] == "Проба 1" and found["questions"] > 0
        assert all(found[kind]["samples"] > 0 for kind in ("topic", "stacked", "near"))
        assert all(found["desk"][when]["samples"] > 0 for when in ("quiet", "meanwhile"))
    assert len(document["aims"]) == 8
