"""`python -m bench.profile [--quick]`: where the processor time of a question goes, by layer; prints one JSON document.

The product's server samples itself (bench/sampled.py) while questions come in at each rate and fifty desks watch. A
layer's share of the samples is taken of what the process used by the system's own account. The relay's whole cost of a
question in the same run stands beside.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench import machine, servers
from bench.clients import watch
from bench.measures import MARKS, SETTLE
from bench.posts import Order, send
from bench.servers import Prepared, Target
from bench.workers import Worker
from tests.support.process import wait_until

DESKS, RATES, SECONDS = 50, (20, 100, 300), 15.0
QUICK = (3, (200,), 3.0)
"""So many questions that on a busy machine too each layer is met by chance: by fifty, one was not."""


def measured(of: Prepared, desks: int, rates: tuple[int, ...], seconds: float) -> dict[str, Any]:
    """By rate: microseconds of a question, in all and by layer, and the relay's."""
    file = of.installation.folder / "samples.json"
    with servers.sampled(of, file) as ours, servers.relay(of) as relay:
        figures = {str(rate): _by_layer(ours, file, desks, rate, seconds) for rate in rates}
        for rate in rates:
            figures[str(rate)]["relay_us"] = _cost(relay, desks, rate, seconds)
    return figures


def _by_layer(target: Target, file: Path, desks: int, rate: int, seconds: float) -> dict[str, Any]:
    _noted(target, file)  # What was before is no part of it.
    cost = _cost(target, desks, rate, seconds)
    noted = _noted(target, file)
    whole = sum(noted.values())
    layers = {layer: round(cost * many / whole) for layer, many in sorted(noted.items(), key=lambda one: -one[1])}
    return {"question_us": cost, "samples": whole, "by_layer_us": layers}


def _noted(target: Target, file: Path) -> dict[str, int]:
    file.unlink(missing_ok=True)
    assert target.program.process is not None
    os.kill(target.program.process.pid, signal.SIGUSR1)
    wait_until(file.exists, "the samples are written")
    noted: dict[str, int] = json.loads(file.read_text("utf-8"))
    return noted


def _cost(target: Target, desks: int, rate: int, seconds: float) -> int:
    """Microseconds of the server's time for each question that so many desks see."""
    with Worker(send) as sender, Worker(watch, target.seat("desk"), desks) as watchers:
        watchers.hear()
        time.sleep(SETTLE)
        sender.ask(Order(target.route(), 16, MARKS.take(), 1.0, rate=rate))
        before = target.cpu_at_rest()
        sent = sender.ask(Order(target.route(), 16, MARKS.take(), seconds, rate=rate))
        return round((target.cpu_at_rest() - before) / len(sent.written) * 1e6)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.profile", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="some seconds: is everything still measured?")
    plan = QUICK if parser.parse_args().quick else (DESKS, RATES, SECONDS)
    document: dict[str, Any] = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": machine.described(),
        "desks": plan[0],
    }
    for name, prepared in (("sqlite", servers.embedded), ("postgresql", servers.served)):
        with prepared() as of:
            document[name] = measured(of, *plan)
        print(json.dumps({name: document[name]}, ensure_ascii=False), file=sys.stderr, flush=True)
    print(json.dumps(document, ensure_ascii=False, indent=2))


if __name__ == "__main__":
    main()
