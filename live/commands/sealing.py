"""The keys that personal data at rest is sealed with."""

from __future__ import annotations

import time

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
    run, began = Resealing(ready_store()), time.monotonic()
    while run.slice():
        sleep(max(PAUSE, time.monotonic() - began))
        began = time.monotonic()
    if run.unreadable:
        raise RuntimeError(
            f"{run.done} rows were sealed anew. {run.unreadable} values stay as they are, since no secret opens them: "
            "put the secret that sealed them into LIVE_SECRET_KEY_OLD too, or into the file of LIVE_SECRET_KEY_FILE "
            "where it has a comma, and do this again."
        )
    click.echo(f"{run.done} rows were sealed anew; all is sealed with the key {run.store.keyring.number}.")
