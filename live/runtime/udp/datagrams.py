"""Packets over UDP, read in bunches: whoever floods the port costs a look at each packet, and nobody a turn.

The bare socket of the system is used, not the patched one: that would switch tasks for every packet.
"""

from __future__ import annotations

import _socket
import struct

from live.runtime.tasks import readable

BUFFER = 256 * 1024
"""Bytes that wait in the kernel; what comes while they are full is lost there, and counted."""

LONGEST = 2048
"""Bytes of a packet that are read."""

SO_RXQ_OVFL = 40
"""Linux's own: with each packet comes how many were lost before it. Python has no name for it."""


class Datagrams:
    """A socket that hears; `OSError` where the address cannot be had."""

    def __init__(self, host: str, port: int) -> None:
        family = _socket.AF_INET6 if ":" in host else _socket.AF_INET
        self._socket = _socket.socket(family, _socket.SOCK_DGRAM)
        self._socket.setblocking(False)
        self._socket.setsockopt(_socket.SOL_SOCKET, _socket.SO_RCVBUF, BUFFER)
        try:
            self._socket.setsockopt(_socket.SOL_SOCKET, SO_RXQ_OVFL, 1)
        except OSError:
            pass  # Another system: nothing is counted there.
        try:
            self._socket.bind((host, port))
        except OSError:
            self._socket.close()
            raise
        self.port: int = self._socket.getsockname()[1]
        self.lost = 0
        """Packets that the kernel had no room for."""

    def take(self, most: int, timeout: float) -> list[tuple[bytes, str]]:
        """At most so many packets with their senders' addresses, once there is one; none after `timeout` seconds."""
        if not readable(self._socket.fileno(), timeout):
            return []
        taken: list[tuple[bytes, str]] = []
        while len(taken) < most:
            try:
                taken.append(self._with_losses() if not taken else self._plain())
            except BlockingIOError:
                break
            except ConnectionError:
                continue  # What we have never sent was not taken: the kernel tells of it all the same.
        return taken

    def close(self) -> None:
        self._socket.close()

    def _plain(self) -> tuple[bytes, str]:
        data, sender = self._socket.recvfrom(LONGEST)
        return data, str(sender[0])

    def _with_losses(self) -> tuple[bytes, str]:
        data, told, _, sender = self._socket.recvmsg(LONGEST, _socket.CMSG_SPACE(4))
        for level, kind, value in told:
            if (level, kind) == (_socket.SOL_SOCKET, SO_RXQ_OVFL):
                [self.lost] = struct.unpack("I", value)
        return data, str(sender[0])
