"""What a person waits for, by how many questions a broadcast holds; and how long another broadcast's producer waits
meanwhile."""

from __future__ import annotations

import json
import statistics
import sys
import threading
import time
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import requests

from bench import crowd, servers
from bench.clients import Screen
from bench.figures import aim
from bench.scale_options import Figures, Options
from bench.servers import SLUG, Prepared, Target
from live.views.questions.counts import FRESH as COUNTS_KEPT
from live.web.health import NUMBERS_KEPT, READY_KEPT
from tests.support.entrance import cookie

OTHER = "other"
PAUSE = 0.02
"""Seconds between two commands of the other broadcast's producer."""
ROUNDS = 5
RARE = "дельтапланеризм"
COMMON = "улица"
PATIENCE = 120.0

AS_MUCH = 1.5
"""Times its figure at the fewest questions that anything may take which a desk does."""
FLAT = ("snapshot", "page", "numbers", "search_common", "search_rare", "counts")
LONGEST = 100
METRICS = 5


class Producer(threading.Thread):
    """The other broadcast's: one short command after another; the longest since it was last asked, in ms."""

    def __init__(self, target: Target, token: str) -> None:
        super().__init__(daemon=True)
        self._url = f"{target.url}/api/v1/broadcasts/{OTHER}/commands"
        self._token = token
        self._longest = 0.0
        self._over = threading.Event()
        self.trouble: Exception | None = None

    def run(self) -> None:
        http = requests.Session()
        http.headers["Authorization"] = f"Bearer {self._token}"
        while not self._over.wait(PAUSE):
            body = {"id": str(uuid.uuid4()), "type": "presenter.message", "text": "Осталось пять минут"}
            start = time.monotonic()
            try:
                http.post(self._url, json=body, timeout=60).raise_for_status()
            except requests.RequestException as trouble:
                self.trouble = trouble
                return
            self._longest = max(self._longest, time.monotonic() - start)

    def longest(self) -> float:
        found, self._longest = self._longest, 0.0
        if self.trouble is not None:
            raise RuntimeError("the other broadcast's producer has failed") from self.trouble
        return round(found * 1000, 1)

    def stop(self) -> None:
        self._over.set()
        self.join()


def measured(options: Options) -> Figures:
    figures = {str(many): _at(options, many) for many in options.questions}
    return {"by_questions": figures, "aims": _aims(figures)}


def _at(options: Options, many: int) -> Figures:
    with options.prepared() as of:
        began = time.monotonic()
        crowd.fill(of.installation.database_url, _secret(of), SLUG, many)
        filled = round(time.monotonic() - began, 1)
        other = of.installation.show("air", slug=OTHER, producer="producer")
        with servers.product(of) as target:
            producer = Producer(target, other.keys["producer"])
            producer.start()
            try:
                figures = _asked(of, target, producer, options.seconds)
            finally:
                producer.stop()
            figures["memory_mb"] = _memory(target)
    print(json.dumps({"questions": many, **figures}, ensure_ascii=False), file=sys.stderr, flush=True)
    return {"filled_in_s": filled, **figures}


def _secret(of: Prepared) -> str:
    return of.installation.environment()["LIVE_SECRET_KEY"]


def _asked(of: Prepared, target: Target, producer: Producer, seconds: float) -> Figures:
    desk, head, crew = requests.Session(), requests.Session(), requests.Session()
    desk.headers["Authorization"] = f"Bearer {target.tokens['desk']}"
    head.headers["Authorization"] = f"Bearer {target.tokens['head']}"
    crew.cookies.set("live", cookie(of.installation, target.tokens["rundown"]))
    here = f"{target.url}/api/v1/broadcasts/{SLUG}"

    def get(http: requests.Session, url: str, **params: Any) -> Any:
        answer = http.get(url, params=params, timeout=PATIENCE)
        answer.raise_for_status()
        return answer

    def grown_report() -> Any:
        _post_one(target)
        return get(crew, f"{target.url}/b/{SLUG}/report")

    _post_one(target)
    until = time.monotonic() + PATIENCE
    while not get(desk, f"{here}/questions", q=RARE).json()["questions"]:
        if time.monotonic() > until:
            raise RuntimeError("the language work has not read a new question")
        time.sleep(0.2)
    quiet = producer.longest()
    time.sleep(1.0)
    figures: Figures = {"nothing": {"ms": None, "longest_command_ms": producer.longest()}, "before": quiet}
    for name, ask, rounds, kept in (
        ("snapshot", lambda: Screen(target.seat("desk")).sock.close(), ROUNDS, 0),
        ("page", lambda: get(desk, f"{here}/questions", limit=100), ROUNDS, 0),
        ("page_of_new", lambda: get(desk, f"{here}/questions", state="new", limit=100), ROUNDS, 0),
        ("numbers", lambda: get(desk, f"{here}/questions/numbers", state="new"), ROUNDS, 0),
        ("search_common", lambda: get(desk, f"{here}/questions", q=COMMON), ROUNDS, 0),
        ("search_rare", lambda: get(desk, f"{here}/questions", q=RARE), ROUNDS, 0),
        ("counts", lambda: get(head, f"{here}/counts"), ROUNDS, COUNTS_KEPT),
        ("report", lambda: get(crew, f"{target.url}/b/{SLUG}/report"), 1, 0),
        ("report_after_one_more", grown_report, 1, 0),
        ("metrics", lambda: get(desk, f"{target.url}/metrics"), ROUNDS, NUMBERS_KEPT),
        ("readyz", lambda: get(desk, f"{target.url}/readyz"), ROUNDS, READY_KEPT),
        ("backup", lambda: of.installation.cli("backup", str(of.installation.folder / "copy.gz")), 1, 0),
    ):
        figures[name] = _timed(ask, _within(seconds, rounds, kept), producer, kept)
    return figures


def _post_one(target: Target) -> None:
    body = {"text": f"Когда в районе появится {RARE}?", "author": {"name": "Анна"}}
    token = {"Authorization": f"Bearer {target.tokens['source']}"}
    url = f"{target.url}/api/v1/broadcasts/{SLUG}/questions"
    requests.post(url, json=body, headers=token, timeout=PATIENCE).raise_for_status()


def _within(seconds: float, rounds: int, kept: float) -> int:
    """As many rounds as fit, where each waits until what was answered before is kept no more."""
    return max(1, min(rounds, int(seconds / kept))) if kept else rounds


def _timed(ask: Callable[[], Any], rounds: int, producer: Producer, kept: float) -> Figures:
    """The median of a few and the first of them, which also compiles what it asks; and the longest command that the
    other broadcast's producer waited for meanwhile."""
    producer.longest()
    taken = []
    for _ in range(rounds):
        began = time.monotonic()
        ask()
        taken.append(time.monotonic() - began)
        time.sleep(PAUSE * 2 + (kept if rounds > 1 else 0))
    middle, first = (round(seconds * 1000, 1) for seconds in (statistics.median(taken), taken[0]))
    return {"ms": middle, "first_ms": first, "longest_command_ms": producer.longest()}


def _memory(target: Target) -> int:
    """The most that the server's process has held, in MB."""
    assert target.program.process is not None
    lines = Path(f"/proc/{target.program.process.pid}/status").read_text().splitlines()
    return int(next(line.split()[1] for line in lines if line.startswith("VmHWM"))) // 1024


def _aims(figures: dict[str, Figures]) -> list[Figures]:
    (_, few), *more = figures.items()
    found = []
    for many, there in more:
        for name in FLAT:
            found.append(aim(f"{many}: {name}, times", round(there[name]["ms"] / few[name]["ms"], 2), at_most=AS_MUCH))
    for many, there in figures.items():
        commands = {name: one["longest_command_ms"] for name, one in there.items() if isinstance(one, dict)}
        longest = max(commands, key=lambda name: commands[name])
        found.append(aim(f"{many}: longest command, beside {longest}, ms", commands[longest], at_most=LONGEST))
        found.append(aim(f"{many}: /metrics, ms", there["metrics"]["ms"], at_most=METRICS))
    return found
