"""`python -m bench.flood [--quick] [--behind nginx|caddy]`: what a stranger's floods cost a desk and the prompter.

One address of this machine offers 5,000 requests a second at the form, at a hook and at the sign-in, several in one
write and whether they are answered or not; holds half-open websockets and slow heads; and sends messages without an
end. Then 10,000 packets of OSC come a second, each a word that may be done: from one panel that is stuck, and from 250.
Attackers and whoever is measured are processes of their own. A producer goes on taking questions to air, before (that
is the peer) and meanwhile, and a network at another address hands in messages, of which none may be lost.
It prints JSON. Behind a proxy everybody comes through it, and the server knows them apart by what it says of them.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import os
import secrets
import sys
import threading
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import requests
from requests.adapters import HTTPAdapter

from bench import machine, servers
from bench.attackers import LOOK, Attack, Met, attack
from bench.commands import Taken, run_down
from bench.figures import aim, milliseconds
from bench.packets import Packets, dropped, flood
from bench.servers import SLUG, Prepared, Target
from bench.workers import Worker
from live import settings
from tests.attacks.frames import CONTINUATION, MODERN, SIZE, TEXT, frame
from tests.support.front import FRONTS
from tests.support.process import free_port

ELSEWHERE = "127.0.0.2"
"""Where the network is whose messages must arrive."""

RATE = 10
"""Commands a second of the producer."""

MESSAGES = 5
"""A second, from elsewhere."""

PROMPTERS = 2
QUESTIONS = 6
DEFAULTS = {"LIVE_REQUESTS_PER_ADDRESS": "", "LIVE_READS_PER_PERSON": ""}
"""What holds where nobody has set anything: the tests set more."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Seconds of each attack, and of the time before; requests a second; half-open websockets and slow heads; packets
    of OSC a second."""

    seconds: float
    offered: int
    half_open: int
    slow: int
    packets: int


FULL = Plan(20.0, 5000, 2000, 1000, 10_000)
QUICK = Plan(1.0, 200, 100, 50, 500)
"""Short enough for `make test`, and too short to compare: it says that everything is still measured."""


def _request(method: str, path: str, body: str = "", kind: str = "application/x-www-form-urlencoded") -> bytes:
    head = f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n"
    return f"{head}\r\n{body}".encode()


def attacks(plan: Plan) -> dict[str, Attack]:
    """Each by its name."""
    json_type = "application/json"
    return {
        "form": Attack(_request("POST", f"/b/{SLUG}/ask", "text=flood&consent=on"), rate=plan.offered),
        "hook": Attack(_request("POST", "/hooks/vk/unknown", '{"type":"confirmation"}', json_type), rate=plan.offered),
        "sign_in": Attack(_request("POST", "/login", "login=anna&password=wrong"), rate=plan.offered),
        "half_open": Attack(MODERN, connections=plan.half_open, pause=10.0),
        "slow_heads": Attack(
            b"GET /login HTTP/1.1\r\nX-A: b\r\n",
            connections=plan.slow,
            more=b"X-A: b\r\n",
            pause=5.0,
            answered=False,
        ),
        "fragments": Attack(
            MODERN + frame(TEXT, b"x" * SIZE), connections=4, more=frame(CONTINUATION, b"x" * SIZE), pause=0.0
        ),
    }


PANELS = {"osc": 1, "osc_of_many": 250}
"""Floods of packets, by how many hosts send them."""

STRANGERS_AIM, PANELS_AIM = 250.0, 100.0
"""Milliseconds at the 99th percentile, of a command and at the prompter."""


def aim_of(name: str) -> float:
    return PANELS_AIM if name in PANELS else STRANGERS_AIM


class Messages(threading.Thread):
    """A network that hands in a message every now and then, and again until it is told a number.

    Each over a connection of its own, as networks do: it must be let in among all the others. `took`: the seconds until
    each was acknowledged.
    """

    def __init__(self, target: Target, name: str, rate: float = MESSAGES) -> None:
        super().__init__(daemon=True)
        self._route, self._name, self._rate = target.route(), name, rate
        self.sent = self.repeated = 0
        self.numbers: set[int] = set()
        self.took: list[float] = []
        self._over = threading.Event()

    def run(self) -> None:
        with requests.Session() as http:
            adapter = HTTPAdapter()
            adapter.poolmanager.connection_pool_kw["source_address"] = (ELSEWHERE, 0)
            http.mount("http://", adapter)
            http.headers.update({"Authorization": f"Bearer {self._route.token}", "Connection": "close"})
            while not self._over.wait(1 / self._rate):
                self.sent += 1
                began = time.monotonic()
                while not self._handed_in(http):
                    self.repeated += 1
                self.took.append(time.monotonic() - began)

    def _handed_in(self, http: requests.Session) -> bool:
        message = {"text": "Когда починят мост?", "external_id": f"{self._name}-{self.sent}"}
        try:
            answer = http.post(self._route.url, json=message, timeout=10)
        except requests.RequestException:
            return False
        if answer.status_code not in (200, 201):
            return False
        self.numbers.add(answer.json()["number"])
        return True

    def end(self) -> None:
        self._over.set()
        self.join(60)


class Watched(threading.Thread):
    """Counts the server's open files: a connection that it has let in is one, what waits in the kernel's queue none."""

    def __init__(self, target: Target) -> None:
        super().__init__(daemon=True)
        self._target = target
        self.most = 0
        self._over = threading.Event()

    def run(self) -> None:
        while not self._over.wait(LOOK):
            self.most = max(self.most, self._target.files())

    def end(self) -> None:
        self._over.set()
        self.join(60)


def measured(plan: Plan, of: Prepared, proxy: str | None) -> dict[str, Any]:
    """Each attack's figures by its name, and those of before."""
    port = free_port()
    extra = {**DEFAULTS, "LIVE_OSC": f"127.0.0.1:{port}", "LIVE_OSC_FROM": "127.0.0.0/8"}
    prepared = Prepared(dataclasses.replace(of.installation, extra=extra), of.tokens)
    with servers.behind(proxy, prepared) if proxy else servers.product(prepared) as target:
        numbers = [_asked(target) for _ in range(QUESTIONS)]
        seats = target.seat("rundown"), target.seat("prompter")
        with Worker(run_down, *seats, PROMPTERS, numbers) as producer:
            producer.hear()
            figures: dict[str, Any] = {"before": _felt(producer.ask((int(plan.seconds * RATE), RATE)))}

            def beside(name: str, attacker: Worker) -> None:
                figures[name] = _under(plan, target, producer, name, attacker)

            for name, orders in attacks(plan).items():
                beside(name, Worker(attack, target.port, orders))
                _said(name, figures)
            for name, hosts in PANELS.items():
                lost = dropped(port)
                beside(name, Worker(flood, Packets(port, plan.packets, hosts)))
                figures[name]["dropped_by_the_system"] = dropped(port) - lost
                _said(name, figures)
    return figures


def _said(name: str, figures: dict[str, Any]) -> None:
    print(json.dumps({"attack": name, **figures[name]}), file=sys.stderr, flush=True)


def _under(plan: Plan, target: Target, producer: Worker, name: str, attacker: Worker) -> dict[str, Any]:
    messages, cpu, began = Messages(target, name), target.cpu(), time.monotonic()
    files, watched = target.files(), Watched(target)
    with attacker:
        attacker.hear()
        messages.start()
        watched.start()
        felt = _felt(producer.ask((int(plan.seconds * RATE), RATE)))
        messages.end()
        watched.end()
        met: Met = attacker.ask("enough")
    seconds = time.monotonic() - began
    return {
        **felt,
        "attack": {**dataclasses.asdict(met), "seconds": round(seconds, 1)},
        "share_of_a_core": round((target.cpu() - cpu) / seconds, 2),
        "files_of_the_server": {"before": files, "most": watched.most},
        "messages": {
            "sent": messages.sent,
            "kept": len(messages.numbers),
            "repeated": messages.repeated,
            **milliseconds(messages.took),
        },
    }


def _asked(target: Target) -> int:
    """The number of a new question."""
    route = target.route()
    headers = {"Authorization": f"Bearer {route.token}"}
    return int(requests.post(route.url, json={"text": "Когда?"}, headers=headers, timeout=10).json()["number"])


def _felt(taken: Taken) -> dict[str, Any]:
    return {"command": milliseconds(taken.acknowledged), "prompter": milliseconds(taken.shown)}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.flood", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a run of some seconds: does everything still work?")
    parser.add_argument("--behind", choices=sorted(FRONTS), help="the proxy before the server, by the file of deploy/")
    options = parser.parse_args()
    plan = QUICK if options.quick else FULL
    document: dict[str, Any] = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": machine.described(),
        "behind": options.behind,
        "seconds_of_each": plan.seconds,
        "offered_a_second": plan.offered,
        "packets_a_second": plan.packets,
        "guards": _guards(),
    }
    with servers.embedded() as of:
        document |= measured(plan, of, options.behind)
    document["aims"] = [
        bound
        for name in (*attacks(plan), *PANELS)
        for bound in (
            aim(f"{name}: a command's p99, ms", document[name]["command"]["p99_ms"], at_most=aim_of(name)),
            aim(f"{name}: the prompter's p99, ms", document[name]["prompter"]["p99_ms"], at_most=aim_of(name)),
            aim(f"{name}: messages lost", float(_lost(document[name])), at_most=0.0),
        )
    ]
    document["machine"]["load_average_at_end"] = [round(load, 2) for load in os.getloadavg()]
    print(json.dumps(document, ensure_ascii=False, indent=2))


def _guards() -> dict[str, int]:
    """What the server lets one stranger's address have: it is these that end what the attackers hold."""
    edge = settings.read({"LIVE_SECRET_KEY": secrets.token_hex(32)}).edge
    return {
        "connections_at_once": edge.per_address,
        "new_connections_a_second": edge.requests,
        "requests_a_second": edge.requests,
    }


def _lost(figures: dict[str, Any]) -> int:
    messages = figures["messages"]
    return int(messages["sent"] - messages["kept"])


if __name__ == "__main__":
    main()
