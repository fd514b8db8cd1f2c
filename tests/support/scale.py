"""How hard the tests push: a part of a grid in `make test`, all of it in `make faults`; full counts in `make soak`.

`make soak` runs what is marked `soak`: the tests that push harder there. What can go on for ever goes by turns.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator
from typing import Any

import pytest

SOAK = os.environ.get("LIVE_SOAK") == "1"

MINUTES = float(os.environ.get("LIVE_SOAK_MINUTES", "60"))
"""About how long `make soak` may take on two quiet cores: what goes by turns takes a share of it."""


def scaled(reduced: int, full: int) -> int:
    return full if SOAK else reduced


def turns(share: float, most: int) -> Iterator[int]:
    """0 alone; in `make soak` 0, 1, 2 … `most` of them, or until that share of MINUTES has passed."""
    until = time.monotonic() + share * MINUTES * 60
    for turn in range(most if SOAK else 1):
        if turn and time.monotonic() >= until:
            return
        yield turn


def grid(whole: Iterable[str], *first: str) -> list[Any]:
    """One parameter for each of `whole`: `first` in `make test`, the others in `make faults`."""
    return [one if one in first else pytest.param(one, marks=pytest.mark.faults) for one in whole]
