"""Forty packets that are no OSC, or none that is read here, by what is wrong with each."""

from __future__ import annotations

import struct

NUL = b"\0"
TAKE = b"/live/may/take\0\0,\0\0\0"


def padded(text: bytes) -> bytes:
    return text + NUL * (4 - len(text) % 4)


def bundle(*elements: bytes, time: bytes = struct.pack(">II", 0, 1)) -> bytes:
    return b"#bundle\0" + time + b"".join(struct.pack(">i", len(one)) + one for one in elements)


def sized(size: int, rest: bytes = TAKE) -> bytes:
    """A bundle whose only element says that it has this size."""
    return bundle() + struct.pack(">i", size) + rest


def nested(depth: int) -> bytes:
    packet = TAKE
    for _ in range(depth):
        packet = bundle(packet)
    return packet


WRONG: dict[str, bytes] = {
    "nothing": b"",
    "one byte": b"/",
    "three bytes": b"/a\0",
    "no end": b"/abc",
    "words": b"take",
    "words and an end": padded(b"take"),
    "a request of HTTP": padded(b"GET / HTTP/1.1\r\n"),
    "JSON": padded(b'{"verb":"take"}'),
    "zeros": NUL * 64,
    "ones": b"\xff" * 64,
    "an address alone that is a slash": b"/\0\0\0",
    "an address with a space": padded(b"/live/may/ta ke"),
    "an address with a line's end": padded(b"/live/may/take\n"),
    "an address in Cyrillic": padded("/live/май/take".encode()),
    "an address of half a letter": padded(b"/live/may/\xd0"),
    "an address without an end": b"/live/may/take/x",
    "an address that is too long": padded(b"/" + b"a" * 400),
    "a packet that is too long": padded(b"/live/may/take") + NUL * 1024,
    "a packet of 64 KiB": padded(b"/live/may/take") + NUL * 65000,
    "a length that four does not divide": TAKE + b"x",
    "kinds without a comma": padded(b"/live/may/cue") + padded(b"i") + struct.pack(">i", 1),
    "an unknown kind": padded(b"/live/may/cue") + padded(b",z") + struct.pack(">i", 1),
    "a blob": padded(b"/live/may/cue") + padded(b",b") + struct.pack(">i", 4) + b"aaaa",
    "a blob of a size below nothing": padded(b"/live/may/cue") + padded(b",b") + struct.pack(">i", -8),
    "an array": padded(b"/live/may/cue") + padded(b",[i]") + struct.pack(">i", 1),
    "an array that is not closed": padded(b"/live/may/cue") + padded(b",[i") + struct.pack(">i", 1),
    "too many kinds": padded(b"/live/may/cue") + padded(b"," + b"T" * 40),
    "a number that is missing": padded(b"/live/may/cue") + padded(b",i"),
    "half a long number": padded(b"/live/may/cue") + padded(b",h") + struct.pack(">i", 1),
    "a text without an end": padded(b"/live/may/cue") + padded(b",s") + b"abcd",
    "a text that is no UTF-8": padded(b"/live/may/cue") + padded(b",s") + b"\xff\xfe\xfd\0",
    "a bundle without a time": b"#bundle\0",
    "a bundle with half a time": b"#bundle\0\0\0\0\0",
    "a bundle of size 0": sized(0),
    "a bundle of a size below nothing": sized(-4),
    "a bundle of the least size": sized(-(2**31)),
    "a bundle of more than there is": sized(4096),
    "a bundle of a size that four does not divide": sized(7),
    "a bundle within a bundle": nested(2),
    "bundles as deep as a packet is long": nested(48),
    "a bundle of too many": bundle(*[TAKE] * 9),
}
