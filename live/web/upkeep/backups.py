"""The administrator's page of copies: their schedule, those there are, one made, taken out, deleted, brought back."""

from __future__ import annotations

from flask import Blueprint, g, redirect, render_template, request, send_file, url_for
from werkzeug.wrappers import Response as BaseResponse

from live.admin.upkeep import backups as verbs
from live.domain.refused import Refused
from live.domain.upkeep.backups import MOST_KEPT, STALE
from live.views.upkeep.backups import Work, backups_of
from live.web.access import allow
from live.web.admin import ADMIN, SCREEN, when, zone
from live.web.errors import STATUS, sentence_of
from live.web.services import services
from live.web.upkeep import ago, size, wrong_of

admin_backup = Blueprint("admin_backup", __name__, url_prefix="/admin/backup")

COMMAND = "python app.py restore"

Page = str | tuple[str, int] | BaseResponse


@admin_backup.get("")
@allow(ADMIN, cookie=True, screen=SCREEN, proved=True)
def index() -> str:
    asked = {what: request.args.get(what, "") for what in ("delete", "back")}
    return _page(done=request.args.get("done", ""), asked=asked)


@admin_backup.post("")
@allow(ADMIN, cookie=True, screen=SCREEN, proved=True)
def act() -> Page:
    """One of the page's buttons."""
    try:
        return redirect(url_for("admin_backup.index", done=_done(request.form.get("do", "plan"))), 303)
    except Refused as refused:
        if refused.code == "forbidden":
            raise
        return _page(wrong=sentence_of(refused), typed=request.form), STATUS[refused.code]


def _done(do: str) -> str:
    """What was done, by a word that the page has a sentence for."""
    store, folder, by, form = services().store, services().settings.backups, g.actor.acting(ADMIN), request.form
    if do == "plan":
        verbs.save_plan(store, form.get("on") == "yes", form.get("hour", ""), form.get("keep", ""), by)
    elif do == "now":
        verbs.wish(store, Work.BACKUP, by)
    elif do == "delete":
        verbs.delete(store, folder, form.get("name", ""), by)
    elif do == "back":
        verbs.wish_back(store, folder, form.get("name", ""), by)
    else:
        raise Refused("invalid", "The form is out of date. Open it anew.")
    return do


@admin_backup.get("/<name>")
@allow(ADMIN, cookie=True, screen=SCREEN, proved=True)
def file(name: str) -> BaseResponse:
    """A copy, a piece at a time."""
    path = verbs.take_out(services().store, services().settings.backups, name, g.actor)
    return send_file(path, "application/gzip", as_attachment=True, download_name=name, conditional=False, etag=False)


def _page(
    *, done: str = "", asked: dict[str, str] | None = None, wrong: str = "", typed: dict[str, str] | None = None
) -> str:
    """`asked`: the name of a copy by what is to be done with it, which is asked once more."""
    found = backups_of(services().store, services().settings.backups)
    plan = found.plan
    return render_template(
        "upkeep/backup.html",
        found=found,
        shown=typed if typed and "hour" in typed else {"on": plan.on, "hour": plan.hour, "keep": plan.keep},
        asked={what: copy for what, name in (asked or {}).items() for copy in found.copies if copy.name == name},
        failed=wrong_of(found.doing.wrong),
        not_returned=wrong_of(found.returning.wrong),
        command=COMMAND,
        done=done,
        wrong=wrong,
        most=MOST_KEPT,
        stale_days=STALE.days,
        centre_zone=zone().key,
        ago=ago,
        size=size,
        when=when,
        username=g.actor.name,
    )
