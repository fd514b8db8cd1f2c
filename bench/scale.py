"""`python -m bench.scale [--questions 5000,300000] [--database NAME] [--only SECTION]`: does anything grow?

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

from bench import machine, scale_growth, servers
from bench.scale_options import Figures, Options

SECTIONS: dict[str, Callable[[Options], Figures]] = {"growth": scale_growth.measured}
DATABASES = {"sqlite": servers.embedded, "postgresql": servers.served}
QUICK = "500,2000"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.scale", description=__doc__)
    parser.add_argument(
        "--questions", default=QUICK, help="in one broadcast, with commas between; the first is the yardstick"
    )
    parser.add_argument("--database", choices=DATABASES, default="sqlite")
    parser.add_argument("--only", choices=SECTIONS, action="append", help="one section, or several")
    chosen = parser.parse_args()
    options = Options(tuple(map(int, chosen.questions.split(","))), DATABASES[chosen.database])
    document: Figures = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "database": chosen.database,
        "machine": machine.described(),
    }
    for name in chosen.only or SECTIONS:
        began = time.monotonic()
        document[name] = SECTIONS[name](options)
        line = {"section": name, "seconds": round(time.monotonic() - began, 1), **document[name]}
        print(json.dumps(line, ensure_ascii=False), file=sys.stderr, flush=True)
    document["machine"]["load_average_at_end"] = [round(load, 2) for load in os.getloadavg()]
    print(json.dumps(document, ensure_ascii=False, indent=2))


if __name__ == "__main__":
    main()
