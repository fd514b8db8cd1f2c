"""`python -m bench [--quick]`: measures everything once; each block is printed as one line of JSON as it ends.

`python -m bench | jq -s add` makes one document of it. Progress goes to stderr.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Callable, Iterator
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

Block = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Plan:
    """How long each measurement takes: seconds, rounds, numbers."""

    fan_out: dict[int, float]
    burst: int
    takes: int
    posts: float
    rounds: int
    batches: float


FULL = Plan({20: 20.0, 100: 12.0, 300: 12.0}, burst=2000, takes=200, posts=4.0, rounds=5, batches=6.0)
QUICK = Plan({20: 1.0, 100: 1.0, 300: 1.0}, burst=100, takes=10, posts=0.5, rounds=1, batches=0.5)


def timed(what: str, measure: Callable[[], Block]) -> Block:
    """Does one measurement, with a line of progress on stderr."""
    start = time.monotonic()
    print(f"{what} …", file=sys.stderr, end=" ", flush=True)
    result = measure()
    print(f"{time.monotonic() - start:.0f} s", file=sys.stderr, flush=True)
    return result


def blocks(plan: Plan) -> Iterator[tuple[str, Block]]:
    """The measurements by name, each as soon as it has ended."""
    with servers.embedded() as small, servers.served() as large:
        yield from _on_screens(plan, small)
        yield from _of_intake(plan, small, large)


def _on_screens(plan: Plan, small: servers.Prepared) -> Iterator[tuple[str, Block]]:
    with servers.product(small) as ours, servers.relay(small) as peer:
        yield (
            "intake_to_50_desks",
            {
                "ours": timed("intake to 50 desks", lambda: measures.intake_to_desk(ours, DESKS, plan.fan_out)),
                "relay": timed("the relay to 50 desks", lambda: measures.intake_to_desk(peer, DESKS, plan.fan_out)),
            },
        )
        yield (
            "burst_to_200_desks",
            {
                "ours": timed("a burst to 200 desks", lambda: measures.burst(ours, MANY, plan.burst)),
                "relay": timed("the relay's burst", lambda: measures.burst(peer, MANY, plan.burst)),
            },
        )
        yield (
            "command_to_prompter",
            timed("command to prompter", lambda: measures.command_to_prompter(ours, DESKS, 5, plan.takes, beside=100)),
        )


def _of_intake(plan: Plan, small: servers.Prepared, large: servers.Prepared) -> Iterator[tuple[str, Block]]:
    with (
        servers.yardstick(small) as bare,
        servers.without_database(small) as without,
        servers.product(small) as on_sqlite,
        servers.product(large) as on_postgres,
    ):
        databases = {"sqlite": on_sqlite, "postgresql": on_postgres}
        targets = {"bare_flask_route": bare, "without_database": without, **databases}
        posts = timed("single posts", lambda: measures.single_posts(targets, CONNECTIONS, plan.posts, plan.rounds))
        for name, target in posts.items():
            target["of_the_bare_route"] = round(target["per_s"] / posts["bare_flask_route"]["per_s"], 3)
            if name in databases:
                without_database = posts["without_database"]["per_s"]
                target["of_the_route_without_database"] = round(target["per_s"] / without_database, 3)
        yield "single_posts_over_32_connections", posts
        batches = {
            name: timed(f"batches on {name}", partial(measures.batches, target, 4, BATCH, plan.batches))
            for name, target in databases.items()
        }
        for figures in batches.values():
            rate = figures["questions_per_s"] / posts["bare_flask_route"]["per_s"]
            figures["questions_for_each_post_of_the_bare_route"] = round(rate, 2)
        yield "batches_of_100", batches


def aims(figures: dict[str, Block]) -> list[dict[str, Any]]:
    """The aims beside what this run reached. Each is a ratio to the relay or to the bare route of this very run:
    machines of one kind differ by 2.5 times, and so do the absolute figures.
    """
    desk, crowd = figures["intake_to_50_desks"], figures["burst_to_200_desks"]
    posts, batches = figures["single_posts_over_32_connections"], figures["batches_of_100"]
    beside = [(f"50 desks at {rate}/s", desk["ours"][str(rate)], desk["relay"][str(rate)]) for rate in RATES]
    beside.append(("a burst to 200 desks", crowd["ours"], crowd["relay"]))
    cpu, fan_out = "cpu_us_per_delivered", "of_it_the_fan_out"
    return [
        *(
            aim(f"POST to {what}, p99, of the relay's", _ratio(ours["p99_ms"], relay["p99_ms"]), at_most=4.0)
            for what, ours, relay in beside[:-1]
        ),
        *(
            aim(f"single posts on {name}, of the bare route's", posts[name]["of_the_bare_route"], at_least=0.70)
            for name in ("sqlite", "postgresql")
        ),
        aim(
            "batches of 100 on SQLite, questions for each post of the bare route",
            batches["sqlite"]["questions_for_each_post_of_the_bare_route"],
            at_least=3.0,
        ),
        *(
            aim(f"CPU of a delivered event, {what}, {part}, of the relay's", _ratio(ours[key], relay[key]), at_most=1.0)
            for part, key in (("all the server's work", cpu), ("the fan-out alone", fan_out))
            for what, ours, relay in beside
        ),
    ]


def _ratio(ours: float, theirs: float) -> float | None:
    """How many times theirs; None where a short run gives the other side nothing that can be measured."""
    return round(ours / theirs, 3) if theirs > 0 else None


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="under a minute: that everything still runs, no figures")
    options = parser.parse_args()
    start = time.monotonic()
    _print(
        {
            "at": datetime.now(UTC).isoformat(timespec="seconds"),
            "quick": options.quick,
            "machine": machine.described(),
        }
    )
    figures: dict[str, Block] = {}
    for name, block in blocks(QUICK if options.quick else FULL):
        figures[name] = block
        _print({name: block})
    _print({"aims": aims(figures)})
    load = [round(load, 2) for load in os.getloadavg()]
    _print({"load_average_at_end": load, "seconds": round(time.monotonic() - start)})


def _print(block: Block) -> None:
    print(json.dumps(block, ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main()
