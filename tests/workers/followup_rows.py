"""The tasks that look after what was asked, and how a row of each is broken."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.workers.due_collections import two_are_due
from tests.workers.grown_matters import others_ask_too

FOLLOWUP_ROWS: dict[str, Callable[[Any], Callable[[], object]]] = {
    "matters": lambda bench: others_ask_too(bench.site),
    "collections": lambda bench: two_are_due(bench.site),
}
