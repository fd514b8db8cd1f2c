"""The entry: joins the rooms (`create_app`) and holds the command line (`live/commands`)."""

from live.runtime import patch

patch()

import os
import socket
from dataclasses import replace

import click
from flask import Flask

from live import settings as environment
from live.admin.audit import AuditQueue
from live.admin.first_start import first_code
from live.commands import COMMANDS
from live.commands.narrowed import tell_administrators_of_one
from live.commands.common import configured, open_store, ready_store, exits_cleanly, tell_version, traced
from live.commands import demo, understudy
from live.desk.control.heard import Heard
from live.desk.control.osc_in import OscIn
from live.desk.control.sent import Sent
from live.desk.intake.queue import Intake
from live.desk.intake.reading import reader
from live.desk.polls.ballot_box import BallotBox
from live.feed.bell import Bell
from live.feed.hub import Hub
from live.feed.pubsub import Link, NoLink, RedisLink
from live.feed.presence import Presence
from live.language.lemmas import warm
from live.runtime import exposure, server
from live.runtime.connections import REMEMBERED, Limits
from live.runtime.handed import handed_over
from live.runtime.tasks import spawn
from live.runtime.worker import Worker
from live.web import app as screens
from live.web.edge.measured import Measured
from live.web.services import Checks, Services
from live.web.sockets import rechecker
from live.web.residents.telling import Telling
from live.settings import Settings
from live.store import schema
from live.store.leases import Leases
from live.store.storage.chosen import storage_of
from live.store.transaction import Store
from live.understudy.leader import Leader
from live.views.admin.credentials import Credentials
from live.views.questions.suggestions import Guessing
from live.views.queries import Queries
from live.workers.all import Runs, workers
from live.workers.means import Means

HEARTBEAT = 60.0
"""Seconds between two lines by which `worker` says how its tasks do."""

BEHIND = 5
"""How much nicer than its servers a worker is: beside them on one machine, a question at the desk goes before a letter
that is sent (docs/performance.md). By ten, a machine that was busy with other things let it hardly work at all."""


def create_app(settings: Settings, store: Store | None = None) -> Flask:
    """The web application over its rooms, its tasks started. `app.extensions["live"]` holds the services."""
    store = store or open_store(settings)
    link = _link(settings)
    credentials = Credentials(store, settings.second_factor)
    presence = Presence(link)
    hub = Hub(store, presence, rechecker(credentials))
    guessing = Guessing(store)
    intake, ballots = Intake(store, reader(guessing)), BallotBox(store)
    audit = AuditQueue(store)
    ending = server.Ending(last=lambda seconds: leases.finish(seconds))
    leases = Leases(store, lambda: ending.told)
    at = settings.address or ""
    files = storage_of(settings.files)
    known = (store, intake, leases, guessing, hub, link, audit, credentials, settings.backups, at, files)
    heard, sent = Heard(), Sent()
    osc = OscIn(store, credentials, settings.osc, heard) if settings.osc else None
    means = Means(*known, ballots, settings.models, osc, sent)
    background = workers(Runs.SERVER | Runs.WORKER if settings.embedded else Runs.SERVER, means)
    store.after_commit.append(Bell(link, hub.ring, background.written).ring)
    queries = Queries(store, guessing)
    leader = Leader(store, ending.tell) if settings.embedded else None
    if settings.embedded:
        store.database.checkpoint_beside()
    services = Services(
        *(settings, store, queries, intake, ballots, credentials, presence, hub, link, audit, Telling(queries)),
        *(files, background, ending, leader, heard, sent, Measured(loop=means.loop)),
    )
    database = store.database
    checks = Checks(lambda: schema.is_served(database), database.keeps_what_is_written, database.has_room)
    app, _ = screens.build(services, checks)
    background.start()
    return app


def _link(settings: Settings) -> Link:
    return RedisLink(settings.redis_url) if settings.redis_url else NoLink()


@click.group()
@click.option("--version", is_flag=True, is_eager=True, expose_value=False, callback=tell_version, help="which it is")
def cli() -> None:
    """The live broadcast and direct-line session manager."""
    os.umask(0o077)  # What any command writes holds residents' contacts.


@cli.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--certificate", type=click.Path(exists=True, dir_okay=False), help="PEM file, for https")
@click.option("--key", type=click.Path(exists=True, dir_okay=False), help="the certificate's key")
@click.option("--follow", metavar="URL", help="be the understudy of the server there, until promoted")
@click.option("--token", metavar="T", help="with --follow: an administrator's key there, or @FILE with it")
@click.option("--acknowledge", type=click.Choice(["follower"]), help="answer only what an understudy has too")
@click.option("--rehearsal", "rehearse", is_flag=True, help="on a new database, play invented questions")
@exits_cleanly
def serve(
    host: str,
    port: int,
    certificate: str | None,
    key: str | None,
    follow: str | None,
    token: str | None,
    acknowledge: str | None,
    rehearse: bool,
) -> None:
    """The web server."""
    if bool(certificate) != bool(key):
        raise click.UsageError("--certificate and --key belong together.")
    if bool(follow) != bool(token):
        raise click.UsageError("--follow and --token belong together.")
    handed = handed_over()
    if handed is not None:
        if follow:
            raise RuntimeError("An understudy opens its address itself: have systemd hand over none (live.socket).")
        host, port = handed.getsockname()[:2]
    files = server.raise_open_files()
    if files < server.FILES and not environment.is_loopback(host):
        raise RuntimeError(
            f"Only {files} files may be open, and each connection is one: on an address that others can reach it takes "
            f"{server.FILES} (ulimit -n, or LimitNOFILE in a unit of systemd)."
        )
    secure = server.tls(certificate, key) if certificate and key else None
    settings = traced(configured())
    exposure.refuse(host, settings.address, bool(secure), settings.edge.proxies, settings.plain_network)
    address = f"{'https' if secure else 'http'}://{_reachable(host)}:{port}"
    known_as = settings.address or address
    if follow and not understudy.follow(follow, token or "", host, port, known_as, secure, _limits(settings)):
        click.echo("Stopped.")
        return
    understudy.look_around(settings, acknowledges=bool(acknowledge))
    store = ready_store(patient=False, serves=True)
    store.database.check_driver_yields()
    try:
        sock = handed or server.listen(host, port)
    except OSError as error:
        raise RuntimeError(f"{host}:{port} cannot be listened on: {error.strerror}.") from error
    app = create_app(settings, store)
    live = app.extensions["live"]
    live.ending.listen()
    click.echo(f"Live is on {address}")
    for doubt in exposure.doubts(host, settings.address, bool(secure), settings.edge.proxies):
        click.echo(doubt, err=True)
    tell_administrators_of_one(store)
    if live.told().policy is None and not environment.is_loopback(host):
        click.echo(
            "/admin/centre names no page on personal data, nor does LIVE_POLICY_URL: "
            "the form must link it (152-FZ, article 18.1)."
        )
    if code := first_code(store):
        click.echo(f"Nobody has an account yet. Make the first administrator within an hour: {address}/first")
        click.echo(f"  the code: {code}")
    if rehearse:
        _rehearse(app, store, settings, address)
    if live.leader is not None:
        understudy.lead(live.leader, settings.secret_key, live.workers, acknowledges=bool(acknowledge))
    warm()  # Else whoever asks first after a start waits for the dictionary.
    spawn(screens.warm, app)
    try:
        limits = replace(_limits(settings), known=live.credentials.addresses(REMEMBERED))
        server.serve(app, sock, secure, limits, live.workers, live.ending, live.hub.send_away)
        click.echo("Stopped.")
    finally:
        live.audit.write()
    live.ending.leave()


def _limits(settings: Settings) -> Limits:
    edge = settings.edge
    proxies = edge.proxy_from if edge.proxies else ()
    return Limits(edge.per_address, edge.of_strangers, edge.reserved, edge.requests, proxies)


def _reachable(host: str) -> str:
    """The host for a link: this machine's own address where the server listens on all of them."""
    if not exposure.is_everywhere(host):
        return f"[{host}]" if ":" in host else host
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # Sends nothing: it only chooses the way out.
            return str(probe.getsockname()[0])
        except OSError:
            return socket.gethostname()


def _rehearse(app: Flask, store: Store, settings: Settings, address: str) -> None:
    broadcast_id = demo.prepare(store)
    if broadcast_id is None:
        click.echo("No rehearsal: there are real broadcasts, and with the first of them its links have ended.")
        return
    tokens = demo.links(store, settings.secret_key, broadcast_id)
    click.echo("A rehearsal with invented questions is running. Open its screens:")
    for screen, token in tokens.items():
        click.echo(f"  {screen:<9} {address}/in/{token}")
    click.echo(f"  {'ask':<9} {address}/b/{demo.SLUG}/ask")
    spawn(demo.play, store, app.extensions["live"].intake, broadcast_id)


@cli.command()
@exits_cleanly
def worker() -> None:
    """What needs no web server: sending replies, asking the networks, finishing wraps. One may run, or several."""
    os.nice(BEHIND)
    os.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0))  # What wakes here breaks nobody off.
    store = ready_store(patient=False)
    store.database.check_driver_yields()
    ending = server.Ending(last=lambda seconds: leases.finish(seconds))
    leases = Leases(store, lambda: ending.told)
    settings = traced(configured())
    link = _link(settings)
    audit = AuditQueue(store)
    known = (store, Intake(store), leases, Guessing(store), None, link, audit)
    files = storage_of(settings.files)
    at, folder = settings.address or "", settings.models
    means = Means(*known, backups=settings.backups, address=at, files=files, models=folder)
    background = workers(Runs.WORKER, means)
    store.after_commit.append(Bell(link, written=background.written).ring)
    ending.listen()
    background.start()
    click.echo("The worker is at work.")
    Worker("heartbeat", background.log_health, HEARTBEAT).start()
    ending.wait()
    ending.finish()
    click.echo("Stopped.")
    ending.leave()


for command in COMMANDS:
    cli.add_command(command)


if __name__ == "__main__":
    cli()
