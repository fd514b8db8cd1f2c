"""The tasks that look after what was asked, and how a row of each is broken."""

from __future__ import annotations

from collections.abc import Callable

from tests.workers.absent_people import others_work_goes_over
from tests.workers.due_collections import two_are_due
from tests.workers.many_askers import others_ask_too, two_are_told
from tests.workers.site import Site

FOLLOWUP_ROWS: dict[str, Callable[[Site], Callable[[], object]]] = {
    "matters": others_ask_too,
    "notices": two_are_told,
    "collections": two_are_due,
    "shifts": others_work_goes_over,
}
