"""What a client may send over a websocket before its message is whole, and what it is sent, whichever server does."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from typing import Any

MOST = 64 * 1024
"""Bytes of one message, all its fragments together."""

FRAGMENTS = 16
"""Frames that one message may be split into: an empty fragment costs memory and a turn too."""

TOO_LARGE = 1009
"""The close code for a message above either bound (RFC 6455, 7.4.1)."""

VERSION = "13"
"""The one protocol that is spoken, RFC 6455's; of those before it, one has no bounds at all."""

REFUSAL = (
    "426 Upgrade Required",
    [("Connection", "close"), ("Upgrade", "websocket"), ("Sec-WebSocket-Version", VERSION)],
)
"""The status and the headers for who asks for another."""


def is_spoken(environ: Mapping[str, Any]) -> bool:
    """Whether a request for a websocket asks for the protocol that is spoken, and with the key that it needs."""
    return environ.get("HTTP_SEC_WEBSOCKET_VERSION") == VERSION and bool(environ.get("HTTP_SEC_WEBSOCKET_KEY"))


def text_frame(*pieces: bytes) -> bytes:
    """One whole message of text from a server, as it goes over the line (RFC 6455, 5.2)."""
    length = sum(map(len, pieces))
    if length < 126:
        header = struct.pack("!BB", 0x81, length)
    elif length < 65536:
        header = struct.pack("!BBH", 0x81, 126, length)
    else:
        header = struct.pack("!BBQ", 0x81, 127, length)
    return b"".join((header, *pieces))


def unmasked(data: bytes, mask: Sequence[int], offset: int = 0) -> bytes:
    """`data` without a client's mask, of whose message it begins `offset` bytes in.

    One XOR of two large numbers: byte by byte, a client that sends 5 MB/s would take the whole process.
    """
    turned = bytes(mask[(offset + at) % 4] for at in range(4))
    key = (turned * (len(data) // 4 + 1))[: len(data)]
    return (int.from_bytes(data, "big") ^ int.from_bytes(key, "big")).to_bytes(len(data), "big")
