"""The administrator's page of the centre: its name, the clock that its day goes by, what it says to residents."""

from __future__ import annotations

import re
from dataclasses import asdict

from flask import Blueprint, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from live.admin.centre import checked_limit, save_centre
from live.domain.refused import Refused
from live.views.queries import Centre
from live.web.access import allow
from live.web.admin import ADMIN, SCREEN
from live.web.admin.lists import ZONES
from live.web.errors import STATUS, sentence_of
from live.web.residents.open_figures import frame
from live.web.services import services

admin_centre = Blueprint("admin_centre", __name__, url_prefix="/admin/centre")


WORDS = ("name", "zone", "phone", "policy", "sites", "address", "open_figures", "open_page_scores")
FIELDS = (*WORDS, "per_minute", "per_hour")


@admin_centre.get("")
@allow(ADMIN, cookie=True, screen=SCREEN)
def show() -> str:
    centre = services().queries.centre()
    per_minute, per_hour = re.findall("[0-9]+", centre.ask_limit) or ("", "")
    stored = asdict(centre) | {"sites": centre.sites.replace(" ", "\n"), "per_minute": per_minute, "per_hour": per_hour}
    return _page(stored, saved="saved" in request.args)


@admin_centre.post("")
@allow(ADMIN, cookie=True, screen=SCREEN)
def change() -> tuple[str, int] | BaseResponse:
    typed = {field: request.form.get(field, "") for field in FIELDS}
    try:
        limit = checked_limit(typed["per_minute"], typed["per_hour"])
        words = {field: typed[field] for field in WORDS}
        save_centre(services().store, Centre(**words, ask_limit=limit), g.actor.acting(ADMIN))
    except Refused as refused:
        return _page(typed, wrong=sentence_of(refused)), STATUS[refused.code]
    services().telling.forget()
    return redirect(url_for("admin_centre.show", saved=1), 303)


def _page(typed: dict[str, str], *, saved: bool = False, wrong: str = "") -> str:
    settings = services().settings
    return render_template(
        "admin/centre.html",
        typed=typed,
        otherwise=settings,
        often=re.findall("[0-9]+", settings.ask_limit),
        zones=ZONES,
        frame=frame(),
        saved=saved,
        wrong=wrong,
        username=g.actor.name,
    )
