"""Bans: whose messages go into a tray of their own."""

from __future__ import annotations

from datetime import datetime

import click

from live.admin import bans
from live.commands.common import BY_CONSOLE, exits_cleanly, ready_store, told
from live.views.admin.bans import BanView, all_bans


@click.group()
def ban() -> None:
    """Whose messages are set apart. Nobody is refused, and nothing of theirs is lost."""


@ban.command("add")
@click.argument("subject")
@click.option("--reason", required=True)
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help="its last day; without it, until it is lifted")
@exits_cleanly
def ban_add(subject: str, reason: str, until: datetime | None) -> None:
    """An author (vk:71), a telephone, an e-mail, a page, an address; @FILE or - keep it out of lists."""
    day = until.date() if until else None
    click.echo(bans.add_ban(ready_store(), told(subject, "SUBJECT"), reason, day, BY_CONSOLE))


@ban.command("list")
@exits_cleanly
def ban_list() -> None:
    """Those that hold, a line each: number, whom (masked), since when, until when, by whom, why."""
    store, before = ready_store(), None
    page = all_bans(store)
    while page.held:
        for one in page.held:
            click.echo("\t".join(_told(one)))
        before = page.next
        if before is None:
            return
        page = all_bans(store, before)


def _told(one: BanView) -> tuple[str, ...]:
    until = f"{one.until:%Y-%m-%d}" if one.until else "lifted by hand"
    return str(one.id), f"{one.kind} {one.subject}", f"{one.at:%Y-%m-%d}", until, one.by, one.reason


@ban.command("lift")
@click.argument("number", type=int)
@exits_cleanly
def ban_lift(number: int) -> None:
    """A ban holds no longer, by its number in the list. What waits apart stays there until somebody lets it out."""
    bans.lift_ban(ready_store(), number, BY_CONSOLE)
    click.echo(number)
