"""The figures of a year: how long it takes to count it, to open its page, and what others wait for meanwhile."""

from __future__ import annotations

import json
import statistics
import sys
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import requests
from sqlalchemy import text

from bench import servers
from bench.figures import aim
from bench.scale_options import Figures, Options
from bench.servers import Prepared, Target
from bench.texts import bodies
from live.store.database import Database
from live.store.followup.figures import count, next_slice
from live.store.transaction import Store
from live.workers.followup.figures import count_slice
from tests.support.filled_year import DEPARTMENTS, fill
from tests.support.server import SECRET

SLUG = "line"
FILLED = 900.0
"""Seconds within which a server has told and sealed at once what was put into its database at once."""
ROUNDS = 7
PATIENCE = 120.0
OPENS_MS = 1000.0
"""In so much the page of a year opens."""
YEAR = 365
SAMPLE = 200
"""Slices of the worker that are measured."""
LARGE = 500
"""Questions a slice of the rest, for which nobody waits."""


def measured(options: Options) -> Figures:
    found = {str(many): _at(options, many) for many in options.questions}
    aims = [
        aim(f"figures of a year, {many} questions, {name}", figures["opened_ms"][name], OPENS_MS)
        for many, figures in found.items()
        for name in figures["opened_ms"]
    ]
    return {"by_questions": found, "aims": aims}


def _at(options: Options, many: int) -> Figures:
    with options.prepared() as of:
        now = datetime.now(UTC)
        store = Store(Database(of.installation.database_url), SECRET)
        count_slice(store)  # Nothing was there before the counters.
        fill(store, SLUG, many, YEAR, now)
        counting = _counted(store)
        rows = {name: _rows(store, name) for name in ("figure_day", "figure_hour", "figure_step", "figure_work")}
        store.database.close()
        with servers.product(of) as target:
            target.cpu_at_rest(FILLED)
            figures = _asked(of, target, options.seconds)
    found = {"counting": counting, "rows": rows, **figures}
    print(json.dumps({"questions": many, **found}, ensure_ascii=False), file=sys.stderr, flush=True)
    return found


def _counted(store: Store) -> Figures:
    """What the worker's slices take, by SAMPLE of them: so long others wait for the writer; the rest in large ones."""
    slices: list[float] = []
    more = True
    while more and len(slices) < SAMPLE:
        start = time.monotonic()
        more = count_slice(store)
        slices.append(time.monotonic() - start)
    began = time.monotonic()
    while more:
        with store.read() as connection:
            some = next_slice(connection, LARGE)
        more = some is not None
        if some is not None:
            count(store, some)
    return {
        "median_slice_ms": round(1000 * statistics.median(slices), 1),
        "longest_slice_ms": round(1000 * max(slices), 1),
        "rest_seconds": round(time.monotonic() - began, 1),
    }


def _rows(store: Store, name: str) -> int:
    with store.read() as connection:
        return int(connection.execute(text(f"SELECT count(*) FROM {name}")).scalar_one())  # noqa: S608 - ours  # nosec B608 - ours


def _asked(of: Prepared, target: Target, seconds: float) -> Figures:
    http = requests.Session()
    http.headers["Authorization"] = f"Bearer {of.installation.key(None, 'coordinator', 'source', name='figures')}"
    last = datetime.now(UTC).date()

    def got(path: str, days: int, **more: Any) -> Callable[[], None]:
        asked = {"from": str(last - timedelta(days - 1)), "to": str(last), **more}
        return lambda: http.get(f"{target.url}{path}", params=asked, timeout=PATIENCE).raise_for_status()

    opens = {
        "year": got("/figures", YEAR),
        "week": got("/figures", 7),
        "year_of_a_department": got("/figures", YEAR, department=DEPARTMENTS[0]),
        "year_xlsx": got("/figures.xlsx", YEAR),
    }
    opened = {name: _median_ms(ask) for name, ask in opens.items()}
    alone = _posted(target, http, seconds)
    ended = threading.Event()

    def reading() -> None:
        while not ended.is_set():
            opens["year"]()

    reader = threading.Thread(target=reading)
    reader.start()
    beside = _posted(target, requests.Session(), seconds, http.headers["Authorization"])
    ended.set()
    reader.join()
    return {"opened_ms": opened, "posts_alone": alone, "posts_while_a_year_is_read_over_and_over": beside}


def _median_ms(ask: Callable[[], None]) -> float:
    ask()  # The first pays for what is looked up once.
    taken = []
    for _ in range(ROUNDS):
        began = time.monotonic()
        ask()
        taken.append(time.monotonic() - began)
    return round(statistics.median(taken) * 1000, 1)


def _posted(target: Target, http: requests.Session, seconds: float, key: Any = None) -> Figures:
    """One question after another: how long each waited."""
    if key is not None:
        http.headers["Authorization"] = key
    coming, taken, end = bodies(0), [], time.monotonic() + seconds
    while time.monotonic() < end:
        body = next(coming)[1]
        began = time.monotonic()
        sent = http.post(f"{target.url}/api/v1/broadcasts/{SLUG}/questions", data=body, timeout=PATIENCE)
        sent.raise_for_status()
        taken.append(time.monotonic() - began)
    ordered = sorted(taken)
    return {
        "posts": len(ordered),
        "p50_ms": round(1000 * ordered[len(ordered) // 2], 1),
        "p99_ms": round(1000 * ordered[int(0.99 * (len(ordered) - 1))], 1),
    }
