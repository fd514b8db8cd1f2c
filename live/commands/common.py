"""What every command shares: its settings, its store, and how it ends where it fails."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import click

from live import settings as environment
from live.channels import outgoing
from live.channels.outgoing import PORTS, Policy
from live.commands.replay import WrongFile
from live.domain.broadcast import TICKETS
from live.domain.people import Actor, Role
from live.domain.refused import Refused
from live.runtime.logs import logging
from live.settings import Settings, WrongSetting
from live.settings.shipped import version
from live.store import log, schema
from live.store.centre import channels, signals
from live.store.database import Database
from live.store.followup import webhooks
from live.store.schema import Fit
from live.store.show import broadcasts, links
from live.store.transaction import Store
from live.understudy import succession

BY_CONSOLE = Actor("командная строка", frozenset({Role.ADMIN}), "console")
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


def tell_version(context: click.Context, _: click.Parameter, asked: bool) -> None:
    """What `--version` does, and then nothing else is done."""
    if asked:
        click.echo(version())
        context.exit()


def open_store(settings: Settings, patient: bool = False, only_reads: bool = False) -> Store:
    """`patient`: for a command, whose statements may take long; nobody waits for it as for a server.

    `only_reads`: for who looks, and leaves everything as it is.
    """
    database = Database(settings.database_url, patient, only_reads)
    earlier = settings.earlier_secret_keys
    return Store(database, settings.secret_key, earlier=earlier, address=settings.address or "")


def configured() -> Settings:
    settings = environment.read()
    logging.configure(settings.log)
    ways = (settings.out_networks, PORTS | settings.out_ports, settings.out_proxy, settings.out_authorities)
    outgoing.configure(Policy(*ways, for_strangers=settings.files.networks))
    return settings


def traced(settings: Settings) -> Settings:
    """From now on what this process does is traced, where it was set so. Else what it takes is not even loaded."""
    if settings.traces is not None:
        from live.runtime.traces import export

        export.begin(settings.traces.collector, settings.traces.share, version(), settings.out_authorities)
    return settings


def ready_store(patient: bool = True, serves: bool = False) -> Store:
    """The store for a command. An embedded database is made by any, and brought to a newer schema by who `serves` it.

    By no other: a server of the program before may be running.
    """
    settings = configured()
    if settings.embedded:
        succession.refuse_to_serve(file_of(settings))
    store = open_store(settings, patient)
    make_ready(store, makes=settings.embedded, brings_up=settings.embedded and serves)
    channels.seal_all(store)
    webhooks.seal_all(store)
    signals.seal_all(store)
    links.bring_up_to_date(store)
    return store


def file_of(settings: Settings) -> Path:
    """Where an embedded database is."""
    return Path(settings.database_url.removeprefix("sqlite:///"))


def make_ready(store: Store, makes: bool, brings_up: bool = False) -> None:
    """Have the schema made where there is none, or brought up; `RuntimeError` with one line where neither may be."""
    found = schema.fit(store.database)
    if (makes and found is Fit.EMPTY) or (brings_up and found is Fit.OLDER):
        schema.migrate(store.database)
    else:
        schema.refuse_to_serve(found)


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


def secret_pairs_of(pairs: tuple[str, ...], option: str) -> dict[str, str]:
    """The same, for values that nobody else should see: each may be told by a file or by standard input."""
    return {name: told(value, f"{option} {name}") for name, value in pairs_of(pairs, option).items()}


def told(value: str, option: str) -> str:
    """A value as it was given, or the first line of `@file`, or of standard input for `-`.

    What stands on the command line is in the shell's history and in every list of processes.
    """
    if value == "-":
        found = sys.stdin.readline()
    elif value.startswith("@"):
        found = _first_line(Path(value[1:]), option)
    else:
        return value
    if not found.strip():
        raise click.UsageError(f"{option}: nothing is there to be read.")
    return found.strip()


def _first_line(path: Path, option: str) -> str:
    try:
        return next(iter(path.read_text("utf-8").splitlines()), "")
    except (OSError, UnicodeDecodeError) as error:
        raise click.UsageError(f"{option}: {path} cannot be read: {getattr(error, 'strerror', 'no text')}.") from error
