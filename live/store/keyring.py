"""Personal data at rest: each column closed with a key of its own, made of LIVE_SECRET_KEY, known by the key's number.

What is written is closed by who writes it (`Keyring.close`), by AES-256-GCM with 96 random bits for each value (NIST
SP 800-38D); whoever reads a sealed column is given it open. A column may hold rows in clear that an older program left,
rows of an earlier key, and rows of the first cipher (Fernet), until `store/resealing.py` has come by.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import structlog
from cryptography.exceptions import InvalidTag
from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import JSON, TypeDecorator

from live.store.sealing import key_for
from live.store.text import dumps

log = structlog.get_logger()

PREFIX = "sealed:"
"""What is closed is `sealed:<number of its key>:<token>`."""

NONCE = 12
"""Bytes of a token before what is closed: AES-GCM's own length, new for each value."""

_SECRETS: dict[str, str] = {}
"""The secrets of this process's stores by their numbers: a row opens wherever it is read."""

_FIRST_SECRETS: dict[str, str] = {}
"""The same by the numbers that they had with the first cipher."""


class Keyring:
    """Closes with the newest key; `earlier` secrets open what they closed until everything is sealed anew."""

    def __init__(self, secret: str, earlier: Sequence[str] = ()) -> None:
        self.secret = secret
        self.earlier = tuple(earlier)
        self.number = number_of(secret)
        for one in (secret, *earlier):
            _SECRETS[number_of(one)] = one
            _FIRST_SECRETS[first_number_of(one)] = one

    def close(self, use: str, value: str | None) -> str | None:
        """A value as it is kept; None stays None."""
        if value is None:
            return None
        nonce = os.urandom(NONCE)
        closed = _cipher(self.secret, use).encrypt(nonce, value.encode(), None)
        return f"{PREFIX}{self.number}:{base64.b64encode(nonce + closed).decode()}"

    def close_document(self, use: str, value: Any) -> dict[str, str] | None:
        """The same of a JSON value."""
        closed = self.close(use, dumps(value)) if value is not None else None
        return {"sealed": closed} if closed is not None else None

    def is_newest(self, stored: str) -> bool:
        """Whether what is kept was closed with the newest key."""
        return stored.startswith(f"{PREFIX}{self.number}:")


class Sealed(TypeDecorator[str]):
    """A text that is closed at rest and open to whoever reads it. `use` is what its key is for."""

    impl = Text
    cache_ok = True

    def __init__(self, use: str) -> None:
        super().__init__()
        self.use = use

    def process_result_value(self, value: str | None, dialect: Any) -> str | None:
        return None if value is None else opened(self.use, value)


class SealedDocument(TypeDecorator[Any]):
    """The same of a JSON value, which is kept as {"sealed": …}."""

    impl = JSON
    cache_ok = True

    def __init__(self, use: str) -> None:
        super().__init__(none_as_null=True)
        self.use = use

    def load_dialect_impl(self, dialect: Any) -> Any:
        kind = JSONB if dialect.name == "postgresql" else JSON
        return dialect.type_descriptor(kind(none_as_null=True))

    def process_result_value(self, value: Any, dialect: Any) -> Any:
        if not is_closed_document(value):
            return value
        text = opened(self.use, value["sealed"])
        return None if text is None else json.loads(text)


def is_closed_document(value: Any) -> bool:
    return isinstance(value, dict) and set(value) == {"sealed"}


def opened(use: str, stored: str) -> str | None:
    """What was closed for this use; what stands in clear as it is; None where no key that is known here opens it."""
    try:
        return read(use, stored)
    except Unreadable:
        log.error("sealed data cannot be read: LIVE_SECRET_KEY is not the one that sealed it", use=use)
        return None


class Unreadable(ValueError):
    """No key that is known here opens it."""


def read(use: str, stored: str) -> str:
    """The same; `Unreadable` where no key opens it."""
    if not stored.startswith(PREFIX):
        return stored
    try:
        return _opened(use, stored)
    except (KeyError, ValueError, InvalidToken, InvalidTag):
        raise Unreadable from None


@lru_cache(maxsize=10_000)
def _opened(use: str, stored: str) -> str:
    _, number, token = stored.split(":", 2)
    if number in _FIRST_SECRETS:
        return _first_cipher(_FIRST_SECRETS[number], use).decrypt(token.encode()).decode()
    raw = base64.b64decode(token)
    return _cipher(_SECRETS[number], use).decrypt(raw[:NONCE], raw[NONCE:], None).decode()


@lru_cache(maxsize=100)
def _cipher(secret: str, use: str) -> AESGCM:
    return AESGCM(key_for(secret, f"closed:{use}"))


@lru_cache(maxsize=100)
def _first_cipher(secret: str, use: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(key_for(secret, f"sealed:{use}")))


@lru_cache(maxsize=100)
def number_of(secret: str) -> str:
    """By what a secret's keys are known: eight figures that tell nothing of it."""
    return hashlib.sha256(key_for(secret, "number of the key")).hexdigest()[:8]


@lru_cache(maxsize=100)
def first_number_of(secret: str) -> str:
    """The same of the keys for the first cipher."""
    return hashlib.sha256(key_for(secret, "number")).hexdigest()[:8]
