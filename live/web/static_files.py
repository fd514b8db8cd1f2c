"""The browser's files, each under an address of its release, so that a browser asks for it once and never again."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from hashlib import blake2s
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flask import Flask, Response, send_from_directory
from werkzeug.routing import BaseConverter

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

YEAR = 365 * 24 * 3600

SPECIAL = frozenset({"HTTP_RANGE", "HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE"})
"""Of a request that wants other than the whole file."""

MADE_ANEW = ("Date", "Expires")
"""Of an answer: the server says them itself, or `max-age` does."""


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


class Kept:
    """Gives the files of the present release out of memory, each as the app has answered it once.

    They are the same for everybody and never change, and a screen asks for a hundred of them at once.
    """

    def __init__(self, app: WSGIApplication, folder: Path) -> None:
        self._app = app
        self._paths = {f"/static/{release(folder)}/{name}" for name in names(folder)}
        self._answers: dict[str, tuple[str, list[tuple[str, str]], bytes]] = {}

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        if environ["REQUEST_METHOD"] != "GET" or path not in self._paths or SPECIAL & environ.keys():
            return self._app(environ, start_response)
        if path not in self._answers:
            answer = Response.from_app(self._app, environ, buffered=True)
            if answer.status_code != 200:
                return answer(environ, start_response)
            for name in MADE_ANEW:
                answer.headers.pop(name, None)
            self._answers[path] = answer.status, answer.headers.to_wsgi_list(), answer.get_data()
        status, headers, body = self._answers[path]
        start_response(status, headers)
        return [body]


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
