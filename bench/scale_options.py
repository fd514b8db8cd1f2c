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
    """`prepared` makes an installation on the database; all else says how much there is, and for how long.

    `questions` a broadcast holds and `days` a standing one has stood: the fewest first, which the others are held
    against. `screens` and `broadcasts` there are, so many `claims` are made, and each rate and each rest is measured
    for so many `seconds`.
    """

    prepared: Callable[[], AbstractContextManager[Prepared]]
    questions: tuple[int, ...]
    days: tuple[int, ...]
    screens: int
    claims: int
    broadcasts: int
    seconds: float
