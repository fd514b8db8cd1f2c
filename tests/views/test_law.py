"""No screen is wrong: a stale snapshot and the frames after it equal a fresh one, whatever was done meanwhile."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from live.desk import close
from live.views.feed.sections.calls import Calls
from live.views.feed.sections.links import Links
from live.views.feed.sections.messages import Messages
from live.views.feed.sections.prompters import Prompters
from live.views.feed.sections.questions import Questions
from live.views.feed.sections.tickets import Tickets
from live.workers import recalculate_deadlines
from tests.support import reducer
from tests.support.backends import Backends
from tests.support.rooms import opened
from tests.support.scale import scaled
from tests.views.browser_mirror import Node
from tests.views.machine import Law


@pytest.mark.parametrize(
    ("database", "examples"),
    [
        ("sqlite", 10),
        pytest.param("sqlite", scaled(25, 2000), marks=pytest.mark.faults),
        pytest.param("postgresql", scaled(8, 400), marks=pytest.mark.faults),
    ],
)
def test_every_screen_holds_what_a_newcomer_would_see(
    database: str, examples: int, backends: Backends, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module, name, small in (
        (Questions, "limit", 5),
        (Tickets, "limit", 5),
        (reducer, "NEWEST", 5),
        (Messages, "limit", 3),
        (reducer, "MESSAGES", 3),
        (Prompters, "limit", 3),
        (Links, "limit", 2),
        (reducer, "REVOKED", 2),
        (Calls, "limit", 2),
        (reducer, "HANDED", 2),
        (close, "SLICE", 3),
        (recalculate_deadlines, "SLICE", 20),
    ):
        monkeypatch.setattr(module, name, small)  # So that a short story trims, and wraps in several slices.
    with opened(database, backends, folder) as store, Node(newest=5, messages=3, revoked=2, handed=2) as node:
        Here = type("Here", (Law,), {"store": store, "node": node})
        run_state_machine_as_test(
            Here,
            settings=settings(
                max_examples=examples,
                stateful_step_count=12,
                deadline=None,
                database=None,
                suppress_health_check=list(HealthCheck),
            ),
        )
