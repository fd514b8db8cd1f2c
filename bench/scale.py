"""`python -m bench.scale [--quick] [--database NAME] [--only SECTION] [--questions 5000,300000] …`: does anything grow?

Each section is a module that measures one thing that may grow, and says what it aims at. The document is printed as
JSON; what each section found goes to stderr as soon as it is measured.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import structlog

from bench import (
    machine,
    scale_broadcasts,
    scale_figures,
    scale_growth,
    scale_sockets,
    scale_understudy,
    scale_year,
    servers,
)
from bench.scale_options import Figures, Options

SECTIONS: dict[str, Callable[[Options], Figures]] = {
    "growth": scale_growth.measured,
    "sockets": scale_sockets.measured,
    "broadcasts": scale_broadcasts.measured,
    "year": scale_year.measured,
    "figures": scale_figures.measured,
    "understudy": scale_understudy.measured,
}
DATABASES = {"sqlite": servers.embedded, "postgresql": servers.served, "postgresql+redis": servers.served_with_redis}
FULL: dict[str, Any] = {
    "questions": (5000, 300_000, 1_000_000),
    "days": (14, 365),
    "screens": 1000,
    "claims": 20,
    "broadcasts": 100,
    "seconds": 20.0,
}
QUICK: dict[str, Any] = {
    "questions": (20, 40),
    "days": (0, 3),
    "screens": 20,
    "claims": 2,
    "broadcasts": 3,
    "seconds": 1.0,
}
"""Too few to compare: it says that everything is still measured."""


def _counts(text: str) -> tuple[int, ...]:
    return tuple(map(int, text.split(",")))


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.scale", description=__doc__)
    parser.add_argument("--database", choices=DATABASES, default="sqlite")
    parser.add_argument("--only", choices=SECTIONS, action="append", help="one section, or several")
    parser.add_argument("--quick", action="store_true", help="so few of each that nothing can be compared")
    parser.add_argument("--questions", type=_counts, help="in one broadcast, with commas; the first is the yardstick")
    parser.add_argument("--days", type=_counts, help="of a standing broadcast, likewise")
    parser.add_argument("--screens", type=int)
    parser.add_argument("--claims", type=int)
    parser.add_argument("--broadcasts", type=int)
    parser.add_argument("--seconds", type=float, help="for which each rate and each rest is measured")
    chosen = parser.parse_args()
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))  # The document alone is printed.
    document: Figures = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "database": chosen.database,
        "machine": machine.described(),
    }
    size = QUICK if chosen.quick else FULL
    said = {name: getattr(chosen, name) for name in size if getattr(chosen, name) is not None}
    options = Options(DATABASES[chosen.database], **{**size, **said})
    for name in chosen.only or SECTIONS:
        began = time.monotonic()
        document[name] = SECTIONS[name](options)
        line = {"section": name, "seconds": round(time.monotonic() - began, 1), **document[name]}
        print(json.dumps(line, ensure_ascii=False), file=sys.stderr, flush=True)
    document["machine"]["load_average_at_end"] = [round(load, 2) for load in os.getloadavg()]
    print(json.dumps(document, ensure_ascii=False, indent=2))


if __name__ == "__main__":
    main()
