"""A WebSocket (RFC 6455) to a machine of the house: texts there and back, each within a time.

wsproto keeps the protocol and does no I/O. So the connection is made by the guarded way, and how long is waited and how
much is taken is said here, alike under eventlet, gevent and plain threads.
"""

from __future__ import annotations

import time
from collections import deque
from contextlib import suppress

from wsproto import ConnectionType, WSConnection
from wsproto.events import (
    AcceptConnection,
    CloseConnection,
    Event,
    Ping,
    Pong,
    RejectConnection,
    Request,
    TextMessage,
)
from wsproto.utilities import ProtocolError

from live.channels import outgoing

LARGEST = 256 * 1024
"""Characters of a message."""

UNREAD = 100
"""Messages that may wait to be read."""

AT_ONCE = 16 * 1024
"""Bytes that are read at once."""

NORMAL = 1000
"""The code of an end that was meant."""


class Ended(Exception):
    """The line is no more; `code` is what the machine said of it, None where it said nothing."""

    def __init__(self, code: int | None = None) -> None:
        super().__init__(code)
        self.code = code


class Silent(Exception):
    """Nothing came in time."""


class NoWebsocket(Exception):
    """What answers there speaks no WebSocket."""


class Websocket:
    """One line. `patience`: seconds for each thing that is waited for; the clock is `time.monotonic`."""

    def __init__(self, host: str, port: int, protocol: str, patience: float) -> None:
        self._patience = patience
        self._texts: deque[str] = deque()
        self._parts: list[str] = []
        self._open, self._pongs = False, 0
        self._ended: Ended | None = None
        self._ws = WSConnection(ConnectionType.CLIENT)
        self._socket = outgoing.connected(host, port, patience)
        try:
            name = f"[{host}]" if ":" in host else host
            self._send(Request(host=f"{name}:{port}", target="/", subprotocols=[protocol]))
            until = self.until()
            while not self._open:
                self._wait(until)
        except BaseException:
            self._socket.close()
            raise

    def until(self) -> float:
        """When what is begun now has to be done."""
        return time.monotonic() + self._patience

    def send(self, text: str) -> None:
        self._send(TextMessage(data=text))

    def receive(self, until: float) -> str:
        """The next text; `Silent` where none has come until then."""
        while not self._texts:
            self._wait(until)
        return self._texts.popleft()

    def look(self) -> None:
        """Take what has come meanwhile, without waiting; `Ended` where the line is no more."""
        self._socket.settimeout(0)
        with suppress(BlockingIOError):
            while self._ended is None:
                self._read()
        if self._ended is not None:
            raise self._ended

    def ping(self) -> None:
        """See whether the machine is there still."""
        known, until = self._pongs, self.until()
        self._send(Ping())
        while self._pongs == known:
            self._wait(until)

    def close(self) -> None:
        """Say goodbye, and wait for nothing."""
        if self._open and self._ended is None:
            with suppress(Ended, ProtocolError):
                self._send(CloseConnection(code=NORMAL))
        self._socket.close()

    def _wait(self, until: float) -> None:
        left = until - time.monotonic()
        if self._ended is not None:
            raise self._ended
        if left <= 0:
            raise Silent
        self._socket.settimeout(left)
        self._read()

    def _read(self) -> None:
        try:
            data = self._socket.recv(AT_ONCE)
        except BlockingIOError:
            raise
        except TimeoutError:
            raise Silent from None
        except OSError:
            data = b""
        if not data:
            self._ended = Ended()
            return
        try:
            self._ws.receive_data(data)
            for event in self._ws.events():
                self._take(event)
        except ProtocolError:
            if not self._open:
                raise NoWebsocket from None
            self._ended = Ended()

    def _take(self, event: Event) -> None:
        match event:
            case AcceptConnection():
                self._open = True
            case RejectConnection():
                raise NoWebsocket
            case TextMessage():
                self._take_text(event)
            case Ping():
                self._send(event.response())
            case Pong():
                self._pongs += 1
            case CloseConnection():
                with suppress(Ended, ProtocolError):
                    self._send(event.response())
                self._ended = Ended(int(event.code))
            case _:
                self._ended = Ended()

    def _take_text(self, event: TextMessage) -> None:
        self._parts.append(event.data)
        if sum(map(len, self._parts)) > LARGEST or len(self._texts) >= UNREAD:
            self._ended = Ended()
        elif event.message_finished:
            self._texts.append("".join(self._parts))
            self._parts = []

    def _send(self, event: Event) -> None:
        if self._ended is not None:
            raise self._ended
        try:
            self._socket.settimeout(self._patience)
            self._socket.sendall(self._ws.send(event))
        except OSError:
            raise Ended from None
