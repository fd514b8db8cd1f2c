"""The channels' page of a running server: no secret in its log, and nobody waits while a network takes its time."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest
import requests

from live.admin.channels import new_key
from tests.support.process import wait_until
from tests.support.server import Installation, Server
from tests.support.stub import Call
from tests.support.stubs.vk import Vk

pytestmark = pytest.mark.faults

SECRET, TOKEN = "unspoken-callback-secret", "unspoken-community-token"


class Office:
    """An administrator's program at a server, with a channel of each network that it needs."""

    def __init__(self, server: Server) -> None:
        self.pages = f"{server.url}/admin/channels"
        self.slug = server.installation.show().slug
        self.key = {"Authorization": f"Bearer {server.installation.key(None, 'admin')}"}

    def post(self, path: str, **fields: str) -> requests.Response:
        return requests.post(self.pages + path, data=fields, headers=self.key, timeout=60)

    def add(self, **fields: str) -> str:
        """The path of a new VK channel's page."""
        added = self.post("/new", type="vk", key=new_key(), broadcast=self.slug, **fields)
        assert added.status_code == 200, added.text
        return added.url.removeprefix(self.pages).partition("?")[0]

    def page(self, path: str = "") -> str:
        shown = requests.get(self.pages + path, headers=self.key, timeout=60)
        assert shown.status_code == 200
        return shown.text


@pytest.fixture
def server(embedded: Installation) -> Iterator[Server]:
    with Server(embedded).start() as running:
        yield running


def test_no_secret_is_in_the_servers_log_though_the_network_repeats_it(server: Server) -> None:
    echo: Any = {"error": {"error_code": 5, "error_msg": f"invalid access_token ({TOKEN}), secret {SECRET}"}}
    with Vk() as vk:
        vk.routes["/method/"] = lambda call: echo
        office = Office(server)
        path = office.add(
            **{"set-secret": SECRET, "set-token": TOKEN, "set-group_id": "456", "set-longpoll": "yes"},
            **{"set-host": vk.url},
        )
        refused = office.post("/new", type="vk", key=new_key(), broadcast="nowhere", **{"set-token": TOKEN})
        assert refused.status_code == 404
        assert "invalid access_token (…)" in office.post(path, do="test").text
        wait_until(lambda: "next-text" in office.page(path), "what is wrong stands on the page")
    pages = office.page() + office.page(path) + refused.text
    log = server.program.log.read_text("utf-8")
    assert "a channel was added" in log and "a network was not read" in log
    assert not [where for where in (pages, log) if SECRET in where or TOKEN in where]


def test_others_are_answered_while_a_network_takes_its_time(server: Server) -> None:
    asked, answered = threading.Event(), threading.Event()

    def slow(call: Call) -> Any:
        asked.set()
        assert answered.wait(60)
        return {"response": {"mask": 0, "permissions": [{"name": name} for name in ("messages", "wall", "manage")]}}

    with Vk() as vk:
        vk.routes["/method/"] = slow
        office = Office(server)
        path = office.add(**{"set-secret": SECRET, "set-token": TOKEN, "set-host": vk.url, "set-confirmation": "c0de"})
        told: list[str] = []
        pressed = threading.Thread(target=lambda: told.append(office.post(path, do="test").text))
        pressed.start()
        assert asked.wait(60)
        assert "принимает токен" not in office.page(path)
        answered.set()
        pressed.join(60)
    assert "VK принимает токен." in told[0]
