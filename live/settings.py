"""What the environment decides, read once into one frozen value."""

from __future__ import annotations

import ipaddress
import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

DEFAULT_DATABASE = "sqlite:///live.db"

ORIGIN = re.compile(r"https?://(\*\.)?[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:([0-9]{1,5}|\*))?")
"""A site, as a page's Content-Security-Policy names it."""

HOST = re.compile(r"[A-Za-z0-9.-]+|[0-9A-Fa-f:]+")

LIMITS = re.compile(r"[1-9][0-9]* per (second|minute|hour|day)(; ?[1-9][0-9]* per (second|minute|hour|day))*")


Network = ipaddress.IPv4Network | ipaddress.IPv6Network


class WrongSetting(Exception):
    """A setting that stops the start; its text is one line that names it."""


@dataclass(frozen=True, slots=True)
class Edge:
    """How the world reaches this server, and what of it strangers may take."""

    proxies: int
    proxy_from: tuple[Network, ...]
    hosts: frozenset[str]
    per_address: int
    of_strangers: int
    reserved: int
    requests: int
    reads: int
    metrics_token: str | None


@dataclass(frozen=True, slots=True)
class Settings:
    database_url: str
    redis_url: str | None
    secret_key: str
    asynchronous: str
    origins: tuple[str, ...]
    edge: Edge
    address: str | None
    log: str
    embed_origins: tuple[str, ...]
    ask_limit: str
    phone: str | None

    @property
    def embedded(self) -> bool:
        """Whether the database is a file beside the program, with nothing to install."""
        return self.database_url.startswith("sqlite")


def read(environ: Mapping[str, str] = os.environ) -> Settings:
    """Settings from LIVE_* variables; `WrongSetting` names the one that is wrong."""
    url = environ.get("LIVE_DATABASE_URL") or DEFAULT_DATABASE
    if url.startswith(("postgres://", "postgresql://")):
        url = "postgresql+psycopg://" + url.split("://", 1)[1]
    if not url.startswith(("sqlite:///", "postgresql+psycopg://")):
        raise WrongSetting("LIVE_DATABASE_URL must begin with sqlite:/// or postgresql://.")
    redis_url = environ.get("LIVE_REDIS_URL") or None
    if redis_url and not redis_url.startswith(("redis://", "rediss://", "unix://")):
        raise WrongSetting("LIVE_REDIS_URL must begin with redis://, rediss:// or unix://.")
    asynchronous = environ.get("LIVE_ASYNC") or "eventlet"
    if asynchronous not in ("eventlet", "gevent"):
        raise WrongSetting("LIVE_ASYNC must be eventlet or gevent.")
    address = environ.get("LIVE_ADDRESS") or None
    if address and not re.fullmatch(r"https?://[^/?#\s]+/?", address):
        raise WrongSetting("LIVE_ADDRESS must be http:// or https:// with a host, such as https://live.example:8000.")
    log = environ.get("LIVE_LOG") or "text"
    if log not in ("text", "json"):
        raise WrongSetting("LIVE_LOG must be text or json.")
    embed_origins = _listed(environ.get("LIVE_EMBED_ORIGINS"))
    for origin in embed_origins:
        if not ORIGIN.fullmatch(origin):
            raise WrongSetting("LIVE_EMBED_ORIGINS must be sites such as https://example.ru, separated by commas.")
    ask_limit = environ.get("LIVE_ASK_LIMIT") or "6 per minute; 60 per hour"
    if not LIMITS.fullmatch(ask_limit):
        raise WrongSetting("LIVE_ASK_LIMIT must be such as “6 per minute; 60 per hour”.")
    phone = environ.get("LIVE_PHONE") or None
    if phone and not re.fullmatch(r"[0-9+() -]{3,30}", phone):
        raise WrongSetting("LIVE_PHONE must be a telephone number, such as 8 (84231) 2-00-00.")
    return Settings(
        database_url=url,
        redis_url=redis_url,
        secret_key=environ.get("LIVE_SECRET_KEY") or _stored_secret(url),
        asynchronous=asynchronous,
        origins=_listed(environ.get("LIVE_ORIGINS")),
        edge=_edge(environ, address),
        address=address.rstrip("/") if address else None,
        log=log,
        embed_origins=embed_origins,
        ask_limit=ask_limit,
        phone=phone,
    )


def _edge(environ: Mapping[str, str], address: str | None) -> Edge:
    proxies = environ.get("LIVE_PROXIES") or "0"
    if not proxies.isdecimal() or int(proxies) > 9:
        raise WrongSetting("LIVE_PROXIES must be the number of reverse proxies in front, 0 to 9.")
    hosts = _listed(environ.get("LIVE_HOSTS"))
    if not all(HOST.fullmatch(host) for host in hosts):
        raise WrongSetting("LIVE_HOSTS must be names such as live.example, separated by commas.")
    if address:
        hosts = (*hosts, (urlsplit(address).hostname or "").encode("idna").decode())
    metrics_token = environ.get("LIVE_METRICS_TOKEN") or None
    if metrics_token and len(metrics_token) < 16:
        raise WrongSetting("LIVE_METRICS_TOKEN must have 16 characters or more.")
    return Edge(
        proxies=int(proxies),
        proxy_from=_networks(environ.get("LIVE_PROXY_FROM") or "127.0.0.1/32,::1/128"),
        hosts=frozenset(host.lower() for host in hosts) if address else frozenset(),
        per_address=_number(environ, "LIVE_CONNECTIONS_PER_ADDRESS", 60),
        of_strangers=_number(environ, "LIVE_CONNECTIONS_OF_STRANGERS", 300),
        reserved=_number(environ, "LIVE_CONNECTIONS_RESERVED", 500),
        requests=_number(environ, "LIVE_REQUESTS_PER_ADDRESS", 40),
        reads=_number(environ, "LIVE_READS_PER_PERSON", 30),
        metrics_token=metrics_token,
    )


def _networks(value: str) -> tuple[Network, ...]:
    try:
        return tuple(ipaddress.ip_network(one) for one in _listed(value))
    except ValueError:
        raise WrongSetting("LIVE_PROXY_FROM must be networks such as 10.0.0.5/32, separated by commas.") from None


def _number(environ: Mapping[str, str], name: str, default: int) -> int:
    value = environ.get(name) or str(default)
    if not value.isdecimal() or not 0 < int(value) <= 1_000_000:
        raise WrongSetting(f"{name} must be a number, 1 or more.")
    return int(value)


def _listed(value: str | None) -> tuple[str, ...]:
    return tuple(one for one in (value or "").replace(" ", "").split(",") if one)


def _stored_secret(database_url: str) -> str:
    """The secret key kept beside an embedded database, made on the first start."""
    if not database_url.startswith("sqlite:///"):
        raise WrongSetting("LIVE_SECRET_KEY must be set when the database is a server's.")
    path = Path(database_url.removeprefix("sqlite:///") + ".secret")
    try:
        return path.read_text().strip()
    except FileNotFoundError:
        pass
    except OSError as error:
        raise WrongSetting(f"LIVE_SECRET_KEY is not set, and {path} cannot be read: {error.strerror}.") from error
    key = secrets.token_hex(32)
    try:
        with open(path, "x", opener=lambda p, flags: os.open(p, flags, 0o600)) as file:
            file.write(key + "\n")
    except FileExistsError:
        return path.read_text().strip()
    except OSError as error:
        raise WrongSetting(f"LIVE_DATABASE_URL: {path.parent} cannot be written: {error.strerror}.") from error
    return key
