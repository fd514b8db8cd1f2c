"""Help: the index by role, one page of it, its pictures, and what is found by words."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, Response, render_template, request, send_from_directory

from live.domain.refused import Refused
from live.runtime.tasks import offload, spawn
from live.web.access import PUBLIC, allow, device_credentials, may_open
from live.web.admin import ADMIN, SCREEN
from live.web.edge.limits import limited
from live.web.help import book, search

help_pages = Blueprint("help", __name__, url_prefix="/help")

LONGEST_QUERY = 200
DAY = 24 * 3600

RATE_LIMIT = "60 per minute; 1200 per hour"
"""How often one address may search."""


@help_pages.get("")
@allow(PUBLIC)
def index() -> str | Response:
    """What to read first, by role; with `q`, what is found."""
    query = request.args.get("q", "").strip()[:LONGEST_QUERY]
    return _searched(query) if query else _drawn(book.INDEX)


@limited(RATE_LIMIT)
def _searched(query: str) -> str:
    return _drawn(book.INDEX, query, offload(search.find, query, _reader()))


@help_pages.get("/<path:name>")
@allow(PUBLIC)
def page(name: str) -> str:
    return _drawn(name)


@help_pages.get("/server/<path:name>")
@allow(ADMIN, cookie=True, screen=SCREEN)
def server_page(name: str) -> str:
    """A page for whoever runs or changes the product: in English, and not for strangers."""
    return _drawn(name, for_users=False)


@help_pages.get("/screenshots/<name>")
@allow(PUBLIC)
def picture(name: str) -> Response:
    return send_from_directory(book.PICTURES, name, max_age=DAY)


def _reader() -> Callable[[book.Page], bool]:
    """Whether whoever asks may read a page."""
    if may_open("help.server_page", device_credentials(), None):
        return lambda page: True
    return lambda page: page.is_for_users


def _drawn(name: str, query: str = "", found: list[search.Found] | None = None, *, for_users: bool = True) -> str:
    shown = book.pages().get(name)
    if shown is None or shown.is_for_users != for_users:
        raise Refused("not_found", "There is no such page of help.")
    spawn(offload, search.warm)  # Who has come to read will look for something next.
    return render_template(
        "help/help.html", page=shown, html=offload(book.Page.drawn, shown), query=query, found=found, index=book.INDEX
    )
