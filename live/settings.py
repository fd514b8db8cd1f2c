"""What the environment decides, read once into one frozen value."""

from __future__ import annotations

import os
import re
import secrets
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

DEFAULT_DATABASE = "sqlite:///live.db"

ORIGIN = re.compile(r"https?://(\*\.)?[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:([0-9]{1,5}|\*))?")
"""A site, as a page's Content-Security-Policy names it."""

SERVER = re.compile(r"(https?)://([a-z0-9]([a-z0-9.-]*[a-z0-9])?)(:([0-9]{1,5}))?")

HOST = re.compile(r"[A-Za-z0-9.-]+|[0-9A-Fa-f:]+")

OSC = r"[^\s:/]+:([1-9][0-9]{0,3}|[1-5][0-9]{4})"
HTTP = r"https?://[^/?#\s]+/?"
POLICY = re.compile(r"https?://[^/?#\s]+(/[!-~]*)?")
"""The address of a server, and of a page."""

LIMITS = r"[1-9][0-9]* per (second|minute|hour|day)(; ?[1-9][0-9]* per (second|minute|hour|day))*"

PEOPLE = (
    *("admin", "coordinator", "executor", "producer", "moderator"),
    *("screener", "presenter", "head", "gallery", "observer"),
)
"""The roles that a person can hold."""

SECRET_BYTES, PACKED = 32, 24
"""How long a secret must be at least, and how long it must stay once what repeats itself in it is packed."""

A_NEW_SECRET = "make one with `openssl rand -hex 32`, and put the present one into LIVE_SECRET_KEY_OLD if there is one"

Network = IPv4Network | IPv6Network


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
class Bucket:
    """Where files stand in a storage that speaks S3: `url` is its address with the bucket's name."""

    url: str
    key: str
    secret: str
    region: str


@dataclass(frozen=True, slots=True)
class Files:
    """Where residents' files stand, and in which of the house's own networks those may be that are fetched; the map."""

    folder: Path
    bucket: Bucket | None
    networks: tuple[Network, ...]
    map: Path | None


@dataclass(frozen=True, slots=True)
class Settings:
    database_url: str
    redis_url: str | None
    secret_key: str
    earlier_secret_keys: tuple[str, ...]
    asynchronous: str
    origins: tuple[str, ...]
    edge: Edge
    address: str | None
    addresses: tuple[str, ...]
    log: str
    embed_origins: tuple[str, ...]
    ask_limit: str
    phone: str | None
    second_factor: frozenset[str]
    policy_url: str | None
    backups: Path
    """The folder of the copies that are made by schedule."""
    files: Files
    plain_network: bool
    out_networks: tuple[Network, ...]
    out_ports: frozenset[int]
    out_proxy: str | None
    out_authorities: str | None
    osc: str | None
    """Where packets of OSC are heard; `osc_from`: the networks whose hosts need no key."""
    osc_from: tuple[Network, ...]

    @property
    def signing_secrets(self) -> tuple[str, ...]:
        """The secrets whose signatures count, the newest first: one that could be guessed signs nothing any more."""
        return tuple(one for one in (self.secret_key, *self.earlier_secret_keys) if not guessable(one))

    @property
    def is_https(self) -> bool:
        """Whether browsers reach this installation over https, by its address."""
        return self.address is not None and self.address.startswith("https:")

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
    redis_url = _fits(environ, "LIVE_REDIS_URL", r"(redis|rediss|unix)://.*", "redis://…, rediss://… or unix://…")
    asynchronous = environ.get("LIVE_ASYNC") or "eventlet"
    if asynchronous not in ("eventlet", "gevent"):
        raise WrongSetting("LIVE_ASYNC must be eventlet or gevent.")
    address = _fits(environ, "LIVE_ADDRESS", HTTP, "http:// or https:// with a host, such as https://live.example:8000")
    log = environ.get("LIVE_LOG") or "text"
    if log not in ("text", "json"):
        raise WrongSetting("LIVE_LOG must be text or json.")
    embed_origins = _listed(environ.get("LIVE_EMBED_ORIGINS"))
    for origin in embed_origins:
        if not ORIGIN.fullmatch(origin):
            raise WrongSetting("LIVE_EMBED_ORIGINS must be sites such as https://example.ru, separated by commas.")
    ask_limit = _fits(environ, "LIVE_ASK_LIMIT", LIMITS, "such as “6 per minute; 60 per hour”")
    phone = _fits(environ, "LIVE_PHONE", r"[0-9+() -]{3,30}", "a telephone number, such as 8 (84231) 2-00-00")
    plain = environ.get("LIVE_PLAIN_NETWORK") or "0"
    if plain not in ("0", "1"):
        raise WrongSetting("LIVE_PLAIN_NETWORK must be 1 where the network between the servers is closed, or 0.")
    plain_network = plain == "1"
    if not plain_network:
        _check_ways(environ, url, redis_url)
    secret_key, *earlier = _secrets(environ, url)
    return Settings(
        database_url=url,
        redis_url=redis_url,
        secret_key=secret_key,
        earlier_secret_keys=tuple(earlier),
        asynchronous=asynchronous,
        origins=_listed(environ.get("LIVE_ORIGINS")),
        edge=_edge(environ, address),
        address=address.rstrip("/") if address else None,
        addresses=_addresses(_listed(environ.get("LIVE_ADDRESSES")), address),
        log=log,
        embed_origins=embed_origins,
        ask_limit=ask_limit or "6 per minute; 60 per hour",
        phone=phone,
        second_factor=_second_factor(environ.get("LIVE_SECOND_FACTOR") or "none"),
        plain_network=plain_network,
        **_ways_out(environ),
        policy_url=_fits(environ, "LIVE_POLICY_URL", POLICY, "a page's address, such as https://raion.example/policy"),
        backups=_folder(environ, "LIVE_BACKUPS", url, "backups"),
        files=_files(environ, url, plain_network),
        osc=_fits(environ, "LIVE_OSC", OSC, "a host with a port, such as 0.0.0.0:9000"),
        osc_from=_networks(environ, "LIVE_OSC_FROM"),
    )


def _fits(environ: Mapping[str, str], name: str, pattern: str | re.Pattern[str], such: str) -> str | None:
    """A setting as it is told; None where it is not."""
    told = environ.get(name) or None
    if told and not re.fullmatch(pattern, told):
        raise WrongSetting(f"{name} must be {such}.")
    return told


def _folder(environ: Mapping[str, str], setting: str, database_url: str, name: str) -> Path:
    """A folder as it is told, else one beside an embedded database, else one in the working directory."""
    if told := environ.get(setting):
        return Path(told).absolute()
    embedded = database_url.startswith("sqlite:///")
    beside = Path(database_url.removeprefix("sqlite:///")).parent if embedded else Path()
    return (beside / name).absolute()


def _files(environ: Mapping[str, str], database_url: str, plain_network: bool) -> Files:
    folder, networks = _folder(environ, "LIVE_FILES", database_url, "files"), _networks(environ, "LIVE_FILES_NETWORKS")
    tiles = Path(told).absolute() if (told := environ.get("LIVE_MAP")) else None
    if not (url := environ.get("LIVE_FILES_S3")):
        return Files(folder, None, networks, tiles)
    if not re.fullmatch(r"https?://[^/?#\s@]+/[a-z0-9][a-z0-9.-]{1,62}/?", url):
        raise WrongSetting("LIVE_FILES_S3 must be a server with a bucket, such as https://s3.example/live-files.")
    if url.startswith("http:") and not (plain_network or _is_here(urlsplit(url).netloc)):
        raise WrongSetting(
            "LIVE_FILES_S3 leaves this machine: it needs https://, or LIVE_PLAIN_NETWORK=1 where the network is closed."
        )
    key, secret = environ.get("LIVE_FILES_S3_KEY") or "", environ.get("LIVE_FILES_S3_SECRET") or ""
    if not key or not secret:
        raise WrongSetting("LIVE_FILES_S3_KEY and LIVE_FILES_S3_SECRET must be set where LIVE_FILES_S3 is.")
    region = environ.get("LIVE_FILES_S3_REGION") or "us-east-1"
    return Files(folder, Bucket(url.rstrip("/"), key, secret, region), networks, tiles)


def origin_of(address: str) -> str | None:
    """A server's address as browsers write its origin, without the port that goes without saying; None for no such."""
    found = SERVER.fullmatch(address.lower())
    if found is None or (found[5] and not 0 < int(found[5]) < 65536):
        return None
    usual = {"http": "80", "https": "443"}[found[1]]
    return f"{found[1]}://{found[2]}" + (f":{int(found[5])}" if found[5] and found[5] != usual else "")


def _addresses(told: tuple[str, ...], own: str | None) -> tuple[str, ...]:
    """Where else browsers find this centre."""
    origins = [origin_of(one) for one in told]
    if None in origins:
        raise WrongSetting("LIVE_ADDRESSES must be servers such as https://10.0.0.2:8000, separated by commas.")
    if own and own.startswith("https:") and not all(one and one.startswith("https:") for one in origins):
        raise WrongSetting("LIVE_ADDRESSES must be https:// as LIVE_ADDRESS is: no page goes from https to less.")
    return tuple(one for one in dict.fromkeys(origins) if one)


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
        proxy_from=_networks(environ, "LIVE_PROXY_FROM", "127.0.0.1/32,::1/128"),
        hosts=frozenset(host.lower() for host in hosts) if address else frozenset(),
        per_address=_number(environ, "LIVE_CONNECTIONS_PER_ADDRESS", 60),
        of_strangers=_number(environ, "LIVE_CONNECTIONS_OF_STRANGERS", 300),
        reserved=_number(environ, "LIVE_CONNECTIONS_RESERVED", 500),
        requests=_number(environ, "LIVE_REQUESTS_PER_ADDRESS", 40),
        reads=_number(environ, "LIVE_READS_PER_PERSON", 30),
        metrics_token=metrics_token,
    )


def _second_factor(value: str) -> frozenset[str]:
    """The roles whose holders need more than a password."""
    roles = _listed(value)
    if roles == ("none",):
        return frozenset()
    unknown = [one for one in roles if one not in PEOPLE]
    if unknown or not roles:
        raise WrongSetting(
            f"LIVE_SECOND_FACTOR must be none, or roles separated by commas ({', '.join(PEOPLE)}): "
            f"{', '.join(unknown) or 'nothing'} is none of them."
        )
    return frozenset(roles)


def _networks(environ: Mapping[str, str], name: str, default: str = "") -> tuple[Network, ...]:
    try:
        return tuple(ip_network(one) for one in _listed(environ.get(name) or default))
    except ValueError as error:
        raise WrongSetting(f"{name} must be networks such as 10.0.5.0/24, separated by commas: {error}.") from None


def _number(environ: Mapping[str, str], name: str, default: int) -> int:
    value = environ.get(name) or str(default)
    if not value.isdecimal() or not 0 < int(value) <= 1_000_000:
        raise WrongSetting(f"{name} must be a number, 1 or more.")
    return int(value)


def _listed(value: str | None) -> tuple[str, ...]:
    return tuple(one for one in (value or "").replace(" ", "").split(",") if one)


def _ways_out(environ: Mapping[str, str]) -> dict[str, Any]:
    """Where this server's own requests may go."""
    ports = _listed(environ.get("LIVE_OUT_PORTS"))
    if not all(port.isdecimal() and 0 < int(port) < 65536 for port in ports):
        raise WrongSetting("LIVE_OUT_PORTS must be ports from 1 to 65535, separated by commas.")
    proxy = _fits(environ, "LIVE_OUT_PROXY", HTTP, "the address of an HTTP proxy, such as http://proxy.lan:3128")
    return {
        "out_networks": _networks(environ, "LIVE_OUT_NETWORKS"),
        "out_ports": frozenset(map(int, ports)),
        "out_proxy": proxy,
        "out_authorities": environ.get("REQUESTS_CA_BUNDLE") or None,
    }


def _check_ways(environ: Mapping[str, str], database_url: str, redis_url: str | None) -> None:
    """Nobody between this machine and its database or its Redis may read along; `WrongSetting` where somebody could."""
    closed = "or LIVE_PLAIN_NETWORK=1 where the network in between is closed"
    database = urlsplit(database_url)
    query = parse_qs(database.query)
    hosts = [*database.netloc.rpartition("@")[2].split(","), *query.get("host", [])]
    sslmode = [*query.get("sslmode", []), environ.get("PGSSLMODE", "")][0]
    if not all(map(_is_here, hosts)) and sslmode not in ("verify-full", "verify-ca"):
        raise WrongSetting(
            f"LIVE_DATABASE_URL leaves this machine: it needs sslmode=verify-full (with sslrootcert=…), {closed}."
        )
    redis = urlsplit(redis_url or "")
    proven = redis.scheme == "rediss" and parse_qs(redis.query).get("ssl_cert_reqs", ["required"]) == ["required"]
    if redis.scheme != "unix" and not (_is_here(redis.netloc.rpartition("@")[2]) or proven):
        raise WrongSetting(f"LIVE_REDIS_URL leaves this machine: it needs rediss:// with a certificate, {closed}.")


def _is_here(place: str) -> bool:
    """Whether a host, with its port or without, is this machine: nothing, a socket's folder, or loopback."""
    host = urlsplit(f"//{place}").hostname or ""
    return not host or place.startswith(("/", "%2F", "%2f")) or is_loopback(host)


def is_loopback(host: str) -> bool:
    """Whether nobody but this machine reaches a server that listens there."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def guessable(secret: str) -> bool:
    """Whether a secret is short, or repeats itself until it is."""
    written = secret.encode()
    packing = len(zlib.compress(b"", 9))
    return len(written) < SECRET_BYTES or len(zlib.compress(written, 9)) - packing < PACKED


def _secrets(environ: Mapping[str, str], database_url: str) -> list[str]:
    """The secret key and those before it, the newest first."""
    told, file = environ.get("LIVE_SECRET_KEY") or None, environ.get("LIVE_SECRET_KEY_FILE") or None
    if told and file:
        raise WrongSetting("LIVE_SECRET_KEY and LIVE_SECRET_KEY_FILE: one of the two.")
    if told:
        found, where = [told], "LIVE_SECRET_KEY"
    elif file:
        found, where = _secrets_of(Path(file), "LIVE_SECRET_KEY_FILE"), f"LIVE_SECRET_KEY_FILE, {file},"
    else:
        found, where = _stored_secrets(database_url), "The secret key beside the database"
    if not found:
        raise WrongSetting(f"{where} is empty: {A_NEW_SECRET}.")
    if guessable(found[0]):
        raise WrongSetting(f"{where} must be {SECRET_BYTES} characters that nobody can guess: {A_NEW_SECRET}.")
    earlier = (one.strip() for one in environ.get("LIVE_SECRET_KEY_OLD", "").split(","))
    return [*found, *(one for one in earlier if one)]


def _secrets_of(path: Path, told_by: str) -> list[str]:
    """The lines of a file: the secret, then those before it."""
    try:
        return [line.strip() for line in path.read_text().splitlines() if line.strip()]
    except OSError as error:
        raise WrongSetting(f"{told_by}: {path} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise WrongSetting(f"{told_by}: {path} is no text.") from error


def _stored_secrets(database_url: str) -> list[str]:
    """What is kept beside an embedded database: its secret, made on the first start, and those before it."""
    if not database_url.startswith("sqlite:///"):
        raise WrongSetting("LIVE_SECRET_KEY or LIVE_SECRET_KEY_FILE must be set when the database is a server's.")
    path = Path(database_url.removeprefix("sqlite:///") + ".secret")
    key = secrets.token_hex(SECRET_BYTES)
    try:
        with open(path, "x", opener=lambda p, flags: os.open(p, flags, 0o600)) as file:
            file.write(key + "\n")
            file.flush()
            os.fsync(file.fileno())
        _sync_folder(path.parent)
    except FileExistsError:
        return _secrets_of(path, "LIVE_SECRET_KEY is not set")
    except OSError as error:
        raise WrongSetting(f"LIVE_DATABASE_URL: {path.parent} cannot be written: {error.strerror}.") from error
    return [key]


def _sync_folder(folder: Path) -> None:
    """A new file's name is on the disk too: what is sealed with the secret in it must not outlive that."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
