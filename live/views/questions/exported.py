"""A broadcast's questions on their way into a file: read some at a time, and never held as a whole.

Each slice is what it is at the moment when it is read: a file of a running show is no snapshot.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from live.domain.people import Actor, Role
from live.domain.ticket import Kind
from live.files.csv_writer import csv_lines
from live.files.json_writer import json_pieces
from live.files.xlsx_writer import Sheet, xlsx_pieces
from live.protocol.views import QuestionView
from live.runtime.tasks import sleep
from live.store.followup import tickets
from live.store.ids import NUMBERS, question_id
from live.store.show import broadcasts, questions
from live.store.transaction import Store
from live.views.broadcasts import broadcast_view
from live.views.feed.sections.questions import NOTHING, Allowed
from live.views.feed.sections.section import Reader
from live.views.questions.view import question_views
from live.views.screens import SCREENS
from live.views.tickets import exchange

SLICE = 100
"""Questions that are read at once; then others have their turn."""

NAMED = replace(SCREENS["head"].questions, names=True)
"""Every fact of a question but how its author is reached: a file goes from hand to hand."""

ASKED = ("Автор", "Контакт", "Страница автора")
"""The columns behind those that centres exchange, where it is told who asked."""

WIDTHS = (24, 24, 30)


class Telling(StrEnum):
    """What a file tells of who asked. The texts are without telephones and the like but for `CONTACTS`."""

    AGREED = "agreed"
    """As the head's screen does: the names of those who agreed to it."""
    NAMES = "names"
    CONTACTS = "contacts"
    """As the desk does, and how each author is reached."""


def told_to(actor: Actor, contacts: bool) -> Telling:
    """How much a file may tell whom it is for; `forbidden` where contacts are wanted by one who may not ask for any."""
    if contacts:
        actor.acting(SCREENS["desk"].roles)
        return Telling.CONTACTS
    return Telling.NAMES if actor.may(frozenset(Role) - {Role.HEAD}) else Telling.AGREED


def pieces(
    store: Store, slug: str, form: str, telling: Telling, title: str, around: Mapping[str, Any]
) -> Iterator[bytes]:
    """The questions as a csv, xlsx (a sheet of this `title`) or json (beside the facts `around`), a piece at a time."""
    if form == "json":
        return json_pieces(around, "questions", facts(store, slug, telling))
    columns, found = (*exchange.COLUMNS.values(),), rows(store, slug, telling)
    if telling is Telling.CONTACTS:
        columns = (*columns, *ASKED)
    if form == "csv":
        return csv_lines(columns, found)
    return xlsx_pieces([Sheet(title, columns, found, (*exchange.WIDTHS, *WIDTHS))])


def rows(store: Store, slug: str, telling: Telling = Telling.NAMES) -> Iterator[list[str]]:
    """The questions' rows, by number."""
    with store.read() as connection:
        zone = ZoneInfo(broadcast_view(broadcasts.get(connection, slug))["zone"])
    for views, ticketed in slices(store, slug, telling):
        for view in views:
            row = exchange.question_row(view, slug, zone, ticketed.get(view["number"]))
            yield [*row, *_asked(view)] if telling is Telling.CONTACTS else row


def facts(store: Store, slug: str, telling: Telling = Telling.NAMES) -> Iterator[dict[str, Any]]:
    """The questions as JSON takes them: their views, and under which number another centre knows them.

    `asked_at` is when it came where nobody knows when it was asked, as it is in the tables.
    """
    for views, ticketed in slices(store, slug, telling):
        for view in views:
            known = {"external_id": f"{slug}-{view['number']}", "ticket": ticketed.get(view["number"])}
            yield {**view, **known, "asked_at": view["asked_at"] or view["received_at"]}


def slices(store: Store, slug: str, telling: Telling) -> Iterator[tuple[list[QuestionView], dict[int, str]]]:
    """Questions by their numbers, some at a time, and the numbers of the tickets that those became."""
    with store.read() as connection:
        home = broadcasts.get(connection, slug)
    for start in range(1, home.last_number + 1, SLICE):
        with store.read() as connection:
            numbers = questions.numbers_between(connection, home.id, start, start + SLICE - 1)
            views = question_views(connection, home.id, numbers)
            ids = [question_id(home.id, number) for number in numbers]
            made = tickets.of_questions(connection, ids, Kind.UNANSWERED)
        yield (
            [_shown(views[number], telling, Allowed.by(home)) for number in numbers],
            {row.question_id % NUMBERS: row.number for row in made},
        )
        sleep(0)


PERSONAL = ("recording", "place")
"""A recording holds a voice, and leads to who called; a point may be where somebody lives."""


def _shown(view: QuestionView, telling: Telling, allowed: Allowed) -> QuestionView:
    shown = _told(view, telling, allowed)
    told = [one for one in shown["attachments"] if telling is Telling.CONTACTS or one.get("type") not in PERSONAL]
    return {**shown, "attachments": [_written(one) for one in told]}


def _told(view: QuestionView, telling: Telling, allowed: Allowed) -> QuestionView:
    if telling is Telling.CONTACTS:
        return SCREENS["desk"].questions.shown(view, allowed, Reader(contacts=True))
    if telling is Telling.NAMES:
        return NAMED.shown(view, NOTHING)
    return SCREENS["head"].questions.shown(view, Allowed(contacts=False, names=allowed.names))


def _written(attached: dict[str, Any]) -> dict[str, Any]:
    """Without what is kept here of it, which a file of questions does not carry."""
    return {name: fact for name, fact in attached.items() if name != "file"}


def _asked(view: QuestionView) -> list[str]:
    author = view["author"]
    return ["", "", ""] if author is None else [author[one] or "" for one in ("name", "contact", "profile")]
