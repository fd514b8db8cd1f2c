"""A disk that is full: nothing is acknowledged that is not kept, /readyz says why, and it heals by itself."""

from __future__ import annotations

import resource
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
import requests

from tests.faults.test_watching import RULES, changed, look
from tests.support.alerting import check_fires
from tests.support.process import wait_until
from tests.support.server import Installation, Server

pytestmark = pytest.mark.faults


def test_a_full_disk_is_told_and_costs_nothing_that_was_acknowledged(embedded: Installation) -> None:
    with Server(embedded).start() as server:
        show = embedded.show(source="source")
        source = server.api(show.slug, show.keys["source"])
        source.ask("До того")
        before = look(server)
        assert server.program.process is not None
        process = server.program.process.pid
        # While somebody reads what it was, the log of writes goes on at its end, and does not begin anew.
        with _reading(embedded):
            for n in range(20):
                source.ask(f"Вопрос {n} " + "о дороге " * 100, external_id=f"m-{n}")
            full = _log_of_writes(embedded).stat().st_size
            resource.prlimit(process, resource.RLIMIT_FSIZE, (full, resource.RLIM_INFINITY))
            answer = source.post("/questions", {"text": "Без места"})
            assert server.program.log.stat().st_size < full / 2  # The database can grow there alone.
            assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
            wait_until(lambda: _readiness(server) == (503, True, False), "it says that nothing is kept")
            check_fires(RULES["LiveDatabaseReadOnly"], before, changed(server, "LiveDatabaseReadOnly", before))
            for _ in range(20):
                assert source.post("/questions", {"text": "Ещё один"}).status_code == 503
            assert server.program.log.read_text().count("writing fails") == 1

        resource.prlimit(process, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        wait_until(lambda: _readiness(server) == (200, True, True), "it goes on")
        source.ask("После того")
        assert server.program.log.read_text().count("writing goes on") == 1
    assert "received 22 =" in embedded.cli("audit", show.slug)


@contextmanager
def _reading(installation: Installation) -> Iterator[None]:
    with closing(sqlite3.connect(installation.database_url.removeprefix("sqlite:///"), isolation_level=None)) as reader:
        reader.execute("BEGIN")
        assert reader.execute("SELECT count(*) FROM question").fetchone() == (1,)
        yield


def _log_of_writes(installation: Installation) -> Path:
    return Path(installation.database_url.removeprefix("sqlite:///") + "-wal")


def _readiness(server: Server) -> tuple[int, bool, bool]:
    answer = requests.get(f"{server.url}/readyz", timeout=30)
    told = answer.json()
    return answer.status_code, told["store"], told["writes"]
