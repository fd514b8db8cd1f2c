"""Messages of OSC that are sent, read back by python-osc."""

from __future__ import annotations

from typing import Any

import pytest
from pythonosc.osc_message import OscMessage

from live.channels.control.osc_out import MOST, arguments, is_address, message


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("7", [7]),
        ("-7\n0.5", [-7, 0.5]),
        ("  Где вода?  \n\n1", ["Где вода?", 1]),
        ('"7"\n"', ["7", '"']),
        ("7 8\n1e3\n٣", ["7 8", "1e3", "٣"]),
        ("99999999999", ["99999999999"]),
        ("1\n" * 40, [1] * MOST),
    ],
)
def test_each_line_is_an_argument_of_its_kind(text: str, expected: list[Any]) -> None:
    assert arguments(text) == expected


def test_what_is_sent_is_read_back_by_python_osc() -> None:
    told = OscMessage(message("/composition/layers/1/clear", [1, 0.5, "Где вода?", ""]))
    assert (told.address, told.params) == ("/composition/layers/1/clear", [1, 0.5, "Где вода?", ""])


def test_the_bytes_are_those_of_the_specification() -> None:
    assert message("/a", [1, "b"]) == b"/a\0\0,is\0\0\0\0\1b\0\0\0"


@pytest.mark.parametrize(
    "address", ["", "a", "/a b", "/где", "/a*", "/a?", "/{a}", "/[a]", "/a#", "/a,b", "/" + "a" * 300]
)
def test_what_is_no_address_is_not_sent(address: str) -> None:
    assert not is_address(address)
    with pytest.raises(ValueError, match="no address"):
        message(address, [])
