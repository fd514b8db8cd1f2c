"""What comes with a question or goes with an answer as a file: what is kept of it, and for which reasons it is not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any

from live.domain.characters import visible
from live.domain.foreign_values import web_link
from live.domain.refused import Refused


class State(StrEnum):
    """Of one file."""

    ARRIVED = "arrived"
    """It came with a form, or was chosen for an answer: what it belongs to does not stand yet."""

    WANTED = "wanted"
    """It stands at somebody else's address, and is to be fetched."""

    KEPT = "kept"

    REFUSED = "refused"
    """It is not kept; the reason stands beside it."""

    ERASED = "erased"
    """Nothing of it may be told any more; its contents are being taken away."""


class Media(StrEnum):
    """What a file is to whoever looks at it."""

    PICTURE = "picture"
    SOUND = "sound"
    VIDEO = "video"
    DOCUMENT = "document"


FETCHED = frozenset({"photo", "audio", "audio_message", "voice", "video", "document", "file", "animation", "sticker"})
"""The kinds of attachments behind whose address a file may stand. A link, a place and a call's recording are none."""

LARGEST = 25 * 1024 * 1024
"""Bytes of a file that is fetched."""

PICTURE_SIDE = 2560
"""Pixels that a kept picture has at most, the longer way."""

PREVIEW_SIDE = 320
"""The same of its preview."""

PIXELS = 50_000_000
"""Pixels that a picture may have as it comes: above, unpacking it takes too much."""

FORGOTTEN = timedelta(days=1)
"""For how long what came with a form waits for its question: a form is corrected and sent again meanwhile."""

PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120))
"""Between two tries to fetch a file; after the last it is given up."""


class Why(StrEnum):
    """Why a file is not kept: a sentence for people, translated where it is shown."""

    PAGE = "There is a page at this address, and no file."
    UNKNOWN = "Files of this kind are not kept: pictures, sounds, videos, PDF, Word, Excel and plain text are."
    HEIC = "A HEIC picture cannot be shown: have it sent as JPEG."
    DRAWING = "An SVG drawing is not shown: it may hold a program. Have it sent as a picture."
    BROKEN = "The picture cannot be read: it is broken, or no picture."
    TOO_MANY_PIXELS = "The picture is too large: at most 50 megapixels fit."
    TOO_MUCH = "Reading the picture takes too much."
    TOO_LARGE = "The file is too large: at most 25 MB fit."
    EMPTY = "The file is empty."
    NO_ANSWER = "Pictures, PDF, Word and Excel go along: this file is none of these."
    AWAY = "The file could not be fetched: its address did not answer."
    INSIDE = "The file was not fetched: its address is none of the internet."
    GONE = "The file could not be fetched: it is not there any more, or not for us."


class NotKept(Refused):
    """A file that is not kept, and why."""

    def __init__(self, why: Why) -> None:
        super().__init__("invalid", why.value)
        self.why = why


@dataclass(frozen=True, slots=True)
class Arrived:
    """A file that stands in the store and waits for its question: its row, and by what its contents are told."""

    id: int
    hash: str


def to_fetch(attachments: Iterable[Mapping[str, Any]]) -> list[tuple[int, str]]:
    """The place of each attachment behind whose address a file may stand, and that address."""
    found = ((place, one) for place, one in enumerate(attachments) if one.get("type") in FETCHED)
    return [(place, url) for place, one in found if (url := web_link(one.get("url"))) and not _is_message(url)]


def _is_message(url: str) -> bool:
    """Telegram gives the message's page; the file itself it gives to a bot alone."""
    return url.startswith("https://t.me/")


def next_try(tries: int) -> timedelta | None:
    """How long after its `tries`-th failure a file is asked for again; None where it is given up."""
    return PAUSES[tries - 1] if tries <= len(PAUSES) else None


# With an answer

MOST_WITH_ANSWER = 10
"""Files that one answer carries: Telegram's albums and VK's messages hold no more."""

ANSWER_LARGEST = 20 * 1024 * 1024
"""Bytes of one as it comes."""

ANSWER_TOGETHER = 40 * 1024 * 1024
"""Bytes of all that go with one answer: a network takes them in one request."""

LONGEST_NAME = 100


def file_name(given: str, ends: str) -> str:
    """What an answer's file is called where it is saved: as its writer called it, and as what it is.

    No path, nothing that a file system or a header could take for something else.
    """
    last = visible(given).replace("\\", "/").rpartition("/")[2]
    stem = last.rpartition(".")[0] or last
    plain = "".join(letter for letter in stem if letter.isprintable() and letter not in '<>:"|?*').strip(" .")
    return f"{plain[:LONGEST_NAME].rstrip() or 'file'}.{ends}"
