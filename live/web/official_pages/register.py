"""The administrator's pages of the register of official pages; each works without a script."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from live.admin.official_pages import register as verbs
from live.admin.official_pages.register import Given
from live.domain.characters import visible
from live.domain.official_pages.address import CHANNELS_OF
from live.domain.refused import Refused
from live.views.admin.lists import people_by_login
from live.views.admin.official_pages import OfficialPage, channel_choices, one_official_page, register_page
from live.web.access import allow
from live.web.admin import ADMIN, SCREEN
from live.web.errors import STATUS, sentence_of
from live.web.labels import NETWORKS
from live.web.official_pages.public import frame
from live.web.request import LARGE
from live.web.services import services

admin_official_pages = Blueprint("admin_official_pages", __name__, url_prefix="/admin/pages")

HIGHEST = 2**31 - 1
Page = str | tuple[str, int] | BaseResponse
EMPTY = Given("", "")


@admin_official_pages.url_value_preprocessor
def take_long_lists(endpoint: str | None, values: dict[str, Any] | None) -> None:
    request.max_content_length = LARGE
    request.max_form_memory_size = LARGE


@admin_official_pages.get("")
@allow(ADMIN, cookie=True, screen=SCREEN)
def index() -> str:
    return _index(done=request.args.get("done", ""))


@admin_official_pages.post("")
@allow(ADMIN, cookie=True, screen=SCREEN)
def add() -> Page:
    """One page, or a list of them that was pasted. What was typed stays where it is refused."""
    do, by = request.form.get("do", "add"), g.actor.acting(ADMIN)
    given, lines = _typed(request.form), request.form.get("lines", "")
    try:
        if do == "paste":
            return _index(said=_said(verbs.add_many(services().store, _pasted(lines), by)))
        page_id = verbs.add(services().store, given, by)
    except Refused as refused:
        return _index(wrong=sentence_of(refused), typed=given, lines=lines, opened=do), STATUS[refused.code]
    return redirect(url_for("admin_official_pages.show", page_id=page_id, done="add"), 303)


@admin_official_pages.get(f"/<int(max={HIGHEST}):page_id>")
@allow(ADMIN, cookie=True, screen=SCREEN)
def show(page_id: int) -> str:
    return _show(page_id, done=request.args.get("done", ""))


@admin_official_pages.post(f"/<int(max={HIGHEST}):page_id>")
@allow(ADMIN, cookie=True, screen=SCREEN)
def change(page_id: int) -> Page:
    """What a button of its page does."""
    do, by, version = request.form.get("do", "save"), g.actor.acting(ADMIN), request.form.get("version", "")
    seen = int(version) if version.isdecimal() and len(version) < 10 else -1
    try:
        if do == "remove":
            verbs.remove(services().store, page_id, seen, by)
            return redirect(url_for("admin_official_pages.index", done="remove"), 303)
        verbs.change(services().store, page_id, seen, _typed(request.form), by)
    except Refused as refused:
        if refused.code == "not_found":
            raise
        return _show(page_id, wrong=sentence_of(refused), typed=_typed(request.form)), STATUS[refused.code]
    return redirect(url_for("admin_official_pages.show", page_id=page_id, done="save"), 303)


def _typed(form: Mapping[str, str]) -> Given:
    texts = ("address", "body", "official", "responsible", "login", "since", "channel")
    given = {name: visible(form.get(name, "")) for name in texts}
    return Given(**given, verified=form.get("verified") == "yes")


def _pasted(lines: str) -> list[Given]:
    """A page a line: its address and the body, then the official, with semicolons or tabs between."""
    rows = [line for line in visible(lines).splitlines() if line.strip(" ;\t")]
    pieces = [[piece.strip() for piece in row.replace("\t", ";").split(";")] for row in rows]
    return [Given(address, body, official) for address, body, official, *_ in ([*one, "", ""] for one in pieces)]


def _said(pasted: verbs.Pasted) -> str:
    said = gettext("Added: {count}.").format(count=pasted.added)
    if not pasted.doubles:
        return said
    names = ", ".join(pasted.doubles[:10]) + ("…" if len(pasted.doubles) > 10 else "")
    there = gettext("Already there: {count} ({names}).").format(count=len(pasted.doubles), names=names)
    return f"{said} {there}"


def _index(
    done: str = "", said: str = "", wrong: str = "", typed: Given = EMPTY, lines: str = "", opened: str = ""
) -> str:
    q, number = " ".join(request.args.get("q", "")[:200].split()), request.args.get("page", "")
    page = register_page(services().store, q, int(number) if number.isdecimal() and len(number) < 6 else 1)
    return render_template(
        "official_pages/register.html",
        page=page,
        q=q,
        done=done,
        said=said,
        wrong=wrong,
        typed=typed,
        lines=lines,
        opened=opened,
        networks=NETWORKS,
        people=people_by_login(services().store),
        frame=frame(),
        sites=services().told().sites,
        username=g.actor.name,
    )


def _show(page_id: int, done: str = "", wrong: str = "", typed: Given | None = None) -> str:
    present = one_official_page(services().store, page_id)
    return render_template(
        "official_pages/one.html",
        present=present,
        form=typed or _given(present),
        done=done,
        wrong=wrong,
        networks=NETWORKS,
        channels=channel_choices(services().store, CHANNELS_OF[present.network]),
        people=people_by_login(services().store),
        bodies=register_page(services().store, "", 1).bodies,
        username=g.actor.name,
    )


def _given(present: OfficialPage) -> Given:
    fields = {name: value for name, value in asdict(present).items() if name in Given.__dataclass_fields__}
    since = present.since.isoformat() if present.since else ""
    return Given(**{**fields, "since": since, "channel": str(present.channel or "")})
