"""The pages of signals: one is set in a form of its own, tried by a button, paused, removed."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from typing import Any

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask_babel import gettext, lazy_gettext
from werkzeug.wrappers import Response as BaseResponse

from live.admin.control import signals as verbs
from live.channels import Failed
from live.channels.control import outlet
from live.domain.broadcast import ARCHIVED
from live.domain.control import signals as said
from live.domain.control.signals import About, Lit, Moment, Only, Signal, Way
from live.domain.people import By
from live.domain.refused import Refused
from live.runtime.tasks import sleep
from live.views.feed import signals as views
from live.web.access import allow
from live.web.admin import ADMIN, SCREEN
from live.web.errors import STATUS, sentence_of
from live.web.services import services

admin_signals = Blueprint("admin_signals", __name__, url_prefix="/admin/control/signals")

HIGHEST = 2**31 - 1
Answer = str | tuple[str, int] | BaseResponse

SHINES = 1.0
"""Seconds for which a tally lamp is lit that is tried, and a text or a source of OBS is shown."""

WAYS = {
    Way.OSC: "OSC",
    Way.HTTP: "HTTP",
    Way.TSL_3: "TSL UMD 3.1",
    Way.TSL_5: "TSL UMD 5.0",
    Way.OBS_SCENE: lazy_gettext("OBS: scene"),
    Way.OBS_CHAPTER: lazy_gettext("OBS: chapter"),
    Way.OBS_TEXT: lazy_gettext("OBS: text"),
    Way.OBS_SOURCE: lazy_gettext("OBS: source"),
}

MOMENTS = {
    Moment.TAKEN: lazy_gettext("a question goes to air"),
    Moment.ANSWERED: lazy_gettext("it is answered"),
    Moment.RETURNED: lazy_gettext("it leaves the air without an answer"),
    Moment.SHOWN: lazy_gettext("the graphic is shown"),
    Moment.CLEARED: lazy_gettext("the graphic is cleared"),
    Moment.POLL_SHOWN: lazy_gettext("a poll is shown"),
    Moment.POLL_HIDDEN: lazy_gettext("the poll is taken off air"),
    Moment.MESSAGE: lazy_gettext("a message to the presenter"),
    Moment.SEEN: lazy_gettext("the presenter has seen it"),
    Moment.OVER: lazy_gettext("the show is over its time"),
    Moment.LOST: lazy_gettext("the prompter or the graphics has lost its line"),
    Moment.FOUND: lazy_gettext("its line is there again"),
}

LIT = {
    Lit.AIR: lazy_gettext("a question is on air"),
    Lit.GRAPHIC: lazy_gettext("its graphic is shown"),
    Lit.POLL: lazy_gettext("a poll is shown"),
    Lit.MESSAGE: lazy_gettext("the presenter has not seen a message"),
    Lit.INTAKE: lazy_gettext("the intake is open"),
    Lit.OVER: lazy_gettext("the show is over its time"),
    Lit.LOST: lazy_gettext("the prompter or the graphics has lost its line"),
}

ABOUT = {
    About.SOURCE: lazy_gettext("source"),
    About.TOPIC: lazy_gettext("topic"),
    About.LOCALITY: lazy_gettext("settlement"),
}

COLOURS = {1: lazy_gettext("red"), 2: lazy_gettext("green"), 3: lazy_gettext("amber")}

EXAMPLE = {
    said.NUMBER: "7",
    said.QUESTION: lazy_gettext("Trial of the line"),
    said.AUTHOR: "",
    said.LOCALITY: "",
    said.TOPIC: "",
    said.SOURCE: "api",
    said.SHOW: "check",
    said.MOMENT: "check",
}
"""What is put in where a signal is tried: nothing of anybody's."""


@admin_signals.get("/new")
@allow(ADMIN, cookie=True, screen=SCREEN)
def new() -> str:
    return _form(Signal(0, "", _way(request.args.get("way", "")), ""))


@admin_signals.post("")
@allow(ADMIN, cookie=True, screen=SCREEN)
def add() -> Answer:
    return _save(Signal(0, "", _way(request.form.get("way", "")), ""))


@admin_signals.get(f"/<int(max={HIGHEST}):signal>")
@allow(ADMIN, cookie=True, screen=SCREEN)
def one(signal: int) -> str:
    return _form(views.signal(services().store, signal), done=request.args.get("done", ""))


@admin_signals.post(f"/<int(max={HIGHEST}):signal>")
@allow(ADMIN, cookie=True, screen=SCREEN)
def change(signal: int) -> Answer:
    """One of the buttons."""
    store, act = services().store, request.form.get("do", "")
    present = views.signal(store, signal)
    if act == "save":
        return _save(present)
    if act == "check":
        return _check(present)
    if act in ("pause", "resume"):
        verbs.pause(store, signal, act == "pause", _by())
        return redirect(url_for("admin_signals.one", signal=signal, done=act), 303)
    if act == "remove":
        verbs.remove(store, signal, _by())
        return redirect(url_for("admin_control.index"), 303)
    raise Refused("invalid", "The form is out of date. Open it anew.")


def _save(present: Signal) -> Answer:
    typed = _typed(present)
    try:
        saved = verbs.save(services().store, typed, _by(), request.form.get("password", ""))
    except Refused as refused:
        return _form(typed, wrong=sentence_of(refused)), STATUS[refused.code]
    return redirect(url_for("admin_signals.one", signal=saved, done="save"), 303)


def _check(signal: Signal) -> Answer:
    """Send it once, now, with a trial's words; a tally lamp is lit for a moment."""
    values = {name: str(value) for name, value in EXAMPLE.items()}
    try:
        if signal.way.is_obs:
            _try_obs(signal, values)
        elif signal.way.is_lamp:
            outlet.tally(signal, True, values).send()
            sleep(SHINES)
            outlet.tally(signal, False, values).send()
        else:
            outlet.made(signal, values).send()
    except Failed as failed:
        why = " ".join(filter(None, (gettext(failed.reason), gettext(failed.detail) if failed.detail else "")))
        return _form(signal, wrong=gettext("It was not sent: {why}").format(why=why)), STATUS["illegal"]
    return redirect(url_for("admin_signals.one", signal=signal.id, done="check"), 303)


def _try_obs(signal: Signal, values: dict[str, str]) -> None:
    """By a line of its own. What stands there stands again afterwards as it did."""
    with closing(outlet.line_to(signal.place, verbs.password_of(services().store, signal))) as line:
        said = outlet.asked(signal, values)
        if not signal.way.is_lamp:
            return line.do(said)
        before = line.as_it_stands(said)
        line.do(said)
        sleep(SHINES)
        line.do(before)


def _typed(present: Signal) -> Signal:
    """The form as it was sent."""
    form = request.form
    words = tuple(filter(None, (" ".join(word.split()) for word in form.get("words", "").split(","))))
    only = Only(_one_of(About, form.get("about", "")), words, form.get("is_not") == "yes") if words else None
    return replace(
        present,
        name=form.get("name", ""),
        place=form.get("place", ""),
        show=form.get("show", ""),
        at=frozenset(_one_of(Moment, one) for one in form.getlist("at")),
        only=only,
        address=form.get("address", ""),
        source=form.get("source", ""),
        text=form.get("text", "").replace("\r\n", "\n"),
        lit=_one_of(Lit, form.get("lit", Lit.AIR.value)),
        screen=_number("screen", present.screen),
        display=_number("display", present.display),
        lamp=_number("lamp", present.lamp),
    )


def _form(signal: Signal, *, done: str = "", wrong: str = "") -> str:
    return render_template(
        "admin/signal.html",
        signal=signal,
        ways=WAYS,
        moments=MOMENTS,
        lit=LIT,
        about=ABOUT,
        colours=COLOURS,
        lamps=verbs.LAMPS.get(signal.way, 0),
        last=verbs.DISPLAYS.get(signal.way, 0),
        placeholders=said.PLACEHOLDERS,
        shows=[
            (one["slug"], one["title"]) for _, one in services().queries.broadcasts() if one["state"] != ARCHIVED.value
        ],
        done=done,
        wrong=wrong,
        username=g.actor.name,
    )


def _way(written: str) -> Way:
    return _one_of(Way, written or Way.OSC.value)


def _one_of(kind: Any, written: str) -> Any:
    try:
        return kind(written)
    except ValueError:
        raise Refused("invalid", "The form is out of date. Open it anew.") from None


def _number(field: str, present: int) -> int:
    """As it was typed; one that is none of a display where that is no number: the verb says which there are."""
    written = request.form.get(field, str(present))
    return int(written) if written.isascii() and written.isdecimal() and len(written) < 7 else -1


def _by() -> By:
    by: By = g.actor.acting(ADMIN)
    return by
