"""Who may do what: people who sign in, and keys."""

from __future__ import annotations

import secrets
import sys

import click

from live.commands.broadcasts import CONSOLE
from live.commands.common import exits_cleanly, log_of, ready_store
from live.domain.audit import Act
from live.domain.people import Role, checked_email
from live.store.centre import access, audit
from live.store.transaction import Store
from live.views.admin.credentials import EVERYWHERE
from live.web.crew.pages import passwords


def tell_administrators_of_one(store: Store) -> None:
    """Name those who are administrators of one broadcast: an older version let them administer the centre too."""
    with store.read() as connection:
        names = access.administrators_of_one(connection)
    if names:
        click.echo(
            "Administrators of one broadcast only, who do not reach the centre's people, channels, lists and tickets: "
            f"{', '.join(names)}."
        )


@click.group()
def user() -> None:
    """People who sign in."""


@user.command("add")
@click.option("--login", required=True)
@click.option("--name", required=True)
@click.option("--role", "roles", required=True, multiple=True, type=click.Choice([r.value for r in Role]))
@click.option("--broadcast", "slug", help="only there; everywhere without it")
@click.option("--everywhere", is_flag=True, help="in every broadcast and in the centre, as without --broadcast")
@click.option("--department", help="whose tickets an executor sees")
@click.option("--email", help="where deadlines are told of")
@click.option("--password-stdin", is_flag=True, required=True)
@exits_cleanly
def user_add(
    login: str,
    name: str,
    roles: tuple[str, ...],
    slug: str | None,
    everywhere: bool,
    department: str | None,
    email: str | None,
    password_stdin: bool,
) -> None:
    """A new person; the password is read from standard input."""
    if slug and everywhere:
        raise click.UsageError("--broadcast or --everywhere, not both.")
    address = checked_email(email) if email else None
    password = sys.stdin.readline().rstrip("\n")
    if len(password) < 8:
        raise RuntimeError("The password needs at least 8 characters.")
    store = ready_store()
    hashed = passwords.hash(password)
    broadcast_id = log_of(store, slug) if slug else EVERYWHERE
    with store.write() as tx:
        account = access.add_account(tx, login, name, hashed, roles, broadcast_id, department, address)
        audit.record(tx, Act.PERSON_ADDED, f"user/{account}", CONSOLE, roles=sorted(roles), broadcast=slug)
    click.echo(login)


@click.group()
def key() -> None:
    """Keys for programs and devices."""


@key.command("add")
@click.option("--role", "roles", required=True, multiple=True, type=click.Choice([r.value for r in Role]))
@click.option("--broadcast", "slug", help="only there")
@click.option("--everywhere", is_flag=True, help="in every broadcast and in the centre")
@click.option("--name", default="key", show_default=True)
@exits_cleanly
def key_add(roles: tuple[str, ...], slug: str | None, everywhere: bool, name: str) -> None:
    """A new key; its token is printed once."""
    if bool(slug) == everywhere:
        raise click.UsageError("--broadcast or --everywhere: one of the two.")
    store = ready_store()
    token = secrets.token_urlsafe(32)
    broadcast_id = log_of(store, slug) if slug else None
    with store.write() as tx:
        number = access.add_key(tx, token, name, roles, broadcast_id)
        audit.record(tx, Act.KEY_ADDED, f"key/{number}", CONSOLE, roles=sorted(roles), broadcast=slug)
    click.echo(token)
