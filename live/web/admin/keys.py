"""The administrator's page of the keys by which programs act."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from live.admin import keys as verbs
from live.domain.people import Role
from live.domain.refused import Refused
from live.views.admin.people import keys
from live.web.access import allow
from live.web.admin import ADMIN, SCREEN, when
from live.web.errors import STATUS, sentence_of
from live.web.services import services

admin_keys = Blueprint("admin_keys", __name__, url_prefix="/admin/keys")

HIGHEST = 2**31 - 1

EVERYWHERE = "all"

Page = str | tuple[str, int] | BaseResponse


@admin_keys.get("")
@allow(ADMIN, cookie=True, screen=SCREEN, proved=True)
def index() -> str:
    return _page(done=request.args.get("done", ""))


@admin_keys.post("")
@allow(ADMIN, cookie=True, screen=SCREEN, proved=True)
def make() -> Page:
    """A new key, whose token is shown this once."""
    typed = {name: request.form.get(name, "") for name in ("name", "where", "days", "per_minute")}
    roles = request.form.getlist("role")
    try:
        token = verbs.make_key(
            services().store,
            typed["name"],
            _roles(roles),
            _place(typed["where"]),
            g.actor,
            _number(typed["days"]),
            _number(typed["per_minute"]),
        )
    except Refused as refused:
        return _page({**typed, "roles": roles}, sentence_of(refused)), STATUS[refused.code]
    return _page(token=token)


@admin_keys.post(f"/<int(max={HIGHEST}):key_id>")
@allow(ADMIN, cookie=True, screen=SCREEN, proved=True)
def change(key_id: int) -> Page:
    """Limit a key, or revoke it."""
    do = request.form.get("do", "")
    try:
        if do == "revoke":
            verbs.revoke_key(services().store, key_id, g.actor)
            services().credentials.look_again()
        elif do == "limit":
            days, rate = _number(request.form.get("days", "")), _number(request.form.get("per_minute", ""))
            verbs.limit_key(services().store, key_id, days, rate, g.actor)
        else:
            raise Refused("invalid", "The request is not understood.")
    except Refused as refused:
        if refused.code == "not_found":
            raise
        return _page(wrong=sentence_of(refused)), STATUS[refused.code]
    return redirect(url_for("admin_keys.index", done=do), 303)


def _roles(typed: list[str]) -> list[str]:
    if not set(typed) <= set(Role):
        raise Refused("invalid", "The request is not understood.")
    return typed


def _place(where: str) -> int | None:
    """The broadcast that is named by its number; None for all of them and the centre."""
    if where == EVERYWHERE:
        return None
    if where not in {str(number) for number, _ in services().queries.broadcasts()}:
        raise Refused("invalid", "Say where the key holds.")
    return int(where)


def _number(typed: str) -> int | None:
    typed = typed.strip()
    if not typed:
        return None
    if not (typed.isascii() and typed.isdecimal() and len(typed) <= 9):
        raise Refused("invalid", "“{text}” is no whole number.", text=typed)
    return int(typed)


def _page(typed: dict[str, Any] | None = None, wrong: str = "", token: str | None = None, done: str = "") -> str:
    known = keys(services().store)
    return render_template(
        "admin/keys.html",
        standing=[one for one in known if one.revoked_at is None],
        revoked=[one for one in known if one.revoked_at is not None],
        roles=list(Role),
        broadcasts=[{"id": number, **one} for number, one in services().queries.broadcasts()],
        typed=typed or {"name": "", "where": "", "days": "", "per_minute": "", "roles": []},
        opened=typed is not None,
        wrong=wrong,
        token=token,
        done=done,
        when=when,
        username=g.actor.name,
    )
