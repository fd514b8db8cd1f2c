"""eventlet's websocket with bounds: a message has a size, a frame a turn, and only RFC 6455 is spoken."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from engineio.async_drivers.eventlet import WebSocketWSGI
from eventlet import sleep
from eventlet.websocket import FailedConnectionError, RFC6455WebSocket

from live.runtime.hearing import Hearing
from live.runtime.line import opened
from live.runtime.packets import MESSAGE, InPieces
from live.runtime.websocket import FRAGMENTS, MOST, REFUSAL, TOO_LARGE, is_spoken, text_frame, unmasked


class GrowingMessage(RFC6455WebSocket.Message):  # type: ignore[misc]  # eventlet has no types
    """A message that grows by frames: its bytes in one buffer, and no more of them than `MOST`."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.data = [bytearray()]
        self.frames = 0

    def push(self, data: bytes, final: bool = False) -> None:
        self.finished = final
        self.data[0] += data
        if len(self.data[0]) > MOST:
            raise FailedConnectionError(TOO_LARGE, "The message is too large.")

    def end_frame(self) -> None:
        self.frames += 1
        if self.frames > FRAGMENTS:
            raise FailedConnectionError(TOO_LARGE, "The message has too many fragments.")


class BoundedWebSocket(RFC6455WebSocket):  # type: ignore[misc]  # eventlet has no types
    """A connection that is closed with 1009 above the bounds, and never keeps the other tasks waiting."""

    Message = GrowingMessage
    hearing: Hearing | None = None
    """Who decides what of it is heard, once it belongs to a client."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.log = io.StringIO()  # It writes a line for each connection that somebody else has ended.

    def wait(self) -> Any:
        message = super().wait()
        return message if self.hearing is None else self.hearing.heard(message)

    def send(self, message: str | InPieces, **more: Any) -> None:
        if isinstance(message, InPieces):
            self._send(text_frame(MESSAGE, *message.pieces))
        else:
            super().send(message, **more)

    @staticmethod
    def _apply_mask(data: bytes, mask: Sequence[int], length: int | None = None, offset: int = 0) -> bytes:
        return unmasked(data if length is None else data[:length], mask, offset)

    def _recv_frame(self, message: GrowingMessage | None = None) -> GrowingMessage:
        received: GrowingMessage = super()._recv_frame(message)
        received.end_frame()
        sleep(0)  # While data is there reading does not yield: others have their turn, however much has come.
        return received


class Upgrade(WebSocketWSGI):  # type: ignore[misc]  # eventlet has no types
    """engineio's way to a websocket: bounded, never compressed, and known to its Engine.IO socket.

    Compression costs five times the CPU.
    """

    def __init__(self, handler: Any, server: Any) -> None:
        self.owner = handler.__self__

        def noting(connection: Any) -> Any:
            self.owner.connection = connection
            connection.hearing = self.owner.hearing
            return handler(connection)

        super().__init__(noting, server)
        self.support_legacy_versions = False

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if is_spoken(environ):
            opened(self.owner, environ)
            return super().__call__(environ, start_response)
        self.owner.close(wait=False, abort=True)  # engineio holds it already, and would until its ping fails.
        start_response(*REFUSAL)
        return []

    def _handle_hybi_request(self, environ: dict[str, Any]) -> BoundedWebSocket:
        plain = super()._handle_hybi_request(environ)
        environ["eventlet.input"].rfile.close()  # No request is read any more, and its buffer is 8 KB.
        return BoundedWebSocket(plain.socket, environ, plain.version, max_frame_length=MOST)

    def _negotiate_permessage_deflate(self, extensions: Any) -> None:
        return None
