"""The page of the last benchmarks draws every aim, by itself."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bench import report
from bench.figures import aim


def run(at: str, reached: float | None) -> dict[str, Any]:
    aims = [aim("single posts <of> the bare route", reached, at_least=0.75), aim("p99, times", 3.0, at_most=4.0)]
    return {"at": at, "machine": {"processor": "a processor"}, "aims": aims}


def test_each_aim_stands_with_its_bound_and_whether_the_newest_keeps_to_it() -> None:
    page = report.page([run("2026-11-01T10:00:00", 0.8), run("2026-11-02T10:00:00", 0.5)])
    assert page.count("<svg") == 2
    assert "single posts &lt;of&gt; the bare route" in page
    assert '<td class="missed">missed</td>' in page and '<td class="met">met</td>' in page


def test_it_fetches_nothing() -> None:
    page = report.page([run("2026-11-01T10:00:00", 0.8)])
    assert "http" not in page and "src=" not in page


def test_a_figure_that_a_run_could_not_tell_is_left_out_of_the_line() -> None:
    drawn = report.chart([0.5, None, 1.0], 0.75)
    assert drawn.count("<circle") == 2


def test_the_newest_runs_are_kept_in_their_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(report, "RUNS", tmp_path / "runs")
    monkeypatch.setattr(report, "LAST", 2)
    for day in (3, 1, 2):
        report.keep(run(f"2026-11-0{day}T10:00:00", 0.8))
    assert [one["at"][:10] for one in report.kept()] == ["2026-11-02", "2026-11-03"]
