"""An edit decision list: the turns on air as events that an editing program cuts out of the recording.

CMX 3600 as SMPTE 258M has it and editing programs read it: a title, non-drop frames, and for each event its number, the
reel, the track, a cut, where it begins and ends in the recording, and where in what is cut together. The name of a clip
stands in the comment `* FROM CLIP NAME`, which all of them read.
"""

from __future__ import annotations

from collections.abc import Iterable

from live.domain.refused import Refused
from live.files.cues import Cue, shortened, within

RATES = (24, 25, 30, 50, 60)
"""Frames a second that timecodes count without dropping any: 29.97 and its like need drop-frame, or drift."""

USUAL_RATE = 25

_BEGINS = 3600
"""Seconds: the timecode at which what is cut together begins, as programs begin a sequence."""

_DAY = 24 * 3600
"""A timecode counts the hours of one day."""

_REEL = "AX"
"""A reel that is none: a file."""


def edl(title: str, cues: Iterable[Cue], rate: int = USUAL_RATE) -> str:
    """The list at `rate` frames a second; `invalid` for another one than RATES, or for more than a timecode counts."""
    if rate not in RATES:
        raise Refused("invalid", "Frames a second: one of {rates}. Drop-frame timecodes are not written.", rates=RATES)
    lines = [f"TITLE: {title}", "FCM: NON-DROP FRAME"]
    put, number = _BEGINS * rate, 0
    for cue in within(cues):
        start, end = _frame(cue.start, rate), _frame(cue.end, rate)
        if end == start:
            continue
        number += 1
        times = [_timecode(one, rate) for one in (start, end, put, put + end - start)]
        lines += ["", f"{number:03}  {_REEL:<8} V     C        {' '.join(times)}"]
        lines.append(f"* FROM CLIP NAME: {shortened(cue.text)}")
        put += end - start
    return "\r\n".join([*lines, ""])


def _frame(milliseconds: int, rate: int) -> int:
    """The nearest one."""
    return (milliseconds * rate + 500) // 1000


def _timecode(frames: int, rate: int) -> str:
    seconds, frame = divmod(frames, rate)
    if seconds >= _DAY:
        raise Refused("invalid", "A timecode counts 24 hours; the recording is longer. Take the chapters instead.")
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}:{frame:02}"
