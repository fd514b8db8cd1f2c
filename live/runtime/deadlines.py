"""A WSGI app whose clients have deadlines: for a body, for taking the answer, for a websocket to join a screen."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from live.runtime.connections import BODY, JOIN, SENT, TAKEN, Connection

PIECE = 16 * 1024
"""Bytes of a body that are waited for at a time."""

UNWANTED = 1024 * 1024
"""Bytes of a body that nobody read which are taken in, so that its connection can go on; a longer one ends it."""

CONNECTION = "live.connection"
"""Where a request's environment has its connection; nowhere under another server than ours."""


SMALLEST = "eventlet.minimum_write_chunk_size"
"""Where eventlet's server is told how many bytes of an answer it may gather before it sends them; else 4,096."""


class Interrupted(ConnectionError):
    """A body ended before its end, or was not what its head had said."""


def opens_websocket(environ: dict[str, Any]) -> bool:
    """Whether a request is for a websocket, which has to join a screen."""
    return str(environ.get("HTTP_UPGRADE", "")).lower() == "websocket"


class Timed:
    """Calls `app`. A request that comes over one of our connections has deadlines."""

    def __init__(self, app: Callable[..., Iterable[bytes]]) -> None:
        self.app = app

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        connection: Connection | None = environ.get(CONNECTION)
        if connection is None:
            return self.app(environ, start_response)
        environ["wsgi.input"] = Body(environ["wsgi.input"], connection)
        if opens_websocket(environ):
            connection.expect(JOIN)
        else:
            connection.works()

        def started(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
            if any(name == "Content-Type" and kind.startswith("text/event-stream") for name, kind in headers):
                environ[SMALLEST] = 0  # Each event leaves as it is made.
            return start_response(status, headers, *more)

        answer = self.app(environ, started)
        if isinstance(answer, list):
            connection.expect(BODY + sum(map(len, answer)) / TAKEN)
            return answer
        return _Answer(answer, connection)


class Body:
    """A request's body, which comes within BODY seconds, or at SENT bytes a second."""

    def __init__(self, source: Any, connection: Connection) -> None:
        self._source, self._connection = source, connection
        self._received = 0
        self._began: float | None = None

    def read(self, size: int | None = -1) -> bytes:
        wanted = -1 if size is None or size < 0 else size
        pieces: list[bytes] = []
        while wanted and (piece := self._piece(self._source.read, PIECE if wanted < 0 else min(PIECE, wanted))):
            pieces.append(piece)
            wanted = wanted if wanted < 0 else wanted - len(piece)
        return b"".join(pieces)

    def readline(self, size: int | None = -1) -> bytes:
        return self._piece(self._source.readline, PIECE if size is None or size < 0 else min(PIECE, size))

    def readlines(self, hint: int = -1) -> list[bytes]:
        return list(self)

    def __iter__(self) -> Iterator[bytes]:
        while line := self.readline():
            yield line

    def get_socket(self) -> Any:
        """What it comes over, as eventlet tells it."""
        return self._source.get_socket()

    def _piece(self, reader: Callable[[int], bytes], size: int) -> bytes:
        if self._began is None:
            self._began = time.monotonic()
        self._connection.expect(BODY + self._received / SENT, self._began)
        try:
            piece = reader(size)
        except (OSError, ValueError) as error:
            raise Interrupted from error
        finally:
            self._connection.works()
        self._received += len(piece)
        return piece


class _Answer:
    """An answer that is made while it is sent."""

    def __init__(self, answer: Iterable[bytes], connection: Connection) -> None:
        self._answer, self._connection = answer, connection

    def __iter__(self) -> Iterator[bytes]:
        self._connection.works()
        for piece in self._answer:
            self._connection.expect(BODY + len(piece) / TAKEN)
            yield piece
            self._connection.works()
        self._connection.expect(BODY)

    def close(self) -> None:
        close = getattr(self._answer, "close", None)
        if close is not None:
            close()
