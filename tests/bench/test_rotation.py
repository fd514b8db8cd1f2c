"""A show still runs while the keys of contacts are turned, and it is still measured; how fast, is not asked here."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from bench.rotation import QUICK
from tests.support.server import ROOT

SECONDS = 300
"""Until a run that hangs is ended."""


@pytest.mark.faults
def test_every_contact_is_sealed_anew_and_no_message_is_lost() -> None:
    command = [sys.executable, "-m", "bench.rotation", "--quick"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=SECONDS)
    assert done.returncode == 0, done.stderr
    document = json.loads(done.stdout)
    for database in ("sqlite", "postgresql"):
        figures = document[database]
        assert figures["contacts"] == QUICK.contacts
        assert figures["command_before"]["samples"] > 0 and figures["command_during"]["samples"] > 0
        assert figures["messages"]["kept"] == figures["messages"]["sent"] > 0
    assert len(document["aims"]) == 4
