"""The roster of duty: a week, a shift added or planned by a pattern, changed, removed; absences; the night's rules."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask_babel import lazy_gettext
from werkzeug.wrappers import Response as BaseResponse

from live.admin.shifts.absence import add_absence, end_absence
from live.admin.shifts.night import save_night
from live.admin.shifts.roster import add_pattern, add_shift, change_shift, remove_shift
from live.domain.refused import Refused
from live.views.admin.shifts import WEEKS, PlannedShift, offered, one_shift, roster
from live.web.access import allow
from live.web.admin import ADMIN, SCREEN, when
from live.web.admin.shifts import forms
from live.web.errors import STATUS, sentence_of
from live.web.services import services

admin_shifts = Blueprint("admin_shifts", __name__, url_prefix="/admin/shifts")

HIGHEST = 2**53 - 1

Answer = str | tuple[str, int] | BaseResponse

STATES = {
    "planned": "",
    "missed": lazy_gettext("the shift is not taken"),
    "taken": lazy_gettext("the shift is taken"),
    "handed": lazy_gettext("note waits to be read"),
    "over": lazy_gettext("the shift is over"),
}
"""What a shift's mark says."""

WAKES = {
    "reaction.near": lazy_gettext("little time is left to take a question up"),
    "reaction.over": lazy_gettext("the time to take a question up is over"),
    "resolution.near": lazy_gettext("little time is left to resolve a question"),
    "resolution.over": lazy_gettext("the time to resolve a question is over"),
}

WEEKDAYS = (
    *(lazy_gettext("Mon"), lazy_gettext("Tue"), lazy_gettext("Wed"), lazy_gettext("Thu")),
    *(lazy_gettext("Fri"), lazy_gettext("Sat"), lazy_gettext("Sun")),
)

EMPTY: dict[str, Any] = {
    **dict.fromkeys(forms.FIELDS, ""),
    **{"begins": "08:00", "ends": "20:00", "weeks": "4", "every": "1", "topics": [], "weekdays": []},
}


@admin_shifts.get("")
@allow(ADMIN, cookie=True, screen=SCREEN)
def index() -> Answer:
    return _page(done=request.args.get("done", ""))


@admin_shifts.post("")
@allow(ADMIN, cookie=True, screen=SCREEN)
def add() -> Answer:
    """One shift, or those of a pattern."""
    typed, by = forms.typed(), g.actor.acting(ADMIN)
    try:
        if request.form.get("do") == "pattern":
            count = add_pattern(services().store, forms.pattern(typed), forms.planned(typed), by)
        else:
            add_shift(services().store, *forms.span(typed), forms.planned(typed), by)
            count = 1
        day = forms.day_of(typed["day"])
    except Refused as refused:
        return _page(typed=typed, wrong=sentence_of(refused)), STATUS[refused.code]
    return redirect(url_for("admin_shifts.index", week=day, done=f"added-{count}"), 303)


@admin_shifts.get(f"/<int(max={HIGHEST}):number>")
@allow(ADMIN, cookie=True, screen=SCREEN)
def show(number: int) -> Answer:
    return _shift(one_shift(services().store, number))


@admin_shifts.post(f"/<int(max={HIGHEST}):number>")
@allow(ADMIN, cookie=True, screen=SCREEN)
def change(number: int) -> Answer:
    shift = one_shift(services().store, number)
    typed, by = forms.typed(), g.actor.acting(ADMIN)
    try:
        if request.form.get("do") == "remove":
            remove_shift(services().store, number, by)
        else:
            change_shift(services().store, number, *forms.span(typed), forms.planned(typed), by)
    except Refused as refused:
        return _shift(shift, typed, sentence_of(refused)), STATUS[refused.code]
    done = "removed" if request.form.get("do") == "remove" else "changed"
    return redirect(url_for("admin_shifts.index", week=shift.begins.date(), done=done), 303)


@admin_shifts.post("/night")
@allow(ADMIN, cookie=True, screen=SCREEN)
def keep_night() -> Answer:
    version = request.form.get("version", "")
    begins, ends = request.form.get("night_begins", ""), request.form.get("night_ends", "")
    try:
        if not (version.isascii() and version.isdecimal() and len(version) < 10):
            raise Refused("invalid", "The request is not understood.")
        wakes = request.form.getlist("wakes")
        save_night(services().store, int(version), begins, ends, wakes, g.actor.acting(ADMIN))
    except Refused as refused:
        return _page(wrong=sentence_of(refused)), STATUS[refused.code]
    return redirect(url_for("admin_shifts.index", done="night"), 303)


@admin_shifts.post("/absences")
@allow(ADMIN, cookie=True, screen=SCREEN)
def mark_absent() -> Answer:
    person = request.form.get("person", "")
    try:
        if not (person.isascii() and person.isdecimal() and len(person) < 10):
            raise Refused("invalid", "Choose who is away.")
        add_absence(services().store, int(person), *forms.absence(), g.actor.acting(ADMIN))
    except Refused as refused:
        return _page(wrong=sentence_of(refused)), STATUS[refused.code]
    return redirect(url_for("admin_shifts.index", done="away"), 303)


@admin_shifts.post(f"/absences/<int(max={HIGHEST}):number>")
@allow(ADMIN, cookie=True, screen=SCREEN)
def mark_back(number: int) -> Answer:
    try:
        end_absence(services().store, number, g.actor.acting(ADMIN))
    except Refused as refused:
        if refused.code == "not_found":
            raise
        return _page(wrong=sentence_of(refused)), STATUS[refused.code]
    return redirect(url_for("admin_shifts.index", done="back"), 303)


def _page(typed: dict[str, Any] | None = None, wrong: str = "", done: str = "") -> str:
    try:
        day = forms.day_of(request.args["week"]) if request.args.get("week") else None
    except Refused:
        day = None
    listed = request.args.get("view") == "list"
    shown, offers = roster(services().store, day, WEEKS if listed else 1), offered(services().store)
    return render_template(
        "admin/shifts/roster.html",
        week=shown,
        listed=listed,
        before=shown.monday - timedelta(weeks=WEEKS if listed else 1),
        after=shown.monday + timedelta(weeks=WEEKS if listed else 1),
        typed=typed or EMPTY | {"day": max(shown.monday, offers.today).isoformat()},
        opened=typed is not None,
        added=int(done.removeprefix("added-")) if done.removeprefix("added-").isdecimal() else 0,
        done=done,
        wrong=wrong,
        wakes=WAKES,
        **_common(offers),
    )


def _shift(shift: PlannedShift, typed: dict[str, Any] | None = None, wrong: str = "") -> str:
    kept = EMPTY | {
        "day": f"{shift.begins:%Y-%m-%d}",
        "begins": f"{shift.begins:%H:%M}",
        "ends": f"{shift.ends:%H:%M}",
        "person": "nobody" if shift.person is None else str(shift.person),
        "topics": shift.topics,
        "places": "\n".join(shift.places),
    }
    return render_template(
        "admin/shifts/shift.html", shift=shift, typed=typed or kept, wrong=wrong, **_common(offered(services().store))
    )


def _common(offers: Any) -> dict[str, Any]:
    return {"offers": offers, "states": STATES, "weekdays": WEEKDAYS, "when": when, "username": g.actor.name}
