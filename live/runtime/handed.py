"""A listening socket that systemd opened before this program was started, and keeps when it ends (sd_listen_fds(3)).

Whoever comes while one process has ended and the next one starts waits in the socket's queue: nobody is refused.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Mapping

from live.runtime.server import Listening

FIRST = 3
"""The descriptor of the first socket that is handed over."""


def handed_over(environ: Mapping[str, str] = os.environ, first: int = FIRST) -> Listening | None:
    """The socket that is meant for this very process; None where there is none. `RuntimeError` where there are more."""
    if environ.get("LISTEN_PID") != str(os.getpid()):
        return None  # What a child has inherited was meant for its parent.
    if environ.get("LISTEN_FDS") != "1":
        raise RuntimeError(f"systemd hands over {environ.get('LISTEN_FDS')} sockets: one alone is served.")
    os.set_inheritable(first, False)
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM, 0, os.dup(first)) as seen:
        family = seen.getsockopt(socket.SOL_SOCKET, socket.SO_DOMAIN)
    if family not in (socket.AF_INET, socket.AF_INET6):
        raise RuntimeError(
            "The socket that systemd hands over is none of TCP: ListenStream= takes an address and a port."
        )
    sock = Listening(socket.AddressFamily(family), socket.SOCK_STREAM, 0, first)
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    sock.is_kept = True
    return sock
