"""People who sign in, and the devices that they have signed in on."""

from __future__ import annotations

import sys
from collections.abc import Callable

import click

from live.admin import people
from live.admin.second_factor import reset
from live.admin.sessions import end_all_sessions, end_session
from live.commands.common import BY_CONSOLE, configured, exits_cleanly, log_of, ready_store
from live.domain.people import Actor, Role
from live.domain.refused import Refused
from live.store.transaction import Store
from live.views.admin.people import PersonView, everybody

ROLES = click.Choice([role.value for role in Role])
PASSWORD = "--password-stdin"
SHORT = 12
"""Letters of a session's number that tell it from the others."""


@click.group()
def user() -> None:
    """People who sign in."""


@user.command("add")
@click.option("--login", required=True)
@click.option("--name", required=True)
@click.option("--role", "roles", required=True, multiple=True, type=ROLES)
@click.option("--broadcast", "slug", help="only there; everywhere without it")
@click.option("--everywhere", is_flag=True, help="in every broadcast and in the centre, as without --broadcast")
@click.option("--department", default="", help="whose tickets an executor sees")
@click.option("--email", default="", help="where deadlines are told of")
@click.option(PASSWORD, is_flag=True, required=True)
@exits_cleanly
def user_add(
    login: str,
    name: str,
    roles: tuple[str, ...],
    slug: str | None,
    everywhere: bool,
    department: str,
    email: str,
    password_stdin: bool,
) -> None:
    """A new person; the password is read from standard input."""
    if slug and everywhere:
        raise click.UsageError("--broadcast or --everywhere, not both.")
    password, store = _typed_password(), ready_store()
    where = log_of(store, slug) if slug else people.CENTRE
    grants = {(role, where) for role in roles}
    people.create_person(store, login, name, grants, BY_CONSOLE, department, email, password)
    click.echo(login)


@user.command("invite")
@click.option("--login", required=True)
@click.option("--name", help="of a new person")
@click.option("--role", "roles", multiple=True, type=ROLES, help="of a new person")
@click.option("--broadcast", "slug", help="only there; everywhere without it")
@click.option("--department", default="", help="whose tickets an executor sees")
@click.option("--email", default="", help="where deadlines are told of")
@exits_cleanly
def user_invite(
    login: str, name: str | None, roles: tuple[str, ...], slug: str | None, department: str, email: str
) -> None:
    """A link by which a person sets a password, once; a new person where there is no such login."""
    store = ready_store()
    known = {one.login: one.id for one in everybody(store)}
    if login in known:
        account_id = known[login]
    elif name and roles:
        where = log_of(store, slug) if slug else people.CENTRE
        grants = {(role, where) for role in roles}
        account_id = people.create_person(store, login, name, grants, BY_CONSOLE, department, email)
    else:
        raise click.UsageError("--name and --role are needed for a new person.")
    click.echo(f"{configured().address or ''}/join/{people.invite(store, account_id, BY_CONSOLE)}")


@user.command("password")
@click.argument("login")
@click.option(PASSWORD, is_flag=True, required=True)
@exits_cleanly
def user_password(login: str, password_stdin: bool) -> None:
    """Another password, read from standard input; the person is signed out everywhere."""
    store = ready_store()
    people.set_password(store, _person(store, login).id, _typed_password(), BY_CONSOLE)
    click.echo(login)


@user.command("roles")
@click.argument("login")
@click.option("--give", "given", multiple=True, type=ROLES)
@click.option("--take", "taken", multiple=True, type=ROLES)
@click.option("--broadcast", "slug", help="there; in every broadcast and the centre without it")
@exits_cleanly
def user_roles(login: str, given: tuple[str, ...], taken: tuple[str, ...], slug: str | None) -> None:
    """Give and take roles; without either, tell them."""
    store = ready_store()
    person = _person(store, login)
    where = log_of(store, slug) if slug else people.CENTRE
    if given or taken:
        held = {grant.role for grant in person.grants if grant.where == where}
        wanted = {(role, where) for role in (held | set(given)) - set(taken)}
        people.set_roles(store, person.id, person.version, {where}, wanted, BY_CONSOLE)
        person = _person(store, login)
    click.echo(_roles_line(person))


@user.command("factor")
@click.argument("login")
@click.option("--reset", "forgotten", is_flag=True, help="forget it, and sign the person out everywhere")
@exits_cleanly
def user_factor(login: str, forgotten: bool) -> None:
    """What a person proves besides the password; --reset where phone and recovery codes are lost."""
    store = ready_store()
    one = _person(store, login)
    if forgotten:
        reset(store, one.id, BY_CONSOLE)
        one = _person(store, login)
    kinds = [*(["codes"] if one.factors.codes else []), *(["passkeys"] if one.factors.passkeys else [])]
    click.echo(", ".join(kinds) or "none")


@user.command("list")
@exits_cleanly
def user_list() -> None:
    """Everybody, a line each: login, name, roles, and what else there is to know."""
    for one in everybody(ready_store()):
        state = "" if one.active else "closed"
        state = state or ("invited" if one.invited and one.new else "no password" if one.new else "")
        click.echo("\t".join((one.login, one.name, _roles_line(one), one.department, state)).rstrip())


@user.command("rename")
@click.argument("login")
@click.argument("name")
@exits_cleanly
def user_rename(login: str, name: str) -> None:
    """Call a person otherwise; what was done stays under the old name."""
    store = ready_store()
    one = _person(store, login)
    people.change_person(store, one.id, one.version, name, one.department, one.email, BY_CONSOLE)
    click.echo(login)


@user.command("close")
@click.argument("login")
@exits_cleanly
def user_close(login: str) -> None:
    """They may not sign in any more, and are signed out everywhere."""
    _let(login, people.close_person)


@user.command("open")
@click.argument("login")
@exits_cleanly
def user_open(login: str) -> None:
    """They may sign in again."""
    _let(login, people.open_person)


def _let(login: str, verb: Callable[[Store, int, str, Actor], None]) -> None:
    store = ready_store()
    one = _person(store, login)
    verb(store, one.id, one.version, BY_CONSOLE)
    click.echo(login)


@click.group()
def session() -> None:
    """The devices that people have signed in on."""


@session.command("list")
@click.argument("login", required=False)
@exits_cleanly
def session_list(login: str | None) -> None:
    """Those of one person, or all: their number, login, when they were used last, address, browser."""
    store = ready_store()
    for one in [_person(store, login)] if login else everybody(store):
        for device in one.sessions:
            seen = f"{device.seen:%Y-%m-%dT%H:%M:%SZ}"
            click.echo("\t".join((device.id[:SHORT], one.login, seen, device.address, device.agent)).rstrip())


@session.command("end")
@click.argument("number", required=False)
@click.option("--user", "login", help="all of a person's")
@exits_cleanly
def session_end(number: str | None, login: str | None) -> None:
    """One of them, by its number, or all of a person's."""
    if bool(number) == bool(login):
        raise click.UsageError("A session's number or --user: one of the two.")
    store = ready_store()
    if login:
        end_all_sessions(store, _person(store, login).id, BY_CONSOLE)
        click.echo(login)
        return
    known = [(one.id, device.id) for one in everybody(store) for device in one.sessions]
    meant = [one for one in known if number and len(number) >= SHORT and one[1].startswith(number)]
    if len(meant) != 1:
        raise Refused("not_found", "This device is not signed in any more.")
    end_session(store, *meant[0], BY_CONSOLE)
    click.echo(number)


def _person(store: Store, login: str) -> PersonView:
    found = [one for one in everybody(store) if one.login == login]
    if not found:
        raise Refused("not_found", "There is no user “{login}”.", login=login)
    return found[0]


def _roles_line(one: PersonView) -> str:
    """Such as "admin; moderator (Прямая линия)"."""
    return "; ".join(f"{grant.role} ({grant.title})" if grant.title else grant.role for grant in one.grants)


def _typed_password() -> str:
    return sys.stdin.readline().rstrip("\n")
