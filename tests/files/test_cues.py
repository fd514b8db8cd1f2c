"""Chapters and subtitles, read back by a library that somebody else wrote."""

from __future__ import annotations

import io
import re
from html import unescape

import pytest
import webvtt
from hypothesis import given, settings
from hypothesis import strategies as st

from live.files.cues import LONGEST_TITLE, SHORTEST, Cue, chapters, srt, titled, within
from live.files.cues import webvtt as written

SECOND, HOUR = 1000, 3_600_000

CUES = st.lists(
    st.builds(
        lambda start, length, text: Cue(start, start + length, text),
        st.integers(-HOUR, 40 * HOUR),
        st.integers(0, HOUR),
        st.text("абЯё <>&-№1\"'\n\t\u00a0", min_size=1, max_size=20).filter(str.strip),
    ),
    max_size=8,
)


def parsed(text: str, form: str) -> list[webvtt.Caption]:
    """What the library finds in a file."""
    return list(webvtt.from_buffer(io.StringIO(text), format=form).captions)


def read(text: str) -> list[tuple[str, str, str]]:
    """Start, end and text of each cue of a WebVTT file."""
    return [(one.start, one.end, unescape(one.text)) for one in parsed(text, "vtt")]


def read_srt(text: str) -> list[tuple[str, str, str]]:
    return [(one.start, one.end, one.text) for one in parsed(text, "srt")]


@pytest.mark.parametrize(
    ("start", "end", "told"),
    [
        (0, SECOND, ("00:00:00.000", "00:00:01.000")),
        (61_001, 62_999, ("00:01:01.001", "00:01:02.999")),
        (23 * HOUR + 59 * 60_000, 25 * HOUR + 1, ("23:59:00.000", "25:00:00.001")),
        (100 * HOUR, 101 * HOUR, ("100:00:00.000", "101:00:00.000")),
        (-5 * SECOND, SECOND, ("00:00:00.000", "00:00:01.000")),  # On air before the recording began.
    ],
)
def test_a_cue_is_read_with_its_times(start: int, end: int, told: tuple[str, str]) -> None:
    [cue] = read(written([Cue(start, end, "Мост откроют в декабре")]))
    assert cue == (*told, "Мост откроют в декабре")


@pytest.mark.parametrize(
    "cue", [Cue(5, 5, "ничего"), Cue(9, 3, "назад"), Cue(-9000, -1000, "до записи"), Cue(-9, 0, "ровно до неё")]
)
def test_what_takes_no_time_in_the_recording_is_no_cue(cue: Cue) -> None:
    assert within([cue]) == []
    assert read(written([cue, Cue(0, 9, "Мост")])) == [("00:00:00.000", "00:00:00.009", "Мост")]


@pytest.mark.parametrize(
    "text", ["Дороги & мосты", "<b>Мост</b>", "1 --> 2", "Мост\nи дорога\n\nтоже", "NOTE мост", "12", "&amp;"]
)
def test_what_means_something_in_the_file_is_a_text_there(text: str) -> None:
    one_line = " ".join(text.split())
    assert [cue[2] for cue in read(written([Cue(0, SECOND, text)]))] == [one_line]
    assert [cue[2] for cue in read_srt(srt([Cue(0, SECOND, text)]))] == [one_line.replace("<", "‹").replace(">", "›")]


@settings(deadline=None)
@given(CUES)
def test_whatever_is_written_is_read_back(cues: list[Cue]) -> None:
    kept = within(cues)
    told = read(written(cues)) if kept else []
    assert [(one[2]) for one in told] == [" ".join(cue.text.split()) for cue in kept]
    assert [one[0] for one in told] == sorted((one[0] for one in told), key=lambda time: [*map(float, time.split(":"))])


def test_subtitles_are_read_as_srt_too() -> None:
    text = srt([Cue(0, 1500, "Мост"), Cue(2 * SECOND, 3 * SECOND, "Дорога")])
    assert "00:00:00,000 --> 00:00:01,500" in text
    assert read_srt(text) == [
        ("00:00:00.000", "00:00:01.500", "Мост"),
        ("00:00:02.000", "00:00:03.000", "Дорога"),
    ]


# Lines for a description


@pytest.mark.parametrize(
    ("starts", "lines"),
    [
        ([], ["00:00 Начало"]),
        ([30], ["00:00 Начало", "00:30 Вопрос 1"]),
        ([0, 95], ["00:00 Вопрос 1", "01:35 Вопрос 2"]),
        ([7, 60], ["00:00 Вопрос 1", "01:00 Вопрос 2"]),  # A beginning of seven seconds is no chapter.
        ([30, 35, 90], ["00:00 Начало", "00:30 Вопрос 2", "01:30 Вопрос 3"]),
        ([30, 40], ["00:00 Начало", "00:30 Вопрос 1", "00:40 Вопрос 2"]),
        ([60, 3700], ["0:00:00 Начало", "0:01:00 Вопрос 1", "1:01:40 Вопрос 2"]),
        ([90_061], ["0:00:00 Начало", "25:01:01 Вопрос 1"]),
    ],
)
def test_a_description_has_its_chapters_line_by_line(starts: list[int], lines: list[str]) -> None:
    cues = [Cue(at * SECOND, (at + 1) * SECOND, f"Вопрос {n}") for n, at in enumerate(starts, 1)]
    assert chapters(cues, "Начало").splitlines() == lines


@settings(deadline=None)
@given(CUES)
def test_the_first_chapter_is_at_the_beginning_and_none_is_too_short(cues: list[Cue]) -> None:
    lines = chapters(cues, "Начало").splitlines()
    found = [re.match(r"(?:(\d+):)?(\d\d):(\d\d) \S", line) for line in lines]
    starts = [int(one[1] or 0) * 3600 + int(one[2]) * 60 + int(one[3]) for one in found if one]
    assert len(starts) == len(lines) and starts[0] == 0
    assert all(later - sooner >= SHORTEST for sooner, later in zip(starts, starts[1:], strict=False))


def test_a_long_title_is_cut() -> None:
    long = Cue(0, 1, "Почему не чистят дорогу? " * 20)
    assert len(titled([long])[0].text) <= LONGEST_TITLE and titled([long])[0].text.endswith("…")
