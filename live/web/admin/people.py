"""The administrator's pages of those who sign in: who they are, what they may do and where, on which devices they are.

No password is ever typed here: a person sets their own, by a link that is shown once.
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from live.admin import people as verbs
from live.admin.second_factor import reset
from live.admin.sessions import end_all_sessions, end_session
from live.domain.people import OF_PROGRAMS, Role
from live.domain.refused import Refused
from live.views.admin.departments import offered_departments
from live.views.admin.people import CENTRE, PersonView, people_page, person
from live.web.access import allow
from live.web.admin import ADMIN, SCREEN, when
from live.web.crew.user_agent import browser_of
from live.web.errors import STATUS, sentence_of
from live.web.services import services
from live.web.urls import absolute

admin_people = Blueprint("admin_people", __name__, url_prefix="/admin/people")

HIGHEST = 2**31 - 1

LONGEST = 200
"""Characters of what is looked for."""

ROLES = [role for role in Role if role not in OF_PROGRAMS]
"""Those that a person can hold: a source is a program."""

Page = str | tuple[str, int] | BaseResponse


@admin_people.get("")
@allow(ADMIN, cookie=True, screen=SCREEN, proved=True)
def index() -> str:
    return _index()


@admin_people.post("")
@allow(ADMIN, cookie=True, screen=SCREEN, proved=True)
def add() -> Page:
    """A new person, and the link by which they set their password."""
    typed = {name: request.form.get(name, "") for name in ("login", "name", "department", "email")}
    roles, where = request.form.getlist("role"), request.form.get("where", "")
    try:
        place = _place(where)
        account_id = verbs.create_person(
            services().store, grants=_grants(f"{role}:{place}" for role in roles), by=g.actor, **typed
        )
    except Refused as refused:
        return _index({**typed, "roles": roles, "where": where}, sentence_of(refused)), STATUS[refused.code]
    return _show(account_id, done="added", link=verbs.invite(services().store, account_id, g.actor))


@admin_people.get(f"/<int(max={HIGHEST}):account>")
@allow(ADMIN, cookie=True, screen=SCREEN, proved=True)
def show(account: int) -> str:
    return _show(account, done=request.args.get("done", ""))


@admin_people.post(f"/<int(max={HIGHEST}):account>")
@allow(ADMIN, cookie=True, screen=SCREEN, proved=True)
def change(account: int) -> Page:
    """What a button of the person's page does. What was typed stays on the page where it is refused."""
    do = request.form.get("do", "save")
    if do not in DEEDS:
        raise Refused("invalid", "The request is not understood.")
    try:
        link = DEEDS[do](account)
    except Refused as refused:
        if refused.code == "not_found":
            raise
        typed = {name: request.form[name] for name in ("name", "department", "email") if name in request.form}
        return _show(account, wrong=sentence_of(refused), typed=typed), STATUS[refused.code]
    if link:  # Shown once: it stands in no address.
        return _show(account, done=do, link=link)
    return redirect(url_for("admin_people.show", account=account, done=do), 303)


def _save(account: int) -> None:
    typed = {name: request.form.get(name, "") for name in ("version", "name", "department", "email")}
    verbs.change_person(services().store, account, **typed, by=g.actor)


def _set_roles(account: int) -> None:
    places = {_place(where) for where in request.form.getlist("place")}
    grants = _grants(request.form.getlist("role"))
    if not {where for _, where in grants} <= places:
        raise Refused("invalid", "The request is not understood.")
    verbs.set_roles(services().store, account, request.form.get("version", ""), places, grants, g.actor)


def _close(account: int) -> None:
    verbs.close_person(services().store, account, request.form.get("version", ""), g.actor)


def _open(account: int) -> None:
    verbs.open_person(services().store, account, request.form.get("version", ""), g.actor)


def _invite(account: int) -> str:
    return verbs.invite(services().store, account, g.actor)


def _end(account: int) -> None:
    end_session(services().store, account, request.form.get("session", ""), g.actor)


def _end_all(account: int) -> None:
    end_all_sessions(services().store, account, g.actor)


def _reset_factor(account: int) -> None:
    reset(services().store, account, g.actor)


DEEDS: dict[str, Any] = {
    "save": _save,
    "roles": _set_roles,
    "close": _close,
    "open": _open,
    "link": _invite,
    "end": _end,
    "everywhere": _end_all,
    "factor": _reset_factor,
}
"""What the buttons of a person's page do, by their value; a link that was made is answered."""


def _place(where: str) -> int:
    """The broadcast that a form names by its number; CENTRE for the centre and all of them."""
    known = {CENTRE, *(broadcast_id for broadcast_id, _ in services().queries.broadcasts())}
    if not where.isdecimal() or int(where) not in known:
        raise Refused("invalid", "The request is not understood.")
    return int(where)


def _grants(written: Any) -> set[verbs.Grant]:
    """Such as "moderator:7": a role and where it is held."""
    grants = set()
    for one in written:
        role, _, where = one.partition(":")
        if role not in ROLES:
            raise Refused("invalid", "The request is not understood.")
        grants.add((role, _place(where)))
    return grants


def _index(typed: dict[str, Any] | None = None, wrong: str = "") -> str:
    q = request.args.get("q", "").strip()[:LONGEST]
    return render_template(
        "admin/people.html",
        page=people_page(services().store, q, request.args.get("page", 1, int)),
        q=q,
        typed=typed or {"login": "", "name": "", "department": "", "email": "", "roles": [], "where": "0"},
        opened=typed is not None,
        wrong=wrong,
        **_offered(),
    )


def _show(
    account: int, done: str = "", wrong: str = "", typed: dict[str, str] | None = None, link: str | None = None
) -> str:
    view = person(services().store, account)
    return render_template(
        "admin/person.html",
        person=view,
        typed={"name": view.name, "department": view.department, "email": view.email} | (typed or {}),
        places=_shown_places(view),
        done=done,
        wrong=wrong,
        link=absolute(url_for("sign_in.join", token=link)) if link else None,
        browser_of=browser_of,
        own=g.actor.account == account,
        **_offered(),
    )


def _shown_places(view: PersonView) -> list[dict[str, Any]]:
    """Where the person's roles are told: the centre, every broadcast where some are held, and one that was chosen."""
    shown = {CENTRE, *(grant.where for grant in view.grants)}
    if request.args.get("place", "").isdecimal():
        shown.add(int(request.args["place"]))
    held = {where: {grant.role for grant in view.grants if grant.where == where} for where in shown}
    titles = [(CENTRE, None), *((number, one["title"]) for number, one in services().queries.broadcasts())]
    return [{"id": number, "title": title, "held": held[number]} for number, title in titles if number in shown]


def _offered() -> dict[str, Any]:
    return {
        "required": services().settings.second_factor,
        "when": when,
        "roles": ROLES,
        "broadcasts": [{"id": number, **one} for number, one in services().queries.broadcasts()],
        "departments": offered_departments(services().store),
        "username": g.actor.name,
    }
