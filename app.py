"""The entry: joins the rooms (`create_app`) and holds the command line."""

from live.runtime import patch

patch()

import json
import secrets
import socket
import sys
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from pathlib import Path
from typing import Any

import click
from flask import Flask
from sqlalchemy import Connection

from live import settings as environment
from live.channels import TYPES
from live.channels import check as check_channel
from live.desk import rehearsal
from live.desk.classify import Classifier
from live.desk.close import wrap_slice, wrapping
from live.desk.naming import Naming
from live.desk.outcomes import retry_dead
from live.desk.polling import Polling
from live.desk.receive import Intake
from live.desk.rehearsing import Rehearsals
from live.desk.run import move_broadcast
from live.domain import broadcast as rules
from live.domain.people import By, Role
from live.domain.refused import Refused
from live.feed.bell import Bell
from live.feed.hub import Hub
from live.feed.link import Link, NoLink, RedisLink
from live.feed.presence import REPEAT, Presence
from live.followup.outbox import Outbox
from live.runtime import logging, server
from live.runtime.tasks import Signal, sleep, spawn
from live.screens import app as screens
from live.screens.pages import passwords
from live.screens.parts import Parts
from live.screens.replay import WrongFile, play
from live.screens.sockets import rechecker
from live.settings import Settings, WrongSetting
from live.store import access, broadcasts, channels, schema
from live.store.backup import backup as copy_out
from live.store.backup import restore as copy_in
from live.store.database import Database
from live.store.leases import Leases
from live.store.transaction import Store
from live.views.credentials import Credentials
from live.views.guesses import Guessing
from live.views.reading import TICKETS, Reading

CONSOLE = By("командная строка", "admin")


def open_store(settings: Settings) -> Store:
    return Store(Database(settings.database_url), settings.secret_key)


def create_app(settings: Settings, store: Store | None = None) -> Flask:
    """The web application over its rooms, its tasks started. `app.extensions["live"]` holds the parts."""
    store = store or open_store(settings)
    link: Link = RedisLink(settings.redis_url) if settings.redis_url else NoLink()
    credentials = Credentials(store)
    presence = Presence(link)
    hub = Hub(store, presence, rechecker(credentials))
    bell = Bell(hub, link)
    store.after_commit.append(bell.ring)
    intake = Intake(store)
    guessing = Guessing(store)
    parts = Parts(settings, store, Reading(store, guessing), intake, credentials, presence, hub, link)
    app, _ = screens.build(parts, lambda: schema.is_newest(store.database))
    if isinstance(link, RedisLink):
        link.start()
    intake.start()
    Classifier(store, guessing).start()
    spawn(_repeat_presence, presence)
    spawn(Rehearsals(store).run)
    spawn(_wrap_all, store)
    if settings.embedded:
        start_channels(store, intake)
    return app


def start_channels(store: Store, intake: Intake) -> None:
    """What goes to the networks by itself: replies, questions that are fetched, names. `worker` runs it elsewhere."""
    leases = Leases(store)
    leases.start()
    for work in (Outbox(store, leases), Polling(store, leases, intake.receive), Naming(store, leases)):
        spawn(work.run)


def _repeat_presence(presence: Presence) -> None:
    while True:
        sleep(REPEAT)
        presence.repeat()


def _wrap_all(store: Store) -> None:
    """Carry on with every wrap that is under way, whoever began it."""
    grown = Signal()
    store.after_commit.append(lambda ids: grown.ring())
    while True:
        try:
            for broadcast_id in wrapping(store):
                while wrap_slice(store, broadcast_id):
                    sleep(0.01)  # Between slices the desk of another broadcast has its turn.
        except Refused:
            sleep(1.0)  # The database is away; the wrap goes on when it is back.
        grown.wait(1.0)
        sleep(0.2)


def plainly(command: Callable[..., Any]) -> Callable[..., Any]:
    """End with 1 and one clear line where a command fails, without a traceback."""

    @wraps(command)
    def run(*args: Any, **kwargs: Any) -> Any:
        try:
            return command(*args, **kwargs)
        except (Refused, WrongSetting, WrongFile, RuntimeError, OSError) as error:
            click.echo(f"{error}", err=True)
            sys.exit(1)

    return run


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
    return store


def _id(store: Store, slug: str) -> int:
    with store.read() as connection:
        return int(broadcasts.get(connection, slug).id)


def _takes(store: Store, slug: str) -> int:
    """The id of a broadcast that questions can be delivered to: not the centre's tickets."""
    if slug == TICKETS:
        raise click.UsageError("--broadcast: the tickets take no questions; name a broadcast.")
    return _id(store, slug)


@click.group()
def cli() -> None:
    """The live broadcast and direct-line session manager."""


@cli.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--certificate", type=click.Path(exists=True, dir_okay=False), help="PEM file, for https")
@click.option("--key", type=click.Path(exists=True, dir_okay=False), help="the certificate's key")
@click.option("--rehearsal", "rehearse", is_flag=True, help="on a new database, play invented questions")
@plainly
def serve(host: str, port: int, certificate: str | None, key: str | None, rehearse: bool) -> None:
    """The web server."""
    if bool(certificate) != bool(key):
        raise click.UsageError("--certificate and --key belong together.")
    secure = server.tls(certificate, key) if certificate and key else None
    store = ready_store()
    settings = environment.read()
    store.database.check_driver_yields()
    try:
        sock = server.listen(host, port)
    except OSError as error:
        raise RuntimeError(f"{host}:{port} cannot be listened on: {error.strerror}.") from error
    app = create_app(settings, store)
    address = f"{'https' if secure else 'http'}://{_reachable(host)}:{port}"
    click.echo(f"Live is on {address}")
    if rehearse:
        _rehearse(app, store, settings, address)
    try:
        server.serve(app, sock, secure)
    except KeyboardInterrupt:
        click.echo("Stopped.")


def _reachable(host: str) -> str:
    """The host for a link: this machine's own address where the server listens on all of them."""
    if host not in ("0.0.0.0", "::"):
        return f"[{host}]" if ":" in host else host
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # Sends nothing: it only chooses the way out.
            return str(probe.getsockname()[0])
        except OSError:
            return socket.gethostname()


def _rehearse(app: Flask, store: Store, settings: Settings, address: str) -> None:
    broadcast_id = rehearsal.prepare(store)
    if broadcast_id is None:
        return
    tokens = rehearsal.links(store, settings.secret_key, broadcast_id)
    click.echo("A rehearsal with invented questions is running. Open its screens:")
    for screen, token in tokens.items():
        click.echo(f"  {screen:<9} {address}/in/{token}")
    click.echo(f"  {'ask':<9} {address}/b/{rehearsal.SLUG}/ask")
    spawn(rehearsal.play, store, app.extensions["live"].intake, broadcast_id)


@cli.command()
@plainly
def worker() -> None:
    """What needs no web server: sending replies, asking the networks, finishing wraps. One may run, or several."""
    store = ready_store()
    store.database.check_driver_yields()
    intake = Intake(store)
    intake.start()
    start_channels(store, intake)
    click.echo("The worker is at work.")
    try:
        _wrap_all(store)
    except KeyboardInterrupt:
        click.echo("Stopped.")


@cli.command()
@plainly
def migrate() -> None:
    """Bring the database to the newest schema."""
    schema.migrate(open_store(configured()).database)
    click.echo("The schema is the newest.")


@cli.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@plainly
def backup(file: Path) -> None:
    """Copy the database to FILE, while the server runs."""
    click.echo(f"{copy_out(ready_store(), file)} rows are in {file}.")


@cli.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@plainly
def restore(file: Path) -> None:
    """Replace everything in the database by the copy in FILE."""
    settings = configured()
    store = open_store(settings)
    schema.migrate(store.database)
    click.echo(f"{copy_in(store, file)} rows were restored; every screen starts anew.")


@cli.command()
@click.argument("slug", required=False)
@plainly
def audit(slug: str | None) -> None:
    """The books; exit 1 where they do not balance."""
    reading = Reading(ready_store())
    accounts = reading.books(slug)
    for account in accounts:
        states = ", ".join(f"{state} {count}" for state, count in sorted(account.states.items())) or "nothing yet"
        click.echo(
            f"{account.slug}: received {account.received} = {states}; still open {account.still_open}; "
            f"tickets {account.tickets}; events {account.events}: "
            + ("balances" if account.balances else "DOES NOT BALANCE")
        )
        for line in account.wrong:
            click.echo(f"  {line}", err=True)
    waiting, letters = reading.dead_letters()
    click.echo(f"dead letters: {waiting}")
    for letter in letters:
        click.echo(f"  {letter.received_at:%Y-%m-%d %H:%M:%S} {letter.type}: {letter.reason}")
    if not all(account.balances for account in accounts):
        sys.exit(1)


@cli.group()
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
@plainly
def broadcast_add(
    slug: str, title: str, head_name: str, starts: str | None, minutes: int, kind: str, standing: str | None
) -> None:
    """A new show (planned) or standing broadcast (open from the start)."""
    if not rules.is_slug(slug):
        raise click.UsageError("--slug: 2 to 64 of a–z, 0–9 and hyphens, and not “tickets”.")
    store = ready_store()
    with store.write() as tx:
        standing_id = _standing_id(tx.connection, standing) if standing else None
        broadcasts.add(
            tx,
            rules.new(slug, rules.Kind(kind)),
            title=title,
            head_name=head_name,
            minutes=minutes,
            starts_at=_moment(starts) if starts else None,
            standing_id=standing_id,
        )
    click.echo(slug)


def _standing_id(connection: Connection, slug: str) -> int:
    row = broadcasts.get(connection, slug)
    if row.kind != rules.Kind.STANDING.value:
        raise RuntimeError(f"--standing: “{slug}” is no standing broadcast.")
    return int(row.id)


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise click.UsageError(f"--starts: {text!r} is not a time such as 2026-12-01T12:00:00+04:00.") from None
    if moment.tzinfo is None:
        raise click.UsageError("--starts needs its zone, such as +04:00.")
    return moment


def _move_command(verb: str, told: str) -> None:
    @broadcast.command(verb, help=told)
    @click.argument("slug")
    @plainly
    def move(slug: str) -> None:
        store = ready_store()
        broadcast_id = _id(store, slug)
        with store.write() as tx:
            [row] = tx.lock(broadcast_id)
            move_broadcast(tx, row, verb, CONSOLE)
        while verb == "wrap" and wrap_slice(store, broadcast_id):
            pass
        with store.read() as connection:
            click.echo(f"{slug}: {broadcasts.by_id(connection, broadcast_id).state}")


for _verb, _told in (
    ("open", "Begin to collect questions."),
    ("air", "Go on air."),
    ("wrap", "End the show; what was not answered becomes tickets."),
    ("archive", "Put a wrapped broadcast away."),
):
    _move_command(_verb, _told)


@cli.group()
def user() -> None:
    """People who sign in."""


@user.command("add")
@click.option("--login", required=True)
@click.option("--name", required=True)
@click.option("--role", "roles", required=True, multiple=True, type=click.Choice([r.value for r in Role]))
@click.option("--broadcast", "slug", help="only there; everywhere without it")
@click.option("--department", help="whose tickets an executor sees")
@click.option("--password-stdin", is_flag=True, required=True)
@plainly
def user_add(
    login: str, name: str, roles: tuple[str, ...], slug: str | None, department: str | None, password_stdin: bool
) -> None:
    """A new person; the password is read from standard input."""
    password = sys.stdin.readline().rstrip("\n")
    if len(password) < 8:
        raise RuntimeError("The password needs at least 8 characters.")
    store = ready_store()
    hashed = passwords.hash(password)
    broadcast_id = _id(store, slug) if slug else 0
    with store.write() as tx:
        access.add_account(tx, login, name, hashed, roles, broadcast_id, department)
    click.echo(login)


@cli.group()
def key() -> None:
    """Keys for programs and devices."""


@key.command("add")
@click.option("--role", "roles", required=True, multiple=True, type=click.Choice([r.value for r in Role]))
@click.option("--broadcast", "slug", required=True)
@click.option("--name", default="key", show_default=True)
@plainly
def key_add(roles: tuple[str, ...], slug: str, name: str) -> None:
    """A new key; its token is printed once."""
    store = ready_store()
    token = secrets.token_urlsafe(32)
    broadcast_id = _id(store, slug)
    with store.write() as tx:
        access.add_key(tx, token, name, roles, broadcast_id)
    click.echo(token)


@cli.group()
def channel() -> None:
    """The networks' ways in."""


@channel.command("add")
@click.option("--type", "type_", required=True, type=click.Choice(sorted(TYPES)))
@click.option("--broadcast", "slug", required=True)
@click.option("--setting", "pairs", multiple=True, help="name=value; see docs/channels.md")
@plainly
def channel_add(type_: str, slug: str, pairs: tuple[str, ...]) -> None:
    """A new channel; its hook's path is printed."""
    known = {setting.name for setting in TYPES[type_].SETTINGS}
    given = _pairs(pairs, "--setting")
    for name in given:
        if name not in known:
            raise click.UsageError(f"--setting: {type_} has no setting {name!r}; it has: {', '.join(sorted(known))}.")
    missing = [setting.name for setting in TYPES[type_].SETTINGS if setting.required and not given.get(setting.name)]
    if missing:
        raise click.UsageError(f"--setting: {type_} needs {', '.join(missing)}.")
    store = ready_store()
    hook = secrets.token_urlsafe(18)
    broadcast_id = _takes(store, slug)
    with store.write() as tx:
        channels.add(tx, type_, hook, broadcast_id, given)
    click.echo(f"/hooks/{type_}/{hook}")


@channel.command("route")
@click.argument("key")
@click.option("--broadcast", "slug", required=True)
@plainly
def channel_route(key: str, slug: str) -> None:
    """Let a channel deliver to another broadcast. KEY is the last part of its hook's path."""
    store = ready_store()
    broadcast_id = _takes(store, slug)
    with store.write() as tx:
        channels.route(tx, key, broadcast_id)
    click.echo(slug)


@channel.command("test")
@plainly
def channel_test() -> None:
    """One line for each channel: what works, and what does not; exit 1 where something does not."""
    broken = False
    for one in Reading(ready_store()).channels():
        works, told = check_channel(one.type, one.settings)
        broken = broken or not works
        click.echo(f"{one.type} {one.key} → {one.slug}: {'' if works else 'DOES NOT WORK. '}{told}")
    if broken:
        sys.exit(1)


@channel.command("retry-dead")
@click.argument("key", required=False)
@plainly
def channel_retry_dead(key: str | None) -> None:
    """Read the messages again that could not be read or delivered: of one channel, or of all."""
    done, left = retry_dead(ready_store(), key)
    click.echo(f"delivered: {done}, still waiting: {left}")


def _pairs(pairs: tuple[str, ...], option: str) -> dict[str, str]:
    split = [pair.partition("=") for pair in pairs]
    for name, equals, _ in split:
        if not (name and equals):
            raise click.UsageError(f"{option}: {name!r} is not name=value.")
    return {name: value for name, _, value in split}


@cli.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--url", required=True)
@click.option("--token", required=True)
@click.option("--broadcast", "slug", required=True)
@click.option("--rate", required=True, type=click.FloatRange(min=0, min_open=True), help="messages a second")
@click.option("--limit", type=click.IntRange(min=1))
@click.option("--map", "pairs", multiple=True, help="column=field")
@plainly
def replay(file: Path, url: str, token: str, slug: str, rate: float, limit: int | None, pairs: tuple[str, ...]) -> None:
    """Play FILE.csv[.gz] through the intake API of a running server."""
    if not url.startswith(("http://", "https://")):
        raise click.UsageError("--url: the server's address, such as http://127.0.0.1:8000.")
    outcome = play(file, url, token, slug, rate, _pairs(pairs, "--map"), limit)
    click.echo(
        json.dumps(
            {
                "sent": outcome.sent,
                "delivered": outcome.delivered,
                "created": outcome.created,
                "repeated": outcome.repeated,
                "refused": dict(outcome.refused),
                "failed": outcome.failed,
                "seconds": round(outcome.seconds, 1),
            }
        )
    )
    if outcome.delivered != outcome.sent:
        raise RuntimeError(f"{outcome.sent - outcome.delivered} of {outcome.sent} messages were not delivered.")


if __name__ == "__main__":
    cli()
