"""The pages of those who lead discussions; each works without a script."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from flask import Blueprint, Response, g, redirect, render_template, request, url_for
from flask_babel import gettext, lazy_gettext
from werkzeug.wrappers import Response as BaseResponse

from live.domain.audit import Act
from live.domain.broadcast import TICKETS
from live.domain.characters import visible
from live.domain.files.attached import MOST_WITH_ANSWER
from live.domain.official_pages.discussion import LONGEST_TEXT, LONGEST_TITLE, MARKING, STEERING, Stance
from live.domain.people import By
from live.domain.refused import Refused
from live.files.docx_writer import document
from live.files.xlsx_writer import Sheet
from live.followup.discussions import steering as verbs
from live.followup.discussions.steering import Given
from live.runtime.tasks import offload
from live.views import discussions as views
from live.views.discussions import DIGESTED, Counted, DiscussionView
from live.web import audit
from live.web.access import allow
from live.web.admin import when, zone
from live.web.errors import STATUS, sentence_of
from live.web.exchange.attached import attached
from live.web.exchange.form_files import kept_of_form, takes_files
from live.web.labels import SOURCES
from live.web.services import services
from live.web.urls import absolute

discussion_pages = Blueprint("discussions", __name__, url_prefix="/discussions")
takes_files(discussion_pages)

HIGHEST = 2**31 - 1
ONE = f"/<int(max={HIGHEST}):number>"
Page = str | tuple[str, int] | BaseResponse
EMPTY = Given("", "", "")

STATES = {
    "open": (lazy_gettext("people write"), "own"),
    "closed": (lazy_gettext("closed, the outcome is not told yet"), "next"),
    "concluded": (lazy_gettext("the outcome is told"), "done"),
}
"""What a state is called, and its colour."""

STANCES = {
    "for": lazy_gettext("for"),
    "against": lazy_gettext("against"),
    "other": lazy_gettext("something else"),
    "": lazy_gettext("not marked"),
}

DONE = {
    "add": lazy_gettext("The discussion is open."),
    "save": lazy_gettext("Saved."),
    "close": lazy_gettext("Closed: nothing more is gathered."),
    "reopen": lazy_gettext("It is open again."),
    "conclude": lazy_gettext("Everybody who wrote is being told."),
    "mark": "",
}


@discussion_pages.get("")
@allow(MARKING, cookie=True, screen=TICKETS)
def index() -> str:
    return _page("discussions/all.html", listed=views.listed(services().store))


@discussion_pages.get("/new")
@allow(STEERING, cookie=True, screen=TICKETS)
def new() -> str:
    return _page("discussions/new.html", form=EMPTY, until="", wrong="")


@discussion_pages.post("")
@allow(STEERING, cookie=True, screen=TICKETS)
def add() -> Page:
    """What was typed stays where it is refused."""
    by = g.actor.acting(STEERING)
    try:
        given = _typed()
        number = verbs.add(services().store, given, by)
    except Refused as refused:
        return _page("discussions/new.html", **_kept(), wrong=sentence_of(refused)), STATUS[refused.code]
    try:
        if papers := _attached(number, by):
            verbs.edit(services().store, number, 1, replace(given, files=papers), by)
    except Refused as refused:
        return _show(number, wrong=sentence_of(refused)), STATUS[refused.code]
    return redirect(url_for("discussions.show", number=number, done="add"), 303)


@discussion_pages.get(ONE)
@allow(MARKING, cookie=True, screen=TICKETS)
def show(number: int) -> str:
    return _show(number, done=str(DONE.get(request.args.get("done", ""), "")))


@discussion_pages.post(ONE)
@allow(MARKING, cookie=True, screen=TICKETS)
def change(number: int) -> Page:
    """What a button of its page does."""
    do = request.form.get("do", "")
    if do not in DEEDS:
        raise Refused("invalid", "The request is not understood.")
    try:
        DEEDS[do](number, _number(request.form.get("version", "")))
    except Refused as refused:
        if refused.code in ("not_found", "forbidden"):
            raise
        typed = _kept() if do == "save" else {}
        return _show(number, wrong=sentence_of(refused), **typed), STATUS[refused.code]
    place = f"voice-{request.form.get('voice', '')}" if do == "mark" else None
    stance = request.args.get("stance")
    return redirect(url_for("discussions.show", number=number, done=do, stance=stance, _anchor=place), 303)


@discussion_pages.get(f"{ONE}.docx")
@allow(MARKING, cookie=True, screen=TICKETS)
def digest(number: int) -> Response:
    """What was written, by direction, as a document for the official."""
    one = views.one(services().store, number)
    written = views.voices(services().store, number, limit=DIGESTED)
    audit.told(Act.REPORT_EXPORTED, f"discussion/{number}", form="docx")
    head = [
        gettext("Direction"),
        gettext("For or against"),
        gettext("What was written"),
        gettext("Place"),
        gettext("When"),
    ]
    by_direction: dict[str, list[list[Any]]] = {}
    for voice in written:
        row = [voice.direction, str(STANCES[voice.stance or ""]), voice.text, voice.place, when(voice.at)]
        by_direction.setdefault(voice.direction or "", []).append(row)
    ordered = sorted(by_direction.items(), key=lambda of: (not of[0], -len(of[1])))
    sheets = [
        _sums(one),
        *(Sheet(name or gettext("Without a direction"), head, rows, (20, 14, 90, 20, 18)) for name, rows in ordered),
    ]
    about = [one.text, *([one.link] if one.link else []), _counted(one.total)]
    made = offload(
        document, one.title, about, sheets, gettext("Nothing here."), gettext("{n} more are in the product.")
    )
    return attached(made, f"discussion-{number}.docx")


def _sums(one: DiscussionView) -> Sheet:
    head = [
        gettext("Direction"),
        gettext("Written"),
        gettext("For"),
        gettext("Against"),
        gettext("Something else"),
        gettext("Not marked"),
    ]
    rows = [
        [name or gettext("Without a direction"), of.all, of.for_, of.against, of.other, of.unsaid]
        for name, of in one.directions.items()
    ]
    return Sheet(gettext("By direction"), head, rows, (40, 12, 12, 12, 12, 12))


def _counted(of: Counted) -> str:
    return gettext(
        "Written: {all}. For: {for_}, against: {against}, something else: {other}, not marked: {unsaid}."
    ).format(all=of.all, for_=of.for_, against=of.against, other=of.other, unsaid=of.unsaid)


def _save(number: int, version: int, by: By) -> None:
    kept = [_number(one) for one in request.form.getlist("keep")]
    verbs.edit(services().store, number, version, replace(_typed(), files=[*kept, *_attached(number, by)]), by)


def _attached(number: int, by: By) -> list[int]:
    """The papers that came with the form, kept for this discussion."""
    kept = (services().store, services().files, number)
    return kept_of_form(lambda name, content: verbs.attach(*kept, name, content, by))


def _steers(verb: Callable[[int, int, By], None]) -> Callable[[int, int], None]:
    return lambda number, version: verb(number, version, g.actor.acting(STEERING))


def _mark(number: int, version: int) -> None:
    stance = request.form.get("stance_said", "")
    taken = {"yes": True, "no": False}.get(request.form.get("taken", ""))
    voice = _number(request.form.get("voice", ""))
    verbs.mark(services().store, number, voice, g.actor.acting(MARKING), stance or None, taken)


DEEDS: dict[str, Callable[[int, int], None]] = {
    "save": _steers(_save),
    "close": _steers(lambda number, version, by: verbs.close(services().store, number, version, by)),
    "reopen": _steers(lambda number, version, by: verbs.reopen(services().store, number, version, by)),
    "conclude": _steers(
        lambda number, version, by: verbs.conclude(
            services().store,
            number,
            version,
            visible(request.form.get("taken_over", "")),
            visible(request.form.get("rest", "")),
            by,
        )
    ),
    "mark": _mark,
}
"""What the buttons of a discussion's page do, by their value."""


def _typed() -> Given:
    """`invalid` for a moment that is none."""
    typed = request.form.get("until", "").strip()
    try:
        until = datetime.fromisoformat(typed).replace(tzinfo=zone()) if typed else None
    except ValueError:
        raise Refused("invalid", "“{text}” is no moment.", text=typed[:40]) from None
    words: dict[str, Any] = {name: visible(request.form.get(name, "")) for name in ("title", "text", "link", "slug")}
    return Given(**words, until=until)


def _kept() -> dict[str, Any]:
    """The form with what was typed into it."""
    words: dict[str, Any] = {name: visible(request.form.get(name, "")) for name in ("title", "text", "link", "slug")}
    return {"form": Given(**words), "until": request.form.get("until", "")[:40]}


def _number(typed: str) -> int:
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 20 else -1


def _show(number: int, done: str = "", wrong: str = "", **typed: Any) -> str:
    one = views.one(services().store, number)
    stance = request.args.get("stance")
    until = f"{one.until.astimezone(zone()):%Y-%m-%dT%H:%M}" if one.until else ""
    kept = {"form": Given(one.title, one.text, one.slug, one.link, one.until), "until": until}
    return _page(
        "discussions/one.html",
        one=one,
        voices=views.voices(services().store, number, stance if stance in STANCES else None),
        stance=stance,
        counted=_counted(one.total),
        steers=g.actor.may(STEERING),
        address=absolute(url_for("discuss.show", number=number)),
        sources=SOURCES,
        done=done,
        wrong=wrong,
        **{**kept, **typed},
    )


def _page(template: str, **more: Any) -> str:
    homes = [one for _, one in services().queries.broadcasts()]
    return render_template(
        template,
        homes=homes,
        states=STATES,
        stances=STANCES,
        marks=[one.value for one in Stance],
        longest_title=LONGEST_TITLE,
        longest=LONGEST_TEXT,
        most_papers=MOST_WITH_ANSWER,
        when=when,
        username=g.actor.name,
        **more,
    )
