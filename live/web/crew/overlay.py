"""Beside the graphic's page: its themes, a launcher that a graphics machine keeps, and the packages of OGraf."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, render_template, request, url_for
from flask_babel import gettext

from live.domain.refused import Refused
from live.settings.shipped import ROOT
from live.views.feed.graphics import GraphicTold, all_graphics, told
from live.views.screens import SCREENS
from live.web.access import allow
from live.web.crew.ograf.manifests import KINDS, manifest
from live.web.crew.ograf.package import package
from live.web.services import services
from live.web.urls import absolute

overlay_pages = Blueprint("overlay_pages", __name__)

THEMES = ROOT / "static" / "overlay" / "themes"
DEFAULT = "default"

GALLERY = SCREENS["gallery"]

FRAMED_ANYWHERE = frozenset({"pages.overlay", "station.page"})
"""The launcher is a file, so its frame is of no site. Nothing on the graphic can be clicked; it only shows the air."""


@overlay_pages.app_template_global()
def overlay_themes() -> list[str]:
    """The names that `theme` may have: the files that there are."""
    return sorted(file.stem for file in THEMES.glob("*.css"))


@overlay_pages.app_template_global()
def overlay_theme() -> str:
    """The theme that the address asks for, where there is such a one."""
    wanted = request.args.get("theme", DEFAULT)
    return wanted if wanted in overlay_themes() else DEFAULT


@overlay_pages.app_template_global()
def overlay_station() -> list[GraphicTold]:
    """The station's own graphics that the address asks for, as graphic=3 or graphic=3,5; the first of each kind."""
    wanted = set(request.args.get("graphic", "").split(","))
    found = [one for one in all_graphics(services().store) if str(one.id) in wanted] if wanted - {""} else []
    return list({one.shows: told(one) for one in reversed(found) if one.shows is not None}.values())


@overlay_pages.get("/b/<slug>/overlay/launcher.html")
@allow(SCREENS["overlay"].roles, cookie=True, address=True, screen="overlay")
def launcher(slug: str) -> Response:
    """A file that shows the graphic once it can be had, and nothing until then; `invalid` without a token."""
    if "token" not in request.args:
        # Its frame has no cookie: the file is of no site.
        raise Refused("invalid", "Add the token of a link to this address: ?token=…")
    services().queries.broadcast_id(slug)
    address = url_for("pages.overlay", slug=slug, _external=True) + "?" + urlencode(request.args.to_dict())
    page = render_template("overlay/launcher.html", address=address, title=gettext("overlay").capitalize())
    name = f"live-overlay-{slug}.html"
    return Response(page, headers={"Content-Disposition": f'attachment; filename="{name}"'})


@overlay_pages.get("/b/<slug>/overlay/ograf.zip")
@allow(SCREENS["overlay"].roles, cookie=True, address=True, reading=True)
def ograf(slug: str) -> Response:
    """The graphic for the centre's other renderers: nothing of the broadcast is in it, nor an address of ours."""
    themes, worn = overlay_themes(), overlay_theme()
    settings = {"themes": themes, "theme": worn, "voted": gettext("Voted: {n}")}
    content = package([(kind, manifest(kind, themes, worn)) for kind in KINDS], settings)
    headers = {"Content-Disposition": 'attachment; filename="live-ograf.zip"'}
    return Response(content, mimetype="application/zip", headers=headers)


@overlay_pages.get("/b/<slug>/gallery/preview")
@allow(GALLERY.roles, cookie=True, screen=GALLERY.name)
def preview(slug: str) -> str:
    """The graphic as it is on air, within the gallery's page: it follows the gallery's own screen."""
    broadcast = services().queries.broadcast(slug)
    return render_template("overlay/overlay.html", slug=slug, screen=GALLERY.name, title=broadcast["title"])


@overlay_pages.get("/b/<slug>/gallery/launchers.json")
@allow(GALLERY.roles, cookie=True, screen=GALLERY.name)
def launchers(slug: str) -> dict[str, list[dict[str, Any]]]:
    """Where the launcher is fetched by each valid link of the graphic, the newest first; `name` says whose it is. And
    the station's own graphics, which may stand in place of ours: what each shows.
    """
    links = [(link, token) for link, token in services().queries.links(slug) if link["screen"] == "overlay" and token]
    graphics = [one for one in all_graphics(services().store) if one.shows is not None]
    return {
        "launchers": [{"name": link["name"], "url": _launcher(slug, token)} for link, token in links if token],
        "graphics": [{"id": one.id, "name": one.name, "shows": one.shows} for one in graphics],
    }


def _launcher(slug: str, token: str) -> str:
    return absolute(url_for("overlay_pages.launcher", slug=slug, token=token))
