"""The floods are still offered, and what they cost is still measured; how much, is not asked here."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from bench.flood import PANELS, QUICK, attacks
from tests.support.front import FRONTS
from tests.support.server import ROOT

SECONDS = 300
"""Until a run that hangs is ended."""


@pytest.mark.faults
@pytest.mark.parametrize("proxy", [None, *sorted(FRONTS)])
def test_every_flood_is_offered_and_no_message_from_elsewhere_is_lost(proxy: str | None) -> None:
    behind = ["--behind", proxy] if proxy else []
    command = [sys.executable, "-m", "bench.flood", "--quick", *behind]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=SECONDS)
    assert done.returncode == 0, done.stderr
    document = json.loads(done.stdout)
    assert document["before"]["command"]["samples"] > 0
    for name, orders in attacks(QUICK).items():
        figures = document[name]
        assert figures["command"]["samples"] > 0 and figures["prompter"]["samples"] > 0
        met = figures["attack"]
        assert met["opened"] > 0 and (met["written"] > 0) == (orders.rate is not None)
        assert met["written"] <= met["offered"] and (sum(met["statuses"].values()) > 0 or not orders.answered)
        assert figures["messages"]["kept"] == figures["messages"]["sent"] > 0
    for name, hosts in PANELS.items():
        figures = document[name]
        assert figures["command"]["samples"] > 0 and figures["prompter"]["samples"] > 0
        met = figures["attack"]
        assert met["opened"] == hosts and met["refused"] == 0 and met["offered"] >= met["written"] > 0
        assert figures["messages"]["kept"] == figures["messages"]["sent"] > 0
    assert len(document["aims"]) == 3 * len(attacks(QUICK)) + 3 * len(PANELS)
