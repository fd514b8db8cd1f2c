"""Whether a show is well, line by line, in words for whoever makes it: what comes in, what reaches whom, what to do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime

from flask import current_app
from flask_babel import gettext, lazy_gettext, ngettext

from live.domain.broadcast import State
from live.protocol.answers.show import SourceView
from live.views.upkeep.show import ShowView
from live.web.labels import SOURCES
from live.web.services import Checks, services
from live.web.upkeep import ago
from live.web.upkeep.health_rows import LONG, holds
from live.web.upkeep.lights import Light, Row

OTHERS = ("overlay", "head")
"""Screens that go on air too, or stand before who speaks there; not every centre has them in every show."""

WORK = ("desk", "calls", "rundown", "gallery")
"""The screens at which the crew sits."""

CALL = lazy_gettext("Call whoever runs the server.")


def rows_of(show: ShowView) -> Iterator[Row]:
    screens = Counter(one["screen"] for one in services().presence.reached(show.id))
    on_air = show.broadcast["state"] == State.ON_AIR
    yield _intake(show.broadcast["intake_open"])
    yield _told()
    if services().link.answers() is False:
        says = gettext("Some screens lag by a moment.")
        yield Row(gettext("Word between the servers"), Light.AMBER, says, gettext("Tell whoever runs the server."))
    yield _prompter(screens["prompter"], on_air)
    none = gettext("nobody has it open; where it is needed, look at its device")
    for name in OTHERS:
        yield Row(gettext(name).capitalize(), Light.GREEN, _connected(screens[name]) or none)
    at_work = sum(screens[name] for name in WORK)
    yield Row(gettext("The crew's screens"), Light.GREEN, _connected(at_work) or gettext("none is open"))
    for source in show.sources:
        yield _source(source, source["source"] in show.failing)


def _intake(is_open: bool) -> Row:
    title = gettext("Intake of questions")
    checks: Checks = current_app.extensions["live.checks"]
    if not holds(checks.writes):
        todo = gettext("Networks send their questions again by themselves; whoever writes by the form is told to.")
        return Row(title, Light.RED, gettext("Nothing can be kept now."), f"{CALL} {todo}")
    if not is_open:
        return Row(title, Light.GREEN, gettext("Closed: whoever writes is told so."))
    return Row(title, Light.GREEN, gettext("Open; every question is kept."))


def _told() -> Row:
    title, waits = gettext("What is new, to the screens"), services().hub.untold_for()
    if waits < LONG:
        return Row(title, Light.GREEN, gettext("is told at once"))
    todo = gettext("Until then believe the show, not the screens.")
    return Row(title, Light.RED, gettext("has waited for {seconds} s").format(seconds=int(waits)), f"{CALL} {todo}")


def _prompter(many: int, on_air: bool) -> Row:
    title, none = gettext("prompter").capitalize(), gettext("nobody has it open")
    if many or not on_air:
        return Row(title, Light.GREEN, _connected(many) or none)
    todo = gettext("Open it before the presenter, or see whether its device is on and has a network.")
    return Row(title, Light.RED, none, todo)


def _connected(many: int) -> str:
    """How many screens are connected; "" for none."""
    return ngettext("%(num)d is connected", "%(num)d are connected", many) if many else ""


def _source(source: SourceView, fails: bool) -> Row:
    name = str(SOURCES.get(source["source"], source["source"]))
    says = gettext("nothing yet")
    if source["last_at"]:
        says = gettext("the last word {when}").format(when=ago(datetime.fromisoformat(source["last_at"])))
    if not fails:
        return Row(name, Light.GREEN, says)
    says += "; " + gettext("the network answers with an error")
    todo = gettext("Tell the administrator: the channel's page says why, and what to do.")
    return Row(name, Light.AMBER, says, todo)
