"""A database that hangs: everybody is told the truth, one of ours that hangs holds nobody up, and all of it heals."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import requests
from sqlalchemy import text

from live.store import postgres
from live.store.database import Database, Unsure
from tests.support.backends import SERVED, Backends
from tests.support.load import Load
from tests.support.process import wait_until
from tests.support.proxy import Line
from tests.support.server import Installation, Server

pytestmark = pytest.mark.faults

SENDERS = 5


@pytest.fixture
def own() -> Iterator[Backends]:
    with Backends() as backends:
        yield backends


@pytest.fixture
def installation(own: Backends, folder: Path) -> Iterator[Installation]:
    with own.installation(SERVED, folder) as made:
        yield made


class Hole(Line):
    """Passes everything on until it is `closed`: then nothing comes out on either side, and nothing is hung up."""

    def __init__(self, target: int) -> None:
        super().__init__(target)
        self.closed = False

    def _there(self, sent: Any, target: Any) -> None:
        while data := sent.read1(65536):
            if not self.closed:
                target.sendall(data)

    def _read(self, target: Any) -> bytes:
        while True:
            data = super()._read(target)
            if not data or not self.closed:
                return data


def test_what_a_sender_was_told_of_a_frozen_database_is_true(own: Backends, installation: Installation) -> None:
    with Server(installation).start() as server:
        show = installation.show(source="source", desk="moderator")
        desk = server.api(show.slug, show.keys["desk"])

        def send(name: str, external_id: str | None) -> requests.Response:
            given = {"external_id": external_id} if external_id else {}
            source = server.api(show.slug, show.keys["source"])
            return source.post("/questions", {"text": f"Вопрос {name}", **given})

        def stored(name: str) -> int:
            found = desk.get("/questions", limit=500)["questions"]
            return sum(question["text"] == f"Вопрос {name}" for question in found)

        named = {f"named-{n}": f"m-{n}" for n in range(SENDERS)}
        nameless = [f"nameless-{n}" for n in range(SENDERS)]
        own.postgres.freeze()
        try:
            with ThreadPoolExecutor(2 * SENDERS) as crowd:
                sent = {name: crowd.submit(send, name, named.get(name)) for name in [*named, *nameless]}
                told = {name: one.result() for name, one in sent.items()}
        finally:
            own.postgres.thaw()
        assert {answer.status_code for answer in told.values()} == {503}
        wait_until(lambda: send("after all", "m-last").status_code in (200, 201), "questions come in again")
        for name in nameless:
            most = {"unavailable": 0, "unknown": 1}[told[name].json()["code"]]
            assert stored(name) <= most, f"{name}: {told[name].json()['detail']}"
        for name, external_id in named.items():
            assert told[name].json()["code"] == "unavailable"
            assert send(name, external_id).status_code in (200, 201)
            assert stored(name) == 1


def test_a_line_that_carries_nothing_for_half_a_minute_costs_no_question(own: Backends, folder: Path) -> None:
    with own.installation(SERVED, folder) as direct, Hole(own.postgres.port) as hole:
        through = direct.database_url.replace(f":{own.postgres.port}/", f":{hole.port}/")
        with Server(replace(direct, database_url=through)).start() as server:
            show = direct.show(source="source")
            load = Load(server.url, show.slug, show.keys["source"], rate=50, threads=8)
            load.start()
            wait_until(lambda: load.has(50), "fifty questions are in")
            hole.closed = True
            wait_until(lambda: _ready(server) == (503, False), "it says that the database is silent")
            hole.closed = False
            acknowledged = len(load.acknowledged)
            wait_until(lambda: load.has(acknowledged + 100), "questions come in again")
            wait_until(lambda: _ready(server) == (200, True), "it is ready again")
            load.stop()
            assert not load.surprises
        assert direct.cli("audit", show.slug)


def test_of_a_commit_without_an_answer_nobody_says_that_nothing_was_changed(
    own: Backends, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres, "DEADLINE", 1.0)
    with own.installation(SERVED, folder) as direct, Hole(own.postgres.port) as hole:
        database = Database(direct.database_url.replace(f":{own.postgres.port}/", f":{hole.port}/"))
        with pytest.raises(Unsure), database.write() as connection:
            connection.execute(text("UPDATE meta SET value = value"))
            hole.closed = True
        database.close()


def _ready(server: Server) -> tuple[int, bool]:
    answer = requests.get(f"{server.url}/readyz", timeout=30)
    return answer.status_code, answer.json()["store"]


def test_one_of_ours_that_hangs_in_a_transaction_does_not_keep_what_it_holds(installation: Installation) -> None:
    with Server(installation).start() as server:
        show = installation.show(source="source", desk="moderator")
        source, desk = server.api(show.slug, show.keys["source"]), server.api(show.slug, show.keys["desk"])
        for n in (1, 2):
            assert source.post("/questions", {"text": f"Вопрос {n}"}).status_code == 201
        hanging = Database(installation.database_url).engine().connect()
        hanging.execute(text("SELECT 1 FROM log FOR UPDATE"))
        desk.command("question.merge", question=2, version=1, into=1)
        hanging.invalidate()
