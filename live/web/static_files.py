"""The browser's files, each under an address of its release, so that a browser asks for it once and never again."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2s
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flask import Flask, send_from_directory
from werkzeug.datastructures import Headers
from werkzeug.http import parse_accept_header
from werkzeug.routing import BaseConverter
from werkzeug.test import create_environ
from werkzeug.wrappers import Response

from live.web.edge.measured import came_to

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

RULE = "/static/<release:release>/<path:filename>"

YEAR = 365 * 24 * 3600

SPECIAL = frozenset({"HTTP_RANGE", "HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE"})
"""Of a request that wants other than the whole file."""

MADE_ANEW = ("Date", "Expires")
"""Of an answer: the server says them itself, or `max-age` does."""

PACKED = frozenset({"text/javascript", "text/css", "application/json", "image/svg+xml", "text/plain"})
"""Kinds that take a quarter of the line when they are packed; fonts and pictures are by themselves."""


SCREENS_OF = (".js", ".css")
"""How the files end that a screen is made of; of fonts and pictures it needs few."""


class Release(BaseConverter):
    """What a page of any release has in the addresses of its files."""

    regex = "r-[0-9a-f]{12}"


def names(folder: Path) -> list[str]:
    """Every file in the folder, by its path there."""
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


@lru_cache
def release(folder: Path) -> str:
    """The name of what stands in the folder now: another as soon as one byte of it is."""
    digest = blake2s(digest_size=6)
    for name in names(folder):
        digest.update(name.encode() + b"\0" + (folder / name).read_bytes())
    return f"r-{digest.hexdigest()}"


@dataclass(frozen=True, slots=True)
class _Answer:
    """What the app has answered, ready to be given again."""

    status: str
    headers: list[tuple[str, str]]
    body: bytes


class Kept:
    """Gives the files of the present release out of memory, each as the app has answered it once, packed for whoever
    can unpack it. Packing gives nothing away here: no secret stands in these files, nor a word of who asks.

    They are the same for everybody and never change, and a screen asks for a hundred of them at once. All else is
    answered by `app`, which counts what strangers ask; `files` is the app behind that count.
    """

    def __init__(self, app: WSGIApplication, files: WSGIApplication, folder: Path) -> None:
        self._app, self._files = app, files
        self._paths = {f"/static/{release(folder)}/{name}" for name in names(folder)}
        self._answers: dict[tuple[str, bool], _Answer] = {}

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        if environ["REQUEST_METHOD"] != "GET" or path not in self._paths or SPECIAL & environ.keys():
            return self._app(environ, start_response)
        asked = path, _unpacks(environ.get("HTTP_ACCEPT_ENCODING", ""))
        if asked not in self._answers and not self._keep(*asked, environ):
            return self._app(environ, start_response)
        came_to(environ, RULE)
        kept = self._answers[asked]
        start_response(kept.status, kept.headers)
        return [kept.body]

    def fill(self, let_others: Callable[[], None]) -> None:
        """Keep what screens are made of before anybody asks for it; others have a turn after each file."""
        for path in sorted(self._paths):
            if path.endswith(SCREENS_OF) and (path, True) not in self._answers:
                self._keep(path, True, create_environ(path))
                let_others()

    def _keep(self, path: str, packed: bool, environ: WSGIEnvironment) -> bool:
        """Whether the file is still there."""
        answer = Response.from_app(self._files, environ, buffered=True)
        if answer.status_code == 200:
            self._answers[path, packed] = _kept(answer, packed)
        return answer.status_code == 200


def _kept(answer: Response, packed: bool) -> _Answer:
    headers, body = Headers(answer.headers), answer.get_data()
    for name in MADE_ANEW:
        headers.pop(name, None)
    if answer.mimetype in PACKED:
        headers["Vary"] = "Accept-Encoding"
        if packed:
            body = gzip.compress(body, mtime=0)
            headers["Content-Encoding"] = "gzip"
            headers["Content-Length"] = str(len(body))
            headers["ETag"] = f"W/{answer.headers['ETag']}"  # Other bytes, the same file.
    return _Answer(answer.status, headers.to_wsgi_list(), body)


@lru_cache(maxsize=64)
def _unpacks(accepted: str) -> bool:
    """Whether a browser that says this takes what is packed with gzip."""
    return bool(parse_accept_header(accepted).quality("gzip"))


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

    app.add_url_rule(RULE, endpoint="static", view_func=static)
    app.add_url_rule("/static/<path:filename>", endpoint="static", view_func=static)

    @app.url_defaults
    def of_the_present_release(endpoint: str, values: dict[str, Any]) -> None:
        if endpoint == "static":
            values.setdefault("release", present)
