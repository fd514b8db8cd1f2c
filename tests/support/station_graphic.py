"""A station's own graphic, as an OGraf package of the tests' own."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from live.files.ograf import SCHEMA

SCRIPT = Path(__file__).with_suffix(".mjs")

MANIFEST: dict[str, Any] = {
    "$schema": SCHEMA,
    "id": "org.example.lower-third",
    "version": "2",
    "name": "Нижняя треть",
    "main": "graphic.mjs",
    "supportsRealTime": True,
    "supportsNonRealTime": False,
    "stepCount": 2,
    "schema": {
        "type": "object",
        "properties": {
            "text": {"type": "string", "title": "Слова", "default": "—", "maxLength": 120},
            "speaker": {
                "type": "object",
                "properties": {
                    "name": {"type": "string", "title": "Кто", "default": "—"},
                    "place": {"type": "string", "title": "Откуда", "default": "—"},
                },
            },
            "style": {
                "type": "string",
                "title": "Вид",
                "enum": ["plain", "refuses", "silent", "curious"],
                "default": "plain",
            },
        },
    },
    "v_station": {"anything": True},
}

MANIFEST_NAME = "third/third.ograf.json"
FILES = {"third/graphic.mjs": SCRIPT.read_bytes(), "third/fonts/licence.txt": "Свободный шрифт".encode()}


def packed(manifest: object = MANIFEST, files: dict[str, bytes] | None = None, **fields: Any) -> bytes:
    """A package with this manifest, or with these fields of it otherwise; None leaves a field out."""
    if isinstance(manifest, dict):
        manifest = {name: value for name, value in {**manifest, **fields}.items() if value is not None}
    said = manifest if isinstance(manifest, bytes) else json.dumps(manifest, ensure_ascii=False).encode()
    return zipped({MANIFEST_NAME: said, **(FILES if files is None else files)})


def zipped(files: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return packed.getvalue()
