"""The tasks that look after what was asked, and how a row of each is broken."""

from __future__ import annotations

from collections.abc import Callable

from tests.workers.due_collections import two_are_due
from tests.workers.grown_matters import others_ask_too
from tests.workers.site import Site

FOLLOWUP_ROWS: dict[str, Callable[[Site], Callable[[], bool]]] = {
    "matters": others_ask_too,
    "collections": two_are_due,
}
