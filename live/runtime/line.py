"""An Engine.IO socket's line: heard within bounds from its opening, pinged, and cut when no more shall be heard."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from functools import partial
from typing import Any

import structlog

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
    """Pings every client `interval` seconds after it has answered the last, and ends who has not answered for `timeout`
    seconds: all of them in one task. `ping` sends one.

    Engine.IO has a task for each, whose stack is a quarter of what a screen at rest costs, and wakes another one in
    turn for each.
    """

    def __init__(self, interval: float, timeout: float, ping: Callable[[Any], object]) -> None:
        self._interval, self._timeout, self._send = interval, timeout, ping
        # In the order in which they are due.
        self._due: deque[tuple[float, Any]] = deque()
        self._pinged: deque[tuple[float, Any]] = deque()
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
        while self._due or self._pinged:
            now = time.monotonic()
            while self._due and self._due[0][0] <= now:
                self._ping(self._due.popleft()[1])
            while self._pinged and self._pinged[0][0] + self._timeout < now:
                self._end_silent(*self._pinged.popleft())
            sleep(TOGETHER)
        self._at_work = False

    def _ping(self, engine_socket: Any) -> None:
        if engine_socket.closing or engine_socket.closed:
            _forget(engine_socket)
            return
        engine_socket.last_ping = at = time.monotonic()
        self._pinged.append((at, engine_socket))
        try:
            self._send(engine_socket)
        except Exception:
            log.exception("a client was not pinged", sid=engine_socket.sid)

    def _end_silent(self, pinged_at: float, engine_socket: Any) -> None:
        if engine_socket.last_ping != pinged_at:
            return
        try:
            if not engine_socket.closed:
                engine_socket.check_ping_timeout()
        except Exception:
            log.exception("a silent client was not ended", sid=engine_socket.sid)
        _forget(engine_socket)


def _forget(engine_socket: Any) -> None:
    """Engine.IO holds on to one that is over where its websocket was never opened."""
    engine_socket.server.sockets.pop(engine_socket.sid, None)
