"""Beside the rundown's screen: its list on paper, and desk and rundown in one window."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from flask import Blueprint, render_template

from live.domain.question import ON_AIR, SHORTLISTED
from live.protocol.views import QuestionView
from live.views.feed.sections.questions import Allowed
from live.views.order.reading import Order, order_of
from live.views.questions.listing import Filter
from live.views.screens import SCREENS
from live.web.access import allow
from live.web.services import services

rundown_pages = Blueprint("rundown_pages", __name__)

DESK, RUNDOWN = SCREENS["desk"], SCREENS["rundown"]
PAPER = replace(RUNDOWN.questions, masks=True, names=False)
"""The list on paper lies on the presenter's table: it says what the prompter does."""

MOST = 1000
"""Questions on paper; nobody reads so many aloud."""


@dataclass(frozen=True, slots=True)
class Row:
    """A title of the order; or a question, with its place in the list (0: on air), when it is due, and its length."""

    title: str = ""
    question: QuestionView | None = None
    place: int = 0
    due: datetime | None = None
    seconds: int = 0


@rundown_pages.get("/b/<slug>/rundown/print")
@allow(RUNDOWN.roles, cookie=True, screen=RUNDOWN.name)
def printed(slug: str) -> str:
    """The list in its order, what is on air first, with a column to write in."""
    wanted = Filter(states=(ON_AIR.value, SHORTLISTED.value), limit=MOST)
    allowed = Allowed(contacts=False, names=services().queries.form_texts(slug).names_on_air)
    views = [PAPER.shown(view, allowed) for view in services().queries.questions(slug, RUNDOWN, wanted)["questions"]]
    broadcast = services().queries.broadcast(slug)
    zone = ZoneInfo(broadcast["zone"])
    return render_template(
        "rundown/print.html",
        broadcast=broadcast,
        starts_at=_local(broadcast["starts_at"], zone),
        at=datetime.now(UTC).astimezone(zone),
        rows=list(_rows(order_of(services().store, slug), {view["number"]: view for view in views}, zone)),
    )


def _rows(order: Order, views: Mapping[int, QuestionView], zone: ZoneInfo) -> Iterator[Row]:
    """What came or went between the two readings is left out."""
    place = 0
    for item in order.items:
        if item.number is None:
            yield Row(title=item.text)
        elif item.number in views:
            place += not item.on_air
            due = item.due.astimezone(zone) if item.due is not None else None
            yield Row("", views[item.number], 0 if item.on_air else place, due, item.seconds)


def _local(stamp: str | None, zone: ZoneInfo) -> datetime | None:
    return datetime.fromisoformat(stamp).astimezone(zone) if stamp else None


@rundown_pages.get("/b/<slug>/both")
@allow(RUNDOWN.roles & DESK.roles, cookie=True)
def both(slug: str) -> str:
    """Desk and rundown side by side, for the one person of a small district."""
    return render_template("both.html", broadcast=services().queries.broadcast(slug), slug=slug)
