"""The administrator's page of notices: which moments residents hear of by itself, in which words, by which way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from typing import Any

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask_babel import lazy_gettext
from werkzeug.wrappers import Response as BaseResponse

from live.admin.residents.notices import Chosen, save_notices
from live.domain import templates
from live.domain.followup import notice as rules
from live.domain.followup.notice import LONGEST_TEXT, PLACEHOLDERS, Kind, Where
from live.domain.refused import Refused
from live.followup import offers
from live.language.default_notices import REASONS, TEXTS
from live.views.admin.notices import Notices, notices_of
from live.views.questions.already_asked import AskedBefore
from live.web.access import allow
from live.web.admin import ADMIN, SCREEN
from live.web.errors import STATUS, sentence_of
from live.web.labels import NETWORKS
from live.web.services import services

admin_notices = Blueprint("admin_notices", __name__, url_prefix="/admin/notices")

Page = str | tuple[str, int] | BaseResponse

KINDS = {
    Kind.ARRIVED: (lazy_gettext("The question has arrived"), lazy_gettext("Half a minute after the last message.")),
    Kind.SHORTLISTED: (
        lazy_gettext("Taken into the show"),
        lazy_gettext("A minute after it came to the rundown, if it is still there."),
    ),
    Kind.SOON: (
        lazy_gettext("Soon on air"),
        lazy_gettext("When it is among the next two of the rundown, while the show is on air."),
    ),
    Kind.ON_AIR: (lazy_gettext("The question is on air now"), lazy_gettext("At once, as it is taken to air.")),
    Kind.ANSWERED: (lazy_gettext("The question was answered on air"), lazy_gettext("A minute after “Answered”.")),
    Kind.SUMMARY: (
        lazy_gettext("What was answered on air, sent afterwards"),
        lazy_gettext(
            "A minute after “Send to those who asked” in the chronicle, to whom the answer was not told before."
        ),
    ),
    Kind.TICKETED: (
        lazy_gettext("The question was handed over"),
        lazy_gettext("Two minutes after it became a ticket: after the wrap, or from the desk."),
    ),
    Kind.DECLINED: (
        lazy_gettext("The question was declined"),
        lazy_gettext("Two minutes after it. Of abuse and advertising nobody is told."),
    ),
}
"""Each moment's name, and when it is told."""

WHERE = {
    Where.OFF: lazy_gettext("tells nobody"),
    Where.PRIVATE: lazy_gettext("in private only"),
    Where.EVERYWHERE: lazy_gettext("under comments too"),
}

SAMPLE = {
    templates.NAME: "Анна",
    rules.NUMBER: "214",
    templates.QUESTION: "Когда отремонтируют мост?",
    rules.SHOW: "Прямая линия",
    rules.LINK: "https://live.example/track/7-214-…",
    rules.OWN: "https://live.example/track/mine/…",
    templates.DEPARTMENT: "Отдел ЖКХ",
    templates.DUE: "01.12.2026",
    rules.REASON: REASONS["not_ours"],
    rules.ANSWER: "мост откроют в декабре",
    rules.RECORDING: "https://vkvideo.ru/video-1_2?t=1h2m3s",
    rules.ALIKE: offers.words(AskedBefore(31, "Когда откроют мост?", 14, "shortlisted", None, None), "UTC"),
}
"""What stands in the braces of a text that is only looked at: content, as the texts are."""


@dataclass(frozen=True, slots=True)
class Typed:
    """What the page shows in its fields: as it is kept, or as it was typed."""

    version: int
    on: frozenset[str]
    texts: Mapping[str, str]
    begins: str
    ends: str
    channels: Mapping[int, str]
    off: Mapping[int, frozenset[str]]


@admin_notices.get("")
@allow(ADMIN, cookie=True, screen=SCREEN)
def index() -> str:
    found = notices_of(services().store)
    return _page(found, _kept(found), saved="saved" in request.args)


@admin_notices.post("")
@allow(ADMIN, cookie=True, screen=SCREEN)
def change() -> Page:
    found = notices_of(services().store)
    typed = _typed(found)
    chosen = Chosen(typed.on, typed.texts, (typed.begins, typed.ends), typed.channels, typed.off)
    try:
        save_notices(services().store, typed.version, chosen, g.actor.acting(ADMIN))
    except Refused as refused:
        if refused.code not in ("invalid", "conflict"):
            raise
        return _page(found, typed, wrong=sentence_of(refused)), STATUS[refused.code]
    return redirect(url_for("admin_notices.index", saved=1), 303)


def _kept(found: Notices) -> Typed:
    quiet = found.rules.quiet
    return Typed(
        found.version,
        frozenset(found.rules.on),
        {kind: found.rules.texts.get(kind) or TEXTS[kind] for kind in Kind},
        _hour(quiet.begins) if quiet else "",
        _hour(quiet.ends) if quiet else "",
        {one.id: found.rules.where(one.id) for one in found.channels},
        {one.id: frozenset(found.rules.off.get(one.id, ())) for one in found.broadcasts},
    )


def _typed(found: Notices) -> Typed:
    """What the form sent; a channel or a broadcast that has come since the page was opened stays as it is."""
    form, kept = request.form, _kept(found)
    version = form.get("version", "")
    told = {one.id: frozenset(form.getlist(f"of-{one.id}")) for one in found.broadcasts if f"has-{one.id}" in form}
    return Typed(
        int(version) if version.isdecimal() and len(version) < 10 else -1,
        frozenset(form.getlist("on")),
        {kind.value: form.get(f"text-{kind.value}", "") for kind in Kind},
        form.get("begins", ""),
        form.get("ends", ""),
        {**kept.channels, **{one.id: form.get(f"by-{one.id}", Where.PRIVATE) for one in found.channels}},
        {**kept.off, **{id_: frozenset(kind.value for kind in Kind) - some for id_, some in told.items()}},
    )


def _hour(at: time) -> str:
    return f"{at:%H:%M}"


def _page(found: Notices, typed: Typed, *, saved: bool = False, wrong: str = "") -> str:
    return render_template(
        "admin/notices.html",
        kinds=KINDS,
        where=WHERE,
        found=found,
        typed=typed,
        placeholders=PLACEHOLDERS,
        looks={kind: look(typed.texts.get(kind, "")) for kind in Kind},
        address=services().told().address,
        longest=LONGEST_TEXT,
        network=_network,
        saved=saved,
        wrong=wrong,
        username=g.actor.name,
    )


def look(text: str) -> str:
    """A text as somebody reads it who has asked."""
    return rules.words(text, SAMPLE)


def _network(type_: str) -> Any:
    return NETWORKS[type_][1] if type_ in NETWORKS else type_
