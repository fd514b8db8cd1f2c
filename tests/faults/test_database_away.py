"""While PostgreSQL is away nothing is acknowledged and nothing lost; then the screens heal by themselves."""

from __future__ import annotations

from pathlib import Path

import pytest
import requests

from tests.support.backends import SERVED, Backends
from tests.support.load import Load
from tests.support.process import wait_until
from tests.support.server import Server

pytestmark = pytest.mark.faults


def test_a_database_that_goes_and_comes_back_costs_no_question_and_no_reload(folder: Path) -> None:
    with (
        Backends() as own,
        own.installation(SERVED, folder) as installation,
        Server(installation).start() as server,
    ):
        show = installation.show(source="source", desk="moderator")
        with server.screen(show.slug, "desk", show.keys["desk"]) as desk:
            load = Load(server.url, show.slug, show.keys["source"], rate=100, threads=8)
            load.start()
            wait_until(lambda: load.has(100), "a hundred questions are in")

            own.postgres.stop()
            acknowledged = len(load.acknowledged)
            source = server.api(show.slug, show.keys["source"])
            refused = source.post("/questions", {"text": "Вопрос без базы"})
            assert (refused.status_code, refused.json()["code"]) == (503, "unavailable")
            answer = desk.command("question.add", text="Вопрос без базы", timeout=30)
            assert answer["error"]["code"] == "unavailable"
            assert requests.get(f"{server.url}/healthz", timeout=10).status_code == 200
            assert requests.get(f"{server.url}/readyz", timeout=10).status_code == 503
            assert len(load.acknowledged) - acknowledged <= 8, "acknowledged without a database"

            own.postgres.start()
            wait_until(lambda: load.has(acknowledged + 100), "questions come in again")
            load.stop()
            assert not load.surprises
            desk.wait_for(lambda s: s.mirror.counts["new"] == len(load.acknowledged), "the desk has been told of all")
            head = server.api(show.slug, show.keys["desk"]).head_at_rest()
            told = [event["seq"] for event in desk.caught_up(head).mirror.applied]
            assert told == list(range(told[0], told[-1] + 1))
            assert desk.connections == 1
            print(f"\n{len(load.acknowledged)} acknowledged, {load.retries} repeated")
        books = installation.run("audit", show.slug)
        assert books.returncode == 0, books.stdout + books.stderr
