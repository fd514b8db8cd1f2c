"""Servers, hosts and sites as settings name them, and the ways between this machine and its database and Redis."""

from __future__ import annotations

import re
from collections.abc import Mapping
from ipaddress import ip_address
from urllib.parse import parse_qs, urlsplit

from live.settings.told import WrongSetting

ORIGIN = re.compile(r"https?://(\*\.)?[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:([0-9]{1,5}|\*))?")
"""A site, as a page's Content-Security-Policy names it."""

SERVER = re.compile(r"(https?)://([a-z0-9]([a-z0-9.-]*[a-z0-9])?)(:([0-9]{1,5}))?")

HOST = re.compile(r"[A-Za-z0-9.-]+|[0-9A-Fa-f:]+")


def origin_of(address: str) -> str | None:
    """A server's address as browsers write its origin, without the port that goes without saying; None for no such."""
    found = SERVER.fullmatch(address.lower())
    if found is None or (found[5] and not 0 < int(found[5]) < 65536):
        return None
    usual = {"http": "80", "https": "443"}[found[1]]
    return f"{found[1]}://{found[2]}" + (f":{int(found[5])}" if found[5] and found[5] != usual else "")


def check_ways(environ: Mapping[str, str], database_url: str, redis_url: str | None) -> None:
    """Nobody between this machine and its database or its Redis may read along; `WrongSetting` where somebody could."""
    closed = "or LIVE_PLAIN_NETWORK=1 where the network in between is closed"
    database = urlsplit(database_url)
    query = parse_qs(database.query)
    hosts = [*database.netloc.rpartition("@")[2].split(","), *query.get("host", [])]
    sslmode = [*query.get("sslmode", []), environ.get("PGSSLMODE", "")][0]
    if not all(map(is_here, hosts)) and sslmode not in ("verify-full", "verify-ca"):
        raise WrongSetting(
            f"LIVE_DATABASE_URL leaves this machine: it needs sslmode=verify-full (with sslrootcert=…), {closed}."
        )
    redis = urlsplit(redis_url or "")
    proven = redis.scheme == "rediss" and parse_qs(redis.query).get("ssl_cert_reqs", ["required"]) == ["required"]
    if redis.scheme != "unix" and not (is_here(redis.netloc.rpartition("@")[2]) or proven):
        raise WrongSetting(f"LIVE_REDIS_URL leaves this machine: it needs rediss:// with a certificate, {closed}.")


def is_here(place: str) -> bool:
    """Whether a host, with its port or without, is this machine: nothing, a socket's folder, or loopback."""
    host = urlsplit(f"//{place}").hostname or ""
    return not host or place.startswith(("/", "%2F", "%2f")) or is_loopback(host)


def is_loopback(host: str) -> bool:
    """Whether nobody but this machine reaches a server that listens there."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
