"""`python -m bench [--quick]`: measures everything once and prints one JSON document.

Each block of it also goes to stderr as one line of JSON as soon as it is measured, so that a run that is cut off has
lost nothing but the block under way.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from bench import machine, measures, report, servers, ways
from bench.figures import aim, ratio
from bench.measures import Asked
from bench.servers import Target

Figures = dict[str, Any]
Targets = Mapping[str, Target]

PROMPTERS = 5
CONNECTIONS = 32
BATCH = 100
P50_AIM, P99_AIM = 2.0, 4.0
"""From a post to the desks, times the relay's, at each rate."""
SINGLE_AIMS = {"sqlite": 0.75, "postgresql": 0.60}
"""Of the bare route's posts a second."""
BATCH_AIMS = {"sqlite": 4.5, "postgresql": 2.5}
"""Questions a second in batches for each post a second of the bare route."""
OUTSIDE_AIMS = {"vk": 0.60, "form_page": 0.60, "form_sent": 0.40}
"""Of the bare route's posts a second."""
CPU_AIMS = {20: 1.3, 100: 1.0, 300: 1.0}
"""All the server's work for a delivered event, times the relay's, by posts a second."""
DATABASE_AIMS = {"p50_ms": 1.3, "p99_ms": 1.3, "cpu_us_per_question_of_all": 1.6}
"""On PostgreSQL with Redis, times SQLite's; the processor time of database and Redis included."""
BURST_AIM = 0.5
"""The same of a burst."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How many screens, and how long each block takes: seconds, rounds, numbers."""

    desks: int
    many: int
    fan_out: dict[int, float]
    databases: dict[int, float]
    burst: int
    takes: int
    posts: float
    rounds: int
    batches: float
    ways: dict[int, float]
    joins: int


FULL = Plan(
    desks=50,
    many=200,
    fan_out={20: 10.0, 100: 7.0, 300: 6.0},
    databases={20: 6.0, 50: 4.0, 100: 4.0},
    burst=2000,
    takes=120,
    posts=2.0,
    rounds=3,
    batches=2.0,
    ways={100: 4.0},
    joins=20,
)
"""All of it in under eight minutes on two cores."""

QUICK = Plan(
    5, 10, {100: 0.3}, {100: 0.3}, burst=50, takes=5, posts=0.2, rounds=1, batches=0.2, ways={100: 0.3}, joins=2
)
"""Short enough for `make test`, and too short to compare: it says that everything is still measured."""


def printed(block: str, measure: Callable[[], Figures]) -> Figures:
    """Measures one block and prints it to stderr as a line of JSON."""
    start = time.monotonic()
    figures = measure()
    line = {"block": block, "seconds": round(time.monotonic() - start, 1), **figures}
    print(json.dumps(line, ensure_ascii=False), file=sys.stderr, flush=True)
    return figures


def measured(plan: Plan) -> Figures:
    """Every block by its name, measured one after the other."""
    figures: Figures = {}

    def block(name: str, measure: Callable[[], Figures]) -> None:
        figures[name] = printed(name, measure)

    with servers.embedded() as small, servers.served_with_redis() as large:
        with servers.product(small) as ours, servers.relay(small) as peer:
            pair = {"ours": ours, "relay": peer}
            block("intake_to_desks", lambda: intake_to_desks(plan, pair))
            with servers.product(large) as on_postgres:
                each = {"sqlite": ours, "postgresql_and_redis": on_postgres}
                block("on_each_database", lambda: on_each_database(plan, each))
            block("burst_to_desks", lambda: burst_to_desks(plan, pair))
            block("command_to_prompter", lambda: command_to_prompter(plan, ours))
        with (
            servers.yardstick(small) as bare,
            servers.without_database(small) as without,
            servers.product(small) as on_sqlite,
            servers.product(large) as on_postgres,
        ):
            stored = {"sqlite": on_sqlite, "postgresql": on_postgres}
            targets = {"bare_flask_route": bare, "without_database": without, **stored}
            block("single_posts_over_32_connections", lambda: single_posts(plan, targets))
            posts = figures["single_posts_over_32_connections"]["bare_flask_route"]["per_s"]
            block("batches_of_100", lambda: batches(plan, stored, posts))
            block("residents_and_networks", lambda: residents_and_networks(plan, bare, stored))
            bare_us = figures["single_posts_over_32_connections"]["bare_flask_route"]["server_cpu_us_per_post"]
            block("joining", lambda: ways.joining(stored, bare_us, plan.joins))
        with servers.yardstick(small) as bare:
            with servers.over_tls(small) as target:
                block("over_tls", lambda: another_way(plan, bare, target))
            with servers.two_behind_nginx(large) as target:
                block("two_servers_behind_nginx", lambda: another_way(plan, bare, target))
    return figures


def intake_to_desks(plan: Plan, pair: Targets) -> Figures:
    return {"desks": plan.desks} | {
        name: measures.intake_to_desk(target, plan.desks, plan.fan_out) for name, target in pair.items()
    }


def on_each_database(plan: Plan, each: Targets) -> Figures:
    return {"desks": plan.desks} | {
        name: measures.intake_to_desk(target, plan.desks, plan.databases) for name, target in each.items()
    }


def burst_to_desks(plan: Plan, pair: Targets) -> Figures:
    return {"desks": plan.many} | {name: measures.burst(target, plan.many, plan.burst) for name, target in pair.items()}


def command_to_prompter(plan: Plan, ours: Target) -> Figures:
    return {"desks": plan.desks} | measures.command_to_prompter(ours, plan.desks, PROMPTERS, plan.takes, beside=100)


def single_posts(plan: Plan, targets: Targets) -> Figures:
    """Posts a second of each target, and how much that is of the bare route and of ours without a database."""
    asked = {name: Asked(target, target.route()) for name, target in targets.items()}
    posts = measures.in_turns(asked, CONNECTIONS, plan.posts, plan.rounds)
    bare, without = posts["bare_flask_route"]["per_s"], posts["without_database"]["per_s"]
    for name in ("without_database", "sqlite", "postgresql"):
        posts[name]["of_the_bare_route"] = ratio(posts[name]["per_s"], bare)
    for name in ("sqlite", "postgresql"):
        posts[name]["of_the_route_without_database"] = ratio(posts[name]["per_s"], without)
    return posts


def residents_and_networks(plan: Plan, bare: Target, stored: Targets) -> Figures:
    """VK's calls, the residents' form and its being sent, a second, and how much that is of the bare route."""
    asked = {"bare_flask_route": Asked(bare, bare.route())}
    for name, target in stored.items():
        asked[f"vk_on_{name}"] = Asked(target, target.hook(), 200)
        asked[f"form_page_on_{name}"] = Asked(target, target.form_page(), 200)
        asked[f"form_sent_on_{name}"] = Asked(target, target.form(), 303)
    figures = measures.in_turns(asked, CONNECTIONS, plan.posts / 2, min(plan.rounds, 3))
    for one in figures.values():
        one["of_the_bare_route"] = ratio(one["per_s"], figures["bare_flask_route"]["per_s"])
    return figures


def another_way(plan: Plan, bare: Target, target: Target) -> Figures:
    rounds = min(plan.rounds, 3)
    return ways.another(bare, target, plan.desks, plan.ways, CONNECTIONS, plan.posts / 2, rounds)


def batches(plan: Plan, stored: Targets, bare_per_s: float) -> Figures:
    figures = {}
    for name, target in stored.items():
        figures[name] = measures.batches(target, 4, BATCH, plan.batches)
        figures[name]["of_the_bare_routes_posts"] = ratio(figures[name]["questions_per_s"], bare_per_s)
    return figures


def aims(figures: Figures) -> list[Figures]:
    """The aims beside what this run reached, each as a ratio to the bare route or to the relay of the same run."""
    return [*_of_the_relay(figures), *_of_sqlite(figures), *_of_the_bare_route(figures)]


def _of_the_relay(figures: Figures) -> list[Figures]:
    desk, crowd = figures["intake_to_desks"], figures["burst_to_desks"]
    found = []
    for rate, limit in CPU_AIMS.items():
        if str(rate) not in desk["ours"]:
            continue
        ours, relay = desk["ours"][str(rate)], desk["relay"][str(rate)]
        for key, times in (("p50_ms", P50_AIM), ("p99_ms", P99_AIM), ("cpu_us_per_delivered", limit)):
            found.append(aim(f"{key}, {rate}/s to the desks, times the relay's", ratio(ours[key], relay[key]), times))
    cpu = ratio(crowd["ours"]["cpu_us_per_delivered"], crowd["relay"]["cpu_us_per_delivered"])
    return [*found, aim("cpu_us_per_delivered, a burst to many desks, times the relay's", cpu, BURST_AIM)]


def _of_sqlite(figures: Figures) -> list[Figures]:
    """PostgreSQL with Redis against SQLite, from a post to the desks."""
    each = figures["on_each_database"]
    sqlite, served = each["sqlite"], each["postgresql_and_redis"]
    return [
        aim(
            f"{key}, {rate}/s on PostgreSQL and Redis, times SQLite's",
            ratio(served[rate][key], sqlite[rate][key]),
            most,
        )
        for rate in sqlite
        for key, most in DATABASE_AIMS.items()
    ]


def _of_the_bare_route(figures: Figures) -> list[Figures]:
    posts, batched = figures["single_posts_over_32_connections"], figures["batches_of_100"]
    outside = figures["residents_and_networks"]
    reached = [
        *((f"single posts on {name}", posts[name]["of_the_bare_route"], least) for name, least in SINGLE_AIMS.items()),
        *(
            (f"batches of 100 on {name}", batched[name]["of_the_bare_routes_posts"], least)
            for name, least in BATCH_AIMS.items()
        ),
        *(
            (f"{what} on {name}", outside[f"{what}_on_{name}"]["of_the_bare_route"], least)
            for what, least in OUTSIDE_AIMS.items()
            for name in SINGLE_AIMS
        ),
    ]
    return [aim(f"{what}, of the bare route", share, at_least=least) for what, share, least in reached]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument(
        "--quick", action="store_true", help="a run of about half a minute: does everything still work?"
    )
    options = parser.parse_args()
    start = time.monotonic()
    document: Figures = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "quick": options.quick,
        "machine": machine.described(),
    }
    figures = measured(QUICK if options.quick else FULL)
    document |= figures | {"aims": aims(figures)}
    document["machine"]["load_average_at_end"] = [round(load, 2) for load in os.getloadavg()]
    document["seconds"] = round(time.monotonic() - start)
    if not options.quick:
        print(f"kept as {report.keep(document)}", file=sys.stderr)
    print(json.dumps(document, ensure_ascii=False, indent=2))


if __name__ == "__main__":
    main()
