"""Lines that misbehave: TCP proxies between a client and a server that lose bells, or stop reading."""

from __future__ import annotations

import contextlib
import random
import socket
import socketserver
import threading
from io import BufferedIOBase
from typing import Self

ASTRAY = b"nobody-listens:"


class Line:
    """Listens on a free port and passes everything on to `target`, a port of 127.0.0.1, and back."""

    receive_buffer: int | None = None
    """The size of the buffer for what the target sends; None leaves it to the system."""

    def __init__(self, target: int) -> None:
        self.target = target
        line = self

        class Connection(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                line._connected(self.connection, self.rfile)

        class Listener(socketserver.ThreadingTCPServer):
            daemon_threads = True
            block_on_close = False

        self._listener = Listener(("127.0.0.1", 0), Connection)
        self.port = int(self._listener.server_address[1])
        threading.Thread(target=self._listener.serve_forever, args=(0.1,), daemon=True).start()

    def close(self) -> None:
        self._listener.shutdown()
        self._listener.server_close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _connected(self, client: socket.socket, sent: BufferedIOBase) -> None:
        target = socket.socket()
        if self.receive_buffer:
            target.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, self.receive_buffer)
        try:
            target.connect(("127.0.0.1", self.target))
        except OSError:
            return
        answers = threading.Thread(target=self._back, args=(target, client), daemon=True)
        answers.start()
        with contextlib.suppress(OSError, ValueError):
            self._there(sent, target)
        _hang_up(target)
        answers.join(5)

    def _there(self, sent: BufferedIOBase, target: socket.socket) -> None:
        while data := sent.read1(65536):
            target.sendall(data)

    def _back(self, target: socket.socket, client: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := self._read(target):
                client.sendall(data)
        _hang_up(client)

    def _read(self, target: socket.socket) -> bytes:
        return target.recv(65536)


class StallingLine(Line):
    """A client behind it is told nothing more while `stall`ed, as a tablet in a lift: the server's data backs up."""

    receive_buffer = 8192

    def __init__(self, target: int) -> None:
        self._reading = threading.Event()
        self._reading.set()
        super().__init__(target)
        self.url = f"http://127.0.0.1:{self.port}"

    def stall(self) -> None:
        self._reading.clear()

    def resume(self) -> None:
        self._reading.set()

    def close(self) -> None:
        self.resume()
        super().close()

    def _read(self, target: socket.socket) -> bytes:
        data = super()._read(target)
        self._reading.wait()
        return data


class LossyRedis(Line):
    """A line to Redis on which each PUBLISH goes to a channel without listeners with chance `loss`.

    The client still gets Redis' own answer in its turn, so nothing but the lost bell tells it. While Redis is down a
    client is hung up on; while it is frozen, the client waits as it would without the proxy.
    """

    def __init__(self, port: int, loss: float, seed: int = 1) -> None:
        self.loss = loss
        self.published = self.lost = 0
        self._dice = random.Random(seed)
        self._lock = threading.Lock()
        super().__init__(port)
        self.url = f"redis://127.0.0.1:{self.port}/0"

    def _there(self, sent: BufferedIOBase, target: socket.socket) -> None:
        while command := _read_command(sent):
            target.sendall(_encode(self._perhaps_astray(command)))

    def _perhaps_astray(self, command: list[bytes]) -> list[bytes]:
        if command[0].upper() not in (b"PUBLISH", b"SPUBLISH"):
            return command
        with self._lock:
            self.published += 1
            if self._dice.random() >= self.loss:
                return command
            self.lost += 1
        return [command[0], ASTRAY + command[1], *command[2:]]


def _read_command(stream: BufferedIOBase) -> list[bytes]:
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


def _hang_up(line: socket.socket) -> None:
    with contextlib.suppress(OSError):
        line.shutdown(socket.SHUT_RDWR)
    line.close()
