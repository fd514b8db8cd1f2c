"""What every answer tells the browser to refuse: scripts that are not ours, foreign frames, guesses at its type."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from flask import Flask, Response, request

from live.web.crew.overlay import FRAMED_ANYWHERE
from live.web.services import services

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

INLINE = ("importmap.html", "overlay/again.html")
"""The templates with a script in the page itself: a map of imports can stand nowhere else, and the graphic must ask for
itself where no other file came. Each is the same text on every page, so its hash vouches for it."""

POLICY = {
    "default-src": "'none'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    # A recording plays from where the telephone exchange or the network keeps it, which may be within the house.
    "media-src": "'self' http: https:",
    "worker-src": "'self'",
    "frame-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
}
"""A page's Content-Security-Policy, but for its scripts and for who may frame it."""

DEVICE = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
"""What no page of ours asks a device for, nor any page in a frame of it."""

YEAR = 365 * 24 * 3600

ADDRESS_IS_SECRET = frozenset({"ask.thanks", "pages.overlay", "overlay_pages.launcher"})
"""Pages whose address opens something: it is told to nobody, not even to our own server's log."""

_SCRIPT = re.compile(r"<script[^>]*>(.*)</script>", re.DOTALL)


def install(app: Flask) -> None:
    """Guard every answer of the app, each by its route."""
    scripts = " ".join(("'self'", *inline_hashes(app)))
    policy = "; ".join(f"{what} {whence}" for what, whence in {**POLICY, "script-src": scripts}.items())

    @app.after_request
    def guarded(response: Response) -> Response:
        headers = response.headers
        headers.setdefault("X-Content-Type-Options", "nosniff")
        referrer = "no-referrer" if request.endpoint in ADDRESS_IS_SECRET else "same-origin"
        headers.setdefault("Referrer-Policy", referrer)
        if _is_https():
            headers["Strict-Transport-Security"] = f"max-age={YEAR}"
        if request.endpoint == "static":
            return response
        headers.setdefault("Cache-Control", "no-store")
        headers["Permissions-Policy"] = DEVICE
        _guard_frames(headers, policy)
        return response


def inline_hashes(app: Flask) -> list[str]:
    """The sources by which a policy allows the scripts of INLINE."""
    with app.test_request_context():
        pages = [app.jinja_env.get_template(name).render() for name in INLINE]
    scripts = [found[1] for page in pages if (found := _SCRIPT.search(page))]
    digests = [hashlib.sha256(script.encode()).digest() for script in scripts]
    return [f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests]


def _is_https() -> bool:
    address = services().settings.address
    return bool(address and address.startswith("https://"))


def _guard_frames(headers: Any, policy: str) -> None:
    """Let nobody frame what is not made for it, nor hold it in a window or a page of theirs."""
    if request.endpoint in FRAMED_ANYWHERE:
        headers["Content-Security-Policy"] = policy
        return
    sites = services().settings.embed_origins if request.blueprint == "ask" else ()
    headers["Content-Security-Policy"] = " ".join((f"{policy}; frame-ancestors 'self'", *sites))
    if not sites:
        headers.setdefault("X-Frame-Options", "SAMEORIGIN")
    if request.blueprint not in ("ask", "ask_card"):
        headers["Cross-Origin-Opener-Policy"] = "same-origin"
        headers["Cross-Origin-Resource-Policy"] = "same-origin"


def sniffing_nothing(app: WSGIApplication) -> WSGIApplication:
    """The app, whose answers outside Flask, such as a socket's refusal, are taken for what they say too."""

    def guarded(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        def started(status: str, headers: list[tuple[str, str]], *exc_info: Any) -> Any:
            if all(name.lower() != "x-content-type-options" for name, _ in headers):
                headers = [*headers, ("X-Content-Type-Options", "nosniff")]
            return start_response(status, headers, *exc_info)

        return app(environ, started)

    return guarded
