"""Pictures and other files as strangers send them, made as they are needed."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from typing import Any

from PIL import Image

PLACE = (54.0, 48.0)
"""Where an invented photo was taken, in degrees."""

ORIENTATION, GPS = 0x0112, 0x8825


def picture(form: str = "JPEG", size: tuple[int, int] = (64, 48), colour: Any = "red", **how: Any) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", size, colour).save(made, form, **how)
    return made.getvalue()


def photo(orientation: int = 1, size: tuple[int, int] = (640, 480)) -> bytes:
    """A telephone's: it knows where it was taken and how it was held. Its upper left corner is blue."""
    shot = Image.new("RGB", size, "red")
    shot.paste("blue", (0, 0, size[0] // 4, size[1] // 4))
    notes = Image.Exif()
    notes[ORIENTATION] = orientation
    notes[0x010F] = "Phone of Anna"
    notes.get_ifd(GPS).update({1: "N", 2: (PLACE[0], 0.0, 0.0), 3: "E", 4: (PLACE[1], 0.0, 0.0)})
    made = io.BytesIO()
    shot.save(made, "JPEG", exif=notes, comment=b"taken at home")
    return made.getvalue()


def bomb(width: int, height: int) -> bytes:
    """A PNG of one colour: a few kilobytes that unpack into width × height bytes."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    packing = zlib.compressobj(9)
    line = bytes(width + 1)
    packed = b"".join(packing.compress(line) for _ in range(height)) + packing.flush()
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


def claiming(width: int, height: int) -> bytes:
    """A JPEG that says it has these sizes, in its frame's header, whatever it really holds."""
    small = bytearray(picture())
    at = small.index(b"\xff\xc0") + 5
    small[at : at + 4] = struct.pack(">HH", height, width)
    return bytes(small)


def animated() -> bytes:
    """A GIF whose first frame is red."""
    made = io.BytesIO()
    frames = [Image.new("RGB", (32, 32), colour) for colour in ("red", "blue", "green")]
    frames[0].save(made, "GIF", save_all=True, append_images=frames[1:], duration=100)
    return made.getvalue()


def archive(*names: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in names:
            packed.writestr(name, "<x/>")
    return made.getvalue()


DOCX = archive("[Content_Types].xml", "word/document.xml")
XLSX = archive("[Content_Types].xml", "xl/workbook.xml")
MACROS = archive("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin")

OGG = b"OggS\x00" + bytes(60)
MP3 = b"ID3\x04\x00" + bytes(60)
BARE_MP3 = b"\xff\xfb\x90\x64" + bytes(60)
M4A = b"\x00\x00\x00\x20ftypM4A " + bytes(60)
WAV = b"RIFF\x24\x00\x00\x00WAVEfmt " + bytes(60)
MP4 = b"\x00\x00\x00\x20ftypisom" + bytes(60)
HEIC = b"\x00\x00\x00\x18ftypheic" + bytes(60)
AVIF = b"\x00\x00\x00\x18ftypavif" + bytes(60)
PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\n%%EOF"
SVG = b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><script>alert(1)</script>"
PDF_AND_HTML = PDF + b"\n<script>alert(document.domain)</script>"
GIF_AND_JS = b"GIF89a/*" + bytes(40) + b"*/=1;alert(1)//"
PROGRAM = b"MZ\x90\x00" + bytes(60)
