"""The database as a whole: its schema, its copies, its books."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import click

from live.admin.audit import tell
from live.commands.broadcasts import CONSOLE
from live.commands.common import configured, exits_cleanly, make_ready, open_store, ready_store
from live.commands.narrowed import tell_narrowed
from live.domain.audit import Act
from live.store import schema
from live.store.backup import backup as copy_out
from live.store.backup import restore as copy_in
from live.store.older_copy import brought_up
from live.store.show import tallies
from live.store.transaction import Store
from live.views.admin.audit_chain import checked_chain
from live.views.queries import Queries


@click.command()
@exits_cleanly
def migrate() -> None:
    """Bring the database to the newest schema, and say whose rights that has narrowed."""
    store = open_store(configured(), patient=True)
    schema.migrate(store.database)
    click.echo("The schema is the newest.")
    tell_narrowed(store)


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@exits_cleanly
def backup(file: Path) -> None:
    """Copy the database to FILE, while the server runs."""
    store = ready_store()
    rows = copy_out(store, file)
    tell(store, Act.COPIED, "database", CONSOLE, rows=rows)
    click.echo(f"{rows} rows are in {file}.")


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@exits_cleanly
def restore(file: Path) -> None:
    """Replace everything in the database by the copy in FILE, which may be an older program's."""
    settings = configured()
    store = open_store(settings, patient=True)
    make_ready(store, makes=True)
    with brought_up(file, lambda url: open_store(replace(settings, database_url=url))) as copy:
        click.echo(f"{copy_in(store, copy, CONSOLE)} rows were restored; every screen starts anew.")


@click.command()
@click.argument("slug", required=False)
@click.option("--head", "kept_head", help="NUMBER:SEAL, as it was kept elsewhere: it must be in the chain")
@exits_cleanly
def audit(slug: str | None, kept_head: str | None) -> None:
    """The books, and the audit's chain; exit 1 where the books do not balance or the chain is not whole."""
    store = ready_store()
    balanced = _books(Queries(store), slug)
    whole = _chain(store, kept_head)
    if not (balanced and whole):
        sys.exit(1)


@click.command()
@exits_cleanly
def recount() -> None:
    """Count anew what is kept of the questions, where the audit says that it differs from them."""
    store = ready_store()
    tallies.recount_all(store)
    tell(store, Act.RECOUNTED, "database", CONSOLE)
    click.echo("What is kept of every broadcast is what its questions say.")


def _books(queries: Queries, slug: str | None) -> bool:
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
    return all(account.balances for account in accounts)


def _chain(store: Store, kept_head: str | None) -> bool:
    chain = checked_chain(store, kept_head)
    click.echo(f"audit: {chain.sealed} entries sealed: " + ("the chain is whole" if chain.whole else "BROKEN"))
    for line in chain.wrong:
        click.echo(f"  {line}", err=True)
    if chain.oldest_unsealed is not None:
        click.echo(f"  {chain.unsealed} wait for their seals since {chain.oldest_unsealed:%Y-%m-%d %H:%M:%S}")
    click.echo(f"  head, to be kept elsewhere: {chain.head}")
    return chain.whole
