"""Pages: the screens, and what leads to them."""

from __future__ import annotations

from datetime import datetime
from itertools import groupby
from json import dumps
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, current_app, redirect, render_template, request, session, url_for
from flask_babel import gettext, lazy_gettext
from werkzeug.wrappers import Response as BaseResponse

from live.domain.broadcast import PRACTISED, TICKETS, State, practice_of
from live.domain.people import Role, account_of
from live.protocol.views import BroadcastView, TicketsLogView
from live.views.admin.credentials import Credential
from live.views.broadcasts import shelf_of, year_of
from live.views.news import unread
from live.views.screens import SCREENS
from live.web.access import PUBLIC, allow, device_credentials, may_open, only_looks, opener
from live.web.admin import SCREEN as ADMIN
from live.web.crew.practice import practice_for
from live.web.help.places import tasks_of
from live.web.inside import inside
from live.web.labels import LISTS
from live.web.languages import LOCALES, NAMES, locale
from live.web.services import services
from live.web.sessions import present_device
from live.web.urls import absolute

pages = Blueprint("pages", __name__)

BUILT = ("desk", "calls", "rundown", "prompter", "head", "overlay", "gallery")
"""The screens of a broadcast that have a page; the others' sockets are there for programs."""

MACHINES = frozenset({"overlay"})
"""Screens that no person opens: a graphics machine has its token in the address, since it may keep no cookie."""

OF_A_BROADCAST = {
    **{f"pages.{name}": name for name in BUILT},
    "rundown_pages.both": "desk and rundown",
    "imports.choose": "questions from a file",
    "show_health.index": lazy_gettext("how it goes"),
    "report_pages.show": lazy_gettext("report of the show"),
}
"""The pages of one broadcast that the index offers: each one's endpoint → its name."""

WORKED_ON = frozenset({*(f"pages.{name}" for name in BUILT), "rundown_pages.both"})
"""Those of them that are somebody's place of work while the show goes on; the others are read."""

GOES = frozenset({"show_health.index"})
"""Those that say how it goes now: of a show that is over they say nothing."""

SIGNS = {
    "rundown_pages.both": "both",
    "imports.choose": "import",
    "show_health.index": "health",
    "report_pages.show": "report",
}
"""What the index's icon of such a page is called, where that is not the screen's own name."""

LIVE = frozenset({*(f"pages.{name}" for name in BUILT), "pages.tickets"})
"""The live screens' endpoints."""

GROUND = "#f7f7f8"
"""What a program that is installed shows before its first page: the light theme's ground (static/theme.css)."""

COMING = 20
"""Shows to come that the first page names; the others are a click away, with those that are over."""

EACH = 50
"""How many of those others stand on a page of theirs."""

SHELVES = ("today", "coming", "standing")
"""Where a broadcast that is not over stands on the index, in this order."""


COMMANDS = {
    "administrator": 'python app.py user add --login olga --name "Ольга" --role admin --everywhere --password-stdin',
}
"""What is done on the server itself, as the first pages tell it."""


@pages.get("/")
@allow(PUBLIC)
def index() -> str | BaseResponse:
    """The screens that this device may open."""
    credentials = device_credentials()
    if not credentials:
        return redirect(url_for("own_factor.index" if present_device().lacks_factor else "sign_in.login"))
    shows: list[dict[str, Any]] = []
    past: list[dict[str, Any]] = []
    archived = 0
    with_archived, now = "archived" in request.args, services().store.clock()
    page = max(1, request.args.get("page", 1, int)) if "past" in request.args or with_archived else 0
    broadcasts = services().queries.broadcasts()
    for broadcast_id, broadcast in broadcasts:
        if not any(may_open(endpoint, credentials, broadcast_id) for endpoint in OF_A_BROADCAST):
            continue
        if broadcast["state"] == State.ARCHIVED and not with_archived:
            archived += 1
            continue
        at = moment_of(broadcast)
        shelf = shelf_of(broadcast["kind"], broadcast["state"], at, broadcast["zone"], now)
        one = {**broadcast, "id": broadcast_id, "shelf": shelf, "at": at}
        (past if shelf == "past" else shows).append(one)
    shows.sort(key=_place)
    later = [one for one in shows if one["shelf"] == "coming"][COMING:]
    first = [one for one in shows if one not in later] if page < 2 else []
    others = [*later, *sorted(past, key=_newest)]
    named = others[EACH * (page - 1) : EACH * page] if page else []
    over = [one for one in named if one["shelf"] == "past"]
    person = next(filter(None, (account_of(one.id) for one in credentials)), None)
    return render_template(
        "index.html",
        now=[_board(one, credentials) for one in (*first, *(one for one in named if one not in over))],
        later=0 if page else len(later),
        over=0 if page else len(past),
        past=[
            (year, [_board(one, credentials) for one in those])
            for year, those in groupby(over, key=lambda one: year_of(one["at"], one["zone"]))
        ],
        more={"page": page + 1, "left": len(others) - EACH * page} if page and len(others) > EACH * page else None,
        archived=archived,
        with_archived=with_archived,
        centre=_centre(credentials),
        first=not broadcasts and may_open("admin.index", credentials, None),
        lists=LISTS,
        name=credentials[0].name,
        practises=any(practice_for(credentials, role) for role in PRACTISED),
        own=person is not None,
        unread=unread(services().store, person) if person is not None else 0,
        other_languages={code: name for code, name in NAMES.items() if code != locale()},
    )


def _board(broadcast: dict[str, Any], credentials: list[Credential]) -> dict[str, Any]:
    """A broadcast with its screens and its moment, as it is shown."""
    own: list[dict[str, str]] = []
    others: list[dict[str, str]] = []
    for endpoint, name in OF_A_BROADCAST.items():
        holder = opener(endpoint, credentials, broadcast["id"])
        if holder is not None and not (broadcast["shelf"] == "past" and endpoint in GOES):
            those = others if endpoint in WORKED_ON and only_looks(endpoint, holder) else own
            url = url_for(endpoint, slug=broadcast["slug"])
            those.append({"name": str(name), "url": url, "sign": SIGNS.get(endpoint, name)})
    return {**broadcast, "screens": own, "looks": others, "when": _when(broadcast["at"], broadcast["zone"])}


def _place(broadcast: dict[str, Any]) -> tuple[int, bool, bool, float]:
    """What is today first, and of it what is on air; then what comes next; what has no date last."""
    at, on_air = broadcast["at"], broadcast["state"] == State.ON_AIR
    return SHELVES.index(broadcast["shelf"]), not on_air, at is None, at.timestamp() if at is not None else 0.0


def _newest(broadcast: dict[str, Any]) -> float:
    return -broadcast["at"].timestamp() if broadcast["at"] is not None else 0.0


def moment_of(broadcast: BroadcastView) -> datetime | None:
    """When it started, or is to."""
    at = broadcast["aired_at"] or broadcast["starts_at"]
    return datetime.fromisoformat(at) if at is not None else None


def _when(at: datetime | None, of_zone: str) -> str:
    """When it starts or started, by its own clock."""
    if at is None:
        return ""
    zone = ZoneInfo(of_zone)
    here = at.astimezone(zone)
    if here.date() == services().store.clock().astimezone(zone).date():
        return gettext("today, {time}").format(time=f"{here:%H:%M}")
    return f"{here:%d.%m.%Y, %H:%M}"


def _centre(credentials: list[Credential]) -> list[dict[str, Any]]:
    """What belongs to no broadcast: the tickets, and the administration."""

    def board(slug: str, title: str, *pages: tuple[str, str, str]) -> list[dict[str, Any]]:
        screens = [
            {"name": name, "url": url_for(endpoint), "sign": sign}
            for endpoint, name, sign in pages
            if may_open(endpoint, credentials, None)
        ]
        return [{"slug": slug, "title": title, "state": None, "screens": screens, "looks": []}] if screens else []

    return board(
        TICKETS,
        gettext("Tickets"),
        ("pages.tickets", TICKETS, TICKETS),
        ("figure_pages.show", gettext("Figures"), "figures"),
        ("collections.index", gettext("Collections"), "report"),
        ("collections.mine", gettext("Collections sent to me"), "report"),
    ) + board(
        ADMIN,
        gettext("Administration"),
        ("admin_start.index", gettext("First steps"), "lists"),
        ("admin_broadcasts.index", gettext("Broadcasts"), "calendar"),
        ("admin.index", gettext("The centre's lists"), "lists"),
        ("admin_people.index", gettext("People"), "people"),
        ("admin_channels.index", gettext("Channels"), "channels"),
        ("admin_keys.index", gettext("Program keys"), "keys"),
    )


def _screen(slug: str, name: str, broadcast: BroadcastView | TicketsLogView) -> str:
    practice = practice_of(slug)
    return render_template(
        f"{name}/{name}.html",
        slug=slug,
        screen=name,
        broadcast=broadcast,
        title=broadcast.get("title", ""),
        form=absolute(url_for("ask.short", slug=slug)) if name == "desk" and practice is None else None,
        practice=_practised(practice.role) if practice is not None else None,
    )


def _practised(role: Role) -> dict[str, Any]:
    """What the strip of tasks is told: where to read of each, where to begin anew, and where to end."""
    again, end = url_for("practice.start", role=role.value), url_for("practice.stop", role=role.value)
    return {"places": tasks_of(role), "again": again, "end": end, "all": url_for("practice.index")}


def _declare(name: str) -> None:
    @pages.get(f"/b/<slug>/{name}", endpoint=name)
    @allow(SCREENS[name].roles, cookie=True, address=name in MACHINES, screen=name)
    def page(slug: str) -> str:
        return _screen(slug, name, services().queries.broadcast(slug))


for _name in BUILT:
    _declare(_name)


@pages.get("/tickets")
@allow(SCREENS[TICKETS].roles, cookie=True, screen=TICKETS)
def tickets() -> str:
    return _screen(TICKETS, TICKETS, services().queries.tickets_log())


SHORTCUTS = ("desk", "rundown", "calls", "prompter", "head")
"""The screens that an installed program offers by itself: each opens that of the next show."""


@pages.get(f"/open/<any({', '.join(SHORTCUTS)}):name>")
@allow(PUBLIC)
def open_next(name: str) -> BaseResponse:
    """The screen of the show that is on, or the next one, or the standing line; the index where there is none."""
    credentials, now = device_credentials(), services().store.clock()
    shows = []
    for broadcast_id, broadcast in services().queries.broadcasts():
        at = moment_of(broadcast)
        shelf = shelf_of(broadcast["kind"], broadcast["state"], at, broadcast["zone"], now)
        if shelf != "past" and may_open(f"pages.{name}", credentials, broadcast_id):
            shows.append({**broadcast, "shelf": shelf, "at": at})
    first = min(shows, key=_place, default=None)
    return redirect(url_for(f"pages.{name}", slug=first["slug"]) if first else url_for("pages.index"))


@pages.get("/manifest.webmanifest")
@allow(PUBLIC)
def manifest() -> Response:
    """By what a browser installs it as a program of its own; in the reader's language, which the address says."""
    offered = [(gettext(name).capitalize(), url_for("pages.open_next", name=name)) for name in SHORTCUTS]
    offered.append((gettext("Tickets"), url_for("pages.tickets")))
    offered.append((gettext("Practice"), url_for("practice.index")))
    icons = [
        {"src": url_for("static", filename=f"icons/{size}.png"), "sizes": f"{size}x{size}", "purpose": purpose}
        for size in (192, 512)
        for purpose in ("any", "maskable")
    ]
    icons.append({"src": url_for("static", filename="icon.svg"), "sizes": "any", "purpose": "any"})
    told = {
        "id": "/",
        "name": gettext("Direct line"),
        "short_name": gettext("Direct line"),
        "lang": locale(),
        "start_url": url_for("pages.index"),
        "scope": "/",
        "display": "standalone",
        "background_color": GROUND,
        "theme_color": GROUND,
        "icons": icons,
        "shortcuts": [{"name": shown, "url": url} for shown, url in offered],
    }
    return current_app.response_class(dumps(told), content_type="application/manifest+json")


@pages.get("/worker.js")
@allow(PUBLIC)
def worker() -> Response:
    """The worker that keeps a screen for a reload without a network: at the root, since it rules what lies below it."""
    return current_app.send_static_file("worker.js")


@pages.post("/language/<any(ru, en):language>")
@allow(PUBLIC)
def choose_language(language: str) -> BaseResponse:
    assert language in LOCALES
    session["lang"] = language
    session.permanent = True
    return redirect(inside(request.form.get("next")) or url_for("pages.index"))
