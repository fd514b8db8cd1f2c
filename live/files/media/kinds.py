"""What a file is, told by its contents: neither its name nor what its server says of it is believed.

The signatures are those of https://mimesniff.spec.whatwg.org/ and of the formats' own descriptions.
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass

from live.domain.files.attached import Media, NotKept, Why


@dataclass(frozen=True, slots=True)
class Kind:
    """`mime` is what it is served as, `ends` how the name of a saved one ends."""

    media: Media
    mime: str
    ends: str


JPEG = Kind(Media.PICTURE, "image/jpeg", "jpg")
PNG = Kind(Media.PICTURE, "image/png", "png")
GIF = Kind(Media.PICTURE, "image/gif", "gif")
WEBP = Kind(Media.PICTURE, "image/webp", "webp")
OGG = Kind(Media.SOUND, "audio/ogg", "ogg")
MP3 = Kind(Media.SOUND, "audio/mpeg", "mp3")
M4A = Kind(Media.SOUND, "audio/mp4", "m4a")
WAV = Kind(Media.SOUND, "audio/wav", "wav")
MP4 = Kind(Media.VIDEO, "video/mp4", "mp4")
WEBM = Kind(Media.VIDEO, "video/webm", "webm")
PDF = Kind(Media.DOCUMENT, "application/pdf", "pdf")
_OFFICE = "application/vnd.openxmlformats-officedocument"
DOCX = Kind(Media.DOCUMENT, f"{_OFFICE}.wordprocessingml.document", "docx")
XLSX = Kind(Media.DOCUMENT, f"{_OFFICE}.spreadsheetml.sheet", "xlsx")
TEXT = Kind(Media.DOCUMENT, "text/plain; charset=utf-8", "txt")
CYRILLIC = Kind(Media.DOCUMENT, "text/plain; charset=windows-1251", "txt")

KINDS = {
    one.mime: one for one in (JPEG, PNG, GIF, WEBP, OGG, MP3, M4A, WAV, MP4, WEBM, PDF, DOCX, XLSX, TEXT, CYRILLIC)
}

_BEGINNINGS = (
    (b"\xff\xd8\xff", JPEG),
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"GIF87a", GIF),
    (b"GIF89a", GIF),
    (b"OggS\x00", OGG),
    (b"ID3", MP3),
    (b"\x1a\x45\xdf\xa3", WEBM),
    (b"%PDF-", PDF),
)

_BRANDS = {
    **dict.fromkeys((b"M4A ", b"M4B "), M4A),
    **dict.fromkeys((b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"M4V ", b"qt  "), MP4),
    **dict.fromkeys((b"3gp4", b"3gp5", b"3gp6", b"3g2a", b"MSNV", b"dash"), MP4),
}
_HEIF = frozenset((b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1", b"avif", b"avis"))
"""The brands of ISO/IEC 14496-12, as https://mp4ra.org/ lists them."""

_LAYERS = {0b01, 0b10, 0b11}
"""Of an MPEG audio frame; zero is no layer."""

_TAG = re.compile(rb"\s*<[!?/a-z]", re.IGNORECASE)
_DRAWN = re.compile(rb"<svg[\s>]", re.IGNORECASE)
_CONTROLS = re.compile(rb"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]")
_END = 22 + 0xFFFF + 20
"""Bytes in which an archive tells how long its list is: the last record with its comment, and what leads to another."""

LISTED = 512 * 1024
"""Bytes of an archive's list of names: reading a longer one takes seconds."""

SNIFFED = 4096
"""Bytes of a text in which a page or a drawing is looked for."""


def kind_of(content: bytes) -> Kind:
    """What it is; `NotKept` with the reason where it is nothing that is kept."""
    if not content:
        raise NotKept(Why.EMPTY)
    for beginning, kind in _BEGINNINGS:
        if content.startswith(beginning):
            return kind
    if content[:4] == b"RIFF" and content[8:12] in (b"WEBP", b"WAVE"):
        return WEBP if content[8:12] == b"WEBP" else WAV
    if content[4:8] == b"ftyp":
        return _of_brand(content[8:12])
    if content[:2] == b"PK":
        return _of_archive(content)
    if len(content) > 3 and content[0] == 0xFF and content[1] & 0xE0 == 0xE0 and (content[1] >> 1) & 3 in _LAYERS:
        return MP3
    return _of_text(content)


def _of_brand(brand: bytes) -> Kind:
    if brand in _HEIF:
        raise NotKept(Why.HEIC)
    if brand not in _BRANDS:
        raise NotKept(Why.UNKNOWN)
    return _BRANDS[brand]


def _of_archive(content: bytes) -> Kind:
    """Its list of names is read, and nothing of it unpacked; `NotKept` where that is long, or told in another way."""
    end = content[-_END:]
    records = [end[at:] for at in (len(end) - 22, end.rfind(b"PK\x05\x06")) if end[at:].startswith(b"PK\x05\x06")]
    longest = max((int.from_bytes(record[12:16], "little") for record in records), default=0)
    if longest > LISTED or b"PK\x06\x07" in end:
        raise NotKept(Why.UNKNOWN)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        raise NotKept(Why.UNKNOWN) from None
    for needed, kind in (("word/document.xml", DOCX), ("xl/workbook.xml", XLSX)):
        # One with macros is another kind of document, whatever its name says.
        if {needed, "[Content_Types].xml"} <= names and not any(name.endswith("vbaProject.bin") for name in names):
            return kind
    raise NotKept(Why.UNKNOWN)


def _of_text(content: bytes) -> Kind:
    plain = content.removeprefix(b"\xef\xbb\xbf")
    if _CONTROLS.search(plain):
        raise NotKept(Why.UNKNOWN)
    if _DRAWN.search(plain[:SNIFFED]):
        raise NotKept(Why.DRAWING)
    if _TAG.match(plain):
        raise NotKept(Why.PAGE)
    try:
        plain.decode()
    except UnicodeDecodeError:
        return CYRILLIC
    return TEXT
