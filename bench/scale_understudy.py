"""What an understudy costs its leader, how far it is behind, and how long it takes to go on in its place. On SQLite."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import requests

from bench import crowd, servers
from bench.figures import aim, milliseconds, percentile
from bench.posts import Order, carried_out
from bench.scale_options import Figures, Options
from bench.servers import SLUG, Prepared, Target
from tests.support.process import wait_until
from tests.support.server import SECRET, Server
from tests.support.understudy import Understudy

RATE = 20
"""Posts a second."""
LOOK = 0.05
"""Seconds between two looks at how far it is behind."""
BEHIND = 1.0


class Looks(threading.Thread):
    """How far the understudy says that it is behind, in seconds, again and again."""

    def __init__(self, understudy: Understudy) -> None:
        super().__init__(daemon=True)
        self._url = f"{understudy.server.url}/readyz"
        self._over = threading.Event()
        self.seen: list[float] = []

    def run(self) -> None:
        with requests.Session() as http:
            while not self._over.wait(LOOK):
                self.seen.append(http.get(self._url, timeout=30).json()["understudy"]["behind"])

    def stop(self) -> None:
        self._over.set()
        self.join()


def measured(options: Options) -> Figures:
    most = options.questions[-1] if len(options.questions) < 3 else options.questions[1]
    with servers.embedded() as of:
        crowd.fill(of.installation.database_url, SECRET, SLUG, most)
        key = of.installation.key(None, "admin")
        with servers.product(of) as target:
            alone = _posted(target, options.seconds, 1_000_000)
            began = time.monotonic()
            with _followed(of, target, key) as understudy:
                copied = round(time.monotonic() - began, 2)
                looks = Looks(understudy)
                looks.start()
                followed = _posted(target, options.seconds, 2_000_000)
                looks.stop()
        with servers.product(of, "--acknowledge", "follower") as target, _followed(of, target, key) as understudy:
            acknowledged = _posted(target, options.seconds, 3_000_000)
            target.program.kill()
            began = time.monotonic()
            understudy.installation.cli("promote")
            wait_until(understudy.server.ready, "the understudy serves")
            promoted = round(time.monotonic() - began, 2)
    behind = round(percentile(looks.seen, 0.99), 3)
    return {
        "questions": most,
        "followed_after_s": copied,
        "alone": alone,
        "followed": {**followed, "behind_p99_s": behind, "behind_most_s": round(max(looks.seen), 3)},
        "acknowledged": acknowledged,
        "promoted_in_s": promoted,
        "aims": [aim("an understudy is behind, s", round(max(looks.seen), 3), at_most=BEHIND)],
    }


def _posted(target: Target, seconds: float, first: int) -> Figures:
    """How long each of RATE posts a second waits, and what a second of them costs the server."""
    cpu, start = target.cpu(), time.monotonic()
    sent = carried_out(Order(target.route(), 8, first, seconds, rate=RATE))
    took = time.monotonic() - start
    if set(sent.statuses) != {201}:
        raise RuntimeError(f"not all was taken: {sent.statuses}")
    return {"posts": milliseconds(sent.waits), "core": round((target.cpu() - cpu) / took, 4)}


@contextmanager
def _followed(of: Prepared, target: Target, key: str) -> Iterator[Understudy]:
    leader = Server(of.installation)
    leader.port, leader.url = target.port, target.url
    understudy = Understudy(leader, Path(of.installation.folder) / f"understudy-{target.port}", key).start()
    try:
        yield understudy
    finally:
        understudy.server.stop()
