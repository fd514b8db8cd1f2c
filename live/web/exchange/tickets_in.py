"""Tickets from a file: choose it, see what each row would do, say what the columns are, bring it in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, g, render_template, request
from flask_babel import gettext, lazy_gettext
from werkzeug.exceptions import RequestEntityTooLarge

from live.desk.import_file import KEPT, Problem
from live.domain.audit import Act
from live.domain.broadcast import TICKETS
from live.domain.people import Role
from live.domain.refused import Refused
from live.files.child_reader import read_apart
from live.followup.exchange import NOTE
from live.views.admin.broadcasts import standing_ones
from live.views.tickets.open311 import standing_of
from live.web import audit
from live.web.access import allow
from live.web.errors import STATUS, sentence_of
from live.web.exchange import carried
from live.web.exchange.carried import SHOWN, chosen_file, listed, packed, problems_file, said_fields, samples
from live.web.exchange.ticket_rows import NUMBER, Brought, Outlook, TicketRows, checked_fields
from live.web.services import services

ticket_imports = Blueprint("ticket_imports", __name__)

BRINGING = frozenset({Role.COORDINATOR, Role.ADMIN})

MOST_ROWS = 1000
"""Each may be several commands; a longer table is brought in part by part."""

NAMES = {
    NUMBER: lazy_gettext("The ticket's number"),
    "department": lazy_gettext("Department"),
    "state": lazy_gettext("State of the ticket"),
    "answer": lazy_gettext("The outcome: the answer, or a note"),
    "text": lazy_gettext("The question's text"),
    "name": lazy_gettext("Name"),
    "contact": lazy_gettext("Phone or e-mail"),
    "locality": lazy_gettext("Place"),
    "topic": lazy_gettext("Topic"),
    "asked_at": lazy_gettext("Date and time"),
}

STEPS = {
    "ticket.resume": lazy_gettext("goes on"),
    "ticket.assign": lazy_gettext("goes to “{department}”"),
    "ticket.resolve": lazy_gettext("is resolved with the answer “{answer}”"),
    "ticket.close": lazy_gettext("is closed"),
    NOTE: lazy_gettext("gets the note “{text}”"),
}
"""What a step does to a ticket, in words."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file as it was read: its columns, what each is, some of its values, and what every row does."""

    columns: Sequence[str]
    fields: Sequence[str]
    samples: Sequence[str]
    outlooks: Sequence[Outlook]

    @property
    def counts(self) -> Counter[str]:
        return Counter(one.does for one in self.outlooks)

    @property
    def taken(self) -> int:
        return self.counts["new"] + self.counts["changed"]

    @property
    def problems(self) -> list[Problem]:
        refused = [one for one in self.outlooks if one.refused is not None][:KEPT]
        return [Problem(one.line.number, one.line.cells, one.refused) for one in refused if one.refused is not None]


@ticket_imports.url_value_preprocessor
def take_files(endpoint: str | None, values: dict[str, Any] | None) -> None:
    carried.take_files()


@ticket_imports.get("/tickets/import")
@allow(BRINGING, cookie=True, screen=TICKETS)
def choose() -> str:
    return _page()


@ticket_imports.post("/tickets/import")
@allow(BRINGING, cookie=True, screen=TICKETS)
def work() -> tuple[str, int] | str:
    """Show what the file's rows would do, or do it. What is wrong is told on the page, with the file kept."""
    name, content, sheet = "", b"", None
    try:
        name, content = chosen_file()
        slug = _home()
        sheet, rows = _read(name, content, slug)
        if request.form.get("do") == "import" and rows is not None:
            brought = Brought()
            for outlook in sheet.outlooks:
                rows.bring(outlook, brought, services().intake.receive_one, g.actor.acting(BRINGING))
            audit.told(Act.TICKETS_IMPORTED, slug or TICKETS, rows=brought.rows, created=brought.created)
            return _page(name=name, sheet=sheet, brought=brought)
    except Refused as refused:
        return _page(name=name, content=content, sheet=sheet, wrong=sentence_of(refused)), STATUS[refused.code]
    return _page(name=name, content=content, sheet=sheet)


@ticket_imports.errorhandler(RequestEntityTooLarge)
def too_large(_: RequestEntityTooLarge) -> tuple[str, int]:
    return _page(wrong=gettext("The file is over 2 MB. Split it into several files.")), STATUS["too_large"]


def _home() -> str | None:
    """The standing broadcast that is chosen for new ones, else the centre's first; `not_found` for another.

    None where the centre has none: its tickets can be brought up to date, and new ones have no place.
    """
    wanted = request.values.get("broadcast", "")
    if not wanted:
        try:
            return standing_of(services().store, None)
        except Refused:
            return None
    if wanted not in dict(standing_ones(services().store)):
        raise Refused(
            "not_found", "There is no standing broadcast “{slug}”: choose one of the list.", slug=wanted[:100]
        )
    return wanted


def _read(name: str, content: bytes, slug: str | None) -> tuple[Sheet, TicketRows | None]:
    """The whole file, while others have their turns; no rows while it is not said which column holds the number."""
    table = read_apart(content, MOST_ROWS + 1)
    found = list(table.rows)
    if len(found) > MOST_ROWS:
        raise Refused(
            "too_large",
            "The file has over {most} rows. Split it into several files, or narrow what is exported.",
            most=MOST_ROWS,
        )
    fields = checked_fields(said_fields(), table.columns)
    sheet = Sheet(table.columns, fields, samples(table.columns, found), ())
    if NUMBER not in fields:
        return sheet, None
    rows = TicketRows(services().store, services().queries, slug, fields)
    outlooks = list(rows.outlooks(name, table.columns, found, table.exact))
    return Sheet(sheet.columns, fields, sheet.samples, outlooks), rows


def _page(
    *, name: str = "", content: bytes = b"", sheet: Sheet | None = None, brought: Brought | None = None, wrong: str = ""
) -> str:
    problems = brought.problems if brought else sheet.problems if sheet else []
    standing = standing_ones(services().store)
    return render_template(
        "import/tickets.html",
        names=NAMES,
        number=NUMBER,
        file=name,
        carried=packed(content) if content and sheet else "",
        sheet=sheet,
        shown=[one for one in sheet.outlooks if one.does != "unchanged"][:SHOWN] if sheet else (),
        brought=brought,
        wrong=wrong,
        standing=standing,
        home=request.values.get("broadcast", ""),
        problems=listed(problems),
        problems_file=problems_file(sheet.columns, problems) if sheet and problems else "",
        sentence_of=sentence_of,
        said=_said,
    )


def _said(outlook: Outlook) -> str:
    """What a row does to its ticket, in words."""
    return ", ".join(
        str(STEPS[type_]).format(**{n: _short(one) for n, one in fields.items()}) for type_, fields in outlook.steps
    )


def _short(text: str) -> str:
    return text if len(text) <= 120 else f"{text[:119]}…"
