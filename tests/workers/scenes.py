"""Further broken rows, which need nothing but a site: by a task's name, how one of its rows is broken."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.workers.absent_people import others_work_goes_over
from tests.workers.many_askers import others_ask_too, two_are_told

OF_A_SITE: dict[str, Callable[[Any], Callable[[], object]]] = {
    "matters": lambda bench: others_ask_too(bench.site),
    "notices": lambda bench: two_are_told(bench.site),
    "shifts": lambda bench: others_work_goes_over(bench.site),
}
