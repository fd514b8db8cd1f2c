"""From a button to the lamps: how soon `on-air/stream` tells what a press has changed, quiet and beside a show's posts.

A press is a POST of a show verb over HTTP, one every PACE seconds (sooner the server takes it for a doubled one); a
lamp is a listener of server-sent events. `from_the_press` is from writing the request to a lamp's event, so the commit
is in it; `after_the_answer` from the answer, which follows the commit, and below nothing where the lamp was sooner.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import sys
import threading
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import requests

from bench import machine, servers
from bench.figures import aim, in_browsers
from bench.measures import MARKS, SETTLE
from bench.posts import Order, send
from bench.servers import SLUG, Target
from bench.workers import Worker

PACE = 0.6
PATIENCE = 20.0
AIM = 100.0
"""Milliseconds at the 95th percentile, from the commit to the lamps."""
DATABASES = {"sqlite": servers.embedded, "postgresql_and_redis": servers.served_with_redis}


@dataclass(slots=True)
class Lamp:
    """One listener in a thread: when it was told of each state of the graphic, a change of it alone."""

    target: Target
    times: list[float] = field(default_factory=list)
    _lit: bool | None = None

    def start(self) -> None:
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        line = http.client.HTTPConnection("127.0.0.1", self.target.port, timeout=PATIENCE)
        headers = {"Authorization": f"Bearer {self.target.tokens['overlay']}"}
        line.request("GET", f"/api/v1/broadcasts/{SLUG}/on-air/stream", headers=headers)
        with line.getresponse() as answer:
            while said := answer.readline():
                if said.startswith(b"data: ") and b'"now"' in said:
                    self._hear(json.loads(said.removeprefix(b"data: "))["now"], time.monotonic())

    def _hear(self, now: dict[str, Any] | None, at: float) -> None:
        lit = bool(now and now["graphic"])
        if lit is not self._lit:
            self._lit = lit
            self.times.append(at)


@dataclass(frozen=True, slots=True)
class Panel:
    """Presses, and waits until every lamp has been told."""

    target: Target
    lamps: list[Lamp]
    session: requests.Session

    def press(self, verb: str) -> tuple[float, float]:
        """When the press was written, and when it was answered."""
        began = time.monotonic()
        headers = {"Authorization": f"Bearer {self.target.tokens['rundown']}"}
        url = f"{self.target.url}/api/v1/broadcasts/{SLUG}/control/{verb}"
        answer = self.session.post(url, headers=headers, timeout=PATIENCE)
        if answer.status_code != 200:
            raise RuntimeError(f"{verb} was refused: {answer.text}")
        return began, time.monotonic()

    def told(self, count: int) -> None:
        """Until each lamp has been told of so many states."""
        deadline = time.monotonic() + PATIENCE
        while any(len(lamp.times) < count for lamp in self.lamps):
            if time.monotonic() > deadline:
                raise RuntimeError(f"the lamps were not told within {PATIENCE} s")
            time.sleep(0.002)


def measured(target: Target, lamps: int, presses: int, beside: int) -> dict[str, Any]:
    listeners = [Lamp(target) for _ in range(lamps)]
    panel = Panel(target, listeners, requests.Session())
    with Worker(send) as sender:
        sender.ask(Order(target.route(), 1, MARKS.take(), 30.0, most=1))
        _list_one(target)
        for lamp in listeners:
            lamp.start()
        panel.told(1)
        time.sleep(SETTLE)
        panel.press("take")
        panel.told(2)
        figures = {"quiet": _round(panel, presses)}
        sender.pipe.send(Order(target.route(), 16, MARKS.take(), presses * PACE, rate=beside))
        figures[f"beside_{beside}_posts_per_s"] = _round(panel, presses)
        sender.hear()
    return figures


def _list_one(target: Target) -> None:
    """The newest question stands in the list."""
    moderator = {"Authorization": f"Bearer {target.tokens['desk']}"}
    url = target.route().url
    newest = requests.get(url, {"limit": "1", "state": "new"}, headers=moderator, timeout=PATIENCE)
    [question] = newest.json()["questions"]
    body = {"id": "7d2f3a52-1b0e-4c8f-9f0a-5b1f4c7a9e11", "type": "question.shortlist", "question": question["number"]}
    told = {**body, "version": question["version"]}
    commands = url.removesuffix("/questions") + "/commands"
    requests.post(commands, json=told, headers=moderator, timeout=PATIENCE).raise_for_status()


def _round(panel: Panel, presses: int) -> dict[str, Any]:
    from_the_press: list[float] = []
    after_the_answer: list[float] = []
    for number in range(presses):
        time.sleep(PACE)
        known = len(panel.lamps[0].times)
        began, answered = panel.press("graphic-show" if number % 2 else "graphic-clear")
        panel.told(known + 1)
        told = [lamp.times[known] for lamp in panel.lamps]
        from_the_press += [(when - began) * 1000 for when in told]
        after_the_answer += [(when - answered) * 1000 for when in told]
    time.sleep(PACE)
    if presses % 2:
        panel.press("graphic-show")
    return {"from_the_press": in_browsers(from_the_press), "after_the_answer": in_browsers(after_the_answer)}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.lamps", description=__doc__)
    parser.add_argument("--lamps", type=int, default=20)
    parser.add_argument("--presses", type=int, default=60, help="in each round")
    parser.add_argument("--beside", type=int, default=20, help="posts a second in the second round")
    parser.add_argument("--database", choices=DATABASES, help="this one alone")
    given = parser.parse_args()
    document: dict[str, Any] = {"at": datetime.now(UTC).isoformat(timespec="seconds"), "machine": machine.described()}
    document |= {"lamps": given.lamps, "aims": []}
    for name in [given.database] if given.database else DATABASES:
        print(f"the lamps on {name} …", file=sys.stderr, flush=True)
        with DATABASES[name]() as of, servers.product(of) as target:
            document[name] = measured(target, given.lamps, given.presses, given.beside)
        for load, figures in document[name].items():
            p95 = figures["from_the_press"]["p95_ms"]
            document["aims"].append(aim(f"{name}, {load}: p95 from a press to the lamps, ms", p95, at_most=AIM))
    document["machine"]["load_average_at_end"] = [round(load, 2) for load in os.getloadavg()]
    print(json.dumps(document, ensure_ascii=False, indent=2))


if __name__ == "__main__":
    main()
