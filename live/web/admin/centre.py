"""The administrator's page of the centre: its name, the clock that its day goes by, its telephone for residents."""

from __future__ import annotations

from flask import Blueprint, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from live.admin.centre import save_centre
from live.domain.refused import Refused
from live.web.access import allow
from live.web.admin import ADMIN, SCREEN
from live.web.admin.lists import ZONES
from live.web.errors import STATUS, sentence_of
from live.web.services import services

admin_centre = Blueprint("admin_centre", __name__, url_prefix="/admin/centre")


@admin_centre.get("")
@allow(ADMIN, cookie=True, screen=SCREEN)
def show() -> str:
    centre = services().queries.centre()
    return _page(centre.name, centre.zone, centre.phone, saved="saved" in request.args)


@admin_centre.post("")
@allow(ADMIN, cookie=True, screen=SCREEN)
def change() -> tuple[str, int] | BaseResponse:
    name, zone, phone = (request.form.get(field, "") for field in ("name", "zone", "phone"))
    try:
        save_centre(services().store, name, zone, phone, g.actor.acting(ADMIN))
    except Refused as refused:
        return _page(name, zone, phone, wrong=sentence_of(refused)), STATUS[refused.code]
    return redirect(url_for("admin_centre.show", saved=1), 303)


def _page(name: str, zone: str, phone: str, *, saved: bool = False, wrong: str = "") -> str:
    return render_template(
        "admin/centre.html",
        centre_name=name,
        zone=zone,
        phone=phone,
        otherwise=services().settings.phone,
        zones=ZONES,
        saved=saved,
        wrong=wrong,
        username=g.actor.name,
    )
