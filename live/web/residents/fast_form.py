"""The quick way for the page of the residents' form: its route makes it once in a while for all who ask for it.

To whoever shows no cookie and asks for nothing in the address the page is the same, but for what tells one opened form
from another, which is put in anew each time. It is made again after anything but questions was written here, and each
second at least (live/views/fresh.py): a caption on air brings thousands to one page at once. Whatever is not plain goes
to the route, and so does what the route does not answer with the page.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import Flask
from werkzeug.test import create_environ
from werkzeug.wrappers import Response

from live.views.fresh import Fresh
from live.web.edge.measured import came_to
from live.web.edge.plain import ITS_OWN, is_plain
from live.web.residents.ask import forms
from live.web.services import Services

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_PATH = re.compile(r"/b/([a-z0-9_-]{1,100})/ask")

_RULE = "/b/<slug>/ask"
"""The route's rule, for the count of requests."""

_OPENED = re.compile(rb'(?<=name="form" value=")[^"]+(?=")')
"""What tells a form from every other, where it stands in the page. Where none are taken there is no form."""


@dataclass(frozen=True, slots=True)
class Page:
    """The page before and after what tells the form in it from every other, and the headers that it carries."""

    before: bytes
    after: bytes | None
    carried: list[tuple[str, str]]


class NoPage(Exception):
    """The route answers otherwise."""


class FastForm:
    """Stands before `app`'s WSGI function `route`."""

    def __init__(self, app: Flask, route: WSGIApplication) -> None:
        services: Services = app.extensions["live"]
        self._route, self._signer = route, forms(services.settings)
        self._pages = Fresh(services.store, self._made)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        path = _PATH.fullmatch(environ.get("PATH_INFO", "")) if environ["REQUEST_METHOD"] == "GET" else None
        if path is None or not is_plain(environ):
            return self._route(environ, start_response)
        try:
            page = self._pages.now(path[1])
        except NoPage:
            return self._route(environ, start_response)
        came_to(environ, _RULE)
        body = page.before
        if page.after is not None:
            body += self._signer.dumps([path[1], uuid.uuid4().hex]).encode() + page.after
        start_response("200 OK", [*_of_a_page(body), *page.carried])
        return [body]

    def _made(self, slug: str) -> Page:
        answer = Response.from_app(self._route, create_environ(f"/b/{slug}/ask"), buffered=True)
        if answer.status_code != 200 or "Set-Cookie" in answer.headers:
            raise NoPage
        parts = _OPENED.split(answer.get_data(), maxsplit=1)
        carried = [pair for pair in answer.headers.to_wsgi_list() if pair[0] not in ITS_OWN]
        return Page(parts[0], parts[1] if len(parts) > 1 else None, carried)


def _of_a_page(body: bytes) -> list[tuple[str, str]]:
    return [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(body)))]
