"""The administrator's page of those who sign in: where they work, where they are written to, whether they still do.

New ones are added on the command line, where their password is typed; this page never sees one.
"""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from live.admin.people import change_person
from live.domain.refused import Refused
from live.views.admin.lists import whole_list
from live.views.admin.people import PersonView, everybody
from live.web.access import allow
from live.web.admin import ADMIN, SCREEN
from live.web.errors import STATUS, sentence_of
from live.web.labels import LISTS
from live.web.services import services

admin_people = Blueprint("admin_people", __name__, url_prefix="/admin/people")

HIGHEST = 2**31 - 1


@admin_people.get("")
@allow(ADMIN, cookie=True, screen=SCREEN)
def index() -> str:
    return _page(everybody(services().store))


@admin_people.post(f"/<int(max={HIGHEST}):account>")
@allow(ADMIN, cookie=True, screen=SCREEN)
def change(account: int) -> tuple[str, int] | BaseResponse:
    """Save one person. What was typed stays on the page where it is refused."""
    typed = {name: request.form.get(name, "") for name in ("version", "department", "email")}
    active = "active" in request.form
    try:
        change_person(services().store, account, **typed, active=active, by=g.actor)
    except Refused as refused:
        if refused.code == "not_found":
            raise
        people = [
            replace(one, department=typed["department"], email=typed["email"], active=active)
            if one.id == account
            else one
            for one in everybody(services().store)
        ]
        return _page(people, account, sentence_of(refused)), STATUS[refused.code]
    return redirect(url_for("admin_people.index", saved=account, _anchor=f"person-{account}"), 303)


def _page(people: list[PersonView], refused: int | None = None, wrong: str = "") -> str:
    return render_template(
        "admin/people.html",
        lists=LISTS,
        people=people,
        departments=[item["name"] for item in whole_list(services().store, "departments").items],
        refused=refused,
        wrong=wrong,
        saved=request.args.get("saved"),
        username=g.actor.name,
    )
