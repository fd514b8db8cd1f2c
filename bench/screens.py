"""Many screens in one process that live as browsers' do: they answer pings, keep in step, and come back by themselves.

Raw websockets on one event loop: a client library would cost more than the server that is measured.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import re
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from bench.clients import NAMESPACE, Seat

AIR = {"prompter", "overlay", "head"}
EACH = 0.004
"""Seconds of a crowd's return for each of its screens, as static/parts/feed/pace.js has it."""
TO = re.compile(rb'"to":(\d+)')
EPOCH = re.compile(rb'"epoch":"([^"]*)"')
SCREENS = re.compile(rb'"screens":(\d+)}')
BEGINNING = 400
"""Bytes of a packet in which its numbers stand."""
BATCH = 25
"""Screens that open together."""
PATIENCE = 120.0
WAIT = 5.0
"""Seconds that a screen gives a line to open, and the answer to a sync, as static/parts/feed has it."""
PINGED = 18.0
"""Seconds without a ping after which a line is given up: the server's interval and patience (live/web/sockets.py)."""


@dataclass(eq=False)
class LiveScreen:
    """`run` keeps it connected. `to`: the number that it shows; `synced_at`: when its last line was in step first."""

    seat: Seat
    to: int = -1
    epoch: str = ""
    synced_at: float = 0.0
    heard: int = 0
    presence: int = 0
    _spread: tuple[float, float, float] = (0.3, 3.0, 0.5)
    _acknowledgement: int = 0
    _told_at: float = 0.0
    _told: int = -1
    _asked_at: float = 0.0
    _writer: asyncio.StreamWriter | None = field(default=None, repr=False)

    async def run(self) -> None:
        """As a page does: a line has WAIT to open; once it is open its turn to join is waited for as long as it is
        pinged, and a sync anew as long as anything is heard."""
        attempt = 0
        while True:
            try:
                async with asyncio.timeout(WAIT):
                    reader = await self._open()
                attempt = 0
                async with asyncio.timeout(PINGED):
                    await self._join(reader)
                while True:
                    async with asyncio.timeout(WAIT if self._asked_at else None):
                        packet = await self._packet(reader)
                    self._hear(packet)
            except (OSError, RuntimeError, TimeoutError, asyncio.IncompleteReadError):
                self._close()
            base, longest, jitter = (0.2, 0.4, 0.5) if self.seat.screen in AIR else self._spread
            pause = base * 2**attempt
            await asyncio.sleep(min(longest, pause + random.uniform(-1, 1) * jitter * pause))
            attempt = min(attempt + 1, 10)

    def command(self, body: dict[str, object]) -> None:
        self._acknowledgement += 1
        self._send(f"42{NAMESPACE},{self._acknowledgement}{json.dumps(['command', body], ensure_ascii=False)}")

    async def _open(self) -> asyncio.StreamReader:
        self._asked_at = 0.0
        reader, self._writer = await asyncio.open_connection("127.0.0.1", self.seat.port, limit=2**22)
        self._writer.write(
            f"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: 127.0.0.1:{self.seat.port}\r\n"
            "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n".encode()
        )
        head = await reader.readuntil(b"\r\n\r\n")
        if b" 101 " not in head:
            raise RuntimeError(f"no websocket: {head!r}")
        await self._until(reader, b"0")
        return reader

    async def _join(self, reader: asyncio.StreamReader) -> None:
        auth = {"broadcast": self.seat.broadcast, "screen": self.seat.screen, "token": self.seat.token}
        self._send(f"40{NAMESPACE},{json.dumps({**auth, 'presence': 'changes'})}")
        await self._until(reader, f"40{NAMESPACE},".encode())
        self._sync()

    async def _until(self, reader: asyncio.StreamReader, beginning: bytes) -> None:
        while True:
            packet = await self._packet(reader)
            self._hear(packet)
            if packet.startswith(beginning):
                return
            if packet.startswith(b"44"):
                raise RuntimeError(f"refused: {packet!r}")

    def _sync(self) -> None:
        self._acknowledgement += 1
        self._asked_at = time.monotonic()
        from_here = {"epoch": self.epoch, "since": self.to} if self.to >= 0 else {}
        self._send(f"42{NAMESPACE},{self._acknowledgement}{json.dumps(['sync', from_here])}")

    def _hear(self, packet: bytes) -> None:
        self.heard += len(packet)
        beginning = packet[:BEGINNING]
        if packet == b"2":
            self._send("3")
        elif packet.startswith(b"43") and b'"epoch"' in beginning:
            epoch, to = EPOCH.search(beginning), TO.search(beginning)
            assert epoch and to
            self.epoch, self.to, self.synced_at = epoch[1].decode(), int(to[1]), time.monotonic()
            self._asked_at = 0.0
        elif b'["events"' in beginning[:20]:
            to = TO.search(beginning)
            self.to = max(self.to, int(to[1])) if to else self.to
        elif b'["pulse"' in beginning[:20]:
            self._pulse(beginning)
        elif b'["presence' in beginning[:24]:
            self.presence += len(packet)

    def _pulse(self, pulse: bytes) -> None:
        to, screens = TO.search(pulse), SCREENS.search(pulse)
        if screens and self.seat.screen not in AIR and EACH * int(screens[1]) >= 0.6:
            within = EACH * int(screens[1])
            self._spread = (within / 2, max(3.0, within), 1.0)
        now = time.monotonic()
        if self._asked_at and now - self._asked_at < WAIT:
            return
        if self._asked_at or (to and int(to[1]) != self.to):
            self._sync()
        elif self._told != self.to and (self.seat.screen in AIR or now - self._told_at >= 10):
            self._told, self._told_at = self.to, now
            self._send(f"42{NAMESPACE},{json.dumps(['seen', {'to': self.to}])}")

    async def _packet(self, reader: asyncio.StreamReader) -> bytes:
        while True:
            kind, size = await reader.readexactly(2)
            if size == 126:
                size = int.from_bytes(await reader.readexactly(2))
            elif size == 127:
                size = int.from_bytes(await reader.readexactly(8))
            body = await reader.readexactly(size)
            if kind & 0x0F == 8:
                raise RuntimeError("the server closed the websocket")
            if kind & 0x0F == 1:
                return body

    def _send(self, packet: str) -> None:
        payload = packet.encode()
        size = len(payload)
        head = bytes([0x81, 0x80 | size]) if size < 126 else bytes([0x81, 0xFE]) + size.to_bytes(2)
        mask = os.urandom(4)
        masked = int.from_bytes(payload) ^ int.from_bytes((mask * (size // 4 + 1))[:size])
        if self._writer is not None:
            self._writer.write(head + mask + masked.to_bytes(size))

    def _close(self) -> None:
        if self._writer is not None:
            self._writer.close()
            self._writer = None


async def until(condition: object, seconds: float, what: str) -> None:
    """Once `condition()` holds; `RuntimeError` naming `what` where it does not in time."""
    assert callable(condition)
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise RuntimeError(f"{what}: not within {seconds:.0f} s")
        await asyncio.sleep(0.01)


async def in_step(screens: Sequence[LiveScreen]) -> None:
    """Keep these connected from now on, and wait until all are in step; they open a few at a time."""
    for start in range(0, len(screens), BATCH):
        batch = screens[start : start + BATCH]
        for screen in batch:
            asyncio.get_running_loop().create_task(screen.run())
        await until(lambda batch=batch: all(one.synced_at for one in batch), PATIENCE, "the screens open")
