"""How hard the tests push: a part of a grid in `make test`, all of it in `make faults`; full counts in `make soak`."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import Any

import pytest

SOAK = os.environ.get("LIVE_SOAK") == "1"


def scaled(reduced: int, full: int) -> int:
    return full if SOAK else reduced


def grid(whole: Iterable[str], *first: str) -> list[Any]:
    """One parameter for each of `whole`: `first` in `make test`, the others in `make faults`."""
    return [one if one in first else pytest.param(one, marks=pytest.mark.faults) for one in whole]
