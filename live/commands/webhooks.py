"""Other programs that are told of the tickets' events."""

from __future__ import annotations

import sys

import click

from live.admin import webhooks
from live.commands.broadcasts import CONSOLE
from live.commands.common import exits_cleanly, ready_store
from live.views.tickets.webhooks import receivers as known


@click.group()
def webhook() -> None:
    """Programs that are told of ticket events by signed requests; see docs/webhooks.md."""


@webhook.command("add")
@click.option("--url", required=True)
@click.option("--secret-stdin", is_flag=True, required=True, help="the secret is read from standard input")
@click.option("--type", "types", multiple=True, help="such as ticket.resolved; all of them without it")
@exits_cleanly
def webhook_add(url: str, secret_stdin: bool, types: tuple[str, ...]) -> None:
    """A new receiver, which is told of what happens from now on; its number is printed."""
    secret = sys.stdin.readline().rstrip("\n")
    click.echo(webhooks.add(ready_store(), url, secret, types, CONSOLE))


@webhook.command("list")
@exits_cleanly
def webhook_list() -> None:
    """One line for each: where it is, how far it was told, what is wrong."""
    for one in known(ready_store()):
        facts = [f"{one.id} {one.url}", f"told to {one.position}", f"{one.behind} behind"]
        facts += [", ".join(one.types)] if one.types else []
        facts += ["paused"] if one.paused else []
        facts += [f"tries {one.tries}: {one.error}"] if one.error else []
        click.echo("; ".join(facts))


@webhook.command("replay")
@click.argument("number", type=click.IntRange(min=1))
@click.option("--since", required=True, type=click.IntRange(min=0), help="a number of the tickets' log")
@exits_cleanly
def webhook_replay(number: int, since: int) -> None:
    """Tell a receiver again all that came after a number."""
    click.echo(f"told again after {webhooks.replay(ready_store(), number, since, CONSOLE)}")


@webhook.command("remove")
@click.argument("number", type=click.IntRange(min=1))
@exits_cleanly
def webhook_remove(number: int) -> None:
    """Tell a receiver nothing any more."""
    webhooks.remove(ready_store(), number, CONSOLE)
    click.echo(number)
