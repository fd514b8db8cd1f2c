"""The page of a poll: each browser votes there once, and sees what came of it once it is closed."""

from __future__ import annotations

import secrets

from flask import Blueprint, Response, make_response, redirect, render_template, request, session, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from live.desk.polls.casting import Vote
from live.domain.broadcast import Kind
from live.domain.refused import Refused
from live.views.polls.page import PollPage, poll_page
from live.web.access import PUBLIC, allow
from live.web.edge.limits import limited
from live.web.errors import STATUS, sentence_of
from live.web.services import services

poll_pages = Blueprint("poll_pages", __name__)

HIGHEST = 2**31 - 1
SOURCE = "form"

VOTER = "voter"
"""Where the browser's signed cookie holds by what it is known in polls, and in nothing else."""

RATE = "30 per minute"
"""How often one address votes: a telephone network has many people behind one, and a program has many browsers."""


def _wait() -> Response:
    assert request.view_args is not None
    wrong = gettext("Too many votes came from your network just now. Wait a minute and press the button again.")
    return _page(request.view_args["slug"], request.view_args["poll"], wrong=wrong, status=STATUS["too_many"])


@poll_pages.get(f"/b/<slug>/poll/<int(max={HIGHEST}):poll>")
@allow(PUBLIC)
def show(slug: str, poll: int) -> Response:
    if VOTER not in session:
        session[VOTER] = secrets.token_urlsafe(16)
        session.permanent = True
    return _page(slug, poll, done=request.args.get("done") == "yes")


@poll_pages.post(f"/b/<slug>/poll/<int(max={HIGHEST}):poll>")
@allow(PUBLIC)
@limited(RATE, answer=_wait)
def vote(slug: str, poll: int) -> BaseResponse:
    """The last word counts. A browser that keeps no cookie has no page's token either."""
    _read(slug, poll)
    options = tuple(int(one) for one in request.form.getlist("option") if one.isdecimal() and len(one) < 3)
    try:
        told = Vote(SOURCE, session.get(VOTER) or _nobody(), options)
        services().ballots.cast(services().queries.broadcast_id(slug), poll, told)
    except Refused as refused:
        return _page(slug, poll, wrong=sentence_of(refused), status=STATUS[refused.code])
    return redirect(url_for("poll_pages.show", slug=slug, poll=poll, done="yes", lang=request.args.get("lang")), 303)


def _nobody() -> str:
    raise Refused("invalid", "Your browser keeps no cookies, so the vote cannot be counted. Allow them for this page.")


def _read(slug: str, poll: int) -> PollPage:
    """`not_found` in a practice: strangers know of none."""
    if services().queries.broadcast(slug)["kind"] == Kind.PRACTICE:
        raise Refused("not_found", "There is no broadcast “{slug}”.", slug=slug)
    return poll_page(services().store, slug, poll, SOURCE, session.get(VOTER))


def _page(slug: str, poll: int, *, wrong: str = "", done: bool = False, status: int = 200) -> Response:
    read = _read(slug, poll)
    page = render_template(
        "ask/poll.html",
        broadcast=services().queries.broadcast(slug),
        read=read,
        poll=read.poll,
        options=[one for one in read.poll["options"] if not one["gone"]],
        done=done and read.is_open and bool(read.chosen),
        wrong=wrong,
        policy=services().told().policy,
    )
    return make_response(page, status)
