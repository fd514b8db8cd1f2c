"""`python -m bench [--quick]`: measures everything once and prints one JSON document; progress goes to stderr."""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any

from bench import machine, measures, servers
from bench.figures import aim

DESKS = 50
MANY = 200
CONNECTIONS = 32
BATCH = 100
RATES = (20, 100, 300)
P99_AIMS = {20: 20.0, 100: 30.0, 300: 40.0}


@dataclass(frozen=True, slots=True)
class Plan:
    """How long each part takes: seconds, rounds, numbers."""

    fan_out: dict[int, float]
    burst: int
    takes: int
    posts: float
    rounds: int
    batches: float


FULL = Plan({20: 20.0, 100: 12.0, 300: 12.0}, burst=2000, takes=200, posts=4.0, rounds=5, batches=6.0)
QUICK = Plan({20: 3.0, 100: 3.0, 300: 3.0}, burst=300, takes=30, posts=1.5, rounds=1, batches=2.0)


def told(what: str, measure: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """Does one measurement, with a line of progress on stderr."""
    start = time.monotonic()
    print(f"{what} …", file=sys.stderr, end=" ", flush=True)
    result = measure()
    print(f"{time.monotonic() - start:.0f} s", file=sys.stderr, flush=True)
    return result


def measured(plan: Plan) -> dict[str, Any]:
    with servers.embedded() as small, servers.served() as large:
        with servers.product(small) as ours, servers.relay(small) as peer:
            desk = {
                "ours": told("intake to 50 desks", lambda: measures.intake_to_desk(ours, DESKS, plan.fan_out)),
                "relay": told("the relay to 50 desks", lambda: measures.intake_to_desk(peer, DESKS, plan.fan_out)),
            }
            crowd = {
                "ours": told("a burst to 200 desks", lambda: measures.burst(ours, MANY, plan.burst)),
                "relay": told("the relay's burst", lambda: measures.burst(peer, MANY, plan.burst)),
            }
            prompter = told(
                "command to prompter", lambda: measures.command_to_prompter(ours, DESKS, 5, plan.takes, beside=100)
            )
        with (
            servers.yardstick(small) as bare,
            servers.without_database(small) as without,
            servers.product(small) as on_sqlite,
            servers.product(large) as on_postgres,
        ):
            targets = {
                "bare_flask_route": bare,
                "without_database": without,
                "sqlite": on_sqlite,
                "postgresql": on_postgres,
            }
            posts = told("single posts", lambda: measures.single_posts(targets, CONNECTIONS, plan.posts, plan.rounds))
            for name in ("sqlite", "postgresql"):
                posts[name]["of_the_route_without_database"] = round(
                    posts[name]["per_s"] / posts["without_database"]["per_s"], 3
                )
            batches = {}
            for name in ("sqlite", "postgresql"):
                batches[name] = told(
                    f"batches on {name}", partial(measures.batches, targets[name], 4, BATCH, plan.batches)
                )
    return {
        "intake_to_50_desks": desk,
        "burst_to_200_desks": crowd,
        "command_to_prompter": prompter,
        "single_posts_over_32_connections": posts,
        "batches_of_100": batches,
    }


def aims(figures: dict[str, Any]) -> list[dict[str, Any]]:
    """The aims beside what this run reached."""
    desk, crowd = figures["intake_to_50_desks"], figures["burst_to_200_desks"]
    posts, batches = figures["single_posts_over_32_connections"], figures["batches_of_100"]
    cpu, fan_out = "cpu_us_per_delivered", "of_it_the_fan_out"
    beside = [(f"50 desks at {rate}/s", desk["ours"][str(rate)], desk["relay"][str(rate)]) for rate in RATES]
    beside.append(("a burst to 200 desks", crowd["ours"], crowd["relay"]))
    return [
        *(
            aim(f"POST to 50 desks at {rate}/s, p99 ms", desk["ours"][str(rate)]["p99_ms"], at_most=limit)
            for rate, limit in P99_AIMS.items()
        ),
        *(
            aim(f"single posts on {name}, of the route without a database", share, at_least=0.70)
            for name in ("sqlite", "postgresql")
            if (share := posts[name]["of_the_route_without_database"])
        ),
        aim("batches of 100 on SQLite, questions/s", batches["sqlite"]["questions_per_s"], at_least=12_000),
        *(
            aim(f"CPU µs a delivered event, {what}, all the server's work", ours[cpu], at_most=relay[cpu])
            for what, ours, relay in beside
        ),
        *(
            aim(f"CPU µs a delivered event, {what}, the fan-out alone", ours[fan_out], at_most=relay[fan_out])
            for what, ours, relay in beside
        ),
    ]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a run of about a minute, for orientation only")
    options = parser.parse_args()
    start = time.monotonic()
    document: dict[str, Any] = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "quick": options.quick,
        "machine": machine.described(),
    }
    figures = measured(QUICK if options.quick else FULL)
    document |= figures | {"aims": aims(figures)}
    document["machine"]["load_average_at_end"] = [round(load, 2) for load in os.getloadavg()]
    document["seconds"] = round(time.monotonic() - start)
    print(json.dumps(document, ensure_ascii=False, indent=2))


if __name__ == "__main__":
    main()
