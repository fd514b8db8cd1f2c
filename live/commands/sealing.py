"""The keys that personal data at rest is sealed with."""

from __future__ import annotations

import click

from live.commands.common import exits_cleanly, ready_store
from live.runtime.tasks import sleep
from live.store.resealing import Resealing

PAUSE = 0.02
"""Seconds between two slices, in which a running server writes."""


@click.group()
def keys() -> None:
    """The keys that personal data at rest is sealed with."""


@keys.command()
@exits_cleanly
def rotate() -> None:
    """Seal everything with LIVE_SECRET_KEY, what LIVE_SECRET_KEY_OLD has sealed too; while the server runs."""
    run = Resealing(ready_store())
    while run.slice():
        sleep(PAUSE)
    click.echo(f"{run.done} rows were sealed anew; all is sealed with the key {run.store.keyring.number}.")
