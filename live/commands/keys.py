"""Keys, by which programs act."""

from __future__ import annotations

import click

from live.admin import keys
from live.commands.common import BY_CONSOLE, exits_cleanly, log_of, ready_store
from live.domain.people import Role
from live.views.admin.people import KeyView
from live.views.admin.people import keys as all_keys


@click.group()
def key() -> None:
    """Keys for programs and devices."""


@key.command("add")
@click.option("--role", "roles", required=True, multiple=True, type=click.Choice([r.value for r in Role]))
@click.option("--broadcast", "slug", help="only there")
@click.option("--everywhere", is_flag=True, help="in every broadcast and in the centre")
@click.option("--name", default="key", show_default=True)
@click.option("--days", type=int, help="after which it ends; without it, never")
@click.option("--per-minute", type=int, help="how often it may be used; without it, at any rate")
@exits_cleanly
def key_add(
    roles: tuple[str, ...], slug: str | None, everywhere: bool, name: str, days: int | None, per_minute: int | None
) -> None:
    """A new key; its token is printed once."""
    if bool(slug) == everywhere:
        raise click.UsageError("--broadcast or --everywhere: one of the two.")
    store = ready_store()
    where = log_of(store, slug) if slug else None
    click.echo(keys.make_key(store, name, roles, where, BY_CONSOLE, days, per_minute))


@key.command("list")
@click.option("--all", "revoked_too", is_flag=True, help="those that were revoked too")
@exits_cleanly
def key_list(revoked_too: bool) -> None:
    """Those that stand, a line each: number, name, roles, where, when it was made, and what limits it."""
    for one in all_keys(ready_store()):
        if revoked_too or one.revoked_at is None:
            click.echo("\t".join(_told(one)).rstrip())


def _told(one: KeyView) -> tuple[str, ...]:
    limits = [f"{one.per_minute} per minute"] if one.per_minute else []
    limits += [f"until {one.expires_at:%Y-%m-%d}"] if one.expires_at else []
    limits += [f"revoked {one.revoked_at:%Y-%m-%d}"] if one.revoked_at else []
    where = "everywhere" if one.everywhere else one.slug or "tickets"
    return str(one.id), one.name, ",".join(one.roles), where, f"{one.created_at:%Y-%m-%d}", "; ".join(limits)


@key.command("limit")
@click.argument("number", type=int)
@click.option("--days", type=int, help="after which it ends, from now; without it, as before")
@click.option("--per-minute", type=int, help="how often it may be used; without it, at any rate")
@exits_cleanly
def key_limit(number: int, days: int | None, per_minute: int | None) -> None:
    """How long a key holds, and how often it may be used."""
    keys.limit_key(ready_store(), number, days, per_minute, BY_CONSOLE)
    click.echo(number)


@key.command("revoke")
@click.argument("number", type=int)
@exits_cleanly
def key_revoke(number: int) -> None:
    """A key opens nothing any more, by its number in the list."""
    keys.revoke_key(ready_store(), number, BY_CONSOLE)
    click.echo(number)
