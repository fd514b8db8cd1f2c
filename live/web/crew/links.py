"""The links of a broadcast's screens as a producer hands them out: addresses, QR codes, and what they open."""

from __future__ import annotations

import io
from urllib.parse import urlencode

import segno
from flask import Blueprint, Response, redirect, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from live.domain.broadcast import TICKETS
from live.domain.refused import Refused
from live.views.screens import SCREENS
from live.web.access import PUBLIC, allow
from live.web.admin import SCREEN as ADMIN
from live.web.crew.pages import BUILT, MACHINES
from live.web.limits import limiter
from live.web.services import services
from live.web.sessions import link_opened
from live.web.urls import screen_links

links = Blueprint("links", __name__)

RUNDOWN = SCREENS["rundown"]
HIGHEST = 2**31 - 1
"""A link's number is at most this."""


@links.get(f"/b/<slug>/rundown/links/<int(max={HIGHEST}):link>.svg")
@allow(RUNDOWN.roles, cookie=True, screen=RUNDOWN.name)
def code(slug: str, link: int) -> Response:
    """A link as a QR code: dark on light whatever the theme, since cameras want it so."""
    url = next((one["url"] for one in screen_links(slug) if one["link"] == link), None)
    if url is None:
        raise Refused("not_found", "There is no such link in this broadcast, or it is revoked already.")
    drawn = io.BytesIO()
    segno.make(url, error="m", micro=False).save(drawn, kind="svg", light="white", omitsize=True)
    return Response(drawn.getvalue(), mimetype="image/svg+xml")


@links.get("/in/<token>")
@allow(PUBLIC)  # The token is the proof.
@limiter.limit("20 per minute; 200 per hour", deduct_when=lambda answer: answer.status_code == 404)  # Guesses.
def enter(token: str) -> BaseResponse:
    """A screen's link: this device may open that screen from now on. What else stands in the address goes along."""
    token = services().credentials.link_token(token)
    found = services().credentials.of_token(token)
    if found is None:
        raise Refused("not_found", "This link is not valid any more.")
    link_opened(found)
    if found.screen in (TICKETS, ADMIN):
        return redirect(url_for("pages.tickets" if found.screen == TICKETS else "admin.index"))
    if found.screen not in BUILT or found.broadcast_id is None:
        return redirect(url_for("pages.index"))
    slug = services().queries.broadcast_by_id(found.broadcast_id)["slug"]
    along = {**request.args.to_dict(), **({"token": token} if found.screen in MACHINES else {})}
    address = url_for(f"pages.{found.screen}", slug=slug)
    return redirect(f"{address}?{urlencode(along)}" if along else address)
