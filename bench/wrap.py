"""`python -m bench.wrap [--questions N]`: a wrap of 100,000 questions beside a show on air; prints JSON.

One server carries both. The producer of the show on air shortlists and returns questions at a steady pace, before the
wrap (that is the peer) and during it; each command is timed from the moment at which it was due, so that one that had
to wait for the one before is not told as a quick one. Memory is the server process's resident set.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import threading
import time
import uuid
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import requests
from sqlalchemy import case, update

from bench import machine, servers
from bench.clients import Screen, Seat
from bench.figures import aim, milliseconds
from bench.servers import SLUG, Prepared, Target
from bench.workers import Worker, next_message
from live.desk.receive import Arrival, receive_group
from live.domain.submission import Submission
from live.language.default_topics import TOPICS
from live.store.database import Database
from live.store.show import broadcasts
from live.store.tables import question
from live.store.transaction import Store
from live.views.books import books

WRAPPED = "wrapped"
QUESTIONS = 100_000
GROUP = 500
RATE = 20
"""Commands a second at the desk that is on air."""

SEATED = 40
"""Questions of that desk."""

BEFORE = 20.0
"""Seconds for which it is watched without a wrap."""


def _store(of: Prepared) -> Store:
    return Store(Database(of.installation.database_url), "of-the-tests" * 4)


def fill(of: Prepared, count: int) -> str:
    """Another show with `count` open questions, and some for the desk on air; the token of the other's producer."""
    add = ["broadcast", "add", "--slug", WRAPPED, "--title", "Прямая линия", "--head", "Иван Петров"]
    key = ["key", "add", "--role", "producer", "--broadcast", WRAPPED, "--name", "producer"]
    *_, token = of.installation.several(add, ["broadcast", "open", WRAPPED], ["broadcast", "air", WRAPPED], key)
    store = _store(of)
    with store.read() as connection:
        homes = {slug: broadcasts.get(connection, slug).id for slug in (SLUG, WRAPPED)}
    for slug, many in ((SLUG, SEATED), (WRAPPED, count)):
        for start in range(0, many, GROUP):
            asked = Submission("Третью неделю нет воды в посёлке, когда починят водопровод?", "api")
            group = [Arrival(homes[slug], "bench", asked) for _ in range(min(GROUP, many - start))]
            receive_group(store, group)
    topics = [(question.c.number % (len(TOPICS) + 1) == index, name) for index, (name, _) in enumerate(TOPICS)]
    with store.write() as tx:  # As after the language work, which would be measured too otherwise.
        tx.connection.execute(update(question).values(lemmas="", topic=case(*topics, else_=None)))
    store.database.close()
    return token.split()[-1]


def steady(pipe: Connection, seat: Seat, first: int = 1) -> None:
    """The desk on air: says "ready"; from "go" to "stop" gives commands, and tells how long each took.

    `first`: the number of the first of its questions, which nobody has touched.
    """
    screen = Screen(seat)
    versions = dict.fromkeys(range(first, first + SEATED), 1)
    turn = 0
    pipe.send("ready")
    while next_message(pipe) is not None:
        took: list[float] = []
        start = time.monotonic()
        while not pipe.poll():
            due = start + len(took) / RATE
            _drain(screen, due)
            number = first + turn // 2 % SEATED
            verb = "return" if turn % 2 else "shortlist"
            _command(screen, f"question.{verb}", question=number, version=versions[number])
            took.append(time.monotonic() - due)
            versions[number] += 1
            turn += 1
        pipe.recv()
        pipe.send(took)


def _drain(screen: Screen, until: float) -> None:
    """Reads what comes until then, so that pings are answered."""
    while (left := until - time.monotonic()) > 0:
        screen.sock.settimeout(left)
        try:
            screen.read()
        except TimeoutError:
            return


def _command(screen: Screen, type_: str, **fields: Any) -> None:
    acknowledgement = screen.emit("command", {"id": str(uuid.uuid4()), "type": type_, **fields})
    screen.sock.settimeout(60)
    while True:
        for packet in screen.read():
            if packet.startswith(acknowledgement):
                if b'"ok":true' not in packet:
                    raise RuntimeError(f"{type_} was refused: {packet.decode()}")
                return


class Memory(threading.Thread):
    """The largest resident set of a process, in MB, looked at ten times a second."""

    def __init__(self, target: Target) -> None:
        super().__init__(daemon=True)
        assert target.program.process is not None
        self._status = Path(f"/proc/{target.program.process.pid}/status")
        self.before = self.peak = self._now()
        self._over = threading.Event()

    def _now(self) -> float:
        [line] = [line for line in self._status.read_text().splitlines() if line.startswith("VmRSS")]
        return int(line.split()[1]) / 1024

    def run(self) -> None:
        while not self._over.wait(0.1):
            self.peak = max(self.peak, self._now())

    def stop(self) -> dict[str, float]:
        self._over.set()
        self.join()
        return {"before_mb": round(self.before, 1), "peak_mb": round(self.peak, 1)}


def wrapped(target: Target, token: str, questions: int, store: Store) -> float:
    """Has the other show wrapped; the seconds until its last ticket."""
    start = time.monotonic()
    answer = requests.post(
        f"{target.url}/api/v1/broadcasts/{WRAPPED}/commands",
        json={"id": str(uuid.uuid4()), "type": "broadcast.wrap"},
        headers={"Authorization": f"Bearer {token}"},
        timeout=60,
    )
    answer.raise_for_status()
    while True:
        with store.read() as connection:
            row = broadcasts.get(connection, WRAPPED)
        if row.state == "wrapped":
            return time.monotonic() - start
        time.sleep(0.25)


def measured(of: Prepared, questions: int) -> dict[str, Any]:
    token = fill(of, questions)
    store = _store(of)
    with servers.product(of) as target, Worker(steady, target.seat("rundown")) as desk:
        desk.hear()
        desk.pipe.send("go")
        time.sleep(BEFORE)
        without = desk.ask("stop")
        memory = Memory(target)
        memory.start()
        desk.pipe.send("go")
        seconds = wrapped(target, token, questions, store)
        beside = desk.ask("stop")
        resident = memory.stop()
    with store.read() as connection:
        account = books(connection, broadcasts.get(connection, WRAPPED))
    store.database.close()
    assert account.balances and account.states == {"ticketed": questions}, account
    return {
        "seconds": round(seconds, 1),
        "tickets_a_second": round(questions / seconds),
        "memory": resident,
        "desk_without_a_wrap": milliseconds(without),
        "desk_beside_the_wrap": milliseconds(beside),
    }


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.wrap", description=__doc__)
    parser.add_argument("--questions", type=int, default=QUESTIONS)
    questions = parser.parse_args().questions
    document: dict[str, Any] = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": machine.described(),
        "questions": questions,
        "commands_a_second": RATE,
        "aims": [],
    }
    for name, prepared in (("sqlite", servers.embedded), ("postgresql", servers.served)):
        print(f"the wrap on {name} …", file=sys.stderr, flush=True)
        with prepared() as of:
            document[name] = measured(of, questions)
        p99 = document[name]["desk_beside_the_wrap"]["p99_ms"]
        document["aims"].append(aim(f"{name}: the other desk's p99 during the wrap, ms", p99, at_most=100.0))
    document["machine"]["load_average_at_end"] = [round(load, 2) for load in os.getloadavg()]
    print(json.dumps(document, ensure_ascii=False, indent=2))


if __name__ == "__main__":
    main()
