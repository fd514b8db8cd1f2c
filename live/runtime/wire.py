"""One encoded frame to many sockets, for less than an emit costs.

An emit wakes a queue, a timer and a task for each client. A frame that is shared is encoded once and written
directly to a client that has nothing waiting; any other client gets it through its queue, in order.
"""

from __future__ import annotations

import time
from functools import cache
from typing import Any

import engineio.base_socket
import engineio.socket
from engineio import packet

from live import runtime
from live.runtime.line import Outgoing, Pings, converse, cut
from live.runtime.packets import InPieces
from live.runtime.websocket import text_frame

QUEUE_BOUND = 256
"""Packets that may wait for one client before it is cut off: it comes back and catches up."""

BYTES_BOUND = 4 * 1024 * 1024


class Frame:
    """One Socket.IO event, encoded once."""

    __slots__ = ("kind", "text", "wire")

    def __init__(self, namespace: str, event: str, body_json: str) -> None:
        self._encode(packet.MESSAGE, f'2{namespace},["{event}",{body_json}]')

    def _encode(self, kind: int, text: str) -> None:
        self.kind, self.text = kind, text
        self.wire = text_frame(f"{kind}{text}".encode())


class _Ping(Frame):
    """Engine.IO's own question whether a client is there."""

    __slots__ = ()

    def __init__(self) -> None:
        self._encode(packet.PING, "")


PING = _Ping()


class _Elapsed:
    """In place of the module `time` in Engine.IO, which asks it alone how long ago a ping was sent: a machine's clock
    that is set anew must end no connection."""

    time = staticmethod(time.monotonic)


def prepare(engine: Any) -> None:
    """Let `engine` (an engineio.Server) hear its clients within bounds, and be written to directly."""
    engineio.socket.time = engineio.base_socket.time = _Elapsed
    pings = Pings(engine.ping_interval, engine.ping_timeout, lambda engine_socket: send(engine_socket, PING))
    engineio.socket.Socket.schedule_ping = lambda engine_socket: pings.schedule(engine_socket)
    engineio.socket.Socket._websocket_handler = converse
    engine.create_queue = Outgoing
    if runtime.mode == "eventlet":
        from live.runtime.eventlet_websocket import Upgrade

        engine._async = {**engine._async, "websocket": Upgrade}
    elif runtime.mode == "gevent":
        from live.runtime import gevent_websocket

        engine._async = {**engine._async, "websocket": gevent_websocket.Upgrade}


def send(engine_socket: Any, frame: Frame) -> bool:
    """Hand `frame` to one client; False, and the client is cut off, when too much is waiting for it already."""
    if engine_socket.closed or engine_socket.closing:
        return False
    waiting = engine_socket.queue.qsize()
    if waiting == 0 and _write(engine_socket, frame.wire):
        return True
    if waiting >= QUEUE_BOUND or (waiting > 8 and _bytes_waiting(engine_socket) > BYTES_BOUND):
        cut(engine_socket, "too slow")
        return False
    engine_socket.queue.put(packet.Packet(frame.kind, data=frame.text))
    return True


def _bytes_waiting(engine_socket: Any) -> int:
    return sum(
        len(p.data) for p in engine_socket.queue.waiting if p is not None and isinstance(p.data, (str, InPieces))
    )


def _write(engine_socket: Any, wire: bytes) -> bool:
    """Write to a client that has nothing under way; False when that cannot be done at once."""
    connection = getattr(engine_socket, "connection", None)
    if connection is None or connection.websocket_closed or connection._sendlock.locked():
        return False
    raw: Any = getattr(connection.socket, "fd", None)
    if not _is_plain(raw):  # Over TLS a part of a record cannot be finished by another writer.
        return False
    try:
        sent = int(raw.send(wire))
    except OSError:
        return False  # Full or broken; the queue's own writer waits, or ends the connection.
    if sent < len(wire):
        _finish(engine_socket, wire[sent:])
    return True


def _is_plain(raw: object) -> bool:
    return type(raw) is _plain_socket()


@cache
def _plain_socket() -> type:
    from eventlet.patcher import original

    return original("socket").socket


def _finish(engine_socket: Any, rest: bytes) -> None:
    """Send the rest of a frame before anything else can be written: the lock is taken before the next turn."""
    from eventlet import spawn

    connection = engine_socket.connection
    lock = connection._sendlock
    lock.acquire()  # Free, as checked: this does not yield.

    def finish() -> None:
        try:
            connection.socket.sendall(rest)
        except OSError:
            # Too long untaken, for one, which its reader does not see. Nothing may follow upon half a frame.
            cut(engine_socket, "half a frame")
        finally:
            lock.release()

    spawn(finish)
