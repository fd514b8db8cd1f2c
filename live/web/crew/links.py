"""The links of a broadcast's screens as a producer hands them out: addresses, QR codes, and what they open."""

from __future__ import annotations

import io
from urllib.parse import urlencode

import segno
from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from live.domain.broadcast import TICKETS
from live.domain.people import Role
from live.domain.refused import Refused
from live.views.admin.credentials import Credential, actor
from live.views.screens import SCREENS
from live.web.access import PUBLIC, allow, device_credentials
from live.web.admin import SCREEN as ADMIN
from live.web.crew.pages import BUILT, MACHINES
from live.web.edge.limits import limited
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
@limited("20 per minute; 200 per hour", counts=lambda answer: answer.status_code == 404)  # Guesses.
def enter(token: str) -> str | BaseResponse:
    """A screen's link: this device may open that screen from now on. What else stands in the address goes along.

    It asks first where this device has that screen already: a click must put nobody else's name before it.
    """
    token, link = _link(token)
    present = _who_has_it(link)
    if present is not None:
        address = request.full_path.rstrip("?")
        return render_template("another_link.html", present=present, coming=link.name, address=address)
    return _open(token, link)


@links.post("/in/<token>")
@allow(PUBLIC)
@limited("20 per minute; 200 per hour", counts=lambda answer: answer.status_code == 404)
def enter_instead(token: str) -> BaseResponse:
    """The same, by whoever was asked and means it."""
    return _open(*_link(token))


def _link(token: str) -> tuple[str, Credential]:
    """A link's token as it was handed out, and what it opens; `not_found` for a program's key too, which opens none."""
    token = services().credentials.link_token(token)
    found = services().credentials.of_token(token)
    if found is None or found.screen is None:
        raise Refused("not_found", "This link is not valid any more.")
    return token, found


def _who_has_it(link: Credential) -> str | None:
    """The name by which this device has the link's screen already; None where it has not, or by this very link."""
    of_the_centre = link.screen in (TICKETS, ADMIN)
    screen = SCREENS.get(link.screen or "")
    holder = actor(device_credentials(), None if of_the_centre else link.broadcast_id, link.screen)
    if holder is None or holder.credential == link.id or not holder.may(screen.roles if screen else {Role.ADMIN}):
        return None
    return holder.name


def _open(token: str, link: Credential) -> BaseResponse:
    link_opened(link)
    if link.screen in (TICKETS, ADMIN):
        return redirect(url_for("pages.tickets" if link.screen == TICKETS else "admin.index"))
    if link.screen not in BUILT or link.broadcast_id is None:
        return redirect(url_for("pages.index"))
    slug = services().queries.broadcast_by_id(link.broadcast_id)["slug"]
    along = {**request.args.to_dict(), **({"token": token} if link.screen in MACHINES else {})}
    address = url_for(f"pages.{link.screen}", slug=slug)
    return redirect(f"{address}?{urlencode(along)}" if along else address)
