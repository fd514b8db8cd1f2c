"""`python -m bench.vectors [--quick]`: searches among a million vectors, as the model's process does; prints JSON.

The vectors are drawn: of so many troubles, each told in many ways, all of them leaning one way as a model's do. How
long a search takes (by the clock, and of the processor), how much memory they all take, and how many of the five that
an exact search finds are among the five that were found.
"""

from __future__ import annotations

import argparse
import json
import os
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from bench import machine
from bench.figures import aim, percentile
from live.language.meaning.nearest import Nearest, rounded

Figures = dict[str, Any]

DIMENSION = 384
PUT = 5000
"""Vectors that are put in one go, as they are read from the database."""

TOLD = 200
"""Ways in which one trouble is told."""

LEANS, DIFFERS = 2.0, 0.8
"""How far all vectors lean one way, and how far two of one trouble are apart, beside how far two troubles are."""

AIM = 50.0
"""Milliseconds of a search."""


@dataclass(frozen=True, slots=True)
class Plan:
    vectors: int
    searches: int
    exact: int


FULL = Plan(1_000_000, 200, 20)
QUICK = Plan(20_000, 20, 5)
"""Short enough for `make test`, and too short to compare: it says that everything is still measured."""


def measured(plan: Plan) -> Figures:
    drawn = np.random.default_rng(1)
    lean = LEANS * drawn.standard_normal(DIMENSION, np.float32)
    troubles = lean + drawn.standard_normal((max(1, plan.vectors // TOLD), DIMENSION), np.float32)
    before = _resident()
    found, began = Nearest(DIMENSION), time.perf_counter()
    for start in range(0, plan.vectors, PUT):
        ids = range(start, min(start + PUT, plan.vectors))
        found.put(ids, _told(drawn, troubles, len(ids)))
    put = time.perf_counter() - began
    memory = _resident() - before
    asked = _told(drawn, troubles, plan.searches)
    by_clock, of_processor = [], []
    for vector in asked:
        clock, processor = time.perf_counter(), time.process_time()
        found.nearest(vector, 5)
        by_clock.append(1000 * (time.perf_counter() - clock))
        of_processor.append(1000 * (time.process_time() - processor))
    return {
        "vectors": plan.vectors,
        "dimension": DIMENSION,
        "seconds_to_put": round(put, 1),
        "search": {
            "p50_ms": round(percentile(by_clock, 0.50), 1),
            "p95_ms": round(percentile(by_clock, 0.95), 1),
            "processor_p50_ms": round(percentile(of_processor, 0.50), 1),
            "processor_p95_ms": round(percentile(of_processor, 0.95), 1),
        },
        "memory_mb": round(memory / 1e6),
        "of_the_nearest_five": _of_the_nearest(found, asked[: plan.exact]),
    }


def _told(drawn: np.random.Generator, troubles: np.ndarray, many: int) -> np.ndarray:
    some = troubles[drawn.integers(len(troubles), size=many)]
    return rounded(some + DIFFERS * drawn.standard_normal((many, DIMENSION), np.float32))


def _of_the_nearest(found: Nearest, asked: np.ndarray) -> float:
    """The share of what an exact search finds that was found."""
    shared = [len({id_ for id_, _ in found.nearest(one, 5)} & set(found.exactly(one, 5))) for one in asked]
    return round(sum(shared) / (5 * len(shared)), 3)


def _resident() -> int:
    """Bytes of memory of this process."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.vectors", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a run of some seconds: does everything still work?")
    plan = QUICK if parser.parse_args().quick else FULL
    document: Figures = {"at": datetime.now(UTC).isoformat(timespec="seconds"), "machine": machine.described()}
    document |= measured(plan)
    document["aims"] = [aim("a search, p95 ms", document["search"]["p95_ms"], AIM)]
    document["machine"]["load_average_at_end"] = [round(load, 2) for load in os.getloadavg()]
    print(json.dumps(document, ensure_ascii=False, indent=2))


if __name__ == "__main__":
    main()
