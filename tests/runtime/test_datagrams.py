"""Packets over UDP: in bunches, and what the system had no room for is counted."""

from __future__ import annotations

import errno
import socket
import sys
from collections.abc import Iterator

import pytest

from live.runtime.udp.datagrams import Datagrams


@pytest.fixture
def hearing() -> Iterator[Datagrams]:
    opened = Datagrams("127.0.0.1", 0)
    yield opened
    opened.close()


def send(to: Datagrams, *packets: bytes) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        for packet in packets:
            sender.sendto(packet, ("127.0.0.1", to.port))


def test_what_is_there_is_taken_together_and_no_more_than_is_wanted(hearing: Datagrams) -> None:
    send(hearing, b"1", b"2", b"3")
    assert hearing.take(2, 5) == [(b"1", "127.0.0.1"), (b"2", "127.0.0.1")]
    assert hearing.take(2, 5) == [(b"3", "127.0.0.1")]


def test_where_nothing_comes_nothing_is_taken(hearing: Datagrams) -> None:
    assert hearing.take(2, 0) == []


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux says how many were lost")
def test_what_the_system_had_no_room_for_is_counted(hearing: Datagrams) -> None:
    many = 5000
    send(hearing, *[b"x" * 200] * many)
    taken = 0
    while packets := hearing.take(256, 0):
        taken += len(packets)
    send(hearing, b"the last one brings the count")
    hearing.take(1, 5)
    assert 0 < taken < many and hearing.lost == many - taken


def test_a_port_is_one_process_s(hearing: Datagrams) -> None:
    with pytest.raises(OSError) as caught:
        Datagrams("127.0.0.1", hearing.port)
    assert caught.value.errno == errno.EADDRINUSE
