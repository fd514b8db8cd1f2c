"""How few statements one question takes, from its commit to the desk's frame."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from tests.support.server import ROOT

pytestmark = pytest.mark.faults

AT_MOST = {("sqlite", "plain"): 9, ("postgresql", "plain"): 4, ("postgresql", "with an author"): 6}
"""BEGIN, the lock, the bans and what is known of the author, what is written, COMMIT. SQLite has one for each table."""


def test_a_question_is_stored_in_few_statements_and_told_without_any() -> None:
    command = [sys.executable, "-m", "bench.statements", "--times", "1"]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=400)
    assert run.returncode == 0, run.stderr
    document = json.loads(run.stdout)
    for (database, kind), most in AT_MOST.items():
        figures = document[database][kind]
        assert 0 < figures["store"]["statements"] <= most, figures["store"]["asked"]
        assert figures["tell"]["asked"] == []
        assert figures["store"]["us"] > 0
