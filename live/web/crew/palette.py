"""What Ctrl+K offers besides a screen's own verbs: the pages that this device may open, help, and languages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypedDict

from flask import Blueprint, Response, jsonify, request, url_for
from flask_babel import gettext
from flask_wtf.csrf import generate_csrf

from live.protocol.views import BroadcastView
from live.views.admin.credentials import Credential
from live.views.broadcasts import shelf_of
from live.web.access import PUBLIC, allow, device_credentials, may_open
from live.web.crew.pages import OF_A_BROADCAST, moment_of
from live.web.help import book
from live.web.labels import ADMIN_PAGES
from live.web.languages import NAMES, locale, of_screen
from live.web.services import services

palette_pages = Blueprint("palette", __name__)

MOST_BROADCASTS = 12
"""Broadcasts whose screens are offered; the page of all screens has the rest."""


class Place(TypedDict):
    """A page to go to: `of` says whose it is where several are called the same."""

    label: str
    of: str
    url: str


@palette_pages.get("/palette.json")
@allow(PUBLIC)
def offered() -> Response:
    """`at` is the slug of the broadcast whose screen asks; `words`: the page's words too. Strangers get help."""
    credentials = device_credentials()
    return jsonify(
        places=[*_screens(credentials, request.args.get("at", "")), *_of_the_centre(credentials)]
        if credentials
        else [],
        administration=list(_administration(credentials)) if credentials else [],
        help=[{"label": page.title, "of": "", "url": page.address} for page in _help()],
        languages=[{"code": code, "label": name} for code, name in NAMES.items() if code != locale()],
        csrf=generate_csrf(),
        words=of_screen(locale()) if "words" in request.args else None,
    )


def _screens(credentials: list[Credential], at: str) -> Iterator[Place]:
    """Those of the broadcast that is looked at first, then of those that are not over."""
    for broadcast_id, broadcast in sorted(_near(at), key=lambda one: one[1]["slug"] != at)[:MOST_BROADCASTS]:
        for endpoint, name in OF_A_BROADCAST.items():
            if may_open(endpoint, credentials, broadcast_id):
                label = gettext(str(name))
                yield _place(label, broadcast["title"], url_for(endpoint, slug=broadcast["slug"]))


def _near(at: str) -> Iterator[tuple[int, BroadcastView]]:
    now = services().store.clock()
    for broadcast_id, broadcast in services().queries.broadcasts():
        shelf = shelf_of(broadcast["kind"], broadcast["state"], moment_of(broadcast), broadcast["zone"], now)
        if shelf != "past" or broadcast["slug"] == at:
            yield broadcast_id, broadcast


def _of_the_centre(credentials: list[Credential]) -> Iterator[Place]:
    yield _place(gettext("All screens"), "", url_for("pages.index"))
    if may_open("pages.tickets", credentials, None):
        yield _place(gettext("Tickets"), "", url_for("pages.tickets"))
    if may_open("figure_pages.show", credentials, None):
        yield _place(gettext("Figures"), "", url_for("figure_pages.show"))
    if any(one.id.startswith("user:") for one in credentials):
        yield _place(gettext("My account"), "", url_for("own_account.index"))


def _administration(credentials: list[Credential]) -> Iterator[Place]:
    for endpoint, title, values in ADMIN_PAGES:
        if may_open(endpoint, credentials, None):
            yield _place(str(title), gettext("Administration"), url_for(endpoint, **values))


def _place(label: str, of: str, url: str) -> Place:
    return {"label": label[:1].upper() + label[1:], "of": of, "url": url}


def _help() -> list[book.Page]:
    """The pages for those who work with the product, the index first."""
    return sorted(
        (page for page in book.pages().values() if page.is_for_users), key=lambda page: page.name != book.INDEX
    )
