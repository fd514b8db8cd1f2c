"""A flood of packets over UDP, as a panel of buttons sends it that is stuck, or a network of them. Loopback only."""

from __future__ import annotations

import socket
import time
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from pythonosc.osc_message_builder import OscMessageBuilder

from bench.attackers import Met, go_on
from bench.servers import SLUG

STUDIO = "127.0.1.{}"
"""Where the panels are: each has an address of its own."""

PRESS = OscMessageBuilder(f"/live/{SLUG}/prompter-page").build().dgram
"""A word that may be done whatever is on air: what is looked into costs a transaction and a frame to every screen."""


@dataclass(frozen=True, slots=True)
class Packets:
    """The same packet `rate` times a second to a port, from so many hosts in turns. Nobody answers any."""

    port: int
    rate: int
    hosts: int = 1
    packet: bytes = PRESS


def flood(pipe: Connection, orders: Packets) -> None:
    """As `attack`: begins at once, says "begun", and tells what it `Met` once it is told anything."""
    go_on(pipe, Panels(orders))


class Panels:
    """Sends what was ordered, as an `Attacker` does: `refused` is what found nobody at the port."""

    def __init__(self, orders: Packets) -> None:
        self._orders = orders
        self.met = Met()
        self._began = time.monotonic()
        self._sockets = [self._opened(host) for host in range(1, orders.hosts + 1)]

    def turn(self) -> None:
        due = int((time.monotonic() - self._began) * self._orders.rate)
        for number in range(self.met.offered, due):
            self._send(self._sockets[number % len(self._sockets)])
        self.met.offered = due

    def close(self) -> None:
        for one in self._sockets:
            one.close()

    def _send(self, panel: socket.socket) -> None:
        try:
            panel.send(self._orders.packet)
        except BlockingIOError:
            return
        except ConnectionRefusedError:
            self.met.refused += 1
        else:
            self.met.written += 1

    def _opened(self, host: int) -> socket.socket:
        panel = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        panel.setblocking(False)
        panel.bind((STUDIO.format(host), 0))
        panel.connect(("127.0.0.1", self._orders.port))
        self.met.opened += 1
        return panel


def dropped(port: int) -> int:
    """Packets to a port of 127.0.0.1 that the system had no room for, so far; proc(5), /proc/net/udp."""
    for line in Path("/proc/net/udp").read_text().splitlines()[1:]:
        fields = line.split()
        if fields[1] == f"0100007F:{port:04X}":
            return int(fields[-1])
    raise RuntimeError(f"nobody hears packets on {port}")
