"""Tally and names for monitors and multiviewers: packets of TSL UMD 3.1 and 5.0, as bytes. The specification is TSL
Products' “UMD Protocol”, V3.1 of 1995 and V5.0 of 2009.

A display is known by its number; each packet tells its lamps and its name whole, so one that is lost is made good by
the next.
"""

from __future__ import annotations

import struct
from enum import IntEnum

from live.language.latin import spelt

FULL = 3
"""The brightness, of 0 to 3."""

LAST = {3: 126, 5: 65534}
"""The highest number of a display; the one above it speaks to all of them."""

NAME = 16
"""Characters of a name in version 3.1."""

LONGEST = 120
"""Characters of a name in version 5.0 that are sent: no display has room for more."""


class Lamp(IntEnum):
    """The colour of a tally lamp in version 5.0. In 3.1 a lamp has a number, 1 to 4, and is of any colour."""

    RED = 1
    GREEN = 2
    AMBER = 3


def packet_3(display: int, lamps: int, name: str) -> bytes:
    """18 bytes: the display, its four lamps as bits (the lowest is lamp 1) with the brightness, and its name.

    The name has room for 16 characters of ASCII: Russian letters are written in Latin ones.
    """
    shown = spelt(name)[:NAME].ljust(NAME)
    return bytes([0x80 + display, (lamps & 0x0F) | FULL << 4]) + shown.encode("ascii")


def packet_5(screen: int, display: int, lamp: int, name: str) -> bytes:
    """One display's message in a packet of its own: the lamps at both sides and the name in one colour, 0 for dark.

    The name is UTF-16, which the flags say.
    """
    shown = name[:LONGEST].encode("utf-16-le", "replace")
    control = lamp | lamp << 2 | lamp << 4 | FULL << 6
    body = struct.pack("<BBHHHH", 0, 1, screen, display, control, len(shown)) + shown
    return struct.pack("<H", len(body)) + body
