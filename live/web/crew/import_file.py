"""Questions from a file: choose it, see what each row will become, say what the columns are, bring it in.

The server keeps nothing in between: the page carries the file along, packed, and sends it again with each step.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, render_template, request
from flask_babel import gettext, lazy_gettext
from werkzeug.exceptions import RequestEntityTooLarge

from live.desk.import_file import KEPT, Account, OwnQuestions, Problem, bring_in, the_centre
from live.domain.audit import Act
from live.domain.people import Role
from live.domain.refused import Refused
from live.files.child_reader import in_turns, read_apart
from live.files.columns import FIELDS, recognised
from live.files.rows import Centre, Line, RowParser
from live.web import audit
from live.web.access import allow
from live.web.errors import STATUS, sentence_of
from live.web.exchange import carried
from live.web.exchange.carried import SHOWN, chosen_file, listed, packed, problems_file, said_fields, samples
from live.web.services import services

imports = Blueprint("imports", __name__)

BRINGING = frozenset({Role.MODERATOR, Role.PRODUCER, Role.ADMIN})
SCREEN = "desk"
"""Whose link opens this page too: what comes in comes to the desk."""

MOST_ROWS = 20_000

NAMES = {
    "text": lazy_gettext("The question's text"),
    "name": lazy_gettext("Name"),
    "contact": lazy_gettext("Phone or e-mail"),
    "profile": lazy_gettext("The author's page"),
    "locality": lazy_gettext("Place"),
    "topic": lazy_gettext("Topic"),
    "external_id": lazy_gettext("The question's own number"),
    "asked_at": lazy_gettext("Date and time"),
    "link": lazy_gettext("A link to the message"),
    "attachments": lazy_gettext("Attachments"),
}

_TOO_LARGE = "The file is over 2 MB. Bring it in by the command line: python app.py import FILE --broadcast {slug}"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file as it was read: its columns, what each is, some of its values, and every row."""

    columns: Sequence[str]
    fields: Sequence[str]
    samples: Sequence[str]
    lines: Sequence[Line]

    @property
    def taken(self) -> int:
        return sum(1 for line in self.lines if not isinstance(line.read, Refused))

    @property
    def problems(self) -> list[Problem]:
        return [Problem(x.number, x.cells, x.read) for x in self.lines if isinstance(x.read, Refused)][:KEPT]


@imports.url_value_preprocessor
def take_files(endpoint: str | None, values: dict[str, Any] | None) -> None:
    carried.take_files()


@imports.get("/b/<slug>/import")
@allow(BRINGING, cookie=True, screen=SCREEN)
def choose(slug: str) -> str:
    return _page(slug)


@imports.post("/b/<slug>/import")
@allow(BRINGING, cookie=True, screen=SCREEN)
def work(slug: str) -> tuple[str, int] | str:
    """Show what the file's rows become, or bring them in. What is wrong is told on the page, with the file kept."""
    name, content, sheet = "", b"", None
    try:
        name, content = chosen_file()
        zone, centre = ZoneInfo(services().queries.broadcast(slug)["zone"]), the_centre(services().store)
        sheet = _read(content, name, said_fields(), zone, centre)
        if len(sheet.lines) > MOST_ROWS:
            sheet = None
            raise Refused(
                "too_large",
                "The file has over {most} rows. Bring it in by the command line: "
                "python app.py import FILE --broadcast {slug}",
                most=MOST_ROWS,
                slug=slug,
            )
        if request.form.get("do") == "import" and "text" in sheet.fields:
            own, home = OwnQuestions(services().store, slug), services().queries.broadcast_id(slug)
            account = bring_in(sheet.lines, home, services().intake.receive, own)
            audit.told(Act.QUESTIONS_IMPORTED, slug, rows=account.rows, created=account.created.total())
            return _page(slug, name=name, sheet=sheet, account=account)
    except Refused as refused:
        page = _page(slug, name=name, content=content, sheet=sheet, wrong=sentence_of(refused))
        return page, STATUS[refused.code]
    return _page(slug, name=name, content=content, sheet=sheet)


@imports.errorhandler(RequestEntityTooLarge)
def too_large(_: RequestEntityTooLarge) -> tuple[str, int]:
    slug = str((request.view_args or {})["slug"])
    return _page(slug, wrong=gettext(_TOO_LARGE).format(slug=slug)), STATUS["too_large"]


def _read(content: bytes, name: str, fields: Sequence[str], zone: ZoneInfo, centre: Centre) -> Sheet:
    """The whole file, while others have their turns."""
    table = read_apart(content, MOST_ROWS + 1)
    known = len(fields) == len(table.columns) and all(one in ("", *FIELDS) for one in fields)
    said = tuple(fields) if known else recognised(table.columns)
    rows = list(table.rows)
    lines: list[Line] = []
    if "text" in said:
        lines = list(RowParser(name, table.columns, said, zone, centre, exact=table.exact).lines(in_turns(rows)))
    return Sheet(table.columns, said, samples(table.columns, rows), lines)


def _page(
    slug: str,
    *,
    name: str = "",
    content: bytes = b"",
    sheet: Sheet | None = None,
    account: Account | None = None,
    wrong: str = "",
) -> str:
    broadcast = services().queries.broadcast(slug)
    problems = account.problems if account else sheet.problems if sheet else []
    return render_template(
        "import/import.html",
        slug=slug,
        broadcast=broadcast,
        zone=ZoneInfo(broadcast["zone"]),
        closed=not services().queries.landing(slug).takes_questions,
        names=NAMES,
        file=name,
        carried=packed(content) if content and sheet else "",
        sheet=sheet,
        shown=sheet.lines[:SHOWN] if sheet else (),
        account=account,
        wrong=wrong,
        problems=listed(problems),
        problems_file=problems_file(sheet.columns, problems) if sheet and problems else "",
        sentence_of=sentence_of,
        is_question=lambda line: not isinstance(line.read, Refused),
    )
