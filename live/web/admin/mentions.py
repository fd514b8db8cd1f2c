"""The administrator's page of authors whose posts stay hidden among the mentions."""

from __future__ import annotations

from flask import Blueprint, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from live.admin.mentions import hide_author, show_author
from live.domain.refused import Refused
from live.views.admin.mentions import HiddenAuthor, hidden_authors
from live.web.access import allow
from live.web.admin import ADMIN, SCREEN, when
from live.web.errors import STATUS, sentence_of
from live.web.labels import LISTS, contact_words
from live.web.services import services

admin_mentions = Blueprint("admin_mentions", __name__, url_prefix="/admin/mentions")

HIGHEST = 2**53 - 1

Answer = str | tuple[str, int] | BaseResponse


@admin_mentions.get("")
@allow(ADMIN, cookie=True, screen=SCREEN)
def index() -> str:
    before = request.args.get("before", "")
    older = int(before) if before.isascii() and before.isdecimal() and len(before) < 16 else None
    return _page(older, done=request.args.get("done", ""))


@admin_mentions.post("")
@allow(ADMIN, cookie=True, screen=SCREEN)
def add() -> Answer:
    typed = request.form.get("author", "")
    try:
        hide_author(services().store, typed, g.actor.acting(ADMIN))
    except Refused as refused:
        return _page(None, typed=typed, wrong=sentence_of(refused)), STATUS[refused.code]
    return redirect(url_for("admin_mentions.index", done="hidden"), 303)


@admin_mentions.post(f"/<int(max={HIGHEST}):number>")
@allow(ADMIN, cookie=True, screen=SCREEN)
def show(number: int) -> Answer:
    show_author(services().store, number, g.actor.acting(ADMIN))
    return redirect(url_for("admin_mentions.index", done="shown"), 303)


def _called(one: HiddenAuthor) -> str:
    return one.name or contact_words(one.author)


def _page(before: int | None, *, typed: str = "", wrong: str = "", done: str = "") -> str:
    return render_template(
        "admin/mentions.html",
        lists=LISTS,
        authors=hidden_authors(services().store, before),
        typed=typed,
        wrong=wrong,
        done=done,
        called=_called,
        reached=contact_words,
        when=when,
        username=g.actor.name,
    )
