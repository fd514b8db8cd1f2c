"""An Engine.IO socket's line: heard within bounds from its opening, pinged, and cut when no more shall be heard."""

from __future__ import annotations

import queue
import time
from collections import deque
from collections.abc import Callable
from functools import partial
from typing import Any

import structlog
from engineio import exceptions, packet

from live.runtime.deadlines import CONNECTION
from live.runtime.hearing import Hearing
from live.runtime.packets import InPieces
from live.runtime.tasks import sleep, spawn

log = structlog.get_logger()

TURN = 0.01
"""Seconds between two looks at whether the last packets have gone out."""

TOGETHER = 0.25
"""Seconds within which clients are pinged together."""


def opened(engine_socket: Any, environ: dict[str, Any]) -> None:
    """A websocket was opened for it over this request's connection."""
    engine_socket.line = environ[CONNECTION]
    engine_socket.line.unheard = True
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


class Outgoing:
    """The packets that wait for one client, in the place of Engine.IO's queue: None is the end.

    Their writer is there only while some wait: one that waits for each client at rest costs a sixth of its memory.
    """

    __slots__ = ("waiting", "_connection", "_at_work", "_is_over")

    def __init__(self) -> None:
        self.waiting: list[Any] = []
        self._connection: Any = None
        self._at_work = self._is_over = False

    def open(self, connection: Any) -> None:
        """What waits, and what comes from now on, goes out over this websocket."""
        self._connection = connection
        self._begin()

    def put(self, item: Any) -> None:
        if not self._is_over:
            self.waiting.append(item)
            self._begin()

    def get(self, *args: Any, **options: Any) -> Any:
        """What Engine.IO takes for a client that has no websocket; never waits."""
        if not self.waiting:
            raise queue.Empty
        return self.waiting.pop(0)

    def task_done(self) -> None:
        return

    def qsize(self) -> int:
        return len(self.waiting)

    def join(self) -> None:
        """Until all has gone out, or cannot."""
        while self._at_work:
            sleep(TURN)

    def _begin(self) -> None:
        if self.waiting and self._connection is not None and not self._at_work:
            self._at_work = True
            spawn(self._write)

    def _write(self) -> None:
        """Write what waits; close the line at the end, or where it breaks."""
        try:
            while self.waiting:
                item = self.waiting.pop(0)
                if item is None:
                    self._end()
                else:
                    self._connection.send(item.data if isinstance(item.data, InPieces) else item.encode())
        except Exception:
            self._end()  # The line broke: its own affair.
        finally:
            self._at_work = False

    def _end(self) -> None:
        self._is_over = True
        self.waiting.clear()
        try:
            self._connection.close()
        except OSError:
            pass  # Its client is gone.


def converse(engine_socket: Any, connection: Any) -> list[bytes]:
    """Hear a client until its end: in the place of Engine.IO's own, which has a second task wait for what to send."""
    engine_socket.connected = engine_socket.upgraded = True
    server, outgoing = engine_socket.server, engine_socket.queue
    if hasattr(connection, "socket"):
        connection.socket.settimeout(server.ping_interval + server.ping_timeout)
    outgoing.open(connection)
    while (message := _heard(connection)) is not None:
        engine_socket.line.unheard = False
        try:
            engine_socket.receive(packet.Packet(encoded_packet=message))
        except exceptions.SocketIsClosedError:
            break
        except Exception:
            log.exception("a packet was not received", sid=engine_socket.sid)
            break
    outgoing.put(None)
    outgoing.join()
    engine_socket.close(wait=False, abort=True, reason=server.reason.TRANSPORT_CLOSE)
    return []


def _heard(connection: Any) -> str | None:
    try:
        message: str | None = connection.wait()
    except Exception:
        return None  # The line broke: its own affair.
    return message


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
