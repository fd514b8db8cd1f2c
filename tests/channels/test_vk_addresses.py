"""Where a comment of VK stands, by its name."""

from __future__ import annotations

import pytest

from live.channels.vk.payloads import address

ADDRESSES = {
    "wall:-456_7_12": "https://vk.com/wall-456_7?reply=12",
    "video:-456_8_13": "https://vk.com/video-456_8",
    "photo:-456_9_14": "https://vk.com/photo-456_9",
    "board:-456_5_15": "https://vk.com/topic-456_5",
    "message:123_10": None,
    "our-17": None,
    "story:-456_7_12": None,
}


@pytest.mark.parametrize(("name", "where"), ADDRESSES.items())
def test_a_comment_has_an_address_and_nothing_else_has(name: str, where: str | None) -> None:
    assert address(name) == where
