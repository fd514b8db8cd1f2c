"""An edit decision list, read back by OpenTimelineIO's own reader of CMX 3600."""

from __future__ import annotations

import opentimelineio as otio
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from live.domain.refused import Refused
from live.files.cues import Cue
from live.files.edl import RATES, edl

SECOND, HOUR = 1000, 3_600_000


def read(text: str, rate: int) -> list[tuple[str, int, int]]:
    """Name, first frame in the recording and frames of each clip."""
    timeline = otio.adapters.read_from_string(text, "cmx_3600", rate=rate)
    return [(clip.name, *_range(clip)) for track in timeline.tracks for clip in track.find_clips()]


def _range(clip: otio.schema.Clip) -> tuple[int, int]:
    return int(clip.source_range.start_time.value), int(clip.source_range.duration.value)


@pytest.mark.parametrize(
    ("rate", "start", "end", "first", "frames"),
    [
        (25, 0, SECOND, 0, 25),
        (25, 40, 80, 1, 1),  # One frame is 40 ms.
        (25, 19, 21, 0, 1),  # The nearest frame: half of one is the next.
        (25, 61_020, 62_980, 1526, 49),
        (24, SECOND, 2 * SECOND, 24, 24),
        (30, 500, 1500, 15, 30),
        (50, 10, 990, 1, 49),
        (60, HOUR, HOUR + SECOND, 216_000, 60),
        (25, 23 * HOUR + 3599 * SECOND, 24 * HOUR - 40, 2_159_975, 24),
    ],
)
def test_each_turn_is_an_event_with_its_frames(rate: int, start: int, end: int, first: int, frames: int) -> None:
    text = edl("may", [Cue(start, end, "№ 1. Мост")], rate)
    assert read(text, rate) == [("№ 1. Мост", first, frames)]


def test_what_is_cut_out_stands_one_after_the_other() -> None:
    text = edl("may", [Cue(0, 2 * SECOND, "Мост"), Cue(9 * SECOND, 10 * SECOND, "Дорога")])
    assert text.startswith("TITLE: may\r\nFCM: NON-DROP FRAME\r\n")
    assert "001  AX       V     C        00:00:00:00 00:00:02:00 01:00:00:00 01:00:02:00" in text
    assert "002  AX       V     C        00:00:09:00 00:00:10:00 01:00:02:00 01:00:03:00" in text


def test_a_turn_of_no_frame_is_no_event() -> None:
    assert read(edl("may", [Cue(0, 5, "мгновение"), Cue(SECOND, 2 * SECOND, "Мост")]), 25) == [("Мост", 25, 25)]


def test_a_question_that_was_on_air_twice_is_two_events() -> None:
    twice = [Cue(0, SECOND, "№ 1. Мост"), Cue(5 * SECOND, 6 * SECOND, "№ 1. Мост")]
    assert [one[1] for one in read(edl("may", twice), 25)] == [0, 125]


@pytest.mark.parametrize("rate", [0, 23, 29, 120])
def test_a_rate_that_drops_frames_or_is_none_is_refused(rate: int) -> None:
    with pytest.raises(Refused, match="Frames a second"):
        edl("may", [], rate)


def test_what_a_timecode_does_not_count_is_refused() -> None:
    with pytest.raises(Refused, match="24 hours"):
        edl("may", [Cue(24 * HOUR, 25 * HOUR, "Мост")])


@settings(deadline=None)
@given(
    st.sampled_from(RATES),
    st.lists(st.tuples(st.integers(0, HOUR), st.integers(0, HOUR // 2)), min_size=1, max_size=10),
)
def test_every_frame_is_where_it_was(rate: int, turns: list[tuple[int, int]]) -> None:
    """No event is longer or shorter than its turn by a frame, and none stands over another."""
    at, cues = 0, []
    for number, (pause, length) in enumerate(turns, 1):
        cues.append(Cue(at + pause, at + pause + length, f"№ {number}"))
        at += pause + length
    told = read(edl("may", cues, rate), rate)
    kept = {f"№ {number}": cue for number, cue in enumerate(cues, 1)}
    for name, first, frames in told:
        cue = kept[name]
        assert abs(first - cue.start * rate / 1000) <= 0.5
        assert abs(first + frames - cue.end * rate / 1000) <= 0.5
    ends = [first + frames for _, first, frames in told]
    assert all(end <= following[1] for end, following in zip(ends, told[1:], strict=False))
