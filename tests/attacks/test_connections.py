"""How many connections a stranger has (C2): counted by address before anything is read; the known have room."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import ExitStack
from ipaddress import ip_network

import pytest

from live import settings as environment
from live.runtime.connections import HEAD, Connection, Connections, Limits, network_of, within
from tests.support.server import SECRET


class Door:
    """Connections of a server, each with a client at its other end."""

    def __init__(self, limits: Limits, stack: ExitStack) -> None:
        self.connections, self._stack = Connections(limits), stack
        self.clients: list[socket.socket] = []

    def opened(self, address: str = "192.0.2.1") -> Connection:
        connection = self.tried(address)
        assert connection is not None, "it was not let in"
        return connection

    def tried(self, address: str = "192.0.2.1") -> Connection | None:
        client, server = socket.socketpair()
        self.clients.append(self._stack.enter_context(client))
        return self.connections.admit(address, self._stack.enter_context(server))


@pytest.fixture
def door() -> Iterator[Door]:
    with ExitStack() as stack:
        yield Door(Limits(an_address=3, strangers=5, reserve=2), stack)


def test_the_defaults_are_those_that_are_documented() -> None:
    edge = environment.read({"LIVE_SECRET_KEY": SECRET}).edge
    assert (edge.per_address, edge.of_strangers, edge.reserved, edge.requests, edge.reads) == (60, 300, 500, 40, 30)
    assert (edge.proxies, edge.hosts, edge.metrics_token) == (0, frozenset(), None)
    assert Limits() == Limits(an_address=60, strangers=300, reserve=500, arrivals=40, proxies=())


def test_of_one_address_the_one_that_waited_longest_gives_way(door: Door) -> None:
    first, *others = [door.opened() for _ in range(3)]
    door.opened()
    assert first.ended and not any(one.ended for one in others)
    assert first.socket.recv(1) == b""


def test_one_that_the_server_works_for_does_not_give_way(door: Door) -> None:
    first, second, _ = [door.opened() for _ in range(3)]
    first.works()
    door.opened()
    assert second.ended and not first.ended


def test_one_whose_word_is_not_read_yet_waits_for_us_and_does_not_give_way(door: Door) -> None:
    first, second, _ = [door.opened() for _ in range(3)]
    door.clients[0].send(b"GET /")
    door.opened()
    assert second.ended and not first.ended


def test_one_that_was_heard_gives_way_however_much_it_goes_on_saying(door: Door) -> None:
    first, second, _ = [door.opened() for _ in range(3)]
    first.begin(again=False)
    door.clients[0].send(b" / HTTP/1.1")
    door.opened()
    assert first.ended and not second.ended


def test_where_we_are_behind_with_all_a_further_one_is_turned_away(door: Door) -> None:
    three = [door.opened() for _ in range(3)]
    for client in door.clients:
        client.send(b"GET /")
    assert door.tried() is None and not any(one.ended for one in three)


def test_one_that_has_hung_up_gives_way(door: Door) -> None:
    first, second, _ = [door.opened() for _ in range(3)]
    door.clients[0].send(b"GET /")
    door.clients[1].close()
    door.opened()
    assert second.ended and not first.ended


def test_one_that_has_just_been_heard_from_is_the_last_to_give_way(door: Door) -> None:
    first, second, _ = [door.opened() for _ in range(3)]
    first.expect(HEAD)
    door.opened()
    assert second.ended and not first.ended


def test_where_the_server_works_for_all_a_further_one_is_turned_away(door: Door) -> None:
    for _ in range(3):
        door.opened().works()
    assert door.tried() is None
    assert door.tried("192.0.2.2") is not None


def test_all_strangers_together_have_a_bound(door: Door) -> None:
    first, *_ = [door.opened(f"192.0.2.{n}") for n in range(1, 6)]
    door.opened("192.0.2.9")
    assert first.ended and len(door.connections) == 5


def test_whoever_is_known_takes_no_strangers_room_and_gives_way_to_nobody(door: Door) -> None:
    known = [door.opened() for _ in range(3)]
    for one in known:
        one.vouch()
    for n in range(10):
        door.opened(f"198.51.100.{n}")
    assert not any(one.ended for one in known)


def test_an_address_where_somebody_is_known_has_a_reserve(door: Door) -> None:
    door.opened("192.0.2.1").vouch()
    for n in range(5):
        door.opened(f"198.51.100.{n}").works()
    assert door.tried("203.0.113.1") is None
    assert door.tried("192.0.2.1") is not None
    assert door.opened("192.0.2.1").comes_from_a_known_address


def test_who_was_known_before_a_restart_has_it_at_once() -> None:
    with ExitStack() as stack:
        door = Door(Limits(an_address=3, strangers=5, reserve=10, known=("192.0.2.1",)), stack)
        house = [door.opened("192.0.2.1") for _ in range(10)]
        others = [door.opened("203.0.113.1") for _ in range(4)]
        assert not any(one.ended for one in house) and others[0].ended


def test_what_has_left_counts_no_longer(door: Door) -> None:
    for _ in range(10):
        one = door.opened()
        one.works()
        one.leave()
    assert len(door.connections) == 0


def test_what_is_overdue_is_ended_though_it_is_known(door: Door) -> None:
    late, joined = door.opened(), door.opened()
    for one in (late, joined):
        one.vouch()
    late.expect(-1)
    joined.works()
    door.connections.end_overdue()
    assert late.ended and not joined.ended


def test_an_address_whose_connections_come_too_fast_is_not_welcome_and_another_is() -> None:
    connections = Connections(Limits(arrivals=10))
    welcome = [connections.welcomes("192.0.2.1") for _ in range(1000)]
    assert welcome[:50] == [True] * 50 and not all(welcome)
    assert connections.welcomes("192.0.2.2")
    connections.remember("192.0.2.1")
    assert connections.welcomes("192.0.2.1")


def test_a_new_connection_has_a_deadline_before_it_has_said_anything(door: Door) -> None:
    assert door.opened().due is not None


def test_an_ipv6_customer_is_one_address_and_a_mapped_ipv4_is_itself() -> None:
    assert network_of("2001:db8:1:2:3::4") == network_of("2001:db8:1:2::ffff") != network_of("2001:db8:1:3::4")
    assert network_of("::ffff:192.0.2.1") == network_of("192.0.2.1") != network_of("192.0.2.2")
    assert network_of("fe80::1%eth0") == network_of("fe80::2")


def test_a_proxys_connections_are_not_its_own_but_those_of_whom_it_names() -> None:
    with ExitStack() as stack:
        door = Door(Limits(2, 5, 2, proxies=(ip_network("10.0.0.0/8"),)), stack)
        through = [door.opened("10.0.0.1") for _ in range(20)]
        assert not any(one.ended for one in through) and through[0].is_a_proxys
        for n in range(2):
            visitor = through[n].visitor("192.0.2.1")
            assert visitor is not None
            visitor.works()
        assert through[2].visitor("192.0.2.1") is None
        assert through[2].visitor("192.0.2.2") is not None


def test_an_address_that_is_none_is_in_no_network() -> None:
    assert not within("unix", (ip_network("0.0.0.0/0"),))
    assert within("::ffff:10.1.1.1", (ip_network("10.0.0.0/8"),))


@pytest.mark.parametrize(
    ("sent", "closes", "has_left"),
    [
        (b"", False, False),
        (b"\x81\x8042/live", False, False),
        (b"\x17\x03\x03", False, False),
        (b"\x88\x80", False, True),
        (b"", True, True),
    ],
    ids=["waits", "has said something", "over TLS", "says goodbye", "has hung up"],
)
def test_who_has_left_is_seen_before_it_is_read(sent: bytes, closes: bool, has_left: bool) -> None:
    client, server = socket.socketpair()
    with client, server:
        line = Connections(Limits()).admit("192.0.2.1", server)
        assert line is not None
        client.sendall(sent)
        if closes:
            client.close()
        assert line.has_left() is has_left
        assert not sent or server.recv(1 + len(sent)) == sent, "what it has said is still there"


def test_who_was_ended_has_left(door: Door) -> None:
    line = door.opened()
    line.end()
    assert line.has_left()
