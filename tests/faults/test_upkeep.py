"""Copies by schedule where things go wrong: a full disk, a process that is killed, and several processes at once."""

from __future__ import annotations

import resource
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest
import requests

from tests.support.entrance import session_of
from tests.support.process import wait_until
from tests.support.screen import Screen
from tests.support.server import Installation, Server
from tests.support.worker import Worker
from tests.web.house import House, csrf

pytestmark = pytest.mark.faults

ROOM = 64 * 1024
"""Bytes of a file for which the disk has room: more than a log needs, less than the copy."""


PATIENCE = 240
"""Seconds: a copy lets everybody else on the machine go first."""


class Keeper:
    """An administrator at a running server."""

    def __init__(self, house: House, server: Server, token: str) -> None:
        self._url, self._session = server.url, requests.Session()
        self._session.cookies.set("live", session_of(house.store, token))

    def page(self, name: str) -> str:
        return self._session.get(f"{self._url}/admin/{name}", headers={"Accept": "text/html"}, timeout=30).text

    def press(self, page: str, **fields: str) -> int:
        body = {"csrf_token": csrf(self.page(page)), **fields}
        return self._session.post(f"{self._url}/admin/{page}", body, timeout=30).status_code


def copies(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []


def test_a_full_disk_leaves_the_copies_before_and_is_told_until_there_is_room(served: Installation) -> None:
    folder = served.folder / "copies"
    folder.mkdir()
    (folder / "live-20260101-030000.backup").write_text("the one before")
    place = replace(served, extra={"LIVE_BACKUPS": str(folder)})
    show = served.show(source="source")
    with Server(place).start() as server, Worker(place).start() as worker:
        long = [{"text": f"Вопрос {' '.join(uuid4().hex for _ in range(20))}"} for _ in range(500)]
        server.api(show.slug, show.keys["source"]).ask_many(long)
        house = House(served)
        olga = Keeper(house, server, house.key(None, "admin"))
        assert worker.program.process is not None
        process = worker.program.process.pid
        before = resource.prlimit(process, resource.RLIMIT_FSIZE, (ROOM, resource.RLIM_INFINITY))
        assert olga.press("backup", do="now") == 200
        wait_until(lambda: "полон или не пишет" in olga.page("backup"), "it is told", PATIENCE)
        assert copies(folder) == ["live-20260101-030000.backup"]
        resource.prlimit(process, resource.RLIMIT_FSIZE, before)
        assert olga.press("backup", do="now") == 200
        wait_until(lambda: len(copies(folder)) == 2, "there is room again", PATIENCE)
        wait_until(lambda: "полон или не пишет" not in olga.page("backup"), "the fault is over", PATIENCE)
        house.close()


def test_one_of_several_processes_makes_it_and_health_tells_of_all(served: Installation) -> None:
    folder = served.folder / "shared-copies"
    place = replace(served, extra={"LIVE_BACKUPS": str(folder)})
    with Server(place).start() as server:
        house = House(served)
        olga = Keeper(house, server, house.key(None, "admin"))
        wait_until(lambda: "Ответы не отправляются" in olga.page("health"), "nobody works")
        with Worker(place).start(), Worker(place).start():
            wait_until(lambda: "Отправка ответов" in olga.page("health"), "the workers tell of themselves")
            assert "Ответы не отправляются" not in olga.page("health")
            assert olga.press("backup", do="now") == 200
            wait_until(lambda: len(copies(folder)) == 1, "a copy", PATIENCE)
            wait_until(lambda: "disabled" not in olga.page("backup"), "its end", PATIENCE)
        assert len(copies(folder)) == 1
        house.close()


def test_a_copy_is_brought_back_while_the_server_goes_on(embedded: Installation, join: Callable[..., Screen]) -> None:
    folder = embedded.folder / "copies-brought-back"
    place = replace(embedded, extra={"LIVE_BACKUPS": str(folder)})
    show = embedded.show(source="source", desk="moderator")
    house = House(embedded)
    with Server(place).start() as server:
        olga = Keeper(house, server, house.key(None, "admin"))
        desk = join(server, show.slug, "desk", show.keys["desk"], keep=True)
        source = server.api(show.slug, show.keys["source"])
        source.ask("Когда починят мост?")
        olga.press("backup", do="now")
        wait_until(lambda: len(copies(folder)) == 1, "a copy", PATIENCE)
        wait_until(lambda: "disabled" not in olga.page("backup"), "its end", PATIENCE)
        source.ask("Спросили после копии")
        desk.wait_for(lambda s: len(s.mirror.questions) == 2, "both are at the desk")
        epoch = desk.mirror.epoch
        assert olga.press("backup", do="back", name=copies(folder)[0]) == 200
        desk.wait_for(
            lambda s: s.mirror.epoch != epoch and len(s.mirror.questions) == 1, "the desk begins anew", PATIENCE
        )
        assert len(copies(folder)) == 2
        again = source.ask("Вопрос после возврата")
        desk.wait_for(lambda s: again["number"] in s.mirror.questions, "the server goes on")
    house.close()
    books = embedded.run("audit")
    assert books.returncode == 0, books.stdout + books.stderr
