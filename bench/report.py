"""`python -m bench.report`: the last runs of `make bench` as one page of small charts, bench/runs/report.html.

Each aim has a line of its own: what every kept run reached, the bound, and whether the newest keeps to it. The page
needs nothing but itself.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import Any

RUNS = Path(__file__).parent / "runs"
LAST = 20
"""Runs that are drawn, the newest."""

WIDTH, HEIGHT, EDGE = 240, 48, 4

Run = dict[str, Any]

STYLE = """
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 70rem; padding: 0 1rem; }
table { border-collapse: collapse; width: 100%; }
td, th { padding: 0.3rem 0.6rem; text-align: left; border-bottom: 1px solid #8884; }
td.number { text-align: right; font-variant-numeric: tabular-nums; }
svg { display: block; }
.line { fill: none; stroke: currentColor; stroke-width: 1.5; }
.bound { stroke: currentColor; stroke-dasharray: 3 3; opacity: 0.5; }
.missed { color: #c0392b; }
.met { color: #1e8449; }
"""


def kept() -> list[Run]:
    """The newest runs, the oldest of them first; short ones are not kept."""
    return [json.loads(file.read_text("utf-8")) for file in sorted(RUNS.glob("*.json"))[-LAST:]]


def keep(run: Run) -> Path:
    """Keeps a run beside the others."""
    RUNS.mkdir(exist_ok=True)
    file = RUNS / f"{run['at'].replace(':', '')}.json"
    file.write_text(json.dumps(run, ensure_ascii=False, indent=2), "utf-8")
    return file


def page(runs: Sequence[Run]) -> str:
    newest = runs[-1]
    told = f"{len(runs)} runs, the newest of {newest['at']} on {newest['machine']['processor']}"
    rows = "".join(_row(aim, [_reached(run, aim["aim"]) for run in runs]) for aim in newest["aims"])
    head = "<tr><th>aim</th><th>runs, the newest on the right</th><th>newest</th><th>bound</th><th></th></tr>"
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>Benchmarks</title>'
        f"<style>{STYLE}</style><h1>Benchmarks</h1><p>{escape(told)}</p><table>{head}{rows}</table></html>"
    )


def _reached(run: Run, name: str) -> float | None:
    return next((aim["reached"] for aim in run["aims"] if aim["aim"] == name), None)


def _row(aim: dict[str, Any], reached: Sequence[float | None]) -> str:
    bound: float = aim["at_most"] if "at_most" in aim else aim["at_least"]
    side = "at most" if "at_most" in aim else "at least"
    word = {True: "met", False: "missed", None: ""}[aim["met"]]
    return (
        f"<tr><td>{escape(aim['aim'])}</td><td>{chart(reached, bound)}</td>"
        f'<td class="number">{aim["reached"]}</td><td class="number">{side} {bound}</td>'
        f'<td class="{word}">{word}</td></tr>'
    )


def chart(values: Sequence[float | None], bound: float) -> str:
    """A line through what was reached, from nothing at the bottom, and the bound across it."""
    top = max([bound, *(value for value in values if value is not None)]) or 1.0
    step = (WIDTH - 2 * EDGE) / max(1, len(values) - 1)

    def height(value: float) -> float:
        return round(HEIGHT - EDGE - (HEIGHT - 2 * EDGE) * value / top, 1)

    points = [(round(EDGE + step * n, 1), height(value)) for n, value in enumerate(values) if value is not None]
    dots = "".join(f'<circle cx="{x}" cy="{y}" r="2" fill="currentColor"/>' for x, y in points)
    line = " ".join(f"{x},{y}" for x, y in points)
    return (
        f'<svg width="{WIDTH}" height="{HEIGHT}" role="img">'
        f'<line class="bound" x1="0" x2="{WIDTH}" y1="{height(bound)}" y2="{height(bound)}"/>'
        f'<polyline class="line" points="{line}"/>{dots}</svg>'
    )


def main() -> None:
    runs = kept()
    if not runs:
        raise SystemExit("No run is kept yet: make bench keeps each.")
    file = RUNS / "report.html"
    file.write_text(page(runs), "utf-8")
    print(file)


if __name__ == "__main__":
    main()
