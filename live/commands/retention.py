"""What is kept of persons, and for how long."""

from __future__ import annotations

import click

from live.commands.broadcasts import CONSOLE
from live.commands.common import exits_cleanly, ready_store
from live.workers.retention import sweep, terms


@click.command()
@click.option("--dry-run", is_flag=True, help="only count")
@exits_cleanly
def retention(dry_run: bool) -> None:
    """Take away what has outlived its term now; the worker does so once a day. See docs/retention.md."""
    store = ready_store()
    days = terms(store)
    counts = sweep(store, CONSOLE, dry_run)
    click.echo(f"{'kind':<10} {'days':>6} {'would go' if dry_run else 'gone':>9}")
    for kind, count in counts.items():
        click.echo(f"{kind:<10} {days[kind]:>6} {count:>9}")
