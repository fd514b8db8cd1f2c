"""Packets of TSL UMD, byte by byte as the specification has them."""

from __future__ import annotations

import pytest

from live.channels.control.tsl import Lamp, packet_3, packet_5

THREE = [
    # display, lamps, name → header (0x80 + display), control (lamps in bits 0-3, brightness 3 in bits 4-5), 16 letters
    (0, 0b0000, "", "80 30" + " 20" * 16),
    (1, 0b0001, "CAM 1", "81 31 43 41 4d 20 31" + " 20" * 11),
    (5, 0b0010, "ABCDEFGHIJKLMNOPQRS", "85 32 41 42 43 44 45 46 47 48 49 4a 4b 4c 4d 4e 4f 50"),
    (126, 0b1111, "x", "fe 3f 78" + " 20" * 15),
    (2, 0b0100, "Суфлёр №7", "82 34 53 75 66 6c 65 72 20 4e 6f 2e 37" + " 20" * 5),
    (2, 0b0001, "a\x00\n\x7f☺b", "82 31 61 3f 20 3f 3f 62" + " 20" * 10),
]

FIVE = [
    # byte count, version 0, flags 1 (UTF-16), screen, display, control (lamps in bits 0-5, brightness 3 in 6-7), length
    (0, 0, 0, "", "0a 00 00 01 00 00 00 00 c0 00 00 00"),
    (0, 1, Lamp.RED, "A", "0c 00 00 01 00 00 01 00 d5 00 02 00 41 00"),
    (1, 258, Lamp.GREEN, "Эф", "0e 00 00 01 01 00 02 01 ea 00 04 00 2d 04 44 04"),
    (65534, 65534, Lamp.AMBER, "", "0a 00 00 01 fe ff fe ff ff 00 00 00"),
]


@pytest.mark.parametrize(("display", "lamps", "name", "expected"), THREE)
def test_a_packet_of_version_3_1(display: int, lamps: int, name: str, expected: str) -> None:
    assert packet_3(display, lamps, name) == bytes.fromhex(expected)


@pytest.mark.parametrize(("screen", "display", "lamp", "name", "expected"), FIVE)
def test_a_packet_of_version_5(screen: int, display: int, lamp: int, name: str, expected: str) -> None:
    assert packet_5(screen, display, lamp, name) == bytes.fromhex(expected)


@pytest.mark.parametrize("name", ["", "Ж" * 400, "☺" * 400, "\x00\n", "a" * 16])
def test_whatever_a_name_is_a_packet_keeps_to_its_form(name: str) -> None:
    assert len(packet_3(1, 1, name)) == 18 and all(0x20 <= byte < 0x7F for byte in packet_3(1, 1, name)[2:])
    five = packet_5(0, 1, 1, name)
    assert int.from_bytes(five[:2], "little") == len(five) - 2 < 1024
    assert int.from_bytes(five[10:12], "little") == len(five) - 12
