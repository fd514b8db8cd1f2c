"""One person's data: found by a contact, given out, erased."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from live.admin import subjects
from live.commands.common import BY_CONSOLE, exits_cleanly, ready_store
from live.domain.retention import Ground
from live.store import private
from live.store.text import written


@click.group()
def person() -> None:
    """What is held of one person, by a telephone, an e-mail address, a page or a question's code (152-FZ)."""


@person.command()
@click.argument("contact")
@exits_cleanly
def find(contact: str) -> None:
    """How much is held of whoever has this CONTACT."""
    store = ready_store()
    held = subjects.look(store, subjects.find(store, contact), BY_CONSOLE)
    for name, rows in held.items():
        click.echo(f"{name:<10} {len(rows)}")


@person.command()
@click.argument("contact")
@click.option("-o", "--output", "file", required=True, type=click.Path(dir_okay=False, path_type=Path))
@exits_cleanly
def export(contact: str, file: Path) -> None:
    """Write all that is held of whoever has this CONTACT to FILE, as JSON that its owner alone can read."""
    store = ready_store()
    held = subjects.export(store, subjects.find(store, contact), BY_CONSOLE)
    private.write(file, json.dumps(held, ensure_ascii=False, indent=1, default=_plain).encode())
    click.echo(f"{sum(map(len, held.values()))} rows are in {file}.")


@person.command()
@click.argument("contact")
@click.option("--ground", type=click.Choice([str(one) for one in Ground]), default=str(Ground.ASKED), show_default=True)
@click.confirmation_option(prompt="Erase all that tells of this person? It does not come back.")
@exits_cleanly
def erase(contact: str, ground: str) -> None:
    """Take away by what whoever has this CONTACT is told and found. Questions stay, by nobody; copies are yours."""
    store = ready_store()
    ids = subjects.find(store, contact)
    subjects.erase(store, ids, Ground(ground), BY_CONSOLE)
    click.echo(f"{len(ids)} erased.")


def _plain(value: Any) -> Any:
    return written(value) if isinstance(value, datetime) else str(value)
