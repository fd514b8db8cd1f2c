"""What leads to the residents' form: its short address and QR code, and the lines that put it into an official site."""

from __future__ import annotations

import io

import segno
from flask import Blueprint, Response, render_template, url_for
from flask_babel import gettext
from markupsafe import escape

from live.domain.refused import Refused
from live.protocol.views import BroadcastView
from live.web.access import PUBLIC, allow
from live.web.services import services
from live.web.urls import absolute

ask_card = Blueprint("ask_card", __name__)

FRAME = '<iframe src="{address}" title="{title}" style="width:100%;height:1000px;border:0"></iframe>'
"""What an editor of an official site pastes into its page."""


def public_broadcast(slug: str) -> BroadcastView:
    """A broadcast that strangers may know of; for them there is no other."""
    landing = services().queries.landing(slug)
    if not landing.is_public:
        raise Refused("not_found", "There is no broadcast “{slug}”.", slug=slug)
    return landing.broadcast


@ask_card.get("/b/<slug>/ask/qr")
@allow(PUBLIC)
def page(slug: str) -> str:
    """For whoever makes the caption: to look at, copy, download and print."""
    broadcast = public_broadcast(slug)
    return render_template(
        "ask/card.html",
        slug=slug,
        broadcast=broadcast,
        address=absolute(url_for("ask.short", slug=slug)),
        frame=FRAME.format(address=absolute(url_for("ask.form", slug=slug)), title=escape(gettext("Ask a question"))),
        sites=services().told().sites,
    )


@ask_card.get("/b/<slug>/ask/qr.svg")
@allow(PUBLIC)
def code(slug: str) -> Response:
    """The short address as a QR code: dark on its own light ground, so that it can be read on any picture."""
    services().queries.broadcast_id(slug)
    return qr(absolute(url_for("ask.short", slug=slug)))


def qr(address: str) -> Response:
    picture = io.BytesIO()
    # A quarter of it may be covered or blurred: it is filmed off a screen.
    made = segno.make(address, error="q", micro=False)
    made.save(picture, kind="svg", scale=10, border=4, light="white", svgclass=None, lineclass=None)
    return Response(picture.getvalue(), content_type="image/svg+xml")
