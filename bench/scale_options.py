"""What every section of `bench.scale` is told, and what it gives."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

from bench.servers import Prepared

Figures = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Options:
    """`questions`: how many a broadcast holds, the fewest first. `prepared`: makes an installation on the database."""

    questions: tuple[int, ...]
    prepared: Callable[[], AbstractContextManager[Prepared]]
