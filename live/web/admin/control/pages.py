"""The page: how a button speaks, by a table, and what has come in by OSC."""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint, g, render_template, request
from flask_babel import gettext, lazy_gettext

from live.desk.control.heard import Outcome, Packet
from live.desk.control.sent import LINE, Said
from live.domain.control.signals import Signal
from live.domain.control.verbs import VERBS, Takes, Verb
from live.views.feed.signals import all_signals
from live.web.access import allow
from live.web.admin import ADMIN, SCREEN, zone
from live.web.admin.control.signals import LIT, MOMENTS, WAYS
from live.web.errors import sentence_of
from live.web.services import services

admin_control = Blueprint("admin_control", __name__, url_prefix="/admin/control")

OUTCOMES = {
    Outcome.DONE: lazy_gettext("done"),
    Outcome.RELEASED: lazy_gettext("button let go"),
    Outcome.REFUSED: lazy_gettext("not done"),
    Outcome.WRONG: lazy_gettext("not understood"),
    Outcome.LATE: lazy_gettext("too late"),
    Outcome.FLOODED: lazy_gettext("dropped: too many came"),
}
"""What became of a packet."""

BEHIND = {
    Takes.NOTHING: "",
    Takes.QUESTION: lazy_gettext("a question's number"),
    Takes.POLL: lazy_gettext("a poll's number"),
    Takes.MESSAGE: lazy_gettext("the place of a ready message"),
}

SAID = {LINE: lazy_gettext("the line to OBS"), **{str(what): label for what, label in (*LIT.items(), *MOMENTS.items())}}


@admin_control.get("")
@allow(ADMIN, cookie=True, screen=SCREEN)
def index() -> str:
    heard, sent, osc = services().heard, services().sent, services().settings.osc
    return render_template(
        "admin/control.html",
        verbs=[(one, gettext(one.says), _behind(one)) for one in VERBS.values()],
        examples=_examples(services().settings.address or request.host_url.rstrip("/")),
        osc=f"{osc.written} UDP" if osc else None,
        port=heard.port,
        counts=[(OUTCOMES[outcome], heard.counts[outcome]) for outcome in Outcome],
        lost=heard.lost,
        packets=[_shown(one) for one in reversed(heard.last)],
        ways=WAYS,
        signals=[(one, _said_at(one), sent.failing.get(one.id)) for one in all_signals(services().store)],
        said=[_of_said(one) for one in reversed(sent.last)],
        why=_why,
        username=g.actor.name,
    )


def _examples(address: str) -> list[tuple[str, str]]:
    """How a word is said, by each way, and where lamps listen."""
    show, key = gettext("BROADCAST"), gettext("KEY")
    here = f"{address}/api/v1/broadcasts/{show}"
    return [
        ("HTTP", f"POST {here}/control/next"),
        ("HTTP", f"{here}/control/next?token={key}"),
        ("OSC", f"/key/{key}/{show}/next"),
        (gettext("Lamps"), f"{here}/on-air/stream?token={key}"),
    ]


def _behind(verb: Verb) -> str:
    told = str(BEHIND[verb.takes])
    return told if verb.needed or not told else gettext("{what}, if it is to be that one").format(what=told)


def _shown(packet: Packet) -> dict[str, str]:
    why = sentence_of(packet.why) if packet.why is not None else ""
    return {
        "at": _clock(packet.at),
        "host": packet.host,
        "said": packet.said,
        "outcome": str(OUTCOMES[packet.outcome]),
        "why": why,
    }


def _said_at(signal: Signal) -> str:
    """At what it is sent, or while what it is lit."""
    if signal.way.is_lamp:
        return str(LIT[signal.lit])
    return "; ".join(str(label) for moment, label in MOMENTS.items() if moment in signal.at)


def _of_said(one: Said) -> dict[str, str]:
    return {
        "at": _clock(one.at),
        "name": one.name,
        "what": str(SAID[one.what]),
        "outcome": _outcome(one),
        "why": _why(one),
    }


def _outcome(one: Said) -> str:
    if one.what == LINE:
        return gettext("is not there") if one.why else gettext("is there")
    return gettext("not sent") if one.why else gettext("sent")


def _why(one: Said) -> str:
    return " ".join(filter(None, (gettext(one.why), gettext(one.detail) if one.detail else ""))) if one.why else ""


def _clock(at: datetime) -> str:
    return f"{at.astimezone(zone()):%H:%M:%S}"
