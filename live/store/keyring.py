"""Personal data at rest: each column closed with a key of its own, made of LIVE_SECRET_KEY, known by the key's number.

What is written is closed by who writes it (`Keyring.close`); whoever reads a sealed column is given it open. A column
may hold rows in clear that an older program left, and rows of a earlier key, until `store/resealing.py` has come by.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import structlog
from cryptography.fernet import Fernet, InvalidToken
from sqlalchemy import Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import JSON, TypeDecorator

from live.store.sealing import key_for
from live.store.text import dumps

log = structlog.get_logger()

PREFIX = "sealed:"
"""What is closed is `sealed:<number of its key>:<token>`."""

_SECRETS: dict[str, str] = {}
"""The secrets of this process's stores by their numbers: a row opens wherever it is read."""


class Keyring:
    """Closes with the newest key; `earlier` secrets open what they closed until everything is sealed anew."""

    def __init__(self, secret: str, earlier: Sequence[str] = ()) -> None:
        self.secret = secret
        self.earlier = tuple(earlier)
        self.number = number_of(secret)
        for one in (secret, *earlier):
            _SECRETS[number_of(one)] = one

    def close(self, use: str, value: str | None) -> str | None:
        """A value as it is kept; None stays None."""
        if value is None:
            return None
        return f"{PREFIX}{self.number}:{_fernet(self.secret, use).encrypt(value.encode()).decode()}"

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
    if not stored.startswith(PREFIX):
        return stored
    try:
        return _opened(use, stored)
    except (KeyError, ValueError, InvalidToken):
        log.error("sealed data cannot be read: LIVE_SECRET_KEY is not the one that sealed it", use=use)
        return None


@lru_cache(maxsize=10_000)
def _opened(use: str, stored: str) -> str:
    _, number, token = stored.split(":", 2)
    return _fernet(_SECRETS[number], use).decrypt(token.encode()).decode()


@lru_cache(maxsize=100)
def _fernet(secret: str, use: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(key_for(secret, f"sealed:{use}")))


@lru_cache(maxsize=100)
def number_of(secret: str) -> str:
    """By what a secret's keys are known: eight figures that tell nothing of it."""
    return hashlib.sha256(key_for(secret, "number")).hexdigest()[:8]
