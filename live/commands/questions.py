"""Questions out of files: stored at once, or played through the API of a running server."""

from __future__ import annotations

import json
import time
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from live.admin.audit import tell
from live.commands.broadcasts import CONSOLE
from live.commands.common import exits_cleanly, pairs_of, ready_store, taking_id, told
from live.commands.replay import play
from live.desk.import_file import OwnQuestions, bring_in, the_centre
from live.desk.intake.queue import Intake
from live.domain.audit import Act
from live.files.columns import chosen
from live.files.csv_writer import problems_csv
from live.files.reader import open_table
from live.files.rows import RowParser
from live.store import private
from live.store.show import broadcasts

LISTED = 20
"""Rows that did not come in, as the command line names them; a file of errors has more."""


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--broadcast", "slug", required=True)
@click.option("--map", "pairs", multiple=True, help="column=field, or column=ignore; see docs/files.md")
@click.option("--errors", type=click.Path(dir_okay=False, path_type=Path), help="the rows left out, as CSV")
@exits_cleanly
def import_file(file: Path, slug: str, pairs: tuple[str, ...], errors: Path | None) -> None:
    """Bring the questions of FILE.csv[.gz], FILE.xlsx or FILE.json in; the same file again adds only what is new."""
    store = ready_store()
    broadcast_id = taking_id(store, slug)
    intake = Intake(store)
    intake.start()
    with store.read() as connection:
        zone = ZoneInfo(broadcasts.by_id(connection, broadcast_id).zone)
    started = time.monotonic()
    with file.open("rb") as opened:
        table = open_table(opened)
        fields = chosen(table.columns, pairs_of(pairs, "--map"))
        parser = RowParser(file.name, table.columns, fields, zone, the_centre(store), exact=table.exact)
        account = bring_in(parser.lines(table.rows), broadcast_id, intake.receive, OwnQuestions(store, slug))
    tell(store, Act.QUESTIONS_IMPORTED, slug, CONSOLE, rows=account.rows, created=account.created.total())
    summary = {
        "rows": account.rows,
        "created": sum(account.created.values()),
        "repeated": account.repeated,
        "changed": account.changed,
        "refused": account.refused,
        "seconds": round(time.monotonic() - started, 1),
    }
    listed = [{"row": problem.row, "detail": str(problem.refused)} for problem in account.problems[:LISTED]]
    click.echo(json.dumps({**summary, "problems": listed}, ensure_ascii=False))
    if errors and account.problems:
        rows = [(p.row, str(p.refused), p.cells) for p in account.problems]
        private.write(errors, problems_csv(("row", "error"), table.columns, rows))
    if left := account.changed + account.refused:
        raise RuntimeError(f"{left} of {account.rows} rows did not come in.")


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--url", required=True)
@click.option("--token", required=True, help="@FILE, or - for standard input, keeps it out of the list of processes")
@click.option("--broadcast", "slug", required=True)
@click.option("--rate", required=True, type=click.FloatRange(min=0, min_open=True), help="messages a second")
@click.option("--limit", type=click.IntRange(min=1))
@click.option("--map", "pairs", multiple=True, help="column=field")
@exits_cleanly
def replay(file: Path, url: str, token: str, slug: str, rate: float, limit: int | None, pairs: tuple[str, ...]) -> None:
    """Play FILE.csv[.gz] through the intake API of a running server."""
    if not url.startswith(("http://", "https://")):
        raise click.UsageError("--url: the server's address, such as http://127.0.0.1:8000.")
    outcome = play(file, url, told(token, "--token"), slug, rate, pairs_of(pairs, "--map"), limit)
    click.echo(
        json.dumps(
            {
                "sent": outcome.sent,
                "delivered": outcome.delivered,
                "created": outcome.created,
                "repeated": outcome.repeated,
                "refused": dict(outcome.refused),
                "failed": outcome.failed,
                "seconds": round(outcome.seconds, 1),
            }
        )
    )
    if outcome.delivered != outcome.sent:
        raise RuntimeError(f"{outcome.sent - outcome.delivered} of {outcome.sent} messages were not delivered.")
