"""A line to Redis that loses bells: a TCP proxy in front of it that sends part of the PUBLISH commands astray."""

from __future__ import annotations

import contextlib
import random
import socket
import socketserver
import threading
from typing import Any, BinaryIO

ASTRAY = b"nobody-listens:"


class LossyRedis:
    """Passes everything on to Redis at `port`, but each PUBLISH goes to a channel without listeners with chance `loss`.

    The client still gets Redis' own answer in its turn, so nothing but the lost bell tells it. While Redis is down a
    client is hung up on; while it is frozen, the client waits as it would without the proxy.
    """

    def __init__(self, port: int, loss: float, seed: int = 1) -> None:
        self.loss = loss
        self.published = self.lost = 0
        self._redis_port = port
        self._dice = random.Random(seed)
        self._lock = threading.Lock()
        proxy = self

        class Line(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                proxy._serve(self.connection, self.rfile)

        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Line, bind_and_activate=True)
        self._server.daemon_threads = True
        self.url = f"redis://127.0.0.1:{self._server.server_address[1]}/0"
        threading.Thread(target=self._server.serve_forever, args=(0.1,), daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def __enter__(self) -> LossyRedis:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _serve(self, client: socket.socket, commands: BinaryIO) -> None:
        try:
            redis = socket.create_connection(("127.0.0.1", self._redis_port), timeout=5)
        except OSError:
            return
        redis.settimeout(None)
        answers = threading.Thread(target=_pour, args=(redis, client), daemon=True)
        answers.start()
        with contextlib.suppress(OSError, ValueError):
            while command := _read_command(commands):
                redis.sendall(_encode(self._perhaps_astray(command)))
        _hang_up(redis)
        answers.join(5)

    def _perhaps_astray(self, command: list[bytes]) -> list[bytes]:
        if command[0].upper() not in (b"PUBLISH", b"SPUBLISH"):
            return command
        with self._lock:
            self.published += 1
            if self._dice.random() >= self.loss:
                return command
            self.lost += 1
        return [command[0], ASTRAY + command[1], *command[2:]]


def _read_command(stream: BinaryIO) -> list[bytes]:
    """One command of the Redis protocol, an array of bulk strings; empty at the end of the stream."""
    head = stream.readline()
    if not head:
        return []
    if not head.startswith(b"*"):
        raise ValueError(f"not an array of bulk strings: {head!r}")
    parts = []
    for _ in range(int(head[1:])):
        length = int(stream.readline()[1:])
        parts.append(stream.read(length))
        stream.readline()
    return parts


def _encode(command: list[bytes]) -> bytes:
    return b"*%d\r\n" % len(command) + b"".join(b"$%d\r\n%s\r\n" % (len(part), part) for part in command)


def _pour(source: socket.socket, target: socket.socket) -> None:
    """Everything from one socket to the other until either ends; then both are hung up."""
    with contextlib.suppress(OSError):
        while data := source.recv(65536):
            target.sendall(data)
    _hang_up(source)
    _hang_up(target)


def _hang_up(line: Any) -> None:
    with contextlib.suppress(OSError):
        line.shutdown(socket.SHUT_RDWR)
    line.close()
