"""An address that an administrator types opens nothing of the house's own network (finding M3)."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from ipaddress import IPv4Network, IPv6Network, ip_address
from typing import Any

import pytest

from live.channels import Failed, Http, outgoing
from live.channels.outgoing import NotAllowed, Policy, check_reachable
from live.domain.refused import Refused
from tests.support.server import ROOT
from tests.support.stub import Answer, Stub

STRICT = Policy()
HOUSE = Policy((IPv4Network("10.0.5.0/24"), IPv6Network("fd00:5::/32")))

METADATA = (
    *("169.254.169.254", "2852039166", "0xa9fea9fe", "0251.0376.0251.0376", "169.254.43518", "169.254.169.254."),
    *("[::ffff:169.254.169.254]", "[::ffff:a9fe:a9fe]", "[64:ff9b::a9fe:a9fe]", "[2002:a9fe:a9fe::]"),
)
WITHIN = (
    *("127.0.0.1", "127.1", "0.0.0.0", "10.0.0.1", "172.16.0.1", "192.168.0.1", "100.64.0.1", "198.18.0.1"),
    *("224.0.0.1", "255.255.255.255", "[::1]", "[::]", "[fe80::1]", "[fd00::1]", "[fec0::1]", "[ff02::1]"),
    *("[::127.0.0.1]", "[::ffff:10.0.0.1]", "[64:ff9b::7f00:1]", "[2001:db8::1]", "[2002:7f00:1::]"),
)
OUTSIDE = ("8.8.8.8", "77.88.8.8", "[2a02:6b8::feed:ff]", "[::ffff:8.8.8.8]", "[64:ff9b::808:808]")


@contextmanager
def held(policy: Policy) -> Iterator[None]:
    before = outgoing.policy
    outgoing.configure(policy)
    try:
        yield
    finally:
        outgoing.configure(before)


@contextmanager
def named(found: dict[str, list[str]]) -> Iterator[list[str]]:
    """A resolver that knows these names; what it was asked for, in order."""
    asked: list[str] = []
    real = socket.getaddrinfo

    def looked_up(host: Any, port: Any, *args: Any, **more: Any) -> Any:
        if host not in found:
            return real(host, port, *args, **more)
        asked.append(host)
        answers = found[host].pop(0) if isinstance(found[host][0], list) else found[host]
        return [entry for one in answers for entry in real(one, port, *args, **more)]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket, "getaddrinfo", looked_up)
        yield asked


@pytest.mark.parametrize("host", [*METADATA, *WITHIN])
def test_an_address_within_is_refused_when_it_is_typed_however_it_is_written(host: str) -> None:
    with held(STRICT), pytest.raises(Refused, match="LIVE_OUT_NETWORKS"):
        check_reachable(f"https://{host}/latest", needs_https=False)


@pytest.mark.parametrize("host", OUTSIDE)
def test_an_address_of_the_internet_is_taken(host: str) -> None:
    with held(STRICT):
        check_reachable(f"https://{host}/", needs_https=True)


def test_a_port_of_the_internet_is_one_of_three_or_named() -> None:
    address = ip_address("8.8.8.8")
    for port in (80, 443, 8443):
        STRICT.judge(address, port, False)
    for port in (22, 25, 6379, 8080):
        with pytest.raises(NotAllowed):
            STRICT.judge(address, port, False)
    replace(STRICT, ports=STRICT.ports | {8080}).judge(address, 8080, False)


def test_a_token_goes_by_https_alone_unless_the_network_is_named() -> None:
    with pytest.raises(NotAllowed):
        STRICT.judge(ip_address("8.8.8.8"), 80, bare=True)
    HOUSE.judge(ip_address("10.0.5.7"), 8080, bare=True)
    HOUSE.judge(ip_address("fd00:5::7"), 8080, bare=True)
    with pytest.raises(NotAllowed):
        HOUSE.judge(ip_address("10.0.6.7"), 443, bare=False)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::ffff:127.0.0.1]"])
def test_a_request_to_this_machine_is_not_sent(host: str) -> None:
    with Stub() as stub, held(STRICT):
        port = stub.url.rpartition(":")[2]
        with pytest.raises(Failed) as failed:
            Http("", needs_https=False).tell(f"http://{host}:{port}/", b"{}", {})
        assert failed.value.kind == "never" and not stub.calls


def test_one_bad_address_among_the_good_ones_of_a_name_is_enough() -> None:
    with named({"receiver.example": ["8.8.8.8", "127.0.0.1"]}), pytest.raises(NotAllowed):
        STRICT.addresses("receiver.example", 443, False)


def test_a_name_is_looked_up_once_so_a_second_answer_changes_nothing() -> None:
    """Rebinding: the name answers with a good address first, and with this machine's ever after."""
    with Stub() as stub, Stub() as hidden:
        stub.routes["/"] = hidden.routes["/"] = lambda call: {}
        port = stub.url.rpartition(":")[2]
        turns: Any = [["127.0.0.1"], ["127.0.0.2"]]
        with named({"receiver.example": turns}) as asked, held(Policy((IPv4Network("127.0.0.1/32"),))):
            Http("", needs_https=False).tell(f"http://receiver.example:{port}/", b"{}", {})
        assert asked == ["receiver.example"] and len(stub.calls) == 1
        assert stub.calls[0].headers["host"] == f"receiver.example:{port}"


def test_the_environment_has_no_say(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    with Stub() as stub, Stub() as proxy:
        stub.routes["/"] = lambda call: {}
        (tmp_path / ".netrc").write_text("machine 127.0.0.1 login a password b\n")
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, proxy.url)
        monkeypatch.setenv("NETRC", str(tmp_path / ".netrc"))
        Http(stub.url).get("do")
        assert not proxy.calls and "authorization" not in stub.calls[0].headers


def test_the_proxy_of_the_settings_is_used_and_gets_no_address_within() -> None:
    with Stub() as proxy:
        proxy.routes["/"] = lambda call: {"done": True}
        with held(Policy(proxy=proxy.url)):
            Http("", needs_https=False).call("GET", "http://receiver.example/do")
            assert [call.headers["host"] for call in proxy.calls] == ["receiver.example"]
            with pytest.raises(Failed):
                Http("", needs_https=False).call("GET", "http://169.254.169.254/latest")
            assert len(proxy.calls) == 1


def test_an_answer_without_end_is_given_up() -> None:
    with Stub() as stub:
        stub.routes["/"] = lambda call: Answer(200, {"much": "x" * (2 * 1024 * 1024)})
        with pytest.raises(Failed) as failed:
            Http(stub.url).get("do")
    assert (failed.value.kind, failed.value.reason) == ("unsure", "The network's answer is too large.")


def test_an_answer_that_unpacks_to_too_much_is_given_up() -> None:
    import gzip

    bomb = gzip.compress(bytes(64 * 1024 * 1024))
    head = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(bomb)
    with answering(lambda connection: connection.sendall(head + bomb)) as url, pytest.raises(Failed) as failed:
        Http(url).get("do")
    assert failed.value.reason == "The network's answer is too large."


@contextmanager
def answering(say: Callable[[socket.socket], object]) -> Iterator[str]:
    """A server of one answer."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def once() -> None:
            connection, _ = server.accept()
            with connection:
                connection.recv(65536)
                try:
                    say(connection)
                except OSError:
                    pass  # Given up.

        threading.Thread(target=once, daemon=True).start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}"


DRIPPED = """
from live.runtime import patch
patch()
import sys
from ipaddress import ip_network
from live.channels import Failed, Http, http, outgoing
outgoing.configure(outgoing.Policy((ip_network("127.0.0.0/8"),)))
http.CONNECT = 0.5
try:
    Http(sys.argv[1]).call("GET", "do", patience=0.5)
except Failed as failed:
    print(failed.kind, failed.detail)
"""


@pytest.mark.faults
@pytest.mark.parametrize("asynchronous", ["eventlet", "gevent"])
def test_an_answer_that_drips_for_ever_is_given_up_after_a_time_in_all(asynchronous: str) -> None:
    """Each byte comes within the patience of one read; the whole never ends."""
    ended = threading.Event()

    def drip(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        while not ended.wait(0.1):
            connection.sendall(b"x")

    with answering(drip) as url:
        done = subprocess.run(
            [sys.executable, "-c", DRIPPED, url],
            capture_output=True,
            text=True,
            cwd=ROOT,
            env={"PATH": "/usr/bin:/bin", "LIVE_ASYNC": asynchronous},
            timeout=120,
        )
        ended.set()
    assert done.stdout.strip() == "unsure deadline", done.stderr
