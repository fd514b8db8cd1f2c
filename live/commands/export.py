"""A broadcast as a file: its questions as a table, or its report."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import click
from flask_babel import gettext

from live.admin.audit import tell
from live.commands.broadcasts import CONSOLE
from live.commands.common import exits_cleanly, ready_store, taking_id
from live.domain.audit import Act
from live.domain.ticket import Kind
from live.files.csv_writer import csv_lines
from live.files.docx_writer import document
from live.files.xlsx_writer import Sheet, workbook
from live.protocol.views import QuestionView
from live.store import private
from live.store.followup import tickets
from live.store.ids import NUMBERS, question_id
from live.store.show import broadcasts, questions
from live.store.transaction import Store
from live.views.feed.sections.questions import NOTHING
from live.views.queries import Queries
from live.views.questions.view import question_views
from live.views.report.show import Report
from live.views.screens import SCREENS
from live.views.tickets.exchange import COLUMNS, WIDTHS, question_row
from live.web.languages import speaking
from live.web.report.sheets import sheets

SLICE = 500
"""Questions that are read at once."""

SHOWN_BY = replace(SCREENS["head"].questions, names=True)
"""Every fact of a question but how its author is reached: a file goes from hand to hand."""


@click.command()
@click.option("--broadcast", "slug", required=True)
@click.option("--format", "form", required=True, type=click.Choice(["csv", "xlsx", "json", "docx"]))
@click.option("-o", "--output", "file", required=True, type=click.Path(dir_okay=False, path_type=Path))
@exits_cleanly
def export(slug: str, form: str, file: Path) -> None:
    """Write a broadcast to FILE: its questions (csv, xlsx), its report and questions (json), its report (docx)."""
    store = ready_store()
    taking_id(store, slug)
    with speaking():
        written = FORMS[form](store, slug)
    tell(store, Act.BROADCAST_EXPORTED, slug, CONSOLE, form=form)
    beside = file.with_name(f".{file.name}.part")
    try:
        private.write(beside, written)
        os.replace(beside, file)  # Whole, or not there at all.
    finally:
        beside.unlink(missing_ok=True)
    click.echo(f"{len(written)} bytes are in {file}.")


def _csv(store: Store, slug: str) -> bytes:
    return b"".join(csv_lines(tuple(COLUMNS.values()), _rows(store, slug)))


def _xlsx(store: Store, slug: str) -> bytes:
    return workbook([Sheet(gettext("Questions"), tuple(COLUMNS.values()), _rows(store, slug), WIDTHS)])


def _json(store: Store, slug: str) -> bytes:
    views = [view for views, _ in _slices(store, slug) for view in views]
    whole = {"report": Queries(store).report(slug), "questions": views}
    return json.dumps(whole, ensure_ascii=False, indent=1).encode()


def _docx(store: Store, slug: str) -> bytes:
    report = Queries(store).report(slug)
    return document(
        f"{gettext('Report of the show')}: {report['broadcast']['title']}",
        _about(report),
        sheets(report),
        nothing=gettext("Nothing here."),
        more=gettext("{n} more are in the XLSX."),
    )


FORMS: dict[str, Callable[[Store, str], bytes]] = {"csv": _csv, "xlsx": _xlsx, "json": _json, "docx": _docx}


def _about(report: Report) -> list[str]:
    zone = ZoneInfo(report["broadcast"]["zone"])
    moments = {"on air since {time}": report["broadcast"]["aired_at"], "as of {time}": report["at"]}
    lines = [
        gettext(said).format(time=datetime.fromisoformat(at).astimezone(zone).strftime("%d.%m.%Y, %H:%M:%S"))
        for said, at in moments.items()
        if at
    ]
    return [line for line in (report["broadcast"]["head"], *lines) if line]


def _rows(store: Store, slug: str) -> Iterator[Sequence[str]]:
    """The questions with the columns that centres exchange."""
    zone = ZoneInfo(Queries(store).broadcast(slug)["zone"])
    for views, ticketed in _slices(store, slug):
        yield from (question_row(view, slug, zone, ticketed.get(view["number"])) for view in views)


def _slices(store: Store, slug: str) -> Iterator[tuple[list[QuestionView], dict[int, str]]]:
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
            [SHOWN_BY.shown(views[number], NOTHING) for number in numbers],
            {row.question_id % NUMBERS: row.number for row in made},
        )
