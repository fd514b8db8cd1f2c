"""The pages of those who post on the centre's pages in the networks; each works without a script."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from flask import Blueprint, Response, g, redirect, render_template, request, url_for
from flask_babel import gettext, lazy_gettext
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as BaseResponse

from live.domain.broadcast import TICKETS
from live.domain.characters import visible
from live.domain.files.attached import MOST_WITH_ANSWER
from live.domain.official_pages.publication import LONGEST, WRITING
from live.domain.official_pages.result import Result
from live.domain.people import By
from live.domain.refused import Refused
from live.files.media.cards import Form as CardForm
from live.followup.publications import writing as verbs
from live.followup.publications.writing import Given
from live.views import publication_calendar
from live.views import publications as views
from live.views.publications import PublicationView
from live.web.access import allow
from live.web.admin import when, zone
from live.web.errors import STATUS, sentence_of
from live.web.exchange.form_files import kept_of_form, takes_files
from live.web.exchange.kept_files import sent
from live.web.labels import NETWORKS
from live.web.official_pages.results import card_of, result_of, source_of, text_of
from live.web.services import services

publication_pages = Blueprint("publications", __name__, url_prefix="/publications")
takes_files(publication_pages)

HIGHEST = 2**53 - 1
ONE = f"/<int(max={HIGHEST}):number>"
Form = MultiDict[str, str]
Page = str | tuple[str, int] | BaseResponse
EMPTY = Given("")

STATES = {
    "draft": (lazy_gettext("draft"), "gone"),
    "seen": (lazy_gettext("seen by a second person"), "own"),
    "released": (lazy_gettext("posted"), "done"),
    "withdrawn": (lazy_gettext("taken off the pages"), "gone"),
    "dropped": (lazy_gettext("never posted"), "gone"),
}
"""What a state is called, and its colour."""

ON_PAGE = {
    "waiting": lazy_gettext("waits to be posted"),
    "sending": lazy_gettext("is being posted"),
    "sent": lazy_gettext("stands on the page"),
    "failed": lazy_gettext("did not go out"),
    "unsure": lazy_gettext("nobody knows whether it stands there"),
    "cancelled": lazy_gettext("does not go out"),
}

DONE = {
    "add": lazy_gettext("The draft is kept: a second person has to see it."),
    "save": lazy_gettext("Saved: a second person has to see it."),
    "see": lazy_gettext("Seen. It is posted at its moment, or once somebody presses “Post now”."),
    "return": lazy_gettext("It is a draft again."),
    "release": lazy_gettext("It goes to its pages."),
    "drop": lazy_gettext("It will not be posted."),
    "correct": lazy_gettext("The other words wait for a second person."),
    "confirm": lazy_gettext("The other words go to the pages."),
    "withdraw": lazy_gettext("It is being taken off the pages."),
    "page": lazy_gettext("Noted."),
}


@publication_pages.get("")
@allow(WRITING, cookie=True, screen=TICKETS)
def index() -> str:
    return _page("publications/all.html", listed=views.listed(services().store), done=_done())


@publication_pages.get("/new")
@allow(WRITING, cookie=True, screen=TICKETS)
def new() -> str:
    """An empty one; with `?of=` the outcome that this names, in words and on a card, for every page."""
    of = request.args.get("of", "")
    if not of:
        return _new(EMPTY)
    result = result_of(of)
    form = Given(text_of(result), channels=[one.channel for one in views.choices(services().store)])
    before = views.of_origin(services().store, result.origin)
    return _new(form, of=result.origin, before=before)


@publication_pages.get("/calendar")
@allow(WRITING, cookie=True, screen=TICKETS)
def calendar() -> str:
    """The week of `?day=`, or of today."""
    typed = request.args.get("day", "")
    try:
        day = date.fromisoformat(typed) if typed else None
    except ValueError:
        raise Refused("invalid", "“{text}” is no day.", text=typed[:40]) from None
    if day is not None and not 2000 <= day.year <= 9000:
        raise Refused("invalid", "“{text}” is no day.", text=typed[:40])
    week = publication_calendar.calendar(services().store, day)
    return _page("publications/calendar.html", week=week, step=timedelta(days=publication_calendar.DAYS))


@publication_pages.get("/card.png")
@allow(WRITING, cookie=True, screen=TICKETS)
def card() -> BaseResponse:
    """The card of an outcome: `?of=` names it, `form` is that of a post or of a story."""
    form = _form(request.args) or CardForm.POST
    return Response(card_of(result_of(request.args.get("of", "")), form), mimetype="image/png")


@publication_pages.post("")
@allow(WRITING, cookie=True, screen=TICKETS)
def add() -> Page:
    """What was typed stays where it is refused."""
    try:
        given, result = _typed(request.form), _result()
        number = verbs.add(services().store, given, _by(), result.origin if result else None)
    except Refused as refused:
        return _new(**_shown(request.form), wrong=sentence_of(refused)), STATUS[refused.code]
    try:
        if made := [*_card(number, result), *_attached(number)]:
            verbs.change(services().store, number, 1, replace(given, files=made), _by())
    except Refused as refused:
        return _show(number, wrong=sentence_of(refused)), STATUS[refused.code]
    return _to(number, "add")


@publication_pages.get(ONE)
@allow(WRITING, cookie=True, screen=TICKETS)
def show(number: int) -> str:
    return _show(number, done=_done())


@publication_pages.get(f"{ONE}/files/<int(max={HIGHEST}):file>")
@allow(WRITING, cookie=True, screen=TICKETS)
def whole(number: int, file: int) -> BaseResponse:
    return sent(views.file(services().store, number, file, preview=False))


@publication_pages.get(f"{ONE}/files/<int(max={HIGHEST}):file>/preview")
@allow(WRITING, cookie=True, screen=TICKETS)
def preview(number: int, file: int) -> BaseResponse:
    return sent(views.file(services().store, number, file, preview=True))


@publication_pages.post(ONE)
@allow(WRITING, cookie=True, screen=TICKETS)
def change(number: int) -> Page:
    """What a button of its page does."""
    do = request.form.get("do", "")
    if do not in DEEDS:
        raise Refused("invalid", "The request is not understood.")
    try:
        DEEDS[do](number, _number(request.form.get("version", "")))
    except Refused as refused:
        if refused.code == "not_found":
            raise
        typed = _shown(request.form) if do == "save" else {}
        return _show(number, wrong=sentence_of(refused), **typed), STATUS[refused.code]
    return _to(number, do)


def _save(number: int, version: int) -> None:
    given = _typed(request.form)
    kept = [_number(one) for one in request.form.getlist("keep")]
    verbs.change(services().store, number, version, replace(given, files=[*kept, *_attached(number)]), _by())


def _correct(number: int, version: int) -> None:
    verbs.correct(services().store, number, version, visible(request.form.get("text", "")), _by())


def _of_page(number: int, version: int) -> None:
    """A word on its post on one page: “again 7” of channel 7."""
    verb, _, channel = request.form.get("page", "").partition(" ")
    if verb not in ("again", "arrived", "cancel"):
        raise Refused("invalid", "The request is not understood.")
    verbs.resolve(services().store, number, _number(channel), verb, _by())


def _simple(verb: Callable[..., None]) -> Callable[[int, int], None]:
    return lambda number, version: verb(services().store, number, version, _by())


DEEDS: dict[str, Callable[[int, int], None]] = {
    "save": _save,
    "see": _simple(verbs.see),
    "return": _simple(verbs.send_back),
    "release": _simple(verbs.release),
    "drop": _simple(verbs.drop),
    "correct": _correct,
    "confirm": _simple(verbs.confirm),
    "withdraw": _simple(verbs.withdraw),
    "page": _of_page,
}
"""What the buttons of a publication's page do, by their value."""


def _by() -> By:
    by: By = g.actor.acting(WRITING)
    return by


def _result() -> Result | None:
    """What the form says that it is of."""
    of = request.form.get("of", "")
    return result_of(of) if of else None


def _card(number: int, result: Result | None) -> list[int]:
    """The card that the form wants, as a file of this publication."""
    form = _form(request.form)
    if result is None or form is None:
        return []
    name = gettext("card") + ".png"
    return [verbs.attach(services().store, services().files, number, name, card_of(result, form), _by())]


def _form(given: Form) -> CardForm | None:
    """Which card is wanted; None for none."""
    return next((one for one in CardForm if one.value == given.get("card")), None)


def _attached(number: int) -> list[int]:
    """The files that came with the form, kept for this publication."""
    kept = (services().store, services().files, number)
    return kept_of_form(lambda name, content: verbs.attach(*kept, name, content, _by()))


def _typed(form: Form) -> Given:
    """`invalid` for a moment that is none."""
    typed = form.get("due", "").strip()
    try:
        due = datetime.fromisoformat(typed).replace(tzinfo=zone()) if typed else None
    except ValueError:
        raise Refused("invalid", "“{text}” is no moment.", text=typed[:40]) from None
    channels = [_number(one) for one in form.getlist("channel")]
    return Given(visible(form.get("text", "")), visible(form.get("link", "")), channels, due)


def _number(typed: str) -> int:
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 10 else -1


def _shown(form: Form) -> dict[str, Any]:
    """The form with what was typed into it."""
    channels = [_number(one) for one in form.getlist("channel")]
    given = Given(visible(form.get("text", "")), visible(form.get("link", "")), channels)
    return {"form": given, "due": form.get("due", "")[:40], "of": form.get("of", "")[:200]}


def _new(form: Given, due: str = "", wrong: str = "", of: str = "", before: int | None = None) -> str:
    """The form of a new one. `of`: what it tells the outcome of, `before`: one that does so already."""
    return _page("publications/new.html", form=form, due=due, wrong=wrong, of=of, before=before)


def _show(number: int, done: str = "", wrong: str = "", **typed: Any) -> str:
    one = views.one(services().store, number)
    kept = {"form": _given(one), "due": f"{one.due.astimezone(zone()):%Y-%m-%dT%H:%M}" if one.due else ""}
    mine = (g.actor.credential or g.actor.name) in (one.writer if one.next_text is None else one.next_writer,)
    shown = {"one": one, "source": source_of(one.origin), "done": done, "wrong": wrong, "mine": mine}
    shown["in_words"] = gettext  # A template's own `_` stumbles over a percent sign of a network's.
    return _page("publications/one.html", **shown, **{**kept, **typed})


def _given(one: PublicationView) -> Given:
    return Given(one.text, one.link, [page.channel for page in one.pages], one.due)


def _page(template: str, **more: Any) -> str:
    return render_template(
        template,
        choices=views.choices(services().store),
        networks=NETWORKS,
        states=STATES,
        on_page=ON_PAGE,
        longest=LONGEST,
        most_files=MOST_WITH_ANSWER,
        when=when,
        username=g.actor.name,
        **more,
    )


def _done() -> str:
    return str(DONE.get(request.args.get("done", ""), ""))


def _to(number: int, done: str) -> BaseResponse:
    return redirect(url_for("publications.show", number=number, done=done), 303)
