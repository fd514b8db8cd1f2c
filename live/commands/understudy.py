"""The understudy on the command line: `serve --follow`, and `promote`."""

from __future__ import annotations

import ssl
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import click

from live import settings as environment
from live.commands.common import configured, exits_cleanly, file_of, open_store, told
from live.runtime import server
from live.runtime.connections import Limits
from live.runtime.worker import Workers
from live.settings import Settings
from live.store.transaction import Store
from live.understudy import promotion, succession
from live.understudy.follower import Follower
from live.understudy.leader import Leader
from live.understudy.line import Away, Line
from live.understudy.watch import Watch, look_before_serving
from live.web.understudy import pages


@click.command()
@exits_cleanly
def promote() -> None:
    """Have this machine's understudy go on in its leader's place; or have a former leader serve again."""
    settings = _embedded()
    file = file_of(settings)
    click.echo(promotion.promote(file, settings.secret_key, _opener(settings), promotion.BY_CONSOLE))


def follow(
    leader: str, token: str, host: str, port: int, here: str, secure: ssl.SSLContext | None, limits: Limits
) -> bool:
    """Be the understudy of `leader` until told to end; whether it was promoted, and is to serve now."""
    settings = _embedded()
    leader = leader.rstrip("/")
    _check(leader, here, settings)
    file = file_of(settings)
    if _leads_by_promotion(file):
        click.echo(f"This server was promoted in place of {leader} and leads: it follows nobody.")
        return True
    ending = server.Ending()
    promoted = False

    def take_over() -> None:
        nonlocal promoted
        promoted = True
        ending.tell()

    with promotion.holding(file) as alone:
        if not alone:
            raise RuntimeError(f"Another process follows into {file} already.")
        opener = _opener(settings)
        follower = Follower(file, Line(leader, told(token, "--token"), here), settings.secret_key, opener, take_over)
        try:
            follower.check()
        except Away:
            click.echo(f"{leader} does not answer yet; it is asked again and again.", err=True)
        sock = server.listen(host, port)
        ending.listen()
        click.echo(f"The understudy of {leader} is on {here}")
        work = follower.worker()
        work.start()
        server.serve(pages.build(settings, follower, opener), sock, secure, limits, Workers([work]), ending)
        work.stop()
    return promoted


def look_around(settings: Settings, acknowledges: bool) -> None:
    """Before serving: whether another server was promoted in place of this one is known once this returns."""
    if settings.embedded:
        look_before_serving(file_of(settings), settings.secret_key)
    elif acknowledges:
        raise RuntimeError("--acknowledge is of an embedded database: PostgreSQL has synchronous_standby_names for it.")


def lead(leader: Leader, secret: str, workers: Workers, acknowledges: bool) -> None:
    """Serve as one that may be followed."""
    watch = Watch(leader, secret).worker()
    workers.add(watch)
    watch.start()
    if acknowledges:
        leader.acknowledge()


def _embedded() -> Settings:
    settings = configured()
    if not settings.embedded:
        raise RuntimeError(
            "Only an embedded database is followed so: PostgreSQL has its own replication (docs/operation.md says how)."
        )
    return settings


def _check(leader: str, here: str, settings: Settings) -> None:
    parts = urlsplit(leader)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path or parts.query:
        raise RuntimeError("--follow takes the leader's address, such as https://live.example:8000.")
    if leader == here:
        raise RuntimeError("--follow names this server itself.")
    plain = parts.scheme == "http" and not environment.is_loopback(parts.hostname)
    if plain and not settings.plain_network:
        raise RuntimeError(
            "All that residents wrote would go to the understudy in clear: --follow takes https://, or "
            "LIVE_PLAIN_NETWORK=1 where the network in between is closed."
        )


def _leads_by_promotion(file: Path) -> bool:
    standing = succession.read(file)
    return standing.since is not None and not standing.succeeded_by and not standing.follows


def _opener(settings: Settings) -> Callable[[], Store]:
    return lambda: open_store(settings)
