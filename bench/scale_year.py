"""What a standing broadcast's desk, calls and tickets open in after so many days of work, and what the days weigh."""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import requests
from sqlalchemy import make_url, text

from bench import servers
from bench.clients import Screen, Seat
from bench.figures import aim
from bench.scale_options import Figures, Options
from bench.servers import Prepared, Target
from bench.year import SLUG, Year
from live.domain.broadcast import TICKETS
from live.domain.people import By
from live.store.database import Database
from live.workers.retention import sweep
from tests.support.rooms import clock_of

ROUNDS = 7
PATIENCE = 120.0
AS_MUCH = 1.5
"""Times its figure after the fewest days that anything may take: by then a screen holds as much as it ever does."""
OPENS = ("desk", "desk_list", "calls", "tickets", "tickets_list", "tickets_counts", "tickets_deadlines")
EVERY_TERM = timedelta(days=1200)
"""By then whatever has a term has outlived it."""
LARGEST = 8
BY = By("bench", "admin")


def measured(options: Options) -> Figures:
    figures = {str(days): _at(options, days) for days in options.days}
    return {"by_days": figures, "aims": _aims(figures)}


def _at(options: Options, days: int) -> Figures:
    with options.prepared() as of:
        began = time.monotonic()
        year = Year(of.installation.database_url)
        try:
            year.play(days)
            filled = round(time.monotonic() - began, 1)
            sizes = {"mb": _size(year.store.database), "largest_mb": _largest(year.store.database)}
            sizes["after_retention"] = _swept(year)  # Now, else the server would while it is asked.
            with servers.product(of) as target:
                figures = _asked(of, target)
            clock_of(year.store).now += EVERY_TERM
            sizes["after_every_term"] = _swept(year)
        finally:
            year.close()
    found = {"filled_in_s": filled, **figures, "size": sizes}
    print(json.dumps({"days": days, **found}, ensure_ascii=False), file=sys.stderr, flush=True)
    return found


def _swept(year: Year) -> Figures:
    """What retention takes away by the default terms, and what is left once the database has tidied up."""
    began = time.monotonic()
    counts = sweep(year.store, BY)
    return {
        "seconds": round(time.monotonic() - began, 1),
        "gone": {str(kind): count for kind, count in counts.items() if count},
        "mb": _size(year.store.database),
        "largest_mb": _largest(year.store.database),
    }


def _asked(of: Prepared, target: Target) -> Figures:
    roles = ["moderator", "screener", "coordinator"]
    key = of.installation.key(None, *roles, name="year")
    http = requests.Session()
    http.headers["Authorization"] = f"Bearer {key}"
    here = f"{target.url}/api/v1/broadcasts/{SLUG}"
    board = f"{target.url}/api/v1/tickets"

    def opened(slug: str, screen: str) -> Callable[[], None]:
        return lambda: Screen(Seat(target.port, slug, screen, key)).sock.close()

    def got(url: str, **params: Any) -> Callable[[], None]:
        return lambda: http.get(url, params=params, timeout=PATIENCE).raise_for_status()

    target.cpu_at_rest()
    asked = {
        "desk": opened(SLUG, "desk"),
        "desk_list": got(f"{here}/questions", limit=100, state="new"),
        "desk_search": got(f"{here}/questions", q="улица"),
        "calls": opened(SLUG, "calls"),
        "tickets": opened(TICKETS, "tickets"),
        "tickets_list": got(board, state="open,assigned,in_progress,on_hold", sort="due"),
        "tickets_newest": got(board),
        "tickets_overdue": got(board, overdue="true", sort="due"),
        "tickets_counts": got(f"{board}/counts"),
        "tickets_deadlines": got(f"{board}/deadlines"),
        "tickets_search": got(board, q="улица"),
        "tickets_search_of_a_number": got(board, q="123"),
        "metrics": got(f"{target.url}/metrics"),
    }
    return {name: _median_ms(ask) for name, ask in asked.items()}


def _median_ms(ask: Callable[[], None]) -> float:
    ask()  # The first pays for what is looked up once.
    taken = []
    for _ in range(ROUNDS):
        began = time.monotonic()
        ask()
        taken.append(time.monotonic() - began)
    return round(statistics.median(taken) * 1000, 1)


def _size(database: Database) -> float:
    """MB on the disk once all that is free is given back."""
    with database.engine().connect() as connection:
        if database.dialect == "postgresql":
            connection.execution_options(isolation_level="AUTOCOMMIT").execute(text("VACUUM FULL"))
            return _mb(connection.execute(text("SELECT pg_database_size(current_database())")).scalar_one())
        connection.exec_driver_sql("VACUUM")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    return _mb(Path(make_url(database.url).database or "").stat().st_size)


_OF_TABLES = {
    "sqlite": "SELECT coalesce(tbl_name, name) AS name, sum(pgsize) AS size FROM dbstat "
    "LEFT JOIN sqlite_master USING (name) GROUP BY 1 ORDER BY 2 DESC LIMIT :most",
    "postgresql": "SELECT relname AS name, pg_total_relation_size(oid) AS size FROM pg_class "
    "WHERE relkind = 'r' ORDER BY 2 DESC LIMIT :most",
}


def _largest(database: Database) -> dict[str, float]:
    """MB of the tables that hold most, their indexes among it."""
    with database.read() as connection:
        rows = connection.execute(text(_OF_TABLES[database.dialect]), {"most": LARGEST}).all()
    return {row.name: _mb(row.size) for row in rows}


def _mb(size: int) -> float:
    return round(size / 1_000_000, 1)


def _aims(figures: dict[str, Figures]) -> list[Figures]:
    (_, few), *more = figures.items()
    return [
        aim(f"{days} days: {name}, times", round(there[name] / few[name], 2), at_most=AS_MUCH)
        for days, there in more
        for name in OPENS
    ]
