"""The pages of those who keep collections: all of them, one with its issues, an issue with its readers."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import partial
from typing import Any

from flask import Blueprint, Response, g, redirect, render_template, request, url_for
from flask_babel import lazy_gettext
from werkzeug.wrappers import Response as BaseResponse

from live.domain.audit import Act
from live.domain.broadcast import TICKETS
from live.domain.followup.collection import KEEPING, Rhythm
from live.domain.refused import Refused
from live.followup.collections import keeping as verbs
from live.followup.collections.keeping import Given
from live.followup.collections.reading import take_answer
from live.followup.collections.sending import send_now
from live.protocol.commands import read
from live.protocol.events import Log
from live.views.collections import pages as views
from live.views.screens import SCREENS
from live.web import audit
from live.web.access import allow
from live.web.collections.forms import NEW, shown, typed_collection, version_of
from live.web.collections.showing import around, file_of, moment
from live.web.commands import perform
from live.web.errors import STATUS, sentence_of
from live.web.services import services
from live.web.urls import absolute

collection_pages = Blueprint("collections", __name__, url_prefix="/tickets/collections")

HIGHEST = 2**53 - 1
ONE = f"/<int(max={HIGHEST}):number>"
ISSUE = f"{ONE}/<int(max={2**31 - 1}):issue>"

NAMESPACE = uuid.UUID("7d1c4f0e-5c0e-4b39-9d3c-6a2d2f6a9b11")
"""Of the ids of commands that an answer becomes: pressed twice, it is one."""

Page = str | tuple[str, int] | BaseResponse

RHYTHMS = {
    Rhythm.DAILY.value: lazy_gettext("every day"),
    Rhythm.WEEKLY.value: lazy_gettext("every week"),
    Rhythm.BY_HAND.value: lazy_gettext("only when it is sent by hand"),
}

WEEKDAYS = (
    *(lazy_gettext("Monday"), lazy_gettext("Tuesday"), lazy_gettext("Wednesday"), lazy_gettext("Thursday")),
    *(lazy_gettext("Friday"), lazy_gettext("Saturday"), lazy_gettext("Sunday")),
)

DONE = {
    "added": lazy_gettext("The collection is made."),
    "save": lazy_gettext("Saved."),
    "pause": lazy_gettext("Paused: it is not sent until it is resumed."),
    "resume": lazy_gettext("It goes by its schedule again."),
    "send": lazy_gettext("Sent."),
    "delete": lazy_gettext("Deleted: nothing of it is sent any more, and its links open nothing."),
    "taken": lazy_gettext("The answer is on the ticket."),
}


@collection_pages.get("")
@allow(KEEPING, cookie=True, screen=TICKETS)
def index() -> str:
    return _page(
        "collections/all.html",
        collections=views.all_collections(services().store),
        done=DONE.get(request.args.get("done", ""), ""),
    )


@collection_pages.get("/new")
@allow(KEEPING, cookie=True, screen=TICKETS)
def new() -> str:
    return _form(NEW)


@collection_pages.post("")
@allow(KEEPING, cookie=True, screen=TICKETS)
def add() -> Page:
    typed = typed_collection(request.form)
    try:
        number = verbs.add(services().store, typed, g.actor.acting(KEEPING))
    except Refused as refused:
        return _form(typed, wrong=sentence_of(refused)), STATUS[refused.code]
    return _to(number, "added")


@collection_pages.get(ONE)
@allow(KEEPING, cookie=True, screen=TICKETS)
def show(number: int) -> str:
    return _show(number, done=request.args.get("done", ""))


@collection_pages.post(ONE)
@allow(KEEPING, cookie=True, screen=TICKETS)
def change(number: int) -> Page:
    """What a button of the collection's page does. What was typed stays on the page where it is refused."""
    do = request.form.get("do", "save")
    if do not in DEEDS:
        raise Refused("invalid", "The request is not understood.")
    try:
        return DEEDS[do](number, version_of(request.form))
    except Refused as refused:
        if refused.code == "not_found":
            raise
        typed = typed_collection(request.form) if do == "save" else None
        return _show(number, wrong=sentence_of(refused), typed=typed), STATUS[refused.code]


def _save(number: int, version: int) -> BaseResponse:
    verbs.change(services().store, number, version, typed_collection(request.form), g.actor.acting(KEEPING))
    return _to(number, "save")


def _pause(number: int, version: int) -> BaseResponse:
    verbs.pause(services().store, number, version, g.actor.acting(KEEPING))
    return _to(number, "pause")


def _resume(number: int, version: int) -> BaseResponse:
    verbs.resume(services().store, number, version, g.actor.acting(KEEPING))
    return _to(number, "resume")


def _send(number: int, version: int) -> BaseResponse:
    issue = send_now(services().store, number, version, g.actor.acting(KEEPING), absolute(""))
    return redirect(url_for("collections.issue", number=number, issue=issue, done="send"), 303)


def _delete(number: int, version: int) -> BaseResponse:
    verbs.remove(services().store, number, version, g.actor.acting(KEEPING))
    return redirect(url_for("collections.index", done="delete"), 303)


DEEDS: dict[str, Callable[[int, int], BaseResponse]] = {
    "save": _save,
    "pause": _pause,
    "resume": _resume,
    "send": _send,
    "delete": _delete,
}
"""What the buttons of a collection's page do, by their value."""


@collection_pages.get(f"{ONE}/preview")
@allow(KEEPING, cookie=True, screen=TICKETS)
def preview(number: int) -> str:
    """What the next issue would tell if it went now."""
    whole = views.one_collection(services().store, number)
    told = views.preview(services().store, number)
    return _page("collections/preview.html", whole=whole, **around(told))


@collection_pages.get(ISSUE)
@allow(KEEPING, cookie=True, screen=TICKETS)
def issue(number: int, issue: int) -> str:
    return _issue(number, issue, done=request.args.get("done", ""))


@collection_pages.post(ISSUE)
@allow(KEEPING, cookie=True, screen=TICKETS)
def use(number: int, issue: int) -> Page:
    """An official's answer becomes a note or an interim answer of a ticket."""
    try:
        _use(number, issue)
    except Refused as refused:
        return _issue(number, issue, wrong=sentence_of(refused)), STATUS[refused.code]
    return redirect(url_for("collections.issue", number=number, issue=issue, done="taken"), 303)


def _use(number: int, issue: int) -> None:
    as_, ticket, reader = (request.form.get(name, "").strip() for name in ("as", "ticket", "reader"))
    if as_ not in ("note", "reply") or not (reader.isascii() and reader.isdecimal() and len(reader) < 16):
        raise Refused("invalid", "The request is not understood.")
    text = views.answer_of(services().store, number, issue, int(reader))
    known = services().queries.ticket_now(None, ticket)
    if known is None:
        raise Refused("not_found", "There is no ticket {number}.", number=ticket)
    body = {
        "id": str(uuid.uuid5(NAMESPACE, f"{reader}/{as_}/{ticket}")),
        "type": f"ticket.{as_}",
        "ticket": ticket,
        "text": text,
        **({"version": known["version"]} if as_ == "reply" else {}),
    }
    perform(services().queries.broadcast_id(TICKETS), TICKETS, read(Log.TICKETS, body), g.actor)
    take_answer(services().store, number, issue, int(reader), as_, ticket, g.actor.acting(KEEPING))


@collection_pages.get(f"{ISSUE}/list/<what>")
@allow(KEEPING, cookie=True, screen=TICKETS)
def behind(number: int, issue: int, what: str) -> str:
    topic, place = request.args.get("topic"), request.args.get("place")
    told, listed = views.list_of_issue(services().store, number, issue, what, topic, place)
    return _page("collections/listed.html", number=number, issue=issue, listed=listed, **around(told))


@collection_pages.get(f"{ISSUE}/file.<any(docx, xlsx):kind>")
@allow(KEEPING, cookie=True, screen=TICKETS)
def file(number: int, issue: int, kind: str) -> Response:
    told, _ = views.one_issue(services().store, number, issue)
    audit.told(Act.COLLECTION_EXPORTED, f"collection/{number}", form=kind, issue=issue)
    return file_of(told, kind)


@collection_pages.get("/mine")
@allow(SCREENS[TICKETS].roles, cookie=True, screen=TICKETS)
def mine() -> str:
    """What was sent to whoever has signed in, or to their department as a whole."""
    found = views.waiting(services().store, g.actor.account, g.actor.department)
    return _page("collections/mine.html", waiting=found)


def _to(number: int, done: str) -> BaseResponse:
    return redirect(url_for("collections.show", number=number, done=done), 303)


def _show(number: int, done: str = "", wrong: str = "", typed: Given | None = None) -> str:
    whole = views.one_collection(services().store, number)
    return _form(typed or shown(whole.collection), whole, wrong, str(DONE.get(done, "")))


def _form(typed: Given, whole: views.Whole | None = None, wrong: str = "", done: str = "") -> str:
    topics, places = views.choices(services().store)
    return _page(
        "collections/one.html",
        whole=whole,
        form=typed,
        addressees=views.addressees(services().store),
        # What was chosen and has gone from the lists since stays chosen until somebody takes it away.
        topics=[*topics, *(name for name in typed.topics if name not in topics)],
        places=[*places, *(name for name in typed.localities if name not in places)],
        wrong=wrong,
        done=done,
    )


def _issue(number: int, issue: int, done: str = "", wrong: str = "") -> str:
    told, view = views.one_issue(services().store, number, issue)
    return _page(
        "collections/issue.html",
        number=number,
        issue=view,
        link=lambda token: absolute(url_for("readings.show", token=token)) if token else "",
        wrong=wrong,
        done=DONE.get(done, ""),
        **around(told, partial(url_for, "collections.behind", number=number, issue=issue)),
    )


def _page(template: str, **shown: Any) -> str:
    return render_template(
        template,
        **{"moment": moment, "rhythms": RHYTHMS, "weekdays": WEEKDAYS, "username": g.actor.name, **shown},
        keeps=g.actor.may(KEEPING),
        address_known=services().told().address is not None,
    )
