"""A broadcast as a file: its questions as a table, or its report."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

import click
from flask_babel import gettext

from live.admin.audit import tell
from live.commands.broadcasts import CONSOLE
from live.commands.common import exits_cleanly, ready_store, taking_id
from live.domain.audit import Act
from live.store import private
from live.store.transaction import Store
from live.views.queries import Queries
from live.views.questions import exported
from live.views.questions.exported import Telling
from live.web.languages import speaking
from live.web.report.document import report_document


@click.command()
@click.option("--broadcast", "slug", required=True)
@click.option("--format", "form", required=True, type=click.Choice(["csv", "xlsx", "json", "docx"]))
@click.option("-o", "--output", "file", required=True, type=click.Path(dir_okay=False, path_type=Path))
@exits_cleanly
def export(slug: str, form: str, file: Path) -> None:
    """Write a broadcast to FILE: its questions (csv, xlsx), its report and questions (json), its report (docx)."""
    store = ready_store()
    taking_id(store, slug)
    tell(store, Act.BROADCAST_EXPORTED, slug, CONSOLE, form=form)
    beside = file.with_name(f".{file.name}.part")
    try:
        with speaking(), private.create(beside) as opened:
            opened.writelines(_written(store, slug, form))
            written = opened.tell()
        os.replace(beside, file)  # Whole, or not there at all.
    finally:
        beside.unlink(missing_ok=True)
    click.echo(f"{written} bytes are in {file}.")


def _written(store: Store, slug: str, form: str) -> Iterable[bytes]:
    queries = Queries(store)
    if form == "docx":
        return [report_document(queries.fairness(slug))]
    around = {"report": queries.report(slug)} if form == "json" else {}
    return exported.pieces(store, slug, form, Telling.NAMES, gettext("Questions"), around)
