"""A station's own graphic within a frame of its own, which has no rights.

What is served here was written by others and runs on air. So every answer, whatever way it is opened, is a page of no
origin (a sandbox that lets scripts run and nothing else): no cookie comes along, and nothing of our pages can be read.
It may load what is in its own folder, and ask nobody else for anything. The pages that hold the frame let it go nowhere
else (`frame-src` of live/web/headers.py). The folder's name is the hash of the package: who knows it has the package.
"""

from __future__ import annotations

import posixpath
import re
from functools import lru_cache
from html import escape
from urllib.parse import quote
from zipfile import ZipFile

from flask import Blueprint, Response, request, url_for
from werkzeug.exceptions import BadRequest

from live.domain.refused import Refused
from live.files.ograf import opened
from live.runtime.tasks import offload
from live.settings.shipped import ROOT
from live.views.feed import graphics as views
from live.web.access import PUBLIC, allow
from live.web.services import services

station = Blueprint("station", __name__, url_prefix="/graphics/<string(length=64):hash_>")

BRIDGE = ROOT / "static" / "parts" / "station" / "bridge.js"

PAGE = """<!doctype html>
<html><head><meta charset="utf-8"><title></title></head>
<body data-main="{main}"><script type="module" src="bridge.js"></script></body></html>
"""

SCRIPT = "text/javascript; charset=utf-8"
TYPES = {
    **dict.fromkeys((".js", ".mjs"), SCRIPT),
    ".json": "application/json",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    **dict.fromkeys((".jpg", ".jpeg"), "image/jpeg"),
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".avif": "image/avif",
    ".woff": "font/woff",
    ".woff2": "font/woff2",
    ".ttf": "font/ttf",
    ".otf": "font/otf",
    ".webm": "video/webm",
    ".mp4": "video/mp4",
    ".mp3": "audio/mpeg",
    ".wav": "audio/wav",
    ".wasm": "application/wasm",
}
"""What a graphic is made of; anything else is bytes to a browser."""

HOST = re.compile(r"[\w.-]+(:\d+)?|\[[0-9a-fA-F:.]+\](:\d+)?", re.ASCII)
"""What may stand in a policy: a stranger says which host is asked."""

FOR_GOOD = "public, max-age=31536000, immutable"
"""Another package has another address."""


@station.get("/")
@allow(PUBLIC)
def page(hash_: str) -> Response:
    """The frame's page: the bridge, which plays the script of the package."""
    main = "files/" + quote(views.package_of(services().store, hash_).main)
    return _guarded(hash_, PAGE.format(main=escape(main)).encode(), "text/html; charset=utf-8", "no-cache")


@station.get("/bridge.js")
@allow(PUBLIC)
def bridge(hash_: str) -> Response:
    return _guarded(hash_, BRIDGE.read_bytes(), SCRIPT, "no-cache")


@station.get("/files/<path:name>")
@allow(PUBLIC)
def file(hash_: str, name: str) -> Response:
    """A file of the package."""
    kept = views.package_of(services().store, hash_)
    archive = _archive(kept.name)
    if name not in archive.NameToInfo:
        raise Refused("not_found", "There is no such file.")
    content = offload(archive.read, name)
    kind = TYPES.get(posixpath.splitext(name)[1].lower(), "application/octet-stream")
    return _guarded(hash_, content, kind, FOR_GOOD)


@lru_cache(maxsize=4)
def _archive(name: str) -> ZipFile:
    """A package of a graphic, kept at hand: a graphics machine asks for all of its files at once."""
    content = services().files.get(name)
    if content is None:
        raise Refused("not_found", "There is no such file.")
    return opened(content)


def _guarded(hash_: str, content: bytes, kind: str, kept: str) -> Response:
    """Answered so that a frame of no origin can load it, and that nothing else can come of it."""
    if not HOST.fullmatch(request.host):
        raise BadRequest
    folder = f"{request.scheme}://{request.host}{url_for('station.page', hash_=hash_)}"
    response = Response(content, content_type=kind)
    response.headers["Content-Security-Policy"] = policy(folder)
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.headers["Cache-Control"] = kept
    return response


def policy(folder: str) -> str:
    """Its own folder, and what it makes itself: it may write programs, since all of them are its own."""
    own = f"{folder} data: blob:"
    return "; ".join(
        (
            "sandbox allow-scripts",
            "default-src 'none'",
            f"script-src {own} 'unsafe-inline' 'unsafe-eval'",
            f"style-src {own} 'unsafe-inline'",
            *(f"{what}-src {own}" for what in ("img", "font", "media", "connect", "worker")),
            "form-action 'none'",
            "base-uri 'none'",
        )
    )
