"""The links of a broadcast's screens as a producer hands them out: addresses, QR codes, and what they open."""

from __future__ import annotations

import io
from typing import Any
from urllib.parse import urlencode

import segno
from flask import Blueprint, Response, redirect, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from live.domain.refused import Refused
from live.views.screens import SCREENS, TICKETS
from live.web.access import PUBLIC, allow, remember
from live.web.admin.lists import SCREEN as ADMIN
from live.web.crew.pages import BUILT, MACHINES
from live.web.limits import limiter
from live.web.services import parts

links = Blueprint("links", __name__)

RUNDOWN = SCREENS["rundown"]
HIGHEST = 2**31 - 1
"""A link's number is at most this."""


def addresses(slug: str) -> list[dict[str, Any]]:
    """The valid links of a broadcast, each with its whole address as `url`: None where it cannot be told."""
    told = parts().reading.links(slug)
    return [{**{k: v for k, v in one.items() if k != "token"}, "url": _address(one["token"])} for one in told]


def _address(token: str | None) -> str | None:
    return outside(url_for("links.enter", token=token)) if token is not None else None


def outside(path: str) -> str:
    """The whole address of a path: by the name that this installation is known under, or else as it was asked."""
    return (parts().settings.address or request.host_url.rstrip("/")) + path


@links.get(f"/b/<slug>/rundown/links/<int(max={HIGHEST}):link>.svg")
@allow(RUNDOWN.roles, cookie=True, screen=RUNDOWN.name)
def code(slug: str, link: int) -> Response:
    """A link as a QR code: dark on light whatever the theme, since cameras want it so."""
    url = next((one["url"] for one in addresses(slug) if one["link"] == link), None)
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
    token = parts().credentials.link_token(token)
    found = parts().credentials.of_token(token)
    if found is None:
        raise Refused("not_found", "This link is not valid any more.")
    remember(found.id)
    if found.screen in (TICKETS, ADMIN):
        return redirect(url_for("pages.tickets" if found.screen == TICKETS else "admin.index"))
    if found.screen not in BUILT or found.broadcast_id is None:
        return redirect(url_for("pages.index"))
    slug = parts().reading.broadcast_by_id(found.broadcast_id)["slug"]
    along = {**request.args.to_dict(), **({"token": token} if found.screen in MACHINES else {})}
    address = url_for(f"pages.{found.screen}", slug=slug)
    return redirect(f"{address}?{urlencode(along)}" if along else address)
