"""The slow line carries what it is given; how slow it is, is not asked here."""

from __future__ import annotations

import socket
import threading

from bench.slow_line import SlowLine


def echo(listener: socket.socket) -> None:
    """Sends one caller's bytes back until the caller is done."""
    caller, _ = listener.accept()
    with caller:
        while data := caller.recv(65536):
            caller.sendall(data)


def called(line: SlowLine) -> socket.socket:
    return socket.create_connection(("127.0.0.1", line.port))


def test_everything_arrives_in_its_order() -> None:
    sent = b"".join(n.to_bytes(4, "big") for n in range(100_000))
    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=echo, args=(listener,), daemon=True).start()
        with SlowLine(listener.getsockname()[1], round_trip=0.02) as line, called(line) as caller:
            threading.Thread(target=caller.sendall, args=(sent,), daemon=True).start()
            came = b""
            while len(came) < len(sent):
                came += caller.recv(65536)
    assert came == sent


def test_a_line_ends_with_its_server() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=lambda: listener.accept()[0].close(), daemon=True).start()
        with SlowLine(listener.getsockname()[1], round_trip=0.02) as line, called(line) as caller:
            assert caller.recv(1) == b""
