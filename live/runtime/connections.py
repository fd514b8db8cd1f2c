"""Who is connected. Strangers are counted by address, and whoever keeps the server waiting has a deadline.

A connection is a stranger's until `vouch` says that its holder is known: from then on it takes nobody's room, and for
an hour other connections from its address have a reserve of their own. Where there is no room, the connection that has
kept the server waiting longest gives way: a crowd of silent ones keeps nobody out.
"""

from __future__ import annotations

import _socket
import ipaddress
import socket
import struct
import time
from collections import OrderedDict, defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import structlog

from live.runtime.bucket import Buckets, Rate

log = structlog.get_logger()

HANDSHAKE = 10.0
"""Seconds for a TLS handshake in all, before a request can begin."""

HEAD = 10.0
"""Seconds for the head of a request in all, counted from its first byte; for a connection's first, from its opening."""

IDLE = 75.0
"""Seconds that a connection may be silent between two requests."""

BODY = 20.0
"""Seconds for a body in all, and for taking an answer; more where it is large."""

SENT = 1024
"""Bytes a second by which a large body must come forward once those seconds are over."""

TAKEN = 4096
"""Bytes a second by which a large answer must be taken."""

JOIN = 5.0
"""Seconds until a websocket has joined a screen."""

CLOSE = 8
"""What a websocket's frame is whose sender says goodbye: the lower half of its first byte (RFC 6455, 5.2). Over TLS it
cannot be seen before it is read; no record of TLS begins like one."""

ROUND = 0.5
"""Seconds between two looks at the deadlines."""

REMEMBERED = 3600.0
"""Seconds for which an address is known by somebody known who was there."""

TELLING = 60.0
"""Seconds between two lines of the log on those who were turned away."""

Network = ipaddress.IPv4Network | ipaddress.IPv6Network

LOOPBACK: tuple[Network, ...] = (ipaddress.ip_network("127.0.0.0/8"), ipaddress.ip_network("::1/128"))


@dataclass(frozen=True, slots=True)
class Limits:
    """How many connections strangers may have, how many new ones a second an address, and whose are other people's.

    `known`: addresses where somebody known was before this process: after a restart a whole house comes back from one.
    """

    an_address: int = 60
    strangers: int = 300
    reserve: int = 500
    arrivals: int = 40
    proxies: tuple[Network, ...] = ()
    known: tuple[str, ...] = ()


@lru_cache(maxsize=10_000)
def network_of(address: str) -> str:
    """What counts as one address: an IPv4 address, or the /64 that one customer has of IPv6."""
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(parsed, ipaddress.IPv4Address):
        return address
    if parsed.ipv4_mapped is not None:
        return str(parsed.ipv4_mapped)
    return str(ipaddress.ip_network((parsed, 64), strict=False))


@lru_cache(maxsize=10_000)
def within(address: str, networks: tuple[Network, ...]) -> bool:
    """Whether an address belongs to one of these networks."""
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    mapped = getattr(parsed, "ipv4_mapped", None)
    return any((mapped or parsed) in network for network in networks)


class Crowd:
    """Connections that share a bound, and perhaps one for each address; the one that waited longest comes first."""

    def __init__(self, most: int, an_address: int | None = None) -> None:
        self._most, self._an_address = most, an_address or most
        self._all: OrderedDict[Connection, None] = OrderedDict()
        self._by_network: defaultdict[str, OrderedDict[Connection, None]] = defaultdict(OrderedDict)

    def takes(self, connection: Connection) -> bool:
        """Whether it has found room, perhaps because another gave way."""
        for group, most in ((self._by_network[connection.network], self._an_address), (self._all, self._most)):
            if len(group) >= most and not _gives_way(group):
                self._forget_if_empty(connection.network)
                return False
        self._by_network[connection.network][connection] = None
        self._all[connection] = None
        return True

    def is_last(self, connection: Connection) -> None:
        """It is the one from which was heard last."""
        self._all.move_to_end(connection)
        self._by_network[connection.network].move_to_end(connection)

    def leave(self, connection: Connection) -> None:
        self._all.pop(connection, None)
        self._by_network[connection.network].pop(connection, None)
        self._forget_if_empty(connection.network)

    def __len__(self) -> int:
        return len(self._all)

    def _forget_if_empty(self, network: str) -> None:
        if not self._by_network[network]:
            del self._by_network[network]


def _gives_way(group: Iterable[Connection]) -> bool:
    """Ends the one that the server has waited for longest; False where it waits for none.

    It is not waited for where nothing was heard of it and its first word lies there unread: then it waits for us. After
    a restart a whole house comes back at once from one address, and would have its own lines ended while we are behind.
    """
    waited_for = (one for one in group if one.waited_for)
    longest = next((one for one in waited_for if not (one.unheard and first_unread(one.socket))), None)
    if longest is None:
        return False
    longest.end()
    longest.leave()
    return True


class Connection:
    """One connection, from before its first byte is read. `network` is whom it counts for; None behind a proxy.

    `unheard`: of its next request, or of its websocket, nothing was read yet.
    """

    __slots__ = ("_of", "_crowd", "network", "socket", "due", "waited_for", "at_rest", "ended", "unheard")

    def __init__(self, of: Connections, network: str, sock: Any) -> None:
        self._of = of
        self._crowd: Crowd | None = None
        self.network, self.socket = network, sock
        self.due: float | None = None
        self.waited_for = self.at_rest = self.unheard = True
        self.ended = False

    def expect(self, seconds: float, since: float | None = None) -> None:
        """The server waits for its client, and so many seconds at most, from now or `since` then."""
        self.due = (time.monotonic() if since is None else since) + seconds
        self.waited_for, self.at_rest = True, False
        if self._crowd is not None:
            self._crowd.is_last(self)

    def works(self) -> None:
        """The server is at work for it: that takes as long as it takes."""
        self.due, self.waited_for, self.at_rest = None, False, False

    def rest(self, seconds: float) -> None:
        """Nothing is under way on it: what may come next is waited for so long."""
        self.expect(seconds)
        self.at_rest = self.unheard = True

    def begin(self, again: bool) -> None:
        """The first byte of a request has come; the first request's head is counted from the opening."""
        self.at_rest = self.unheard = False
        if again:
            self.expect(HEAD)

    @property
    def closes(self) -> bool:
        """Whether it ends with the answer under way."""
        return self._of.ends()

    def vouch(self) -> None:
        """Its holder is known: somebody signed in, a key, a link, or a network that has proved itself."""
        self._leave_crowd()
        self._of.remember(self.network)

    @property
    def is_a_strangers(self) -> bool:
        return self._crowd is not None

    @property
    def comes_from_a_known_address(self) -> bool:
        return self._of.knows(self.network)

    def visitor(self, address: str) -> Connection | None:
        """Who came through this proxy's connection, to be counted until `leave`; None where there is no room."""
        return self._of.admit(address, self.socket)

    @property
    def is_a_proxys(self) -> bool:
        return self._of.is_proxy(self.network)

    def end(self) -> None:
        """Let whoever reads or writes it find that it is over; the server's own task then closes it."""
        self.ended = True
        shut(self.socket)

    def has_left(self) -> bool:
        """Whether its client has hung up, or has said that it does: nobody waits for what it asked for before."""
        unread = first_unread(self.socket)
        return self.ended or unread == b"" or (unread is not None and unread[0] & 0x0F == CLOSE)

    def leave(self) -> None:
        """It is over, and counts no longer."""
        self._leave_crowd()
        self._of.leave(self)

    def enter(self, crowd: Crowd) -> bool:
        if not crowd.takes(self):
            return False
        self._crowd = crowd
        return True

    def _leave_crowd(self) -> None:
        if self._crowd is not None:
            self._crowd.leave(self)
            self._crowd = None


BURST = 5
"""Seconds' worth of new connections that may come from an address at once."""

KNOWN = 5
"""Times as many from an address where somebody is known."""


class Connections:
    """Every connection of this process. Once it `ends`, each closes after its answer."""

    def __init__(self, limits: Limits, ends: Callable[[], bool] = lambda: False) -> None:
        self.ends = ends
        self._limits = limits
        self._all: set[Connection] = set()
        self._strangers = Crowd(limits.strangers, limits.an_address)
        self._at_known_addresses = Crowd(limits.reserve)
        self._known: dict[str, float] = {}
        arrivals = Rate(limits.arrivals, BURST * limits.arrivals)
        self._arrivals, self._arrivals_of_known = Buckets(arrivals), Buckets(arrivals.times(KNOWN))
        self._turned_away = 0
        self._told_at = time.monotonic()
        for address in limits.known:
            self.remember(network_of(address))

    def welcomes(self, address: str) -> bool:
        """Whether a new connection from there is worth a task: not where they come faster than one each is served."""
        if self.is_proxy(address):
            return True
        network = network_of(address)
        arrivals = self._arrivals_of_known if self.knows(network) else self._arrivals
        welcome = arrivals.take(network, time.monotonic())
        self._turned_away += not welcome
        return welcome

    def admit(self, address: str, sock: Any) -> Connection | None:
        """A new connection; None where there is no room for it."""
        connection = Connection(self, network_of(address), sock)
        connection.due = time.monotonic() + HEAD
        if not self.is_proxy(address):
            crowd = self._at_known_addresses if self.knows(connection.network) else self._strangers
            if not connection.enter(crowd):
                self._turned_away += 1
                return None
        self._all.add(connection)
        return connection

    def is_proxy(self, address: str) -> bool:
        return within(address, self._limits.proxies)

    def remember(self, network: str) -> None:
        self._known[network] = time.monotonic()

    def knows(self, network: str) -> bool:
        known = self._known.get(network)
        return known is not None and time.monotonic() - known < REMEMBERED

    def leave(self, connection: Connection) -> None:
        self._all.discard(connection)

    def __len__(self) -> int:
        return len(self._all)

    def end_those_at_rest(self) -> None:
        """Close those on which nothing is under way, nor just arriving."""
        for one in [one for one in self._all if one.at_rest and not first_unread(one.socket)]:
            hang_up(one.socket)

    def end_overdue(self) -> None:
        """One round: what has kept the server waiting too long has ended."""
        now = time.monotonic()
        for one in [one for one in self._all if one.due is not None and one.due < now]:
            one.due = None
            one.end()
        if self._turned_away and now - self._told_at > TELLING:
            log.warning("strangers' connections were turned away", number=self._turned_away)
            self._turned_away, self._told_at = 0, now
            self._known = {network: at for network, at in self._known.items() if now - at < REMEMBERED}


_AT_ONCE = struct.pack("ii", 1, 0)


def shut(sock: Any) -> None:
    """End both directions of a socket, whatever it is wrapped in and whoever waits for it."""
    with _bare(sock) as bare:
        # What its client has not taken is thrown away: the kernel would hold it for minutes.
        bare.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _AT_ONCE)
        bare.shutdown(socket.SHUT_RDWR)


def hang_up(sock: Any) -> None:
    """The same, but its client may still take what it was sent."""
    with _bare(sock) as bare:
        bare.shutdown(socket.SHUT_RDWR)


def first_unread(sock: Any) -> bytes | None:
    """The next byte that has come on it and is not read; none of it where it is over, None where nothing has come."""
    with _bare(sock) as bare:
        try:
            return bare.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT)
        except BlockingIOError:
            return None
    return b""  # The line broke.


@contextmanager
def _bare(sock: Any) -> Iterator[_socket.socket]:
    """The kernel's socket below any TLS, which would first be unwrapped under the hands of the task that reads it."""
    try:
        bare = _socket.socket(fileno=sock.fileno())
    except (OSError, ValueError):
        bare = _socket.socket()  # It is closed already: nothing happens to this one.
        bare.close()
    try:
        yield bare
    except OSError:
        pass  # Its client is gone.
    finally:
        bare.detach()
