"""Questions from a file: choose it, see what each row will become, say what the columns are, bring it in.

The server keeps nothing in between: the page carries the file along, packed, and sends it again with each step.
"""

from __future__ import annotations

import base64
import gzip
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, render_template, request
from flask_babel import gettext, lazy_gettext
from werkzeug.exceptions import RequestEntityTooLarge

from live.desk.import_file import KEPT, Account, Problem, bring_in, the_centre
from live.domain.audit import Act
from live.domain.people import Role
from live.domain.refused import Refused
from live.files.child_reader import in_turns, read_apart
from live.files.columns import FIELDS, recognised
from live.files.csv_writer import problems_csv
from live.files.reader import WIDEST
from live.files.rows import Centre, Line, RowParser
from live.web import audit
from live.web.access import allow
from live.web.errors import STATUS, sentence_of
from live.web.request import LARGE
from live.web.services import services

imports = Blueprint("imports", __name__)

BRINGING = frozenset({Role.MODERATOR, Role.PRODUCER, Role.ADMIN})
SCREEN = "desk"
"""Whose link opens this page too: what comes in comes to the desk."""

CARRIED = LARGE * 3 // 2
"""Bytes of a form that carries a file along in Base64."""

MOST_ROWS = 20_000
SAMPLED = 1000
"""Rows among which a value is looked for that shows what a column holds."""

SHOWN = 8
"""Rows that are shown as the questions that they will become."""

LISTED = 20
"""Rows that cannot come in, listed on the page; its file has more."""

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
    request.max_content_length = CARRIED
    request.max_form_memory_size = CARRIED


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
        name, content = _file()
        if len(content) > LARGE:
            raise RequestEntityTooLarge
        zone, centre = ZoneInfo(services().queries.broadcast(slug)["zone"]), the_centre(services().store)
        sheet = _read(content, name, _said(), zone, centre)
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
            account = bring_in(sheet.lines, services().queries.broadcast_id(slug), services().intake.receive)
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


def _file() -> tuple[str, bytes]:
    """The name and the bytes of the file just chosen, or of the one that the page carried along."""
    chosen = request.files.get("file")
    if chosen is not None and chosen.filename:
        return chosen.filename, chosen.read()
    carried = request.form.get("content", "")
    if not carried:
        raise Refused("invalid", "Choose a file.")
    try:
        # A byte more than may be: what is longer is then refused, and nothing unpacks without an end.
        content = zlib.decompressobj(31).decompress(base64.b64decode(carried, validate=True), LARGE + 1)
    except (ValueError, zlib.error) as error:
        raise Refused("invalid", "Choose the file once more.") from error
    return request.form.get("name", ""), content


def _said() -> list[str]:
    """What each column is said to be, in their order; nothing where the form says nothing of columns yet."""
    said = {index: request.form.get(f"field-{index}") for index in range(WIDEST)}
    return [one for one in said.values() if one is not None]


def _read(content: bytes, name: str, fields: Sequence[str], zone: ZoneInfo, centre: Centre) -> Sheet:
    """The whole file, while others have their turns."""
    table = read_apart(content, MOST_ROWS + 1)
    known = len(fields) == len(table.columns) and all(one in ("", *FIELDS) for one in fields)
    said = tuple(fields) if known else recognised(table.columns)
    rows = list(table.rows)
    samples = [
        next((cells[index] for _, cells in rows[:SAMPLED] if index < len(cells) and cells[index].strip()), "")
        for index in range(len(table.columns))
    ]
    lines = list(RowParser(name, table.columns, said, zone, centre).lines(in_turns(rows))) if "text" in said else []
    return Sheet(table.columns, said, samples, lines)


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
        closed=not services().queries.takes_questions(slug),
        names=NAMES,
        file=name,
        carried=base64.b64encode(gzip.compress(content)).decode() if content and sheet else "",
        sheet=sheet,
        shown=sheet.lines[:SHOWN] if sheet else (),
        account=account,
        wrong=wrong,
        problems=[(problem.row, sentence_of(problem.refused)) for problem in problems[:LISTED]],
        problems_file=_problems_file(sheet, problems) if sheet and problems else "",
        sentence_of=sentence_of,
        is_question=lambda line: not isinstance(line.read, Refused),
    )


def _problems_file(sheet: Sheet, problems: Sequence[Problem]) -> str:
    """The rows left out, with why, as the address of a file that the page itself holds."""
    rows = [(problem.row, sentence_of(problem.refused), problem.cells) for problem in problems]
    written = problems_csv((gettext("Row"), gettext("What is wrong")), sheet.columns, rows)
    return f"data:text/csv;base64,{base64.b64encode(written).decode()}"
