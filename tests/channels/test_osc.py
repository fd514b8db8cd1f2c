"""What is read of a packet of OSC, as python-osc makes it, and what is not."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pythonosc.osc_bundle_builder import IMMEDIATELY, OscBundleBuilder
from pythonosc.osc_message_builder import OscMessageBuilder

from live.channels.control.osc import Message, NotOsc, read
from tests.channels.wrong_osc import WRONG


def message(address: str, *arguments: Any) -> bytes:
    builder = OscMessageBuilder(address)
    for one in arguments:
        builder.add_arg(one)
    return builder.build().dgram


def bundle(at: float, *addresses: str) -> bytes:
    builder = OscBundleBuilder(at)  # type: ignore[arg-type]  # a time may have a fraction
    for address in addresses:
        builder.add_content(OscMessageBuilder(address).build())
    return builder.build().dgram


@pytest.mark.parametrize("arguments", [(), (1,), (0,), (1.0,), ("12",), (True,), (False,), (None,), (2**40,)])
def test_a_message_is_read_with_its_argument(arguments: tuple[Any, ...]) -> None:
    assert read(message("/live/may/cue", *arguments)) == [Message("/live/may/cue", arguments)]


def test_a_message_without_kinds_of_arguments_is_one() -> None:
    assert read(b"/live/may/take\0\0") == [Message("/live/may/take", ())]


def test_a_bundle_brings_each_of_its_messages() -> None:
    packet = bundle(IMMEDIATELY, "/live/may/take", "/live/may/next")
    assert read(packet) == [Message("/live/may/take", ()), Message("/live/may/next", ())]


def test_a_bundle_says_when_it_was_meant() -> None:
    [one] = read(bundle(1_800_000_000.5, "/live/may/take"))
    assert one.due == pytest.approx(1_800_000_000.5)


def test_there_are_forty_wrong_ones_and_one_more() -> None:
    assert len(WRONG) > 40


@pytest.mark.parametrize("packet", WRONG.values(), ids=WRONG)
def test_what_is_none_is_refused(packet: bytes) -> None:
    with pytest.raises(NotOsc):
        read(packet)


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.binary(max_size=1100), st.binary(max_size=200).map(lambda rest: b"#bundle\0" + rest)))
def test_whatever_comes_it_is_read_or_refused(packet: bytes) -> None:
    try:
        assert all(one.address.startswith("/") for one in read(packet))
    except NotOsc:
        pass
