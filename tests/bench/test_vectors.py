"""A search among many vectors is still measured; how long it takes is not asked here."""

from __future__ import annotations

import pytest

from bench.vectors import QUICK, measured


@pytest.mark.faults
def test_a_search_is_measured_and_finds_what_an_exact_one_finds() -> None:
    figures = measured(QUICK)
    assert figures["vectors"] == QUICK.vectors and figures["of_the_nearest_five"] >= 0.9
    assert figures["search"]["p95_ms"] > 0 and figures["memory_mb"] > 0
