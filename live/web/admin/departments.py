"""The administrator's pages of departments: found, added, renamed, merged, closed; each works without a script."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from live.admin import departments as verbs
from live.admin.departments import Given, Official
from live.domain.refused import Refused
from live.views.admin.departments import departments_page, one_department, open_departments, topics_by_department
from live.views.admin.lists import people_by_login
from live.web.access import allow
from live.web.admin import ADMIN, SCREEN
from live.web.admin.department_forms import pasted_departments, shown, typed_department
from live.web.errors import STATUS, sentence_of
from live.web.request import LARGE
from live.web.services import services

admin_departments = Blueprint("admin_departments", __name__, url_prefix="/admin/departments")

Page = str | tuple[str, int] | BaseResponse


@admin_departments.url_value_preprocessor
def take_long_lists(endpoint: str | None, values: dict[str, Any] | None) -> None:
    request.max_content_length = LARGE
    request.max_form_memory_size = LARGE


@admin_departments.get("")
@allow(ADMIN, cookie=True, screen=SCREEN)
def index() -> str:
    return _index()


@admin_departments.post("")
@allow(ADMIN, cookie=True, screen=SCREEN)
def add() -> Page:
    """One department, or a list of them that was pasted; or a name that only tickets carry, taken into one."""
    do, by = request.form.get("do", "add"), g.actor.acting(ADMIN)
    name, lines = request.form.get("name", ""), request.form.get("lines", "")
    try:
        if do == "paste":
            pasted = verbs.add_many(services().store, pasted_departments(lines), by)
            return _index(said=_said(pasted))
        if do == "take":
            key = verbs.take_in(services().store, name, request.form.get("into", ""), by)
            return _to(key, "merge")
        return _to(verbs.add(services().store, Given(name), by), "add")
    except Refused as refused:
        page = _index(wrong=sentence_of(refused), typed={"name": name, "lines": lines}, opened=do)
        return page, STATUS[refused.code]


@admin_departments.get("/<key>")
@allow(ADMIN, cookie=True, screen=SCREEN)
def show(key: str) -> Page:
    present = one_department(services().store, key)
    if present.key != key:  # It was merged into this one.
        return _to(present.key, "merge")
    return _show(key, done=request.args.get("done", ""))


@admin_departments.post("/<key>")
@allow(ADMIN, cookie=True, screen=SCREEN)
def change(key: str) -> Page:
    """What a button of the department's page does. What was typed stays on the page where it is refused."""
    do = request.form.get("do", "save")
    if do not in DEEDS:
        raise Refused("invalid", "The request is not understood.")
    version = request.form.get("version", "")
    try:
        return _to(DEEDS[do](key, int(version) if version.isdecimal() and len(version) < 10 else -1), do)
    except Refused as refused:
        if refused.code == "not_found":
            raise
        typed = typed_department(request.form) if do == "save" else None
        return _show(key, wrong=sentence_of(refused), typed=typed), STATUS[refused.code]


def _save(key: str, version: int) -> str:
    return verbs.change(services().store, key, version, typed_department(request.form), g.actor.acting(ADMIN))


def _merge(key: str, version: int) -> str:
    return verbs.merge(services().store, key, version, request.form.get("into", ""), g.actor.acting(ADMIN))


def _close(key: str, version: int) -> str:
    verbs.close(services().store, key, version, g.actor.acting(ADMIN))
    return key


def _open(key: str, version: int) -> str:
    verbs.reopen(services().store, key, version, g.actor.acting(ADMIN))
    return key


DEEDS: dict[str, Callable[[str, int], str]] = {"save": _save, "merge": _merge, "close": _close, "open": _open}
"""What the buttons of a department's page do, by their value; each answers the key of the page that shows it."""


def _to(key: str, done: str) -> BaseResponse:
    return redirect(url_for("admin_departments.show", key=key, done=done), 303)


def _said(pasted: verbs.Pasted) -> str:
    said = gettext("Added: {count}.").format(count=pasted.added)
    if not pasted.doubles:
        return said
    names = ", ".join(pasted.doubles[:10]) + ("…" if len(pasted.doubles) > 10 else "")
    there = gettext("Already there: {count} ({names}).").format(count=len(pasted.doubles), names=names)
    return f"{said} {there}"


def _index(said: str = "", wrong: str = "", typed: dict[str, str] | None = None, opened: str = "") -> str:
    q, number = " ".join(request.args.get("q", "")[:200].split()), request.args.get("page", "")
    page = departments_page(services().store, q, int(number) if number.isdecimal() and len(number) < 6 else 1)
    return render_template(
        "admin/departments.html",
        page=page,
        q=q,
        said=said,
        wrong=wrong,
        typed=typed or {"name": "", "lines": ""},
        opened=opened,
        choices=open_departments(services().store) if page.unlisted else [],
        username=g.actor.name,
    )


def _show(key: str, done: str = "", wrong: str = "", typed: Given | None = None) -> str:
    present = one_department(services().store, key)
    topics = topics_by_department(services().store)
    form = typed or shown(present)
    return render_template(
        "admin/department.html",
        department=present,
        form=form,
        deputies=[*form.deputies, Official()],
        topics=[{"name": name, "of": of, "own": of == present.name} for name, of in topics],
        # What was typed and refused stays as it was typed.
        checked=(set(present.topics) - form.without_topics) | form.with_topics,
        others=[(other, name) for other, name in open_departments(services().store) if other != present.key],
        people=people_by_login(services().store),
        done=done,
        wrong=wrong,
        username=g.actor.name,
    )
