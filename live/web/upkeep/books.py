"""The administrator's page of the books: every broadcast's account, and what to do where one does not balance."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, g, redirect, render_template, url_for
from flask_babel import gettext, lazy_gettext
from werkzeug.wrappers import Response as BaseResponse

from live.admin.upkeep import backups as verbs
from live.domain.question import State
from live.domain.refused import Refused
from live.views import books
from live.views.upkeep.all_books import all_books
from live.views.upkeep.backups import Work
from live.web.access import allow
from live.web.admin import ADMIN, SCREEN, when
from live.web.errors import STATUS, sentence_of
from live.web.services import services
from live.web.upkeep import ago, wrong_of

admin_books = Blueprint("admin_books", __name__, url_prefix="/admin/books")

MEND = lazy_gettext("Make a copy, save the log of the server and call whoever runs it: the data were changed past us.")

WRONG: dict[str, tuple[Any, Any]] = {
    books.NUMBERS: (
        lazy_gettext(
            "{given} numbers were given, {removed} of them went with a rehearsal, {stored} questions are there."
        ),
        MEND,
    ),
    books.TICKETS: (
        lazy_gettext(
            "{ticketed} questions count as tickets, but there are {tickets} tickets of {questions} questions."
        ),
        MEND,
    ),
    books.PROMISES: (
        lazy_gettext("{promised} promises were made on air, and {tickets} of them have tickets."),
        lazy_gettext("Open the report, find the promise without a ticket and make a ticket of its question."),
    ),
    books.ON_AIR: (
        lazy_gettext("More than one question is on air."),
        lazy_gettext("Put all but one of them back in the list for air."),
    ),
    books.LOG: (
        lazy_gettext(
            "The log should go from {first} to {last}; it holds {events} entries, {holds_first} to {holds_last}."
        ),
        MEND,
    ),
    books.ARRIVALS: (lazy_gettext("{received} questions have come, the log tells of {arrivals}."), MEND),
    books.TALLY: (
        lazy_gettext("Kept of “{name}”: {kept}, counted: {counted}."),
        lazy_gettext("On the server give the command python app.py recount: it counts anew and loses nothing."),
    ),
}
"""What does not balance, as an administrator reads it, and what to do."""

SHOWN = {
    State.ANSWERED.value: lazy_gettext("Answered"),
    State.TICKETED.value: lazy_gettext("Tickets"),
    State.DECLINED.value: lazy_gettext("Declined"),
    State.MERGED.value: lazy_gettext("Merged"),
    State.TRANSFERRED.value: lazy_gettext("Handed over"),
}
"""The ends of a question that have a column each; the rest are open, or stand together."""


@admin_books.get("")
@allow(ADMIN, cookie=True, screen=SCREEN)
def index() -> str:
    return _page()


@admin_books.post("")
@allow(ADMIN, cookie=True, screen=SCREEN)
def look() -> tuple[str, int] | BaseResponse:
    """Have them looked through now."""
    try:
        verbs.wish(services().store, Work.BOOKS, g.actor.acting(ADMIN))
    except Refused as refused:
        if refused.code != "conflict":
            raise
        return _page(wrong=sentence_of(refused)), STATUS[refused.code]
    return redirect(url_for("admin_books.index"), 303)


def _page(wrong: str = "") -> str:
    found = all_books(services().store)
    return render_template(
        "upkeep/books.html",
        found=found,
        failed=wrong_of(found.doing.wrong),
        shown=SHOWN,
        others=_others,
        say=_say,
        wrong=wrong,
        ago=ago,
        when=when,
        username=g.actor.name,
    )


def _others(account: books.Books) -> int:
    """Questions that are neither open nor at one of the ends that have a column."""
    return sum(account.states.values()) - account.still_open - sum(account.states.get(state, 0) for state in SHOWN)


def _say(one: books.Wrong) -> tuple[str, str]:
    """What does not balance, and what to do."""
    said, todo = WRONG[one.sentence]
    names = {"name": gettext(str(one.figures["name"]))} if "name" in one.figures else {}
    return str(said).format(**one.figures | names), str(todo)
