"""What every answer tells the browser to refuse: scripts that are not ours, foreign frames, guesses at its type."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from flask import Flask, Response, request

from live.web.crew.overlay import FRAMED_ANYWHERE
from live.web.crew.pages import LIVE
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
    "manifest-src": "'self'",
    "frame-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
}
"""A page's Content-Security-Policy, but for its scripts and for who may frame it."""

GOING_OVER = ("connect-src", "form-action")
"""What a live screen needs towards the other addresses of the centre: it asks them, and goes over by a form."""

DEVICE = (
    "camera=(), gamepad={control}, geolocation={place}, hid={control}, "
    "microphone=(), midi={control}, payment=(), usb=()"
)
"""What no page of ours asks a device for, nor any page in a frame of it."""

ASKS_FOR_THE_PLACE = ("ask.form", "ask.submit")
"""Only the residents' form does, by a button."""

MOVED_BY_CONTROLLERS = "pages.prompter"
"""The one page that pedals, gamepads and shuttles move: not where it stands in a frame of another one."""

YEAR = 365 * 24 * 3600

ADDRESS_IS_SECRET = frozenset({"ask.thanks", "pages.overlay", "overlay_pages.launcher", "overlay_pages.ograf"})
"""Pages whose address opens something: it is told to nobody, not even to our own server's log."""

ON_SITES = ("ask", "open_pages", "official_pages")
"""Blueprints of pages that the centre's sites may hold in theirs: the residents' form, the public figures, the official
pages of the networks."""

_SCRIPT = re.compile(r"<script[^>]*>(.*)</script>", re.DOTALL)


GUARDS = "live.guards"
"""Where a request's environment has the list of headers that its answer is to carry."""

NOSNIFF = (("X-Content-Type-Options", "nosniff"),)

Pairs = tuple[tuple[str, str], ...]


def install(app: Flask) -> None:
    """Guard every answer of the app, each by its route."""
    scripts = " ".join(("'self'", *inline_hashes(app)))

    @lru_cache(maxsize=1000)
    def guards(route: Route) -> Pairs:
        going = {what: " ".join((POLICY[what], *route.addresses)) for what in GOING_OVER}
        policy = {**POLICY, **going, "script-src": scripts}
        return tuple(_guards(route, "; ".join(f"{what} {whence}" for what, whence in policy.items())))

    @app.after_request
    def guarded(response: Response) -> Response:
        settings = services().settings
        addresses = services().addresses() if request.endpoint in LIVE else ()
        sites = services().telling.last(settings).sites if request.blueprint in ON_SITES else ()
        route = Route(request.endpoint, request.blueprint, settings.is_https, sites, addresses)
        request.environ[GUARDS][:] = guards(route)
        return response


class Route(NamedTuple):
    """What decides of an answer's headers. `sites` are those that may frame what is made for it, `addresses` those
    that a live screen may go over to."""

    endpoint: str | None
    blueprint: str | None
    https: bool
    sites: tuple[str, ...]
    addresses: tuple[str, ...] = ()


def _guards(route: Route, policy: str) -> Iterator[tuple[str, str]]:
    """The headers of a route's answers, where the answer says nothing else itself."""
    yield from NOSNIFF
    yield "Referrer-Policy", "no-referrer" if route.endpoint in ADDRESS_IS_SECRET else "same-origin"
    if route.https:
        yield "Strict-Transport-Security", f"max-age={YEAR}"
    if route.endpoint == "static":
        return
    yield "Cache-Control", "no-store"
    yield (
        "Permissions-Policy",
        DEVICE.format(
            place=_who(route.endpoint in ASKS_FOR_THE_PLACE), control=_who(route.endpoint == MOVED_BY_CONTROLLERS)
        ),
    )
    yield from _guards_of_frames(route, policy)


def _who(may: bool) -> str:
    """A feature's list: this site's own pages, or nobody."""
    return "(self)" if may else "()"


def inline_hashes(app: Flask) -> list[str]:
    """The sources by which a policy allows the scripts of INLINE."""
    with app.test_request_context():
        pages = [app.jinja_env.get_template(name).render() for name in INLINE]
    scripts = [found[1] for page in pages if (found := _SCRIPT.search(page))]
    digests = [hashlib.sha256(script.encode()).digest() for script in scripts]
    return [f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests]


def _guards_of_frames(route: Route, policy: str) -> Iterator[tuple[str, str]]:
    """Let nobody frame what is not made for it, nor hold it in a window or a page of theirs."""
    if route.endpoint in FRAMED_ANYWHERE:
        yield "Content-Security-Policy", policy
        return
    sites = route.sites if route.blueprint in ON_SITES else ()
    yield "Content-Security-Policy", " ".join((f"{policy}; frame-ancestors 'self'", *sites))
    if not sites:
        yield "X-Frame-Options", "SAMEORIGIN"
    if route.blueprint not in (*ON_SITES, "ask_card"):
        yield "Cross-Origin-Opener-Policy", "same-origin"
        yield "Cross-Origin-Resource-Policy", "same-origin"


def guarding(app: WSGIApplication) -> WSGIApplication:
    """The app, whose answers carry their headers; those outside Flask too, such as a socket's refusal, are taken for
    what they say."""

    def guarded(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        guards = environ[GUARDS] = list(NOSNIFF)

        def started(status: str, headers: list[tuple[str, str]], *exc_info: Any) -> Any:
            said = {name.lower() for name, _ in headers}
            added = [guard for guard in guards if guard[0].lower() not in said]
            return start_response(status, [*headers, *added], *exc_info)

        return app(environ, started)

    return guarded
