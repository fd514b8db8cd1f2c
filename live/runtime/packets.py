"""Socket.IO's packets as ours are, and no others: none has binary parts, and each event has one body at most."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from engineio import packet as engine
from socketio import packet

CONNECT = str(packet.CONNECT)
MESSAGE = str(engine.MESSAGE).encode()
"""How Engine.IO begins what carries a packet of Socket.IO."""
TAKEN = frozenset({packet.CONNECT, packet.DISCONNECT, packet.EVENT})


class Nonsense(ValueError):
    """A packet that no client of ours sends."""


@dataclass(frozen=True, slots=True)
class Encoded:
    """An answer that is JSON already: `shared` is given to many, and encoded and held once; `own` follows upon it."""

    shared: bytes
    own: bytes

    def __bytes__(self) -> bytes:
        return self.shared + self.own


@dataclass(frozen=True, slots=True)
class InPieces:
    """A packet whose longest piece many are sent: they are put together only once it is written."""

    pieces: tuple[bytes, ...]

    def __len__(self) -> int:
        return sum(map(len, self.pieces))

    def __str__(self) -> str:
        return b"".join(self.pieces).decode()


class Packet(packet.Packet):  # type: ignore[misc]  # python-socketio has no types
    """A packet to or from `namespace`, of one of these `events`; `Nonsense` where what came is none."""

    data: Any
    uses_binary_events = False
    namespace_taken = "/"
    events: frozenset[str] = frozenset()

    def decode(self, encoded_packet: str) -> int:
        try:
            attachments: int = super().decode(encoded_packet)
        except (ValueError, TypeError, IndexError, RecursionError) as error:
            raise Nonsense from error
        if attachments or self.packet_type not in TAKEN or self.namespace != self.namespace_taken:
            raise Nonsense
        if self.packet_type == packet.EVENT and not self._is_event():
            raise Nonsense
        return attachments

    def encode(self) -> str | InPieces:
        given = self.data[0] if isinstance(self.data, list) and self.data else None
        if not isinstance(given, Encoded):
            return str(super().encode())
        self.data = None
        return InPieces((f"{super().encode()}[".encode(), given.shared, given.own + b"]"))

    def _is_event(self) -> bool:
        data: Any = self.data
        return isinstance(data, list) and 0 < len(data) <= 2 and isinstance(data[0], str) and data[0] in self.events


def guard(server: Any, namespace: str) -> None:
    """Let a socketio.Server hear only packets that make sense where its client is: it joins once, and then speaks."""
    handle: Callable[[str, Any], None] = server.eio.handlers["message"]

    def hear(engine_sid: str, data: str) -> None:
        sid = server.manager.sid_from_eio_sid(engine_sid, namespace)
        joined = sid is not None and bool(server.manager.is_connected(sid, namespace))
        socket = server.eio.sockets.get(engine_sid)
        if socket is None:
            return  # It has gone since.
        hearing = socket.hearing
        try:
            if joined == data.startswith(CONNECT):
                raise Nonsense
            handle(engine_sid, data)
        except Nonsense:
            hearing.strike("it does not speak the protocol")
        else:
            if not joined and server.manager.sid_from_eio_sid(engine_sid, namespace) is None:
                hearing.strike("it is refused again and again")

    server.eio.on("message", hear)
