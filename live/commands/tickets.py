"""Tickets as the tables that centres exchange, out and in."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from live.admin.audit import tell
from live.commands.broadcasts import CONSOLE
from live.commands.common import exits_cleanly, ready_store, taking_id
from live.desk.external_requests import ticketed
from live.desk.import_file import the_centre
from live.desk.intake.queue import Intake
from live.desk.receive import Arrival
from live.domain.audit import Act
from live.domain.broadcast import TICKETS
from live.domain.refused import Refused
from live.domain.ticket import State
from live.files.columns import recognised
from live.files.csv_writer import csv_lines
from live.files.reader import Row, open_table
from live.files.rows import SOURCE, Line, RowParser, facts_of
from live.files.xlsx_writer import Sheet, workbook
from live.followup.exchange import ExternalState, apply, known
from live.store import private
from live.store.show import broadcasts
from live.store.transaction import Store
from live.views.tickets.columns import COLUMNS, WIDTHS, Chosen, table
from live.views.tickets.open311 import standing_of

LISTED = 20
"""Rows that did not come in, as the command line names them."""

NAMES: Mapping[str, Sequence[str]] = {
    "department": ("ведомство", "ответственный", "исполнитель", "департамент", "department"),
    "state": ("состояние", "статус", "state", "status"),
    "answer": ("итог", "ответ", "результат", "answer"),
}
"""What a table's columns besides the question's own are called."""


@click.group()
def tickets() -> None:
    """Tickets to and from other centres; see docs/exchange.md."""


@tickets.command("export")
@click.option("-o", "--output", required=True, type=click.Path(dir_okay=False, path_type=Path), help=".csv or .xlsx")
@click.option("--state", type=click.Choice([state.value for state in State]))
@click.option("--department")
@exits_cleanly
def tickets_export(output: Path, state: str | None, department: str | None) -> None:
    """Write the tickets as a table of the columns that centres exchange."""
    if output.suffix.lower() not in (".csv", ".xlsx"):
        raise click.UsageError("-o: name a file that ends in .csv or .xlsx.")
    store = ready_store()
    tell(store, Act.TICKETS_EXPORTED, TICKETS, CONSOLE, form=output.suffix.lower()[1:], state=state)
    rows = table(store, Chosen(State(state) if state else None, department))
    partial = output.with_name(output.name + ".part")
    with private.create(partial) as file:
        if output.suffix.lower() == ".csv":
            file.writelines(csv_lines(COLUMNS, rows))
        else:
            file.write(workbook([Sheet("Поручения", COLUMNS, rows, WIDTHS)]))
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
    bringing = _Bringing(store, taking_id(store, slug))
    with file.open("rb") as opened:
        read = open_table(opened)
        fields = recognised(read.columns)
        if "external_id" not in fields:
            raise RuntimeError(f"No column holds the number; there are: {', '.join(read.columns)}.")
        for line in _lines(store, file.name, read.columns, fields, read.rows, bringing.broadcast_id):
            bringing.bring(line, read.columns, fields.index("external_id"))
    counts = bringing.counts
    tell(store, Act.TICKETS_IMPORTED, slug, CONSOLE, rows=counts["rows"], created=counts["created"])
    click.echo(json.dumps({**bringing.counts, "problems": bringing.problems[:LISTED]}, ensure_ascii=False))
    if left := bringing.counts["refused"]:
        raise RuntimeError(f"{left} of {bringing.counts['rows']} rows did not come in.")


def _lines(
    store: Store, name: str, columns: Sequence[str], fields: Sequence[str], rows: Iterable[Row], home: int
) -> Iterator[Line]:
    """The rows as questions; in a table without texts each is none."""
    if "text" not in fields:
        nothing = Refused("not_found", "There is no ticket of this number, and no text to make one of.")
        return (Line(number, cells, nothing) for number, cells in rows)
    with store.read() as connection:
        zone = ZoneInfo(broadcasts.by_id(connection, home).zone)
    return RowParser(name, columns, fields, zone, the_centre(store)).lines(rows)


class _Bringing:
    def __init__(self, store: Store, broadcast_id: int) -> None:
        self.store, self.broadcast_id = store, broadcast_id
        self.intake = Intake(store)
        self.intake.start()
        self.counts = {"rows": 0, "created": 0, "changed": 0, "unchanged": 0, "refused": 0}
        self.problems: list[dict[str, object]] = []

    def bring(self, line: Line, columns: Sequence[str], at: int) -> None:
        """One row; a bad one sinks no other."""
        self.counts["rows"] += 1
        try:
            number, new = self._ticket(line, line.cells[at].strip() if at < len(line.cells) else "")
            changed = apply(self.store, number, _changes(columns, line.cells), CONSOLE.name)
        except Refused as refused:
            self.counts["refused"] += 1
            self.problems.append({"row": line.number, "detail": str(refused)})
        else:
            self.counts["created" if new else "changed" if changed else "unchanged"] += 1

    def _ticket(self, line: Line, number: str) -> tuple[str, bool]:
        """The number of the row's ticket, and whether it was made just now."""
        if number and known(self.store, number):
            return number, False
        if isinstance(line.read, Refused):
            raise line.read
        asked = line.read
        body = facts_of(asked.text, asked.author, asked.asked_at)
        receipt = self.intake.receive_one(Arrival(self.broadcast_id, f"{SOURCE}:{self.broadcast_id}", asked, body=body))
        assert receipt.number is not None  # Only a channel's message can be a dead letter.
        made = ticketed(self.store, receipt.broadcast, receipt.number, None, CONSOLE)
        if made is None:
            raise Refused("illegal", "The desk has dealt with this question already.")
        return made, not receipt.repeated


def _changes(columns: Sequence[str], cells: Sequence[str]) -> ExternalState:
    found = {}
    for one, names in NAMES.items():
        indexes = [index for index, column in enumerate(columns) if column.casefold() in names and index < len(cells)]
        found[one] = next((cells[index].strip() for index in indexes if cells[index].strip()), "")
    return ExternalState(**found)
