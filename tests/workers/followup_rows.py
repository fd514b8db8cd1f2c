"""The tasks that look after what was asked, and how a row of each is broken."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.workers.counted_figures import counted_behind_a_broken_one
from tests.workers.due_collections import two_are_due
from tests.workers.duty_rows import others_are_told, others_hear_of_theirs, others_work_goes_over
from tests.workers.fair_shows import a_root_behind_a_broken_one
from tests.workers.files.broken import others_are_asked_for, others_go
from tests.workers.many_askers import others_ask_too, two_are_told
from tests.workers.publication_rows import (
    a_discussion_behind_a_broken_one,
    a_page_behind_a_broken_one,
    one_behind_a_broken_one,
)

FOLLOWUP_ROWS: dict[str, Callable[[Any], Callable[[], object]]] = {
    "alarms": lambda bench: others_are_told(bench.site),
    "matters": lambda bench: others_ask_too(bench.site),
    "notices": lambda bench: two_are_told(bench.site),
    "news": lambda bench: others_hear_of_theirs(bench.site),
    "collections": lambda bench: two_are_due(bench.site),
    "fairness": lambda bench: a_root_behind_a_broken_one(bench.site),
    "figures": lambda bench: counted_behind_a_broken_one(bench.site),
    "fetch_files": lambda bench: others_are_asked_for(bench.site),
    "erase_files": lambda bench: others_go(bench.site),
    "discussions": lambda bench: a_discussion_behind_a_broken_one(bench.site),
    "official_pages": lambda bench: a_page_behind_a_broken_one(bench.site),
    "publications": lambda bench: one_behind_a_broken_one(bench.site),
    "shifts": lambda bench: others_work_goes_over(bench.site),
}
