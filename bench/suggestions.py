"""`python -m bench.suggestions [--quick] [--models FOLDER]`: how soon a question's topic and its doubles are known.

Twenty questions a second come to desks while a producer takes others to air. From a post until a desk has the
question's topic, until it stands there on its stack, and, with a model of meaning, until those near to it are kept. In
turns with the same while every kind of suggestion is switched off (that is the peer): how soon the desks have the
questions themselves. Server, model, database and screens share this machine; prints one JSON document.
"""

from __future__ import annotations

import argparse
import json
import os
import selectors
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from typing import Any

import requests
import structlog

from bench import machine, servers
from bench.clients import EVENTS, Screen, Seat, watch
from bench.commands import run_down
from bench.figures import aim, milliseconds, percentile, ratio
from bench.measures import MARKS, SETTLE
from bench.posts import Order, Sent, send
from bench.servers import Prepared, Target
from bench.texts import MARK
from bench.workers import Worker, next_message
from live import settings
from live.admin.language.switching import switch
from live.commands.common import open_store
from live.domain.language.suggestions import Kind
from live.domain.people import By
from live.language.meaning.embedding import NONE, Chosen, chosen
from live.store.language import placing, vectors
from live.store.transaction import Store
from tests.support.process import wait_until

Figures = dict[str, Any]

RATE = 20
"""Questions a second."""

TAKES = 1
"""Commands a second of the producer."""

DESKS, PROMPTERS = 5, 2
SHOWN = 6
"""Questions that the producer takes to air, one after another."""

LOOK = 0.05
"""Seconds between two looks at which questions still wait for their vectors."""

MANY = 1000
"""Of those at most that are looked at."""

PATIENCE = 300.0
ADMIN = By("Bench", "admin")

TOPICS, DOUBLES, P99 = 300.0, 1000.0, 1.2
"""Aims: ms to the topic and to the doubles, p95; the desks' p99, times that of quiet."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Rounds of each kind, in turns, and the seconds of one."""

    rounds: int
    seconds: float


FULL = Plan(3, 40.0)
QUICK = Plan(1, 2.0)
"""Too short to compare: it says that everything is still measured."""


@dataclass(slots=True)
class Seen:
    """When a desk first had what was found out about each question, by its mark."""

    topics: dict[int, float] = field(default_factory=dict)
    stacked: dict[int, float] = field(default_factory=dict)
    """Those that were put on the stack of one before them."""

    def note(self, packet: bytes, now: float) -> None:
        events = json.loads(packet[len(EVENTS) : -1])["events"]
        for view in (event["view"] for event in events if event.get("view")):
            for mark in map(int, MARK.findall(view.get("text") or "")):
                if view["topic"]:
                    self.topics.setdefault(mark, now)
                if view["stack"] not in (None, view["number"]):
                    self.stacked.setdefault(mark, now)


def read_along(pipe: Connection, seat: Seat) -> None:
    """A desk that says "ready", and answers whatever it is asked with what it has `Seen` since."""
    screen, seen, selector = Screen(seat), Seen(), selectors.DefaultSelector()
    selector.register(screen.sock, selectors.EVENT_READ, screen)
    selector.register(pipe, selectors.EVENT_READ)
    pipe.send("ready")
    while True:
        for key, _ in selector.select():
            if key.data is None:
                if next_message(pipe) is None:
                    return
                pipe.send(seen)
                seen = Seen()
                continue
            packets, now = screen.read(), time.monotonic()
            for packet in packets:
                if packet.startswith(EVENTS):
                    seen.note(packet, now)


class Waiting(threading.Thread):
    """Looks at the database: when each question stopped to wait for its vector, by its id. One that waited for less
    than a look is left out."""

    def __init__(self, store: Store, model: Chosen) -> None:
        super().__init__(daemon=True)
        self._store, self._model, self._over = store, model, threading.Event()
        self.made: dict[int, float] = {}

    def run(self) -> None:
        before: set[int] = set()
        while not self._over.wait(LOOK):
            now = self.now()
            self.made |= dict.fromkeys(before - now, time.monotonic())
            before = now

    def now(self) -> set[int]:
        with self._store.read() as connection:
            return set(vectors.due(connection, self._model.name, MANY))

    def by_mark(self) -> dict[int, float]:
        with self._store.read() as connection:
            texts = vectors.texts(connection, self.made)
        return {int(mark): self.made[id_] for id_, text in texts.items() for mark in MARK.findall(text)}

    def end(self) -> None:
        self._over.set()
        self.join(PATIENCE)


class Evening:
    """A running server with its desks, a producer at work, and a desk that is read along."""

    def __init__(self, of: Prepared, stack: ExitStack, model: Chosen | None) -> None:
        self._target = target = stack.enter_context(servers.product(of))
        stack.enter_context(servers.background(of))
        self.store = open_store(settings.read(of.installation.environment()))
        stack.callback(self.store.database.close)
        self._sender = stack.enter_context(Worker(send))
        self._sender.ask(Order(target.route(), 1, MARKS.take(), 30.0, most=SHOWN))
        seats = target.seat("rundown"), target.seat("prompter")
        self._producer = stack.enter_context(Worker(run_down, *seats, PROMPTERS, _newest(target)))
        self._desks = stack.enter_context(Worker(watch, target.seat("desk"), DESKS))
        self._reader = stack.enter_context(Worker(read_along, target.seat("desk")))
        for one in (self._producer, self._desks, self._reader):
            one.hear()
        self.waiting = Waiting(self.store, model) if model else None
        if self.waiting:
            self.waiting.start()
            stack.callback(self.waiting.end)
        time.sleep(SETTLE)

    def questions(self, seconds: float, suggested: bool) -> tuple[Sent, list[float], Seen]:
        """Questions for so long beside the show: what was sent, how long each took to each desk, and what was seen."""
        switch(self.store, dict.fromkeys(Kind, suggested), ADMIN)
        self.understood(suggested)  # What came while it was switched off is nobody's delay.
        self._reader.ask("seen")
        self._producer.pipe.send((max(1, round(seconds * TAKES)), TAKES))
        sent: Sent = self._sender.ask(Order(self._target.route(), 16, MARKS.take(), seconds, rate=RATE))
        expected = sent.statuses[201] * DESKS
        wait_until(lambda: self._desks.ask("count") >= expected, "the desks have every question", PATIENCE)
        self._producer.hear()
        arrivals = self._desks.ask("collect")
        waits = [at - sent.written[mark] for mark, at in zip(arrivals.marks, arrivals.times, strict=True)]
        self.understood(suggested)
        return sent, waits, self._reader.ask("seen")

    def understood(self, suggested: bool) -> None:
        """Waits until nothing is left to find out."""
        wait_until(lambda: not self._unplaced(), "every question was looked at", PATIENCE)
        if suggested and (waiting := self.waiting):
            wait_until(lambda: not waiting.now(), "every vector is made", PATIENCE)
        time.sleep(SETTLE)

    def _unplaced(self) -> Sequence[Any]:
        with self.store.read() as connection:
            return placing.waiting(connection, 1)


def _newest(target: Target) -> list[int]:
    headers = {"Authorization": f"Bearer {target.tokens['desk']}"}
    asked = requests.get(target.route().url, params={"limit": str(SHOWN)}, headers=headers, timeout=30).json()
    return [question["number"] for question in asked["questions"]]


def measured(plan: Plan, of: Prepared, models: str) -> Figures:
    model = chosen(models)
    extra = {**of.installation.extra, "LIVE_MODELS": models if model else NONE}
    with ExitStack() as stack:
        evening = Evening(replace(of, installation=replace(of.installation, extra=extra)), stack, model)
        evening.questions(plan.seconds / 2, suggested=True)  # The first pay for what is loaded once, the model too.
        quiet: list[float] = []
        busy: list[float] = []
        sent, topics, stacked = 0, list[float](), list[float]()
        written: dict[int, float] = {}
        for _ in range(plan.rounds):
            quiet += evening.questions(plan.seconds, suggested=False)[1]
            asked, waits, seen = evening.questions(plan.seconds, suggested=True)
            busy += waits
            sent += len(asked.written)
            written |= asked.written
            topics += _since(asked.written, seen.topics)
            stacked += _since(asked.written, seen.stacked)
        near = _since(written, evening.waiting.by_mark()) if evening.waiting else []
        return {
            "model": model.name if model else None,
            "questions": sent,
            "topic": _soon(topics),
            "stacked": _soon(stacked),
            "near": _soon(near) if model else None,
            "desk": {
                "quiet": milliseconds(quiet),
                "meanwhile": milliseconds(busy),
                "p99_of_quiet": ratio(percentile(busy, 0.99), percentile(quiet, 0.99)),
            },
        }


def _since(written: Mapping[int, float], found: Mapping[int, float]) -> list[float]:
    return [at - written[mark] for mark, at in found.items() if mark in written]


def _soon(seconds: Sequence[float]) -> Figures:
    return {"p95_ms": round(percentile(seconds, 0.95) * 1000, 1), **milliseconds(seconds)}


def aims(database: str, found: Figures) -> list[Figures]:
    near = [aim(f"{database}: near in meaning, p95 ms", found["near"]["p95_ms"], DOUBLES)] if found["model"] else []
    return [
        aim(f"{database}: a question's topic, p95 ms", found["topic"]["p95_ms"], TOPICS),
        aim(f"{database}: on its stack, p95 ms", found["stacked"]["p95_ms"], DOUBLES),
        *near,
        aim(f"{database}: the desk's p99, times that of quiet", found["desk"]["p99_of_quiet"], P99),
    ]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.suggestions", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="so few of each that nothing can be compared")
    parser.add_argument("--models", default="", help="as LIVE_MODELS: a folder, or none; else the package's, if any")
    options = parser.parse_args()
    plan = QUICK if options.quick else FULL
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))  # The document alone is printed.
    document: Figures = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "quick": options.quick,
        "machine": machine.described(),
    }
    reached: list[Figures] = []
    for name, prepared in {"sqlite": servers.embedded, "postgresql": servers.served}.items():
        with prepared() as of:
            found = document[name] = measured(plan, of, options.models)
        print(json.dumps({"database": name, **found}), file=sys.stderr, flush=True)
        reached += aims(name, found)
    document["machine"]["load_average_at_end"] = [round(load, 2) for load in os.getloadavg()]
    print(json.dumps({**document, "aims": reached}, ensure_ascii=False, indent=2))


if __name__ == "__main__":
    main()
