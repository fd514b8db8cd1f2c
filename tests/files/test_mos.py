"""The order as a running order of MOS, read back as programs read one."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from xml.etree import ElementTree

from live.files.mos import LONGEST, Story, running_order

BEGINS = datetime(2026, 11, 24, 13, 0, tzinfo=UTC)


def read(stories: list[Story], title: str = "Прямая линия", seconds: int = 3725) -> ElementTree.Element:
    text = running_order("may", title, BEGINS, seconds, stories)
    assert text.startswith('<?xml version="1.0" encoding="UTF-8"?>')
    return ElementTree.fromstring(text)


def seconds_of(story: Any) -> int:
    """A story's length, as bbc/mosromgr takes it: the sum of its text's and its media's."""
    payload = story.find("mosExternalMetadata").find("mosPayload")
    return int(payload.find("TextTime").text) + int(payload.find("MediaTime").text)


def test_it_is_a_running_order_in_its_envelope() -> None:
    root = read([])
    assert (root.tag, [element.tag for element in root]) == ("mos", ["mosID", "ncsID", "messageID", "roCreate"])
    order = root.find("roCreate")
    assert order is not None
    assert {element.tag: element.text for element in order} == {
        "roID": "may",
        "roSlug": "Прямая линия",
        "roEdStart": "2026-11-24T13:00:00Z",
        "roEdDur": "01:02:05",
    }


def test_a_story_has_its_parts_in_the_order_of_the_protocol() -> None:
    facts = {"Place": "Сосновка", "Who": ""}
    story = read([Story("may.7", "Где вода?", 150, BEGINS, "7", facts)]).find("roCreate/story")
    assert story is not None
    assert [element.tag for element in story] == ["storyID", "storySlug", "storyNum", "mosExternalMetadata"]
    assert seconds_of(story) == 150
    metadata = story.find("mosExternalMetadata")
    assert metadata is not None and [element.tag for element in metadata] == ["mosScope", "mosSchema", "mosPayload"]
    told = {element.tag: element.text for element in story.iter() if not len(element)}
    assert told["StartTime"] == "2026-11-24T13:00:00Z" and told["Place"] == "Сосновка" and "Who" not in told


def test_what_has_no_start_tells_none() -> None:
    text = running_order("may", "Прямая линия", None, 0, [Story("may.segment.1", "Дороги")])
    assert "roEdStart" not in text and "StartTime" not in text


def test_a_long_text_is_a_short_slug() -> None:
    story = read([Story("may.7", "Почему " * 100)], "Линия " * 100).find("roCreate/story/storySlug")
    assert story is not None and story.text is not None
    assert len(story.text) <= LONGEST and story.text.endswith("…")


def test_what_xml_cannot_hold_is_left_out() -> None:
    slug = read([Story("may.7", "Где <вода> & «свет»\x00\ufffe?")]).find("roCreate/story/storySlug")
    assert slug is not None and slug.text == "Где <вода> & «свет»?"
