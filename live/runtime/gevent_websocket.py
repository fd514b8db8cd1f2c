"""gevent-websocket with the same bounds as eventlet's: it has none of its own, not even for a frame."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from engineio.async_drivers.gevent import WebSocketWSGI
from gevent import sleep
from geventwebsocket import handler
from geventwebsocket.exceptions import ProtocolError, WebSocketError
from geventwebsocket.websocket import Header, WebSocket

from live.runtime.line import opened
from live.runtime.packets import MESSAGE, InPieces
from live.runtime.websocket import FRAGMENTS, MOST, REFUSAL, TOO_LARGE, is_spoken, unmasked

CONTROL = 8
"""The first opcode of frames that belong to no message."""


class BoundedWebSocket(WebSocket):  # type: ignore[misc]  # gevent-websocket has no types
    """A connection that is closed with 1009 above the bounds, and never keeps the other tasks waiting."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.length = self.frames = 0

    def read_message(self) -> Any:
        self.length = self.frames = 0
        return super().read_message()

    def read_frame(self) -> tuple[Header, bytes]:
        header = Header.decode_header(self.stream)
        if header.flags:
            raise ProtocolError
        self._measure(header)
        payload: bytes = self.raw_read(header.length) if header.length else b""
        if len(payload) != header.length:
            raise WebSocketError("The connection ended within a frame.")
        sleep(0)  # While data is there reading does not yield: others have their turn, however much has come.
        return header, unmasked(payload, header.mask) if header.mask else payload

    def validate_utf8(self, payload: bytes) -> None:
        """Nothing: its owner goes through each byte twice, in Python; decoding the whole message tells the same."""

    def _measure(self, header: Header) -> None:
        if header.opcode >= CONTROL:
            return
        self.length += header.length
        self.frames += 1
        if self.length > MOST or self.frames > FRAGMENTS:
            self.close(TOO_LARGE)
            raise WebSocketError("The message is too large.")


class Upgrade(WebSocketWSGI):  # type: ignore[misc]  # engineio has no types
    """engineio's way to a websocket, known to its Engine.IO socket."""

    def __init__(self, handler: Any, server: Any) -> None:
        super().__init__(handler, server)
        self.owner = handler.__self__

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
        opened(self.owner, environ)
        return super().__call__(environ, start_response)

    def send(self, message: str | InPieces) -> Any:
        return super().send(f"{MESSAGE.decode()}{message}" if isinstance(message, InPieces) else message)

    def wait(self) -> str | None:
        heard: str | None = self.owner.hearing.heard(super().wait())
        return heard


class WebSocketHandler(handler.WebSocketHandler):  # type: ignore[misc]  # gevent-websocket has no types
    """gevent-websocket's handler, whose connections are bounded."""

    def upgrade_websocket(self) -> list[bytes] | None:
        if self.environ.get("HTTP_UPGRADE", "").lower() == "websocket" and not is_spoken(self.environ):
            self.start_response(*REFUSAL)
            return [b""]
        return super().upgrade_websocket()


handler.WebSocket = BoundedWebSocket  # Its handler makes connections by this name, and leaves no other way in.
