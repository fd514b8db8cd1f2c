"""Moments of a recording as other programs read them: chapters and subtitles as WebVTT and SRT, chapters as lines.

WebVTT as the W3C has it (https://www.w3.org/TR/webvtt1/): hours of two digits or more, milliseconds after a point, `&`,
`<` and `>` escaped, a chapter's text in one line. SRT has no standard; what players agree on is a number, times with a
comma, and a text without an empty line; some read tags there and none an escape, so ‹ and › stand for < and >.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

SHORTEST = 10
"""Seconds of a chapter: YouTube takes no list with a shorter one (https://support.google.com/youtube/answer/9884579)."""

LONGEST_TITLE = 100
"""Letters of a chapter: more of it no network shows."""


_NO_TAGS = str.maketrans("<>", "‹›")


@dataclass(frozen=True, slots=True)
class Cue:
    """What is said of a stretch of a recording; `start` and `end` are milliseconds from its beginning."""

    start: int
    end: int
    text: str


def within(cues: Iterable[Cue]) -> list[Cue]:
    """Those that a recording holds, in their order: what was before it, or took no time, is left out or cut."""
    cut = [Cue(max(0, cue.start), cue.end, cue.text) for cue in cues]
    return sorted((cue for cue in cut if cue.end > cue.start), key=lambda cue: cue.start)


def webvtt(cues: Iterable[Cue]) -> str:
    """A WebVTT file: of chapters or of subtitles."""
    blocks = [
        f"{number}\n{_time(cue.start, '.')} --> {_time(cue.end, '.')}\n{escape(one_line(cue.text), quote=False)}\n"
        for number, cue in enumerate(within(cues), 1)
    ]
    return "\n".join(["WEBVTT\n", *blocks])


def srt(cues: Iterable[Cue]) -> str:
    """A SubRip file."""
    blocks = [
        f"{number}\n{_time(cue.start, ',')} --> {_time(cue.end, ',')}\n{one_line(cue.text).translate(_NO_TAGS)}\n"
        for number, cue in enumerate(within(cues), 1)
    ]
    return "\n".join(blocks)


def chapters(cues: Iterable[Cue], opening: str) -> str:
    """Lines for a video's description, as YouTube and VK Video read them: the first at 00:00, none shorter than
    SHORTEST; what was shorter begins the next one. `opening` is what goes before the first, where that is long enough.
    """
    kept: list[tuple[int, str]] = [(0, opening)]
    for cue in within(cues):
        start, title = cue.start // 1000, shortened(cue.text)
        if start - kept[-1][0] < SHORTEST:
            kept[-1] = (kept[-1][0], title)
        else:
            kept.append((start, title))
    hours = kept[-1][0] >= 3600
    return "".join(f"{_clock(start, hours)} {title}\n" for start, title in kept)


def one_line(text: str) -> str:
    return " ".join(text.split())


def shortened(text: str) -> str:
    """A text as a chapter's title."""
    line = one_line(text)
    return line if len(line) <= LONGEST_TITLE else line[: LONGEST_TITLE - 1].rstrip() + "…"


def _time(milliseconds: int, point: str) -> str:
    seconds, rest = divmod(milliseconds, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}{point}{rest:03}"


def _clock(seconds: int, hours: bool) -> str:
    short = f"{seconds // 60 % 60:02}:{seconds % 60:02}"
    return f"{seconds // 3600}:{short}" if hours else short


def titled(cues: Sequence[Cue]) -> list[Cue]:
    """The same as chapters: each text as long as a title may be."""
    return [Cue(cue.start, cue.end, shortened(cue.text)) for cue in cues]
