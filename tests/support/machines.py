"""Machines of the control room, as a test plays them: what they hear over UDP on this machine."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from ipaddress import IPv4Network
from typing import Any

import pytest
from pythonosc.osc_message import OscMessage

from live.channels import outgoing


class Machine:
    """It keeps nothing of what it has been asked for once."""

    def __init__(self, hears: socket.socket) -> None:
        self._hears = hears
        self.place = f"127.0.0.1:{hears.getsockname()[1]}"

    def packets(self) -> list[bytes]:
        """What has come since it was last asked: on this machine a packet that was sent is there at once."""
        found = []
        with suppress(BlockingIOError):
            while True:
                found.append(self._hears.recv(4096))
        return found

    def osc(self) -> list[tuple[str, list[Any]]]:
        """The same as python-osc reads it."""
        return [(one.address, list(one.params)) for one in map(OscMessage, self.packets())]


@contextmanager
def machine() -> Iterator[Machine]:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as hears:
        hears.bind(("127.0.0.1", 0))
        hears.setblocking(False)
        yield Machine(hears)


@pytest.fixture
def in_the_house() -> Iterator[None]:
    """This machine is of the house's network, which may be reached."""
    before = outgoing.policy
    outgoing.configure(replace(before, networks=(IPv4Network("127.0.0.0/8"),)))
    yield
    outgoing.configure(before)
