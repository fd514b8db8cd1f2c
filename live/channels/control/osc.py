"""Packets of Open Sound Control 1.0, read: a message, or a bundle of some.

python-osc reads a message; bundles are taken apart here. Its own way with them goes round for ever on a size below
nothing, and as deep as a packet is long; and what it does not know it writes into the log, in the sender's words.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pythonosc.osc_message import OscMessage

LONGEST = 1024
"""Bytes of a packet; ours have a hundred."""

TOGETHER = 8
"""Messages of a bundle at most."""

BUNDLE = b"#bundle\0"
AT_ONCE = 1
"""The time of a bundle that means: now."""

SINCE_1900 = 2_208_988_800
"""Seconds from the beginning of OSC's time to that of Unix."""

_ADDRESS = re.compile(rb"/[!-~]{1,300}")
_TAGS = re.compile(rb",[ifshdTFN]{0,16}")
"""The kinds of arguments that are understood: numbers, words, yes, no and nothing."""


class NotOsc(ValueError):
    """This packet is none, or none that is read here."""


@dataclass(frozen=True, slots=True)
class Message:
    """`due`: when it was meant to be done, in seconds of Unix; None for at once."""

    address: str
    arguments: tuple[Any, ...]
    due: float | None = None


def read(packet: bytes) -> list[Message]:
    """The messages of a packet; `NotOsc` for what is none."""
    if len(packet) > LONGEST or len(packet) % 4:
        raise NotOsc(f"{len(packet)} bytes")
    if not packet.startswith(BUNDLE):
        return [_message(packet)]
    if len(packet) < 16:
        raise NotOsc("a bundle without its time")
    seconds, fraction = struct.unpack(">II", packet[8:16])
    at_once = (seconds, fraction) == (0, AT_ONCE)
    due = None if at_once else seconds - SINCE_1900 + fraction / 2**32
    messages = [_message(one, due) for one in _elements(packet[16:])]
    if len(messages) > TOGETHER:
        raise NotOsc(f"{len(messages)} messages at once")
    return messages


def _elements(rest: bytes) -> Iterator[bytes]:
    while rest:
        if len(rest) < 4:
            raise NotOsc("a bundle that ends too soon")
        [size] = struct.unpack(">i", rest[:4])
        if not 0 < size <= len(rest) - 4 or size % 4:
            raise NotOsc("a bundle whose sizes are not right")
        yield rest[4 : 4 + size]
        rest = rest[4 + size :]


def _message(packet: bytes, due: float | None = None) -> Message:
    address, _, _ = packet.partition(b"\0")
    if not _ADDRESS.fullmatch(address):
        raise NotOsc("no address")
    tags, _, _ = packet[(len(address) // 4 + 1) * 4 :].partition(b"\0")
    if tags and not _TAGS.fullmatch(tags):
        raise NotOsc("arguments of another kind")
    try:
        message = OscMessage(packet)
        return Message(message.address, tuple(message.params), due)
    except Exception as error:  # Whatever it stumbles over, the packet is none.
        raise NotOsc(type(error).__name__) from None
