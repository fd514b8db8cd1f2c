"""Keys that follow from LIVE_SECRET_KEY, one for each use, and what one of them seals (docs/decisions/0007)."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from live.domain.refused import Refused
from live.store.text import dumps


def key_for(secret: str, label: str) -> bytes:
    """The secret's key of 32 bytes for one use: whoever has it knows neither the secret nor the key of another use."""
    return HKDF(SHA256(), length=32, salt=None, info=f"live:{label}".encode()).derive(secret.encode())


def first_key_for(secret: str, label: str) -> bytes:
    """The same as it was made at first: contacts are hashed so, and what is older is sealed and linked so."""
    return hashlib.sha256(f"{label}:{secret}".encode()).digest()


class WrongKey(Refused):
    """What is sealed was sealed with another key: `unavailable` to a person, and no matter of waiting."""

    def __init__(self) -> None:
        super().__init__(
            "unavailable", "The channel's settings cannot be read: LIVE_SECRET_KEY is not the one that sealed them."
        )


REMEMBERED = 256
"""Settings that a process has opened last and keeps so: a hook needs its channel's at each message."""


class Seal:
    """Closes settings into {"sealed": …} by the secret, and opens what this or an earlier secret has closed.

    What it has opened it knows again by its sealed text, which is another one whenever something else is closed; with
    other secrets there is another `Seal`, which knows nothing.
    """

    def __init__(self, secret: str, earlier: Sequence[str] = ()) -> None:
        ours = [key_for(secret, "channels"), first_key_for(secret, "channels")]
        theirs = [key for one in earlier for key in (key_for(one, "channels"), first_key_for(one, "channels"))]
        self._own = _fernet(ours)
        self._any = _fernet([*ours, *theirs])
        self._opened = lru_cache(REMEMBERED)(self._any.decrypt)

    def close(self, settings: Mapping[str, Any]) -> dict[str, str]:
        return {"sealed": self._own.encrypt(dumps(dict(settings)).encode()).decode()}

    def open(self, stored: Mapping[str, Any]) -> dict[str, Any]:
        """The settings in clear; `WrongKey` where another key has closed them."""
        if not self.closed(stored):
            return dict(stored)  # Left by an older version; `seal_all` closes it at the next start.
        try:
            return json.loads(self._opened(stored["sealed"].encode()))
        except InvalidToken:
            raise WrongKey from None

    def closed_anew(self, stored: Mapping[str, Any]) -> dict[str, str] | None:
        """The same closed by the present secret, where it is in clear or an earlier one's; None for the rest."""
        if self.closed(stored) and self._opens_by_own(stored):
            return None
        try:
            return self.close(self.open(stored))
        except WrongKey:
            return None

    def _opens_by_own(self, stored: Mapping[str, Any]) -> bool:
        try:
            self._own.decrypt(stored["sealed"].encode())
        except InvalidToken:
            return False
        return True

    @staticmethod
    def closed(stored: Mapping[str, Any]) -> bool:
        return set(stored) == {"sealed"}


def _fernet(keys: Sequence[bytes]) -> MultiFernet:
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in keys])
