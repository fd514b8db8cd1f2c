"""The browser's files, each under an address of its release, so that a browser asks for it once and never again."""

from __future__ import annotations

from functools import lru_cache
from hashlib import blake2s
from pathlib import Path
from typing import Any

from flask import Flask, Response, send_from_directory
from werkzeug.routing import BaseConverter

YEAR = 365 * 24 * 3600


class Release(BaseConverter):
    """What a page of any release has in the addresses of its files."""

    regex = "r-[0-9a-f]{12}"


@lru_cache
def release(folder: Path) -> str:
    """The name of what stands in the folder now: another as soon as one byte of it is."""
    digest = blake2s(digest_size=6)
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        digest.update(str(path.relative_to(folder)).encode() + b"\0" + path.read_bytes())
    return f"r-{digest.hexdigest()}"


def install(app: Flask, folder: Path) -> None:
    """Serve the folder; `url_for("static", filename=…)` gives the address under the present release."""
    app.static_folder = str(folder)
    app.url_map.converters["release"] = Release
    present = release(folder)

    def static(filename: str, release: str | None = None) -> Response:
        if release != present:  # Typed by hand, or a page from before an upgrade that stands open.
            return send_from_directory(folder, filename)
        answer = send_from_directory(folder, filename, max_age=YEAR)
        answer.cache_control.immutable = True
        return answer

    app.add_url_rule("/static/<release:release>/<path:filename>", endpoint="static", view_func=static)
    app.add_url_rule("/static/<path:filename>", endpoint="static", view_func=static)

    @app.url_defaults
    def of_the_present_release(endpoint: str, values: dict[str, Any]) -> None:
        if endpoint == "static":
            values.setdefault("release", present)
