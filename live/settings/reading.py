"""Settings out of the environment, each checked."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from ipaddress import ip_network
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from live.settings.places import HOST, ORIGIN, check_ways, is_here, origin_of
from live.settings.secret import all_secrets
from live.settings.told import WrongSetting, with_files
from live.settings.values import Bucket, Edge, Files, Network, Osc, Settings, Traces

DEFAULT_DATABASE = "sqlite:///live.db"

POLICY = re.compile(r"https?://[^/?#\s]+(/[!-~]*)?")
"""The address of a page."""

LIMITS = re.compile(r"[1-9][0-9]* per (second|minute|hour|day)(; ?[1-9][0-9]* per (second|minute|hour|day))*")

PEOPLE = (
    *("admin", "coordinator", "executor", "producer", "moderator"),
    *("screener", "presenter", "head", "gallery", "observer"),
)
"""The roles that a person can hold."""


def read(environ: Mapping[str, str] = os.environ, makes_secret: bool = True) -> Settings:
    """Settings from LIVE_* variables and the files that they name; `WrongSetting` names the one that is wrong.

    `makes_secret`: an embedded database that has no secret gets one; where it may not, the secret is "".
    """
    environ = with_files(environ)
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
    plain = environ.get("LIVE_PLAIN_NETWORK") or "0"
    if plain not in ("0", "1"):
        raise WrongSetting("LIVE_PLAIN_NETWORK must be 1 where the network between the servers is closed, or 0.")
    plain_network = plain == "1"
    if not plain_network:
        check_ways(environ, url, redis_url)
    secret_key, *earlier = all_secrets(environ, url, makes_secret)
    policy_url = environ.get("LIVE_POLICY_URL") or None
    if policy_url and not POLICY.fullmatch(policy_url):
        raise WrongSetting("LIVE_POLICY_URL must be the address of a page, such as https://raion.example/policy.")
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
        ask_limit=ask_limit,
        phone=phone,
        second_factor=_second_factor(environ.get("LIVE_SECOND_FACTOR") or "none"),
        plain_network=plain_network,
        **_ways_out(environ),
        policy_url=policy_url,
        models=environ.get("LIVE_MODELS") or "",
        backups=_folder(environ, "LIVE_BACKUPS", url, "backups"),
        files=_files(environ, url, plain_network),
        osc=_osc(environ),
        traces=_traces(environ, plain_network),
    )


def _traces(environ: Mapping[str, str], plain_network: bool) -> Traces | None:
    share = environ.get("LIVE_TRACES_SHARE") or "1"
    if not re.fullmatch(r"0\.[0-9]{1,6}|1(\.0+)?", share) or not float(share):
        raise WrongSetting("LIVE_TRACES_SHARE must be a number above 0 and up to 1, such as 0.05.")
    if not (told := environ.get("LIVE_TRACES")):
        return None
    if (collector := origin_of(told.rstrip("/"))) is None:
        raise WrongSetting("LIVE_TRACES must be a collector's address alone, such as http://127.0.0.1:4318.")
    if collector.startswith("http:") and not (plain_network or is_here(urlsplit(collector).netloc)):
        raise WrongSetting(
            "LIVE_TRACES leaves this machine: it needs https://, or LIVE_PLAIN_NETWORK=1 where the network is closed."
        )
    return Traces(collector, float(share))


def _osc(environ: Mapping[str, str]) -> Osc | None:
    networks = _networks(environ, "LIVE_OSC_FROM")
    if not (told := environ.get("LIVE_OSC")):
        return None
    found = re.fullmatch(r"(\[([0-9A-Fa-f:.]+)\]|[0-9A-Za-z.-]+):([0-9]{1,5})", told)
    if found is None or not 0 < int(found[3]) < 65536:
        raise WrongSetting("LIVE_OSC must be an address with a port, such as 10.0.5.2:9000 or 0.0.0.0:9000.")
    return Osc(found[2] or found[1], int(found[3]), networks)


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
    if url.startswith("http:") and not (plain_network or is_here(urlsplit(url).netloc)):
        raise WrongSetting(
            "LIVE_FILES_S3 leaves this machine: it needs https://, or LIVE_PLAIN_NETWORK=1 where the network is closed."
        )
    key, secret = environ.get("LIVE_FILES_S3_KEY") or "", environ.get("LIVE_FILES_S3_SECRET") or ""
    if not key or not secret:
        raise WrongSetting("LIVE_FILES_S3_KEY and LIVE_FILES_S3_SECRET must be set where LIVE_FILES_S3 is.")
    region = environ.get("LIVE_FILES_S3_REGION") or "us-east-1"
    return Files(folder, Bucket(url.rstrip("/"), key, secret, region), networks, tiles)


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
    proxy = environ.get("LIVE_OUT_PROXY") or None
    if proxy and not re.fullmatch(r"https?://[^/?#\s]+/?", proxy):
        raise WrongSetting("LIVE_OUT_PROXY must be the address of an HTTP proxy, such as http://proxy.lan:3128.")
    return {
        "out_networks": _networks(environ, "LIVE_OUT_NETWORKS"),
        "out_ports": frozenset(map(int, ports)),
        "out_proxy": proxy,
        "out_authorities": environ.get("REQUESTS_CA_BUNDLE") or None,
    }
