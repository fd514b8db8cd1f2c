"""A server that is told to end: what is under way is answered, nobody new is let in, and screens come again."""

from __future__ import annotations

import http.client
import itertools
import json
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from sqlalchemy import func, select

from live.store.database import Database
from live.store.show import broadcasts
from live.store.tables import lease, outbox, question
from live.store.transaction import Store
from tests.support.process import Program, wait_until
from tests.support.rooms import Show
from tests.support.screen import Screen
from tests.support.server import Installation, Server
from tests.support.stub import slow
from tests.support.stubs.vk import TOKEN, Vk
from tests.support.worker import Worker

pytestmark = pytest.mark.faults

ENDS = 15.0
"""Seconds within which a program that is told to end is gone: ten, and what a busy machine adds."""

COMMENT = "/method/wall.createComment"

SCREENS = {"desk": "moderator", "rundown": "producer", "prompter": "presenter", "overlay": "gallery"}


@pytest.fixture(params=["eventlet", "gevent"])
def asynchronous(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def ended(program: Program) -> object:
    """What a program that is told to end ends with."""
    program.send(signal.SIGTERM)
    return code(program)


def code(program: Program) -> object:
    """What a program that was told to end ends with."""
    assert program.process is not None
    program.process.wait(ENDS)
    return program.process.returncode


@contextmanager
def opened(installation: Installation) -> Iterator[Store]:
    store = Store(Database(installation.database_url), installation.environment()["LIVE_SECRET_KEY"])
    yield store
    store.database.close()


def leases(store: Store) -> int:
    with store.read() as connection:
        return connection.execute(select(func.count()).select_from(lease)).scalar_one()


class Askers:
    """People who ask on kept connections, about a hundred times a second, until they are let in no more."""

    def __init__(self, server: Server, slug: str, token: str) -> None:
        self._port, self._path = server.port, f"/api/v1/broadcasts/{slug}/questions"
        self._headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        self._ids = itertools.count(1)
        self.answered: list[int] = []
        self.cut: list[str] = []
        self._threads = [threading.Thread(target=self._ask, daemon=True) for _ in range(16)]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def join(self) -> None:
        for thread in self._threads:
            thread.join(60)
        assert not any(thread.is_alive() for thread in self._threads)

    def _ask(self) -> None:
        line = http.client.HTTPConnection("127.0.0.1", self._port, timeout=30)
        while True:
            fresh = line.sock is None
            if fresh:
                try:
                    line.connect()
                except OSError:
                    return
            try:
                line.request("POST", self._path, self._body(), self._headers)
                answer = line.getresponse()
                told = answer.read()
            except (OSError, http.client.HTTPException) as error:
                if fresh:
                    self.cut.append(repr(error))
                    return
                line.close()  # It was at rest when the server closed it (RFC 9112, 9.5): a client asks anew.
                continue
            if answer.status == 201:
                self.answered.append(json.loads(told)["number"])
            else:
                self.cut.append(f"{answer.status} {told!r}")
            time.sleep(0.1)

    def _body(self) -> str:
        number = next(self._ids)
        return json.dumps({"text": f"Когда починят дорогу у дома {number}?", "external_id": f"asker-{number}"})


class HalfSent:
    """A question of which the second half has not been sent yet."""

    def __init__(self, server: Server, slug: str, token: str) -> None:
        body = json.dumps({"text": "Кто дочитает до конца?", "external_id": "half"}).encode()
        self._rest = body[10:]
        self.socket = socket.create_connection(("127.0.0.1", server.port), timeout=30)
        head = f"POST /api/v1/broadcasts/{slug}/questions HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\n"
        head += (
            f"Authorization: Bearer {token}\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        self.socket.sendall(head.encode() + body[:10])

    def finish(self) -> http.client.HTTPResponse:
        self.socket.sendall(self._rest)
        answer = http.client.HTTPResponse(self.socket)
        answer.begin()
        return answer


def readiness(line: http.client.HTTPConnection) -> tuple[int, dict[str, object], str | None]:
    line.request("GET", "/readyz")
    answer = line.getresponse()
    return answer.status, json.loads(answer.read()), answer.getheader("Connection")


def test_nothing_is_cut_and_screens_come_to_the_next_server(
    backend: Installation, asynchronous: str, join: Callable[..., Screen]
) -> None:
    show = backend.show("air", source="source", **SCREENS)
    with Server(backend, LIVE_ASYNC=asynchronous).start() as server:
        screens = [join(server, show.slug, name, show.keys[name], keep=True) for name in SCREENS]
        kept = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
        idle = socket.create_connection(("127.0.0.1", server.port), timeout=10)
        assert readiness(kept)[0] == 200
        askers = Askers(server, show.slug, show.keys["source"])
        askers.start()
        wait_until(lambda: len(askers.answered) > 100, "a hundred have been answered")
        half = HalfSent(server, show.slug, show.keys["source"])

        server.program.send(signal.SIGTERM)
        told = readiness(kept)
        while told[0] == 200:
            told = readiness(kept)
        assert told == (503, {"ready": False, "ending": True}, "close")
        askers.join()
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", server.port), timeout=10)
        answer = half.finish()
        assert (answer.status, answer.getheader("Connection")) == (201, "close")
        numbers = [*askers.answered, json.loads(answer.read())["number"]]
        half.socket.close()
        assert (code(server.program), askers.cut) == (0, [])
        assert "are cut at the end" not in server.program.log_end()
        assert idle.recv(1) == b""
        idle.close()
        with opened(backend) as store, store.read() as connection:
            broadcast_id = broadcasts.get(connection, show.slug).id
            stored = select(question.c.number).where(question.c.broadcast_id == broadcast_id)
            assert sorted(connection.execute(stored).scalars()) == sorted(numbers)
        with opened(backend) as store:
            assert leases(store) == 0

        assert {screen.screen: [one["within"] for one in screen.endings] for screen in screens} == {
            "desk": [0.0],
            "rundown": [0.0],
            "prompter": [0],
            "overlay": [0],
        }
        server.start()
        for screen in screens:
            screen.wait_for(lambda s: s.connections == 2 and s.connected, "it is back")
        head = server.api(show.slug, show.keys["desk"]).head_at_rest()
        for screen in screens:
            screen.caught_up(head)


def test_what_goes_on_for_ever_is_cut_and_the_end_still_comes(embedded: Installation, asynchronous: str) -> None:
    show = embedded.show(source="source")
    with Server(embedded, LIVE_ASYNC=asynchronous).start() as server:
        half = HalfSent(server, show.slug, show.keys["source"])
        assert ended(server.program) == 0
        assert "connections are cut at the end" in server.program.log_end()
        half.socket.close()


class Post:
    """Two replies to be sent by a slow network, the first of which is under way."""

    def __init__(self, store: Store, vk: Vk) -> None:
        self.store, self.vk = store, vk
        show = Show(store).on_air()
        self.channel = show.channel("vk", token=TOKEN, group_id="456", host=vk.url)
        for number in (1, 2):
            vk.fail(COMMENT, slow(1.5))
            comment, origin = f"wall:-456_7_{number}", f"channel:{self.channel}"
            asked = show.asked(origin=origin, external_id=comment, channel_id=self.channel)
            show.do("question.reply", asked, text=f"Ответ {number}")

    def states(self) -> list[str]:
        with self.store.read() as connection:
            mine = select(outbox.c.state).where(outbox.c.channel_id == self.channel)
            return list(connection.execute(mine.order_by(outbox.c.id)).scalars())

    def is_under_way(self) -> bool:
        return self.states() == ["sending", "waiting"] and bool(self.vk.called(COMMENT))


def test_the_letter_under_way_is_sent_no_other_is_begun_and_its_lease_is_free(
    backend: Installation, asynchronous: str
) -> None:
    here = replace(backend, extra={"LIVE_ASYNC": asynchronous})
    sender: Server | Worker = Server(here) if backend.redis_url is None else Worker(here)
    with Vk() as vk, opened(backend) as store, sender.start():
        post = Post(store, vk)
        wait_until(post.is_under_way, "the first is under way")
        assert ended(sender.program) == 0
        assert post.states() == ["sent", "waiting"]
        assert leases(store) == 0
        assert len(vk.posted) == 1
