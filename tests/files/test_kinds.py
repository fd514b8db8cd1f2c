"""What a file is, is told by its contents."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from live.domain.files.attached import NotKept, Why
from live.files.media.kinds import KINDS, kind_of
from tests.support import pictures


@pytest.mark.parametrize(
    ("content", "mime"),
    [
        (pictures.picture("JPEG"), "image/jpeg"),
        (pictures.picture("PNG"), "image/png"),
        (pictures.picture("WEBP"), "image/webp"),
        (pictures.animated(), "image/gif"),
        (pictures.OGG, "audio/ogg"),
        (pictures.MP3, "audio/mpeg"),
        (pictures.BARE_MP3, "audio/mpeg"),
        (pictures.M4A, "audio/mp4"),
        (pictures.WAV, "audio/wav"),
        (pictures.MP4, "video/mp4"),
        (pictures.PDF, "application/pdf"),
        (pictures.DOCX, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (pictures.XLSX, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("Во дворе нет света".encode(), "text/plain; charset=utf-8"),
        ("Во дворе нет света".encode("cp1251"), "text/plain; charset=windows-1251"),
    ],
)
def test_a_kept_kind_is_known_by_its_contents(content: bytes, mime: str) -> None:
    assert kind_of(content).mime == mime


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", Why.EMPTY),
        (pictures.HEIC, Why.HEIC),
        (pictures.AVIF, Why.HEIC),
        (pictures.SVG, Why.DRAWING),
        (b"\xef\xbb\xbf  " + pictures.SVG, Why.DRAWING),
        (b"<!-- a picture -->" + pictures.SVG, Why.DRAWING),
        (pictures.HTML, Why.PAGE),
        (b"\n\t" + pictures.HTML, Why.PAGE),
        (pictures.PROGRAM, Why.UNKNOWN),
        (pictures.MACROS, Why.UNKNOWN),
        (pictures.archive("invoice.exe"), Why.UNKNOWN),
        (b"PK\x03\x04 and no archive", Why.UNKNOWN),
        (b"\x00\x00\x00\x18ftypcrx " + bytes(60), Why.UNKNOWN),
    ],
)
def test_everything_else_is_refused_with_its_reason(content: bytes, why: Why) -> None:
    with pytest.raises(NotKept) as refused:
        kind_of(content)
    assert refused.value.why is why


def test_an_archive_with_a_list_that_takes_seconds_to_read_is_refused_unread() -> None:
    with pytest.raises(NotKept) as refused:
        kind_of(pictures.archive("[Content_Types].xml", "word/document.xml", *(f"{n:0>200}" for n in range(2500))))
    assert refused.value.why is Why.UNKNOWN


@given(st.binary(max_size=300))
def test_whatever_comes_is_a_kept_kind_or_refused(content: bytes) -> None:
    try:
        assert kind_of(content).mime in KINDS
    except NotKept:
        pass


@given(st.sampled_from([b"", b"ID3", b"PK\x03\x04", b"RIFF", b"%PDF-", b"GIF89a", b"\xff\xd8\xff"]), st.binary())
def test_a_picture_that_another_format_is_hidden_in_is_still_taken_for_its_beginning(head: bytes, rest: bytes) -> None:
    if head in (b"ID3", b"%PDF-", b"GIF89a", b"\xff\xd8\xff"):
        assert kind_of(head + rest) is kind_of(head + b"0")
