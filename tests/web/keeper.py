"""An administrator who keeps copies and books, and the workers that do what is wished for."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from werkzeug.test import TestResponse

from live.store import kept_copies
from live.store.leases import Leases
from live.store.tables import meta
from live.workers.upkeep.apart import Apart
from live.workers.upkeep.backups import Backups
from live.workers.upkeep.books import AllBooks
from live.workers.upkeep.bring_back import BringBack
from tests.support.process import wait_until
from tests.web.administrator import HTML, Administrator
from tests.web.house import House, csrf

BACKUP, BOOKS, HEALTH = "/admin/backup", "/admin/books", "/admin/health"

PATIENCE = 240
"""Seconds: a copy lets everybody else on the machine go first."""


class Keeper(Administrator):
    """An administrator, and the workers that do what is wished for."""

    def __init__(self, house: House, folder: Path) -> None:
        super().__init__(house)
        self.folder = folder
        self.leases = Leases(house.store)
        self.backups = Backups(house.store, self.leases, folder)
        self.books = AllBooks(house.store, self.leases)
        self.bring_back = BringBack(house.store, self.leases, folder)

    def page(self, path: str) -> str:
        response = self.client.get(path, headers=HTML)
        assert response.status_code == 200, response.text
        return html.unescape(response.text)

    def send(self, path: str, **fields: str) -> TestResponse:
        page = self.client.get(path, headers=HTML).text
        return self.client.post(path, data={"csrf_token": csrf(page), **fields}, headers=HTML)

    def end_of(self, worker: Apart) -> None:
        """The work that is wished for is done."""
        worker.tick()
        assert worker._child is not None
        wait_until(lambda: self.ended(worker), "the end of the work", PATIENCE)

    def ended(self, worker: Apart) -> bool:
        """One turn of the worker, whose process holds on to its leases."""
        self.leases.beat()
        return worker.tick() is None

    def leave(self) -> None:
        """Nothing goes on that a test has not waited for."""
        for worker in (self.backups, self.books, self.bring_back):
            if worker._child is not None:
                worker._child.kill()
            self.leases.free(worker.work)

    def made(self) -> str:
        """A copy, made as the page's button asks."""
        assert self.send(BACKUP, do="now").status_code == 303
        self.end_of(self.backups)
        return kept_copies.listed(self.folder)[0].name


@contextmanager
def keeping(house: House, folder: Path) -> Iterator[Keeper]:
    """A keeper of a house whose copies lie in a folder of their own."""
    services = house.app.extensions["live"]
    settings = replace(services.settings, backups=folder)
    house.app.extensions["live"] = replace(services, settings=settings)
    forget(house)
    keeper = Keeper(house, folder)
    yield keeper
    keeper.leave()
    house.app.extensions["live"] = services
    forget(house)


def forget(house: House) -> None:
    """No work of upkeep was ever done, and no schedule said."""
    with house.store.write() as tx:
        tx.connection.execute(meta.delete().where(meta.c.name.startswith("now.") | (meta.c.name == "backup")))


def said(response: TestResponse) -> str:
    found = re.search(r'role="alert">(.*?)</p>', response.text, re.DOTALL)
    assert found, response.text
    return html.unescape(re.sub("<[^>]*>", "", found[1]))
