"""No question is lost: what was acknowledged is there after a SIGKILL, once."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from functools import partial

import pytest

from tests.support.api import Api
from tests.support.load import Load
from tests.support.process import wait_until
from tests.support.scale import scaled, turns
from tests.support.server import Installation, Server

pytestmark = [pytest.mark.faults, pytest.mark.soak]

KILLS = scaled(3, 20)
"""In one show."""

SHOWS = 25


def read(desk: Api, numbers: list[int]) -> bool:
    """Whether the language work has read every question; none is read twice."""
    _, events = desk.all_events()
    told = [e["question"] for e in events if e["type"] == "question.classified" or e.get("read")]
    assert len(set(told)) == len(told)
    return sorted(told) == sorted(numbers)


def test_every_acknowledged_question_outlives_a_kill(backend: Installation, tell: Callable[[str], None]) -> None:
    loads = [killed_in_a_show(backend, random.Random(20261124 + turn)) for turn in turns(0.35, SHOWS)]
    acknowledged = sum(len(load.acknowledged) for load in loads)
    repeated = sum(load.retries for load in loads)
    tell(f"{KILLS * len(loads)} kills, {acknowledged} acknowledged questions, {repeated} repeated")


def killed_in_a_show(backend: Installation, dice: random.Random) -> Load:
    show = backend.show(source="source", desk="moderator")
    slug, source, desk = show.slug, show.keys["source"], show.keys["desk"]
    with Server(backend).start() as server:
        load = Load(server.url, slug, source, rate=200)
        load.start()
        for _ in range(KILLS):
            enough = len(load.acknowledged) + dice.randrange(100, 400)
            wait_until(partial(load.has, enough), f"{enough} acknowledged")
            time.sleep(dice.random() * 0.05)  # the moment itself is left to chance
            server.kill()
            server.start()
        load.stop()
        assert not load.surprises

        source_api, desk_api = server.api(slug, source), server.api(slug, desk)
        ids, numbers = list(load.acknowledged), list(load.acknowledged.values())
        assert len(set(numbers)) == len(numbers)

        again = []
        for start in range(0, len(ids), 500):
            again += source_api.ask_many([load.body(one) for one in ids[start : start + 500]])
        assert [result["number"] for result in again] == numbers
        repeated = source_api.post("/questions", load.body(ids[-1]))
        assert (repeated.status_code, repeated.json()["number"]) == (200, numbers[-1])

        assert desk_api.get("/questions", limit=1)["total"] == len(numbers)
        wait_until(partial(read, desk_api, numbers), "the language work has read what the kills left", 120)
        head, events = desk_api.all_events()
        assert [event["seq"] for event in events] == list(range(1, head + 1))
        received = [event["question"] for event in events if event["type"] == "question.received"]
        assert sorted(received) == sorted(numbers)
        books = backend.run("audit", slug)
        assert books.returncode == 0, books.stdout + books.stderr
    return load
