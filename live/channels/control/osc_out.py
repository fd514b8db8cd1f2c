"""A message of Open Sound Control 1.0, written: an address, and arguments that are numbers or words."""

from __future__ import annotations

import re

from pythonosc.osc_message_builder import OscMessageBuilder

ADDRESS = re.compile(r"/[!-~]{0,299}")
RESERVED = re.compile(r"[#*,?\[\]{}]")
"""What an address may not hold: to its reader it is a pattern."""

MOST = 16
"""Arguments of a message."""

_WHOLE, _BROKEN = re.compile(r"-?[0-9]{1,9}"), re.compile(r"-?[0-9]{1,9}\.[0-9]{1,6}")

Argument = int | float | str


def is_address(text: str) -> bool:
    return ADDRESS.fullmatch(text) is not None and RESERVED.search(text) is None


def arguments(text: str) -> list[Argument]:
    """One a line: `7` is a whole number, `0.5` a broken one, everything else words. Quotes make words of a number."""
    return [_argument(line.strip()) for line in text.splitlines() if line.strip()][:MOST]


def message(address: str, given: list[Argument]) -> bytes:
    """`ValueError` where the address is none."""
    if not is_address(address):
        raise ValueError("no address of OSC")
    builder = OscMessageBuilder(address)
    for one in given:
        builder.add_arg(one, "i" if isinstance(one, int) else "f" if isinstance(one, float) else "s")
    return builder.build().dgram


def _argument(written: str) -> Argument:
    if _WHOLE.fullmatch(written):
        return int(written)
    if _BROKEN.fullmatch(written):
        return float(written)
    quoted = len(written) > 1 and written[0] == written[-1] == '"'
    return written[1:-1] if quoted else written
