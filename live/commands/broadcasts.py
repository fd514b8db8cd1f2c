"""Broadcasts: a new one, and from state to state."""

from __future__ import annotations

from datetime import datetime

import click

from live.admin.broadcasts import Settings, add_broadcast
from live.commands.common import exits_cleanly, id_of, ready_store
from live.desk.close import wrap
from live.desk.run import steer
from live.domain import broadcast as rules
from live.domain.people import By
from live.store.show import broadcasts
from live.store.transaction import Store

CONSOLE = By("командная строка", "admin", credential="console")


@click.group()
def broadcast() -> None:
    """Add a broadcast, or move one on."""


@broadcast.command("add")
@click.option("--slug", required=True)
@click.option("--title", required=True)
@click.option("--head", "head_name", required=True, help="the district head's name")
@click.option("--starts", help="RFC 3339 or ISO 8601, with its zone")
@click.option("--minutes", default=120, show_default=True, type=click.IntRange(1, 1440))
@click.option("--kind", default="show", type=click.Choice(["show", "standing"]), show_default=True)
@click.option("--standing", help="the standing broadcast that takes what comes too late")
@click.option("--zone", default="", help="the zone of its clock, such as Europe/Samara; the centre's where left out")
@exits_cleanly
def broadcast_add(
    slug: str, title: str, head_name: str, starts: str | None, minutes: int, kind: str, standing: str | None, zone: str
) -> None:
    """A new show (planned) or standing broadcast (open from the start)."""
    if not rules.is_slug(slug):
        raise click.UsageError("--slug: 2 to 64 of a–z, 0–9 and hyphens, and not “tickets”.")
    moment = _moment(starts) if starts else None
    store = ready_store()
    wanted = Settings(title, head_name, moment, minutes, zone, standing)
    add_broadcast(store, slug, rules.Kind(kind), wanted, CONSOLE, past=True)
    if kind == rules.Kind.SHOW.value and not standing:
        click.echo("Without --standing, what comes after the show goes to the dead letters.", err=True)
    if moment is not None and moment < store.clock():
        click.echo(f"This start is in the past: {starts}.", err=True)
    click.echo(slug)


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise click.UsageError(f"--starts: {text!r} is not a time such as 2026-12-01T12:00:00+04:00.") from None
    if moment.tzinfo is None:
        raise click.UsageError("--starts needs its zone, such as +04:00.")
    return moment


def _tell_progress(store: Store, broadcast_id: int) -> None:
    with store.read() as connection:
        row = broadcasts.by_id(connection, broadcast_id)
    click.echo(f"{row.wrap_done} of {row.wrap_total} have their tickets", err=True)


def _move_command(verb: str, help_text: str) -> None:
    @broadcast.command(verb, help=help_text)
    @click.argument("slug")
    @exits_cleanly
    def move(slug: str) -> None:
        store = ready_store()
        broadcast_id = id_of(store, slug)
        steer(store, slug, verb, CONSOLE)
        if verb == "wrap":
            wrap(store, broadcast_id, lambda: _tell_progress(store, broadcast_id))
        with store.read() as connection:
            click.echo(f"{slug}: {broadcasts.by_id(connection, broadcast_id).state}")


for _verb, _help_text in (
    ("open", "Begin to collect questions."),
    ("air", "Go on air."),
    ("wrap", "End the show; what was not answered becomes tickets."),
    ("archive", "Put a wrapped broadcast away."),
):
    _move_command(_verb, _help_text)
