"""Limits so small that a short story trims its screens and wraps in several slices."""

from __future__ import annotations

import pytest

from live.desk import close
from live.views.feed.sections.calls import Calls
from live.views.feed.sections.links import Links
from live.views.feed.sections.messages import Messages
from live.views.feed.sections.prompters import Prompters
from live.views.feed.sections.questions import Questions
from live.views.feed.sections.tickets import Tickets
from live.workers import recalculate_deadlines
from tests.support import reducer

IN_THE_BROWSER = {"newest": 5, "messages": 3, "revoked": 2, "handed": 2}
"""The same for a browser's state, which Node holds."""


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    for module, name, size in (
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
        monkeypatch.setattr(module, name, size)
