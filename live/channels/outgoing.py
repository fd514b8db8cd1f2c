"""Where this server's own requests may go: an address that an administrator types must not open the house's network.

A name is looked up once, every address that it has is judged, and the connection goes to one of those: a second look
could find another (docs/decisions/0017-outgoing-http.md).
"""

from __future__ import annotations

import socket
from dataclasses import dataclass, replace
from http.cookiejar import DefaultCookiePolicy
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Any, cast
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import ConnectTimeoutError, NameResolutionError, NewConnectionError

from live.domain.refused import Refused
from live.runtime import traces

Address = IPv4Address | IPv6Address

PORTS = frozenset({80, 443, 8443})
"""Ports at which a program on the internet may be told."""

_GLOBAL = IPv6Network("2000::/3")
_NAT64 = IPv6Network("64:ff9b::/96")


class NotAllowed(Exception):
    """Nothing was sent: the address is none that this server may reach."""


@dataclass(frozen=True, slots=True)
class Policy:
    """`networks` are the house's own that may be reached, at any port and without https; `ports` those of the internet.

    What an administrator has typed may lead to all of these networks, what a stranger has sent to `for_strangers`.
    With a `proxy` it is the proxy that looks names up and guards them. `authorities`: a PEM file of those believed.
    """

    networks: tuple[IPv4Network | IPv6Network, ...] = ()
    ports: frozenset[int] = PORTS
    proxy: str | None = None
    authorities: str | None = None
    for_strangers: tuple[IPv4Network | IPv6Network, ...] = ()

    def judge(self, address: Address, port: int, bare: bool) -> None:
        """`NotAllowed` unless the address may be reached there; `bare`: without the https that is needed."""
        carried = _carried(address)
        if any(carried in network for network in self.networks if network.version == carried.version):
            return
        if bare or port not in self.ports or not _is_of_the_internet(carried):
            raise NotAllowed

    def addresses(self, host: str, port: int, bare: bool) -> list[str]:
        """All that the name has; `NotAllowed` where one of them may not be reached, OSError where it has none."""
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        addresses = list(dict.fromkeys(str(sockaddr[0]).partition("%")[0] for *_, sockaddr in found))
        for address in addresses:
            self.judge(ip_address(address), port, bare)
        return addresses

    def judge_written(self, url: str, bare: bool) -> None:
        """`NotAllowed` for an address in the place of a name, however it is written; no name is looked up."""
        parts = urlsplit(url)
        address = _written((parts.hostname or "").rstrip("."))
        if address is not None:
            self.judge(address, parts.port or (443 if parts.scheme == "https" else 80), bare)

    def of_strangers(self) -> Policy:
        """What holds for an address that a stranger has sent."""
        return replace(self, networks=self.for_strangers)


policy = Policy()


def configure(wanted: Policy) -> None:
    """What holds for this process from now on."""
    global policy
    policy = wanted


def connected(host: str, port: int, patience: float) -> socket.socket:
    """A connection without https, so to a machine of the house's networks; `NotAllowed` elsewhere.

    OSError where none is made, in `patience` seconds at each address that the name has.
    """
    last: OSError | None = None
    for address in policy.addresses(host, port, bare=True):
        try:
            return socket.create_connection((address, port), patience)
        except OSError as error:
            last = error
    raise last or OSError("The name has no address.")


def check_reachable(url: str, needs_https: bool) -> None:
    """`invalid` for an address that can be seen to be none for us before anybody is asked."""
    try:
        policy.judge_written(url, needs_https and url.startswith("http://"))
    except (NotAllowed, ValueError):
        raise Refused(
            "invalid",
            "This server may not reach that address. In the house it reaches the networks of LIVE_OUT_NETWORKS, on the "
            "internet the ports 80, 443 and 8443, and with a token https alone.",
        ) from None


def _carried(address: Address) -> Address:
    """The IPv4 address that an IPv6 one stands for at a gateway, else itself."""
    if isinstance(address, IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if inner is None and address in _NAT64:
            inner = IPv4Address(address.packed[-4:])
        return inner or address
    return address


def _is_of_the_internet(address: Address) -> bool:
    if isinstance(address, IPv6Address) and address not in _GLOBAL:
        return False
    return address.is_global and not address.is_multicast


def _written(host: str) -> Address | None:
    """The address in a name's place: also one number for four, in hex or in octal, as a resolver would read it."""
    try:
        return ip_address(host.partition("%")[0])
    except ValueError:
        pass
    try:
        return IPv4Address(socket.inet_aton(host))
    except OSError:
        return None


def session(needs_https: bool, of_stranger: bool = False) -> requests.Session:
    """A session that keeps to the policy, and takes nothing from the environment: no proxy, no .netrc.

    `needs_https`: whether http will do in the networks of the policy alone, since a token goes along. `of_stranger`:
    its addresses are what strangers have sent.
    """
    made = requests.Session()
    made.trust_env = False
    made.verify = policy.authorities or True
    if of_stranger:
        made.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))  # Nobody is known again.
    if policy.proxy:
        made.proxies = {"http": policy.proxy, "https": policy.proxy}
    made.mount("https://", _Adapter(_Rule(False, of_stranger)))
    made.mount("http://", _Adapter(_Rule(needs_https, of_stranger)))
    return made


STRANGERS = "elsewhere"
"""What a trace calls a host that a stranger has named."""


@dataclass(frozen=True, slots=True)
class _Rule:
    """How a session's addresses are judged. `bare`: what it sends lacks the https that it needs."""

    bare: bool
    of_stranger: bool

    @property
    def policy(self) -> Policy:
        return policy.of_strangers() if self.of_stranger else policy


class _Adapter(HTTPAdapter):
    def __init__(self, rule: _Rule) -> None:
        self._rule = rule
        super().__init__()

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = {
            "http": _pool(HTTPConnectionPool, HTTPConnection, self._rule),
            "https": _pool(HTTPSConnectionPool, HTTPSConnection, self._rule),
        }

    def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> requests.Response:
        rule = self._rule
        if rule.policy.proxy:
            rule.policy.judge_written(str(request.url), rule.bare)
        method, host = str(request.method), STRANGERS if rule.of_stranger else urlsplit(str(request.url)).hostname or ""
        with traces.asked_for(f"{method} {host}", {"http.request.method": method, "server.address": host}) as span:
            answer = super().send(request, *args, **kwargs)
            span.set_attribute("http.response.status_code", answer.status_code)
            return answer


class _Judged:
    """A connection to one of the addresses that were judged; its name stays what the certificate and the Host say."""

    rule: _Rule

    def _new_conn(self) -> socket.socket:
        ours: Any = self
        name, last = ours._dns_host, None
        for address in self._addresses(name, ours.port):
            ours._dns_host = address
            try:
                return super()._new_conn()  # type: ignore[misc]  # Beside a connection of urllib3.
            except (NewConnectionError, ConnectTimeoutError) as error:
                last = error
            finally:
                ours._dns_host = name
        raise last or NewConnectionError(ours, "The name has no address.")

    def _addresses(self, name: str, port: int) -> list[str]:
        try:
            return self.rule.policy.addresses(name, port, self.rule.bare)
        except socket.gaierror as error:
            raise NameResolutionError(name, self, error) from error  # type: ignore[arg-type]  # As above.


def _pool(pool: type[HTTPConnectionPool], connection: type[HTTPConnection], rule: _Rule) -> type[HTTPConnectionPool]:
    """A pool whose connections are judged by a rule."""
    judged = type(f"Judged{connection.__name__}", (_Judged, connection), {"rule": rule})
    return cast("type[HTTPConnectionPool]", type(f"Judged{pool.__name__}", (pool,), {"ConnectionCls": judged}))
