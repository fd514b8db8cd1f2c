"""Who listens on a port of this machine: nobody, a server of ours, or another program."""

from __future__ import annotations

import errno
import json
import os
import socket
import ssl
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from enum import Enum, auto
from ipaddress import IPv4Address
from typing import Any

MOST = 4 << 20
"""Bytes of an answer that are read."""

ITSELF = {str(IPv4Address(0)): "127.0.0.1", "::": "::1", "": "127.0.0.1"}
"""Where this machine asks itself, who listens on all of its addresses."""


class Listens(Enum):
    NOBODY = auto()
    OURS = auto()
    ANOTHER = auto()
    DENIED = auto()
    """Nobody, but we may not either."""


@dataclass(frozen=True, slots=True)
class Port:
    """`ready`: what our server says on /readyz; `certificate`: what it shows, as DER, where it speaks https."""

    listens: Listens
    why: str = ""
    ready: Mapping[str, Any] | None = None
    certificate: bytes | None = None


def look(host: str, port: int, patience: float, name: str = "") -> Port:
    """Ask on a port, for so many seconds. `name`: by which the server goes, where it goes by none but its own."""
    reached = ITSELF.get(host, host)
    try:
        socket.create_connection((reached, port), patience).close()
    except ConnectionRefusedError:
        return _free(host, port)
    except OSError as error:
        return Port(Listens.DENIED, _reason(error))
    for secure in (False, True):
        try:
            body, certificate = ask((reached, port), "/readyz", patience, secure, name)
            ready = json.loads(body)
        except (OSError, ValueError):
            continue
        if isinstance(ready, dict) and "ready" in ready:
            return Port(Listens.OURS, "", ready, certificate)
    return Port(Listens.ANOTHER)


def _free(host: str, port: int) -> Port:
    """Whether we might listen there."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with closing(socket.socket(family, socket.SOCK_STREAM)) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            return Port(Listens.ANOTHER if error.errno == errno.EADDRINUSE else Listens.DENIED, _reason(error))
    return Port(Listens.NOBODY)


def _reason(error: OSError) -> str:
    return os.strerror(error.errno) if error.errno else type(error).__name__


def ask(where: tuple[str, int], path: str, patience: float, secure: bool, name: str = "") -> tuple[bytes, bytes | None]:
    """The body of an answer, and the certificate that was shown. `OSError` where there is no answer."""
    plain = socket.create_connection(where, patience)
    with closing(_secured(plain, name) if secure else plain) as line:
        # Before anything is said: of a line that is over nobody can tell any more.
        certificate = line.getpeercert(binary_form=True) if isinstance(line, ssl.SSLSocket) else None
        asked = f"GET {path} HTTP/1.0\r\nHost: {name}\r\n\r\n" if name else f"GET {path} HTTP/1.0\r\n\r\n"
        line.sendall(asked.encode("ascii", "ignore"))
        answer = b""
        while len(answer) < MOST and (piece := line.recv(65536)):
            answer += piece
    return answer.partition(b"\r\n\r\n")[2], certificate


def _secured(plain: socket.socket, name: str) -> ssl.SSLSocket:
    """Over TLS. Whose certificate it is does not matter: nothing is told here, and it is looked at by itself."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    try:
        return context.wrap_socket(plain, server_hostname=name or None)
    except OSError:
        plain.close()
        raise
