"""Says whose rights an upgrade has narrowed, so that nobody finds out during a show."""

from __future__ import annotations

from collections.abc import Sequence

import click

from live.store.centre import narrowed
from live.store.transaction import Store

OF_ONE = "Administrators of one broadcast only, who do not reach the centre's people, channels, lists and tickets:"
KEYS = "Keys that open no screen in a browser, as the rundown's links do; for programs they hold as before:"
LINKS = "Links to screens that will end by themselves, a day after the planned end of their show, by broadcast:"


def tell_administrators_of_one(store: Store) -> None:
    """Name those who are administrators of one broadcast: an older version let them administer the centre too."""
    with store.read() as connection:
        _tell(OF_ONE, narrowed.administrators_of_one(connection))


def tell_narrowed(store: Store) -> None:
    """All of them, as `migrate` does."""
    tell_administrators_of_one(store)
    with store.read() as connection:
        _tell(KEYS, narrowed.keys_of_screens(connection))
        _tell(LINKS, narrowed.endless_links(connection))


def _tell(what: str, whom: Sequence[str]) -> None:
    if whom:
        click.echo("\n  ".join((what, *whom)))
