"""Several people at one moment."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from live.domain.refused import Refused


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """What became of acts of several people at one moment: an answer, or the code of a refusal."""

    def tried(act: Callable[[], Any]) -> Any:
        try:
            return act()
        except Refused as refused:
            return refused.code

    with ThreadPoolExecutor(len(acts)) as people:
        return list(people.map(tried, acts))
