"""The database as a whole: its schema, its copies, its books."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from live.commands.common import configured, exits_cleanly, open_store, ready_store
from live.commands.people import tell_administrators_of_one
from live.store import schema
from live.store.backup import backup as copy_out
from live.store.backup import restore as copy_in
from live.views.queries import Queries


@click.command()
@exits_cleanly
def migrate() -> None:
    """Bring the database to the newest schema."""
    store = open_store(configured())
    schema.migrate(store.database)
    click.echo("The schema is the newest.")
    tell_administrators_of_one(store)


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@exits_cleanly
def backup(file: Path) -> None:
    """Copy the database to FILE, while the server runs."""
    click.echo(f"{copy_out(ready_store(), file)} rows are in {file}.")


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@exits_cleanly
def restore(file: Path) -> None:
    """Replace everything in the database by the copy in FILE."""
    settings = configured()
    store = open_store(settings)
    schema.migrate(store.database)
    click.echo(f"{copy_in(store, file)} rows were restored; every screen starts anew.")


@click.command()
@click.argument("slug", required=False)
@exits_cleanly
def audit(slug: str | None) -> None:
    """The books; exit 1 where they do not balance."""
    queries = Queries(ready_store())
    accounts = queries.books(slug)
    for account in accounts:
        states = ", ".join(f"{state} {count}" for state, count in sorted(account.states.items())) or "nothing yet"
        click.echo(
            f"{account.slug}: received {account.received} = {states}; still open {account.still_open}; "
            f"tickets {account.tickets}; events {account.events}: "
            + ("balances" if account.balances else "DOES NOT BALANCE")
        )
        for line in account.wrong:
            click.echo(f"  {line}", err=True)
    waiting, letters = queries.dead_letters()
    click.echo(f"dead letters: {waiting}")
    for letter in letters:
        click.echo(f"  {letter.received_at:%Y-%m-%d %H:%M:%S} {letter.type}: {letter.reason}")
    if not all(account.balances for account in accounts):
        sys.exit(1)
