"""Tickets as the tables that centres exchange, out and in."""

from __future__ import annotations

import json
from pathlib import Path

import click

from live.admin.audit import tell
from live.commands.broadcasts import CONSOLE
from live.commands.common import exits_cleanly, ready_store, taking_id
from live.desk.intake.queue import Intake
from live.domain.audit import Act
from live.domain.broadcast import TICKETS
from live.domain.ticket import State
from live.files.reader import open_table
from live.store import private
from live.views.queries import Queries
from live.views.tickets.columns import FORMS, pieces
from live.views.tickets.listing import TicketFilter
from live.views.tickets.open311 import standing_of
from live.web.exchange.ticket_rows import NUMBER, Brought, TicketRows, fields_of

LISTED = 20
"""Rows that did not come in, as the command line names them."""


@click.group()
def tickets() -> None:
    """Tickets to and from other centres; see docs/exchange.md."""


@tickets.command("export")
@click.option(
    "-o", "--output", required=True, type=click.Path(dir_okay=False, path_type=Path), help=".csv, .xlsx, .json"
)
@click.option("--state", type=click.Choice([state.value for state in State]))
@click.option("--department")
@exits_cleanly
def tickets_export(output: Path, state: str | None, department: str | None) -> None:
    """Write the tickets as a table of the columns that centres exchange."""
    form = output.suffix.lower()[1:]
    if form not in FORMS:
        raise click.UsageError("-o: name a file that ends in .csv, .xlsx or .json.")
    store = ready_store()
    tell(store, Act.TICKETS_EXPORTED, TICKETS, CONSOLE, form=form, state=state)
    partial = output.with_name(output.name + ".part")
    with private.create(partial) as file:
        file.writelines(pieces(store, form, TicketFilter((state,) if state else (), department)))
    partial.replace(output)
    click.echo(output)


@tickets.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--broadcast", "slug", help="the standing broadcast of new ones; the centre's first without it")
@exits_cleanly
def tickets_import(file: Path, slug: str | None) -> None:
    """Bring a table in: known numbers are brought up to date, others become questions with tickets."""
    store = ready_store()
    slug = slug or standing_of(store, None)
    taking_id(store, slug)
    intake = Intake(store)
    intake.start()
    brought = Brought()
    with file.open("rb") as opened:
        read = open_table(opened)
        fields = fields_of(read.columns)
        if NUMBER not in fields:
            raise RuntimeError(f"No column holds the number; there are: {', '.join(read.columns)}.")
        rows = TicketRows(store, Queries(store), slug, fields)
        for outlook in rows.outlooks(file.name, read.columns, read.rows, read.exact):
            rows.bring(outlook, brought, intake.receive_one, CONSOLE)
    tell(store, Act.TICKETS_IMPORTED, slug, CONSOLE, rows=brought.rows, created=brought.created)
    counts = {name: getattr(brought, name) for name in ("rows", "created", "changed", "unchanged", "refused")}
    listed = [{"row": problem.row, "detail": str(problem.refused)} for problem in brought.problems[:LISTED]]
    click.echo(json.dumps({**counts, "problems": listed}, ensure_ascii=False))
    if left := brought.refused:
        raise RuntimeError(f"{left} of {brought.rows} rows did not come in.")
