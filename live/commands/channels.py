"""The networks' ways in."""

from __future__ import annotations

import sys

import click

from live.admin.audit import tell
from live.admin.channels import new_key
from live.channels import TYPES, Failed
from live.channels import check as check_channel
from live.commands.broadcasts import CONSOLE
from live.commands.common import exits_cleanly, ready_store, secret_pairs_of, taking_id
from live.desk.inbound import retry_dead
from live.domain.audit import Act
from live.store.centre import audit, channels
from live.views.queries import Queries


@click.group()
def channel() -> None:
    """The networks' ways in."""


@channel.command("add")
@click.option("--type", "type_", required=True, type=click.Choice(sorted(TYPES)))
@click.option("--broadcast", "slug", required=True)
@click.option(
    "--setting",
    "pairs",
    multiple=True,
    help="name=value, name=@FILE or name=- (standard input)",
)
@exits_cleanly
def channel_add(type_: str, slug: str, pairs: tuple[str, ...]) -> None:
    """A new channel; its hook's path is printed."""
    known = {setting.name for setting in TYPES[type_].SETTINGS}
    given = secret_pairs_of(pairs, "--setting")
    for name in given:
        if name not in known:
            raise click.UsageError(f"--setting: {type_} has no setting {name!r}; it has: {', '.join(sorted(known))}.")
    missing = [setting.name for setting in TYPES[type_].SETTINGS if setting.required and not given.get(setting.name)]
    if missing:
        raise click.UsageError(f"--setting: {type_} needs {', '.join(missing)}.")
    store = ready_store()
    hook = new_key()
    broadcast_id = taking_id(store, slug)
    with store.write() as tx:
        channel = channels.add(tx, type_, hook, broadcast_id, given)
        audit.record(tx, Act.CHANNEL_ADDED, f"channel/{channel}", CONSOLE, type=type_, broadcast=slug)
    click.echo(f"/hooks/{type_}/{hook}")


@channel.command("route")
@click.argument("key")
@click.option("--broadcast", "slug", required=True)
@exits_cleanly
def channel_route(key: str, slug: str) -> None:
    """Let a channel deliver to another broadcast. KEY is the last part of its hook's path."""
    store = ready_store()
    broadcast_id = taking_id(store, slug)
    with store.write() as tx:
        channel = channels.route(tx, key, broadcast_id)
        audit.record(tx, Act.CHANNEL_ROUTED, f"channel/{channel}", CONSOLE, broadcast=slug)
    click.echo(slug)


@channel.command("test")
@exits_cleanly
def channel_test() -> None:
    """One line for each channel: what works, and what does not; exit 1 where something does not."""
    broken = False
    for one in Queries(ready_store()).channels():
        try:
            result = check_channel(one.type, one.settings)
        except Failed as failed:
            broken, result = True, f"DOES NOT WORK. {failed}"
        click.echo(f"{one.type} {one.key} → {one.slug}: {result}")
    if broken:
        sys.exit(1)


@channel.command("retry-dead")
@click.argument("key", required=False)
@exits_cleanly
def channel_retry_dead(key: str | None) -> None:
    """Read the messages again that could not be read or delivered: of one channel, or of all."""
    store = ready_store()
    done, left = retry_dead(store, key)
    tell(store, Act.LETTER_RETRIED, "channel", CONSOLE, delivered=done, left=left)
    click.echo(f"delivered: {done}, still waiting: {left}")
