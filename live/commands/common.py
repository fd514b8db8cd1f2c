"""What every command shares: its settings, its store, and how it ends where it fails."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import wraps
from typing import Any

import click

from live import settings as environment
from live.commands.replay import WrongFile
from live.domain.broadcast import TICKETS
from live.domain.people import Actor, Role
from live.domain.refused import Refused
from live.runtime import logging
from live.settings import Settings, WrongSetting
from live.store import log, schema
from live.store.centre import channels
from live.store.database import Database
from live.store.show import broadcasts, links
from live.store.transaction import Store

BY_CONSOLE = Actor("командная строка", frozenset({Role.ADMIN}))
"""Who gives the commands that are typed on the server."""


def exits_cleanly(command: Callable[..., Any]) -> Callable[..., Any]:
    """End with 1 and one clear line where a command fails, without a traceback."""

    @wraps(command)
    def run(*args: Any, **kwargs: Any) -> Any:
        try:
            return command(*args, **kwargs)
        except (Refused, WrongSetting, WrongFile, RuntimeError, OSError) as error:
            click.echo(f"{error}", err=True)
            sys.exit(1)

    return run


def open_store(settings: Settings) -> Store:
    return Store(Database(settings.database_url), settings.secret_key)


def configured() -> Settings:
    settings = environment.read()
    logging.configure(settings.log)
    return settings


def ready_store() -> Store:
    """The store for a command; an embedded database is brought to the newest schema by itself."""
    settings = configured()
    store = open_store(settings)
    if settings.embedded:
        schema.migrate(store.database)
    elif not schema.is_newest(store.database):
        raise RuntimeError("The database's schema is not the newest: run `python app.py migrate` first.")
    channels.seal_all(store)
    links.bring_up_to_date(store)
    return store


def id_of(store: Store, slug: str) -> int:
    with store.read() as connection:
        return int(broadcasts.get(connection, slug).id)


def log_of(store: Store, slug: str) -> int:
    """The id of a broadcast, or of the centre's tickets: where a right holds."""
    with store.read() as connection:
        return log.id_of(connection, slug)


def taking_id(store: Store, slug: str) -> int:
    """The id of a broadcast that questions can be delivered to: not the centre's tickets."""
    if slug == TICKETS:
        raise click.UsageError("--broadcast: the tickets take no questions; name a broadcast.")
    return id_of(store, slug)


def pairs_of(pairs: tuple[str, ...], option: str) -> dict[str, str]:
    split = [pair.partition("=") for pair in pairs]
    for name, equals, _ in split:
        if not (name and equals):
            raise click.UsageError(f"{option}: {name!r} is not name=value.")
    return {name: value for name, _, value in split}
