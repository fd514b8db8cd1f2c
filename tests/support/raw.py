"""A bare websocket that speaks as little Engine.IO and Socket.IO as it wants: what a client library would never do."""

from __future__ import annotations

import json
import socket
import time
from typing import Any

import websocket

from tests.support.searched import SEARCH

OPENED, CLOSED, PING, PONG, MESSAGE = "0", "1", "2", "3", "4"


class RawSocket:
    """Connected to the server's websocket; nothing is joined yet. Packets are the text that crosses the wire."""

    def __init__(self, url: str, receive_buffer: int | None = None, **options: Any) -> None:
        buffer = [(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)] if receive_buffer else []
        where = url.replace("http://", "ws://") + "/socket.io/?EIO=4&transport=websocket"
        self.socket = websocket.create_connection(where, sockopt=buffer, timeout=15, **options)
        self.packets: list[str] = []
        self.program = False
        self.ended = False

    def send(self, packet: str) -> None:
        self.socket.send(packet)

    def join(self, namespace: str, auth: dict[str, Any] | None = None) -> None:
        where = "" if namespace == "/" else namespace + ","
        self.program = SEARCH.is_program((auth or {}).get("token"))
        self.send(f"40{where}{json.dumps(auth) if auth is not None else ''}")

    def emit(self, namespace: str, event: str, body: Any, ack: int) -> None:
        where = "" if namespace == "/" else namespace + ","
        self.send(f"42{where}{ack}{json.dumps([event, body])}")

    def hear(self, seconds: float) -> list[str]:
        """Reads, and answers pings, for so long or until the server ends it: every packet so far."""
        deadline = time.monotonic() + seconds
        while not self.ended and (left := deadline - time.monotonic()) > 0:
            self.socket.settimeout(left)
            try:
                packet = self.socket.recv()
                if packet == PING:
                    self.send(PONG)
            except websocket.WebSocketTimeoutException:
                break
            except (websocket.WebSocketException, OSError):
                self.ended = True
                break
            if packet == "":
                self.ended = True
            elif packet != PING:
                SEARCH.frame(str(packet), "a frame to a bare websocket", self.program)
                self.packets.append(str(packet))
        return self.packets

    def hear_until(self, beginning: str, seconds: float = 15) -> str:
        """The first packet from here on that begins so; AssertionError when none comes."""
        deadline = time.monotonic() + seconds
        looked_at = len(self.packets)
        while time.monotonic() < deadline and not self.ended:
            self.hear(0.05)
            for packet in self.packets[looked_at:]:
                if packet.startswith(beginning):
                    return packet
            looked_at = len(self.packets)
        raise AssertionError(f"no packet {beginning!r} came; there were {self.packets[-5:]}")

    def close(self) -> None:
        self.socket.close()

    def __enter__(self) -> RawSocket:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
