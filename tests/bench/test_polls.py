"""The benchmark of a poll still measures everything that it says; how fast anything is, is not asked here."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from bench.polls import QUICK
from tests.support.server import ROOT

pytestmark = pytest.mark.faults

SECONDS = 300
"""Until a run that hangs is ended."""


def test_every_vote_is_counted_once_and_the_graphic_and_the_desks_are_timed() -> None:
    command = [sys.executable, "-m", "bench.polls", "--quick"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=SECONDS)
    assert done.returncode == 0, done.stderr
    document = json.loads(done.stdout)
    for database in ("sqlite", "postgresql"):
        found = document[database]
        assert (found["votes"], found["counted_wrong"]) == (QUICK.votes, 0)
        assert 0 < found["people"] < QUICK.votes and found["graphic"]["samples"] == found["people"]
        assert found["desk"]["quiet"]["samples"] > 0 and found["desk"]["meanwhile"]["samples"] > 0
    assert len(document["aims"]) == 6
