"""No screen is wrong: a stale snapshot and the frames after it equal a fresh one, whatever was done meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.support.backends import Backends
from tests.support.rooms import opened
from tests.support.scale import turns
from tests.views.browser_mirror import Node
from tests.views.machine import Law
from tests.views.small import IN_THE_BROWSER, small

__all__ = ["small"]


@pytest.mark.parametrize(
    ("database", "examples", "share", "most"),
    [
        ("sqlite", 5, 0.0, 1),
        pytest.param("sqlite", 25, 0.15, 80, marks=[pytest.mark.faults, pytest.mark.soak]),
        pytest.param("postgresql", 8, 0.15, 50, marks=[pytest.mark.faults, pytest.mark.soak]),
    ],
)
@pytest.mark.usefixtures("small")
def test_every_screen_holds_what_a_newcomer_would_see(
    database: str, examples: int, share: float, most: int, backends: Backends, folder: Path, tell: Callable[[str], None]
) -> None:
    played = 0
    with opened(database, backends, folder) as store, Node(**IN_THE_BROWSER) as node:
        Here = type("Here", (Law,), {"store": store, "node": node})
        for _ in turns(share, most):
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
            played += examples
    tell(f"{played} examples")
