"""The order of a show as newsroom systems read it: a running order of the MOS protocol, as a file.

MOS 2.8.5 (http://mosprotocol.com): `roCreate` in its envelope, a `story` for each item, times as RFC 3339 in UTC, the
whole's length as hh:mm:ss, and texts of at most 128 characters. A story has no length of its own there: it stands in
`mosExternalMetadata`, as `TextTime` and `MediaTime` in seconds, whose sum is what programs take for it (such as
https://github.com/bbc/mosromgr), and once more as `StoryDuration`. No MOS server speaks here: nothing is connected.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from xml.etree import ElementTree  # nosec B405 # It writes XML and reads none.

from live.files.cues import shortened

NCS, DEVICE = "direct-line.ncs", "direct-line.mos"
"""Who hands the order on, and to whom: the protocol wants both, and a file has neither."""

SCHEMA = "urn:direct-line:order:1"
"""What our part of a story's metadata is called."""

LONGEST = 128
"""Characters of an id or a slug."""

_NOT_IN_XML = re.compile(r"[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Story:
    """An item of the order. `facts`: what else of it stands in its metadata, as text; what is empty does not."""

    id: str
    slug: str
    seconds: int = 0
    begins: datetime | None = None
    number: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)


def running_order(slug: str, title: str, begins: datetime | None, seconds: int, stories: Iterable[Story]) -> str:
    """The file. `slug` is the order's id, `seconds` its length."""
    root = ElementTree.Element("mos")
    _add(root, "mosID", DEVICE)
    _add(root, "ncsID", NCS)
    _add(root, "messageID", "1")
    order = ElementTree.SubElement(root, "roCreate")
    _add(order, "roID", slug[:LONGEST])
    _add(order, "roSlug", shortened(title))
    if begins is not None:
        _add(order, "roEdStart", _moment(begins))
    _add(order, "roEdDur", f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}")
    for story in stories:
        _story(order, story)
    ElementTree.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"


def _story(order: ElementTree.Element, story: Story) -> None:
    element = ElementTree.SubElement(order, "story")
    _add(element, "storyID", story.id[:LONGEST])
    _add(element, "storySlug", shortened(story.slug))
    if story.number:
        _add(element, "storyNum", story.number)
    metadata = ElementTree.SubElement(element, "mosExternalMetadata")
    _add(metadata, "mosScope", "PLAYLIST")
    _add(metadata, "mosSchema", SCHEMA)
    payload = ElementTree.SubElement(metadata, "mosPayload")
    _add(payload, "TextTime", str(story.seconds))
    _add(payload, "MediaTime", "0")
    _add(payload, "StoryDuration", str(story.seconds))
    if story.begins is not None:
        _add(payload, "StartTime", _moment(story.begins))
    for name, value in story.facts.items():
        if value:
            _add(payload, name, value)


def _add(parent: ElementTree.Element, name: str, text: str) -> None:
    ElementTree.SubElement(parent, name).text = _NOT_IN_XML.sub("", text)


def _moment(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%S}Z"
