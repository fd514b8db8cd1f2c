"""A file as an answer: for the disk of whoever asked, never to be shown as a page of ours."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Response

TYPES = {
    "txt": "text/plain; charset=utf-8",
    "vtt": "text/vtt; charset=utf-8",
    "srt": "application/x-subrip; charset=utf-8",
    "edl": "text/plain; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "xml": "application/xml; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def attached(content: bytes | Iterable[bytes], name: str) -> Response:
    """The file under this name, by whose end its type is told; pieces are sent as they come."""
    answer = Response(content, content_type=TYPES[name.rpartition(".")[2]])
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
