"""The secret key: where it comes from, and which is none."""

from __future__ import annotations

import os
import secrets
import zlib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from live.settings.told import WrongSetting, lines_of

SECRET_BYTES, PACKED = 32, 24
"""How long a secret must be at least, and how long it must stay once what repeats itself in it is packed."""

A_NEW_SECRET = "make one with `openssl rand -hex 32`, and put the present one into LIVE_SECRET_KEY_OLD if there is one"


@lru_cache
def guessable(secret: str) -> bool:
    """Whether a secret is short, or repeats itself until it is."""
    written = secret.encode()
    packing = len(zlib.compress(b"", 9))
    return len(written) < SECRET_BYTES or len(zlib.compress(written, 9)) - packing < PACKED


def all_secrets(environ: Mapping[str, str], database_url: str, makes: bool = True) -> list[str]:
    """The secret key and those before it, the newest first.

    `makes`: whether one may be made and kept beside an embedded database that has none; else it is "".
    """
    told, file = environ.get("LIVE_SECRET_KEY") or None, environ.get("LIVE_SECRET_KEY_FILE") or None
    if told:
        found, where = [told], "LIVE_SECRET_KEY"
    elif file:
        found, where = lines_of(Path(file), "LIVE_SECRET_KEY_FILE"), f"LIVE_SECRET_KEY_FILE, {file},"
    else:
        kept = _beside(database_url)
        if not makes and not kept.exists():
            return [""]
        found, where = _stored(kept), "The secret key beside the database"
    if not found:
        raise WrongSetting(f"{where} is empty: {A_NEW_SECRET}.")
    if guessable(found[0]):
        raise WrongSetting(f"{where} must be {SECRET_BYTES} characters that nobody can guess: {A_NEW_SECRET}.")
    return [*found, *_earlier(environ)]


def _earlier(environ: Mapping[str, str]) -> list[str]:
    """Those that are told of as earlier ones: between commas, or a line each of a file."""
    if file := environ.get("LIVE_SECRET_KEY_OLD_FILE"):
        return lines_of(Path(file), "LIVE_SECRET_KEY_OLD_FILE")
    earlier = (one.strip() for one in environ.get("LIVE_SECRET_KEY_OLD", "").split(","))
    return [one for one in earlier if one]


def _beside(database_url: str) -> Path:
    """Where the secret of an embedded database is kept, where nothing tells another."""
    if not database_url.startswith("sqlite:///"):
        raise WrongSetting("LIVE_SECRET_KEY or LIVE_SECRET_KEY_FILE must be set when the database is a server's.")
    return Path(database_url.removeprefix("sqlite:///") + ".secret")


def _stored(path: Path) -> list[str]:
    """What is kept beside an embedded database: its secret, made on the first start, and those before it."""
    key = secrets.token_hex(SECRET_BYTES)
    try:
        with open(path, "x", opener=lambda p, flags: os.open(p, flags, 0o600)) as file:
            file.write(key + "\n")
            file.flush()
            os.fsync(file.fileno())
        _sync_folder(path.parent)
    except FileExistsError:
        return lines_of(path, "LIVE_SECRET_KEY is not set")
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
