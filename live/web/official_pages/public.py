"""The official pages for everybody: a page that official sites hold in theirs too, and the same as JSON."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, render_template, request, url_for
from flask_babel import gettext
from markupsafe import escape

from live.domain.characters import alike
from live.views.admin.official_pages import OfficialPage, whole_register
from live.web.access import PUBLIC, allow
from live.web.labels import NETWORKS
from live.web.services import services
from live.web.urls import absolute

official_pages = Blueprint("official_pages", __name__)

FRAME = '<iframe src="{address}" title="{title}" style="width:100%;height:900px;border:0"></iframe>'
"""What an editor of an official site pastes into its page."""


@official_pages.get("/pages")
@allow(PUBLIC)
def show() -> str:
    services().told()  # Which sites may frame it, the headers tell as of now.
    bodies: dict[str, list[OfficialPage]] = {}
    for one in _told():
        bodies.setdefault(one.body, []).append(one)
    return render_template(
        "official_pages/public.html",
        bodies=bodies,
        body=request.args.get("body", ""),
        networks=NETWORKS,
        centre=services().queries.centre().name,
        json=url_for("official_pages.as_json"),
    )


@official_pages.get("/pages.json")
@allow(PUBLIC)
def as_json() -> Response:
    told = [
        {
            "body": one.body,
            "official": one.official or None,
            "network": one.network,
            "address": one.address,
            "verified": one.verified,
            "since": one.since.isoformat() if one.since else None,
        }
        for one in _told()
    ]
    return jsonify({"centre": services().queries.centre().name, "pages": told})


def frame() -> str:
    """The line that puts the register into a page of an official site."""
    address = absolute(url_for("official_pages.show"))
    return FRAME.format(address=address, title=escape(gettext("Official pages")))


def _told() -> list[OfficialPage]:
    """The register; with `?body=` what that body keeps alone."""
    body = alike(request.args.get("body", "").strip())
    return [one for one in whole_register(services().store) if not body or alike(one.body) == body]
