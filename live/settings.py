"""What the environment decides, read once into one frozen value."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

DEFAULT_DATABASE = "sqlite:///live.db"

ORIGIN = re.compile(r"https?://(\*\.)?[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:([0-9]{1,5}|\*))?")
"""A site, as a page's Content-Security-Policy names it."""

LIMITS = re.compile(r"[1-9][0-9]* per (second|minute|hour|day)(; ?[1-9][0-9]* per (second|minute|hour|day))*")


class WrongSetting(Exception):
    """A setting that stops the start; its text is one line that names it."""


@dataclass(frozen=True, slots=True)
class Settings:
    database_url: str
    redis_url: str | None
    secret_key: str
    former_secret_keys: tuple[str, ...]
    asynchronous: str
    origins: tuple[str, ...]
    proxies: int
    address: str | None
    log: str
    embed_origins: tuple[str, ...]
    ask_limit: str
    phone: str | None
    policy_url: str | None

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
    proxies = environ.get("LIVE_PROXIES") or "0"
    if not proxies.isdecimal() or int(proxies) > 9:
        raise WrongSetting("LIVE_PROXIES must be the number of reverse proxies in front, 0 to 9.")
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
    policy_url = environ.get("LIVE_POLICY_URL") or None
    if policy_url and not re.fullmatch(r"https?://[^/?#\s]+(/[!-~]*)?", policy_url):
        raise WrongSetting("LIVE_POLICY_URL must be the address of a page, such as https://raion.example/policy.")
    return Settings(
        database_url=url,
        redis_url=redis_url,
        former_secret_keys=_listed(environ.get("LIVE_SECRET_KEY_OLD")),
        secret_key=environ.get("LIVE_SECRET_KEY") or _stored_secret(url),
        asynchronous=asynchronous,
        origins=_listed(environ.get("LIVE_ORIGINS")),
        proxies=int(proxies),
        address=address.rstrip("/") if address else None,
        log=log,
        embed_origins=embed_origins,
        ask_limit=ask_limit,
        phone=phone,
        policy_url=policy_url,
    )


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
