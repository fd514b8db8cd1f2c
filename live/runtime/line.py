"""An Engine.IO socket's line: heard within bounds from its opening, pinged, and cut when no more shall be heard."""

from __future__ import annotations

import time
from collections import deque
from functools import partial
from typing import Any

import structlog
from engineio import packet

from live.runtime.deadlines import CONNECTION
from live.runtime.hearing import Hearing
from live.runtime.tasks import sleep, spawn

log = structlog.get_logger()

TOGETHER = 0.25
"""Seconds within which clients are pinged together."""


def opened(engine_socket: Any, environ: dict[str, Any]) -> None:
    """A websocket was opened for it over this request's connection."""
    engine_socket.line = environ[CONNECTION]
    engine_socket.hearing = Hearing(partial(cut, engine_socket))


def close(engine_socket: Any) -> None:
    """End a connection once it has been sent what waits for it."""
    engine_socket.close(wait=False)


def cut(engine_socket: Any, why: str) -> None:
    """End a connection now, without waiting for what it has not read."""
    if not engine_socket.line.is_a_strangers:
        log.warning("client cut off", why=why, sid=engine_socket.sid)
    engine_socket.close(wait=False, abort=True)
    engine_socket.line.end()


class Pings:
    """Pings every client so many seconds after it has answered the last, all of them in one task.

    Engine.IO has a task for each, whose stack is a quarter of what a screen at rest costs.
    """

    def __init__(self, interval: float) -> None:
        self._interval = interval
        self._due: deque[tuple[float, Any]] = deque()  # In the order in which they are due.
        self._at_work = False

    def schedule(self, engine_socket: Any) -> None:
        """It has answered, or was opened."""
        if not engine_socket.last_ping:
            return  # It has said so twice.
        engine_socket.last_ping = None
        self._due.append((time.monotonic() + self._interval, engine_socket))
        if not self._at_work:
            self._at_work = True
            spawn(self._work)

    def _work(self) -> None:
        while self._due:
            if (wait := self._due[0][0] - time.monotonic()) > 0:
                sleep(max(wait, TOGETHER))
            else:
                self._ping(self._due.popleft()[1])
        self._at_work = False

    def _ping(self, engine_socket: Any) -> None:
        if engine_socket.closing or engine_socket.closed:
            return
        engine_socket.last_ping = time.monotonic()
        try:
            engine_socket.send(packet.Packet(packet.PING))
        except Exception:
            log.exception("a client was not pinged", sid=engine_socket.sid)
